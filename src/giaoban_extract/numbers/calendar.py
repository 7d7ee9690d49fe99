"""The words of dates, times and periods (patterns/periods.yaml), and ISO 8601 spellings of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from giaoban_extract.library.yamlfile import Reader, read_pattern_file
from giaoban_extract.numbers.numerals import Numerals
from giaoban_extract.numbers.phrases import PhraseTree, read_section, tree_of, word_set
from giaoban_extract.text.tokens import Tokens

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Bare numbers in this range may be years; after "năm" any year is one."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WORD_SETS = (
    "day", "month", "year", "quarter", "weekday", "hour", "hour_glued", "minute", "second", "minus_minutes", "half_hour", "afternoon",
    "night", "morning", "half", "year_context", "so_far_after", "hours_after", "per_day", "weekly",
)  # fmt: skip
_TREES = (
    "day_context", "day_likely", "share_context", "share_only", "until", "days_listed", "hours_of", "terms", "stages", "between_years",
    "years_joined", "decades", "first_half", "second_half", "so_far_before", "half_of_year", "first_day",
)  # fmt: skip
_OTHERS = ("sunday", "weekdays", "month_names", "holidays", "day_reach", "whole_months")


class CalendarWords:
    """Word sets and phrase trees by their key in the pattern file, and the small numbers of a date."""

    def __init__(self, path: Path, numerals: Numerals, read: Reader = read_pattern_file) -> None:
        section = read_section(path, (*_WORD_SETS, *_TREES, *_OTHERS), read)
        spelling: Mapping[str, str] = numerals.spelling
        self.numerals = numerals
        self.words = {key: word_set(section.phrases(key), spelling, path) for key in _WORD_SETS}
        self.trees: dict[str, PhraseTree[str]] = {key: tree_of(section.phrases(key), spelling) for key in _TREES}
        self.sunday = tree_of([section.text("sunday", "chủ nhật")], spelling)
        self.weekdays = section.numbers("weekdays")
        self.month_names = section.numbers("month_names")
        self.holidays = frozenset(section.phrases("holidays"))
        self.day_reach = section.whole("day_reach", "12")
        self.whole_months = section.spellings("whole_months")

    def small(self, tokens: Tokens, i: int, limit: int) -> tuple[int, int] | None:
        """A number from 1 to `limit` at token i, in at most two digits or in words: value and end."""
        if tokens.number[i]:
            text = tokens.low[i]
            if len(text) > 2 or not text.isdecimal():
                return None
            value, end = int(text), i + 1
        else:
            numeral = self.numerals.spelled(tokens, i)
            if numeral is None or not isinstance(numeral.value, int):
                return None
            value, end = numeral.value, numeral.end
        return (value, end) if 1 <= value <= limit else None

    def month(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        """The month that follows a month word; "tháng năm 2018" is no May but months of the year 2018."""
        word = tokens.low[i]
        if tokens.number[i]:
            return self.small(tokens, i, 12)
        if word in self.month_names:
            return self.month_names[word], i + 1
        if word == self.numerals.ten:
            unit = self.numerals.digits.get(tokens.low[i + 1], 0)
            return (10 + unit, i + 2) if unit in (1, 2) and tokens.low[i + 1] not in self.words["year"] else (10, i + 1)
        if word in self.words["year"] and (self.plain_year(tokens, i + 1) or tokens.low[i - 2].isdecimal()):
            return None
        digit = self.numerals.digits.get(word)
        return (digit, i + 1) if digit else None

    def plain_year(self, tokens: Tokens, i: int) -> int | None:
        """The year that token i is, four digits without separators."""
        text = tokens.low[i]
        return int(text) if len(text) == 4 and text.isdecimal() and 1000 <= int(text) <= 2999 else None

    def spelled_year(self, tokens: Tokens, i: int, least: int = 1000) -> tuple[int, int] | None:
        """A year in words: digit by digit or as a number."""
        row = self.numerals.digit_row(tokens, i) if not tokens.number[i] else None
        if row is not None and row[0] >= 1000:
            return row
        numeral = None if tokens.number[i] else self.numerals.spelled(tokens, i)
        if numeral is not None and isinstance(numeral.value, int) and least <= numeral.value <= 2999:
            return numeral.value, numeral.end
        return None

    def year_after(self, tokens: Tokens, i: int, least: int = 1000) -> tuple[int, int] | None:
        """The year that completes a month or quarter ending before token i ("/2021", "năm 2021", ", 2021"): year and end."""
        low = tokens.low
        if low[i] in self.words["year"]:
            j = i + 1 + (low[i + 1] == ":")
            year = self.plain_year(tokens, j)
            return (year, j + 1) if year else self.spelled_year(tokens, j, least)
        j = i + (low[i] in "/-.–,")
        year = self.plain_year(tokens, j)
        if year is None or (j == i and not FIRST_YEAR <= year <= LAST_YEAR):
            return None
        return year, j + 1


def day_iso(day: int, month: int, year: int | None) -> str:
    """2024-06-20, or --06-20 when the year is unknown."""
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def month_iso(month: int, year: int | None) -> str:
    """2024-06 or --06."""
    return f"{year:04}-{month:02}" if year else f"--{month:02}"


def is_day(day: int, month: int) -> bool:
    """Whether the day exists in some year."""
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def years_iso(first: int, last: int) -> str:
    """Whole years from first to last, both included."""
    return f"{first:04}-01-01/P{last - first + 1}Y"


def full_year(text: str) -> int | None:
    """A year of four or two digits ("17" is 2017, "75" is 1975)."""
    if not text.isdecimal() or len(text) not in (2, 4):
        return None
    value = int(text)
    if len(text) == 4:
        return value if 1000 <= value <= 2999 else None
    return value + (2000 if value < 60 else 1900)
