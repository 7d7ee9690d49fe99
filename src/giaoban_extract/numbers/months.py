"""Months, in words and digits, alone and in a row: "tháng 6", "6/2018", "tháng 7-8/2018", "tháng 1 đến tháng 6 năm 2018"."""

from __future__ import annotations

from giaoban_extract.numbers.calendar import CalendarWords, day_iso, is_day, month_iso
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.numbers.units import Units
from giaoban_extract.text.tokens import Tokens

_DASHES = "-–—"


class Months:
    """Reads months whose first number is a given token."""

    def __init__(self, words: CalendarWords, units: Units) -> None:
        self.calendar, self.units = words, units
        self.words, self.trees = words.words, words.trees

    def numeric(self, tokens: Tokens, i: int) -> Found | None:
        """ "6/2018", "02.2000", "02-03/2000"."""
        low = tokens.low
        head, point, tail = low[i].partition(".")
        end = i + 1
        if not point:
            if low[end] not in "/-–" or low[end] == "\n" or not tokens.number[end + 1]:
                return None
            tail, end = low[end + 1], end + 2
            months = self._joined_months(tokens, i)
            if months is not None:
                return months
        if len(head) == 4 and low[i + 1] == "-" and tokens.touches(i):
            return self._iso_date(tokens, i)
        if len(head) > 2 or not head.isdecimal() or not 1 <= int(head) <= 12 or len(tail) != 4 or not tail.isdecimal():
            return None
        if not 1900 <= int(tail) <= 2100 or self.units.known(tokens, end):
            return None
        return found(tokens, i, end, "date", iso=month_iso(int(head), int(tail)))

    def _iso_date(self, tokens: Tokens, i: int) -> Found | None:
        """ "2022-07", "2022-07-25", as feeds and file heads write them."""
        year, month = self.calendar.plain_year(tokens, i), tokens.low[i + 2]
        if year is None or not 1900 <= year <= 2100 or len(month) != 2 or not month.isdecimal() or not 1 <= int(month) <= 12:
            return None
        day = tokens.low[i + 4]
        if tokens.low[i + 3] == "-" and len(day) == 2 and day.isdecimal() and is_day(int(day), int(month)):
            return found(tokens, i, i + 5, "date", iso=day_iso(int(day), int(month), year))
        return found(tokens, i, i + 3, "date", iso=month_iso(int(month), year))

    def _joined_months(self, tokens: Tokens, i: int) -> Found | None:
        """ "02-03/2000"."""
        low = tokens.low
        first, last = self.calendar.small(tokens, i, 12), self.calendar.small(tokens, i + 2, 12)
        if not first or not last or low[i + 1] not in _DASHES or low[i + 3] != "/" or first[0] >= last[0]:
            return None
        year = self.calendar.plain_year(tokens, i + 4)
        if year is None:
            return None
        return found(tokens, i, i + 5, "period", iso=f"{month_iso(first[0], year)}/{month_iso(last[0], year)}")

    def named(self, tokens: Tokens, i: int) -> Found | None:
        """ "tháng 6", "tháng 12/2024", "tháng tư năm một chín bảy lăm", "tháng 7-8/2018", "tháng 1 đến tháng 6 năm 2018"."""
        head, point, tail = tokens.low[i].partition(".")
        if point and head.isdecimal() and len(head) <= 2 and 1 <= int(head) <= 12 and tail.isdecimal() and len(tail) == 4:
            return found(tokens, i - 1, i + 1, "date", iso=month_iso(int(head), int(tail)))
        joined = self._joined_months(tokens, i)
        if joined is not None:
            return found(tokens, i - 1, joined.end, "period", iso=joined.mention.iso)
        month = self.calendar.month(tokens, i)
        if month is None:
            return None
        first, end = month
        year = self.calendar.year_after(tokens, end, 100)
        if year is not None:
            return found(tokens, i - 1, year[1], "date", iso=month_iso(first, year[0]))
        return self._month_stretch(tokens, i, month) or found(tokens, i - 1, end, "date", iso=month_iso(first, None))

    def _month_stretch(self, tokens: Tokens, i: int, first: tuple[int, int]) -> Found | None:
        """ "tháng 1 đến tháng 6 năm 2018", where `first` is the first month."""
        joint = self.trees["until"].at(tokens.low, first[1])
        if joint is None or self.trees["days_listed"].at(tokens.low, first[1]):
            return None
        j = joint[1] + (tokens.low[joint[1]] in self.words["month"])
        last = self.calendar.month(tokens, j) if j > joint[1] or tokens.number[j] else None
        if last is None or last[0] <= first[0]:
            return None
        measured = self.units.known(tokens, last[1])
        if measured is not None and measured.unit.kind != "duration":  # "năm" after the month is the year's word
            return None
        year = self.calendar.year_after(tokens, last[1])
        value = year[0] if year else None
        iso = f"{month_iso(first[0], value)}/{month_iso(last[0], value)}"
        return found(tokens, i - 1, year[1] if year else last[1], "period", iso=iso)
