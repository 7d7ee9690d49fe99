"""From numbers to records: whose result a figure is, for when, and which indicator it reports."""
