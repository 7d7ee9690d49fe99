"""Typed records from Vietnamese briefing news."""
