"""What helps those who write rules: traces, checks, the catalogue, suggestions."""
