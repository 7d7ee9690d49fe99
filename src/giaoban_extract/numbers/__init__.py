"""Numbers, dates and units: every number of a text, read and classified."""
