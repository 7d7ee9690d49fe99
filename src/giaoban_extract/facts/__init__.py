"""What an article says of itself (title, day, place, period), and the places and periods of time that are spoken of."""
