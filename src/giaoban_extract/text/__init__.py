"""The ground that everything stands on: an article's text, its blocks, sentences and words, and where they stand in it."""
