"""Files to articles: encodings and formats."""
