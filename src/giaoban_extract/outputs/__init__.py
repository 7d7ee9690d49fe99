"""Documents to what people and programs read: JSON, tables, pages, reports."""
