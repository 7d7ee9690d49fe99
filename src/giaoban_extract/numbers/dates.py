"""Dates: days, months, weekdays and stretches of them, as ISO 8601 with `--` for an unknown year.

"25/7" and "3/6" have one shape and two meanings; the words around decide (patterns/periods.yaml), never the numbers alone.
"""

from __future__ import annotations

from typing import NamedTuple

from giaoban_extract.numbers.calendar import CalendarWords, day_iso, full_year, is_day
from giaoban_extract.numbers.months import Months
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.numbers.units import Units
from giaoban_extract.text.tokens import Tokens

_DASHES = "-–—"


class Day(NamedTuple):
    """A day of the calendar and the token after it."""

    day: int
    month: int
    year: int | None
    end: int

    def iso(self) -> str:
        return day_iso(self.day, self.month, self.year)


def _is_year(tokens: Tokens, i: int) -> bool:
    return tokens.number[i] and len(tokens.low[i]) in (2, 4)


class Dates:
    """Reads dates whose first number is a given token."""

    def __init__(self, words: CalendarWords, units: Units) -> None:
        self.calendar, self.units = words, units
        self.words, self.trees = words.words, words.trees
        self.months = Months(words, units)

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The date at token i; nothing before token `floor` belongs to it."""
        before = tokens.low[i - 1] if i > floor else ""
        if before in self.words["weekday"] and (weekday := self._weekday(tokens, i, floor)):
            return weekday
        if before in self.words["month"] and (month := self.months.named(tokens, i)):
            return month
        worded = self._worded(tokens, i, before)
        if worded is not None:
            return self._found(tokens, i, None, worded, floor)
        stretch = self._stretch(tokens, i, floor)
        if stretch is not None:
            return self._found(tokens, i, *stretch, floor)
        if tokens.number[i]:
            return self._numeric(tokens, i, floor) or self._lone_day(tokens, i, floor)
        return self._lone_day(tokens, i, floor) if before in self.words["day"] else None

    def first_day(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "ngày đầu tiên của tháng ba", where token i is "đầu"."""
        match = self.trees["first_day"].at(tokens.low, i)
        if match is None or i <= floor or tokens.low[i - 1] not in self.words["day"] or tokens.low[match[1]] not in self.words["month"]:
            return None
        month = self.calendar.month(tokens, match[1] + 1)
        if month is None:
            return None
        year = self.calendar.year_after(tokens, month[1])
        return found(tokens, i - 1, year[1] if year else month[1], "date", iso=day_iso(1, month[0], year[0] if year else None))

    # -- a day, from its number on

    def _worded(self, tokens: Tokens, i: int, before: str) -> Day | None:
        """ "20 tháng 6 năm 2024", "mùng một tháng giêng"."""
        if tokens.low[i] in self.words["year"] and before not in self.words["day"]:
            return None
        day = self.calendar.small(tokens, i, 31)
        return self._of_month(tokens, day) if day else None

    def _of_month(self, tokens: Tokens, day: tuple[int, int]) -> Day | None:
        value, end = day
        if tokens.low[end] not in self.words["month"]:
            return None
        month = self.calendar.month(tokens, end + 1)
        if month is None or not is_day(value, month[0]):
            return None
        year = self.calendar.year_after(tokens, month[1], 100)
        return Day(value, month[0], year[0] if year else None, year[1] if year else month[1])

    def _shape(self, tokens: Tokens, i: int) -> tuple[Day, str] | None:
        """Digits that can be a day: "20-6", "25/7/2022", "14.7", "27.02.2001"; with the separator used."""
        low = tokens.low
        text = low[i]
        if "." in text:
            parts, end, separator = text.split("."), i + 1, "."
            if len(parts) == 2 and low[end] in "/-" and tokens.number[end + 1] and len(low[end + 1]) == 4:
                parts, end = [*parts, low[end + 1]], end + 2
        else:
            separator = low[i + 1]
            if separator not in "/-–." or separator == "\n" or not tokens.number[i + 2]:
                return None
            parts, end = [text, low[i + 2]], i + 3
            if "." in low[i + 2]:
                parts = [text, *low[i + 2].split(".")]
            elif (low[end] == separator or low[i - 1] in self.words["day"]) and low[end] in "/-–." and _is_year(tokens, end + 1):
                parts, end = [*parts, low[end + 1]], end + 2
        if not 2 <= len(parts) <= 3 or not all(p.isdecimal() for p in parts) or max(len(parts[0]), len(parts[1])) > 2:
            return None
        year = full_year(parts[2]) if len(parts) == 3 else None
        if (len(parts) == 3 and year is None) or not is_day(int(parts[0]), int(parts[1])):
            return None
        if len(parts) == 2 and (after := self._year_word(tokens, end)):
            year, end = after
        return Day(int(parts[0]), int(parts[1]), year, end), separator

    def _year_word(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        if tokens.low[i] not in self.words["year"]:
            return None
        year = self.calendar.plain_year(tokens, i + 1)
        return (year, i + 2) if year else None

    # -- several days

    def _stretch(self, tokens: Tokens, i: int, floor: int) -> tuple[Day, Day] | None:
        """First and last of days that share their month: "25-26/12", "ngày 12 đến 19/5/2020", "ngày 20, 21 và 22/6"."""
        first = self.calendar.small(tokens, i, 31) if tokens.number[i] else None
        if first is None:
            return None
        named = i > floor and tokens.low[i - 1] in self.words["day"]
        position, last = first[1], None
        for _ in range(6):
            joint = self.trees["until"].at(tokens.low, position)
            if joint is None or (not named and self.trees["days_listed"].at(tokens.low, position)):
                return None
            number = self.calendar.small(tokens, joint[1], 31)
            if number is None or number[0] <= first[0]:
                return None
            last = self._of_month(tokens, number) or self._slashed(tokens, joint[1])
            if last is not None:
                break
            position = number[1]
        if last is None:
            return None
        return Day(first[0], last.month, last.year, i + 1), last

    def _slashed(self, tokens: Tokens, i: int) -> Day | None:
        """The last day of a stretch; after a dash its month must follow a slash, or "5-9-8" would be read."""
        shape = self._shape(tokens, i)
        if shape is None or (shape[1] in _DASHES and tokens.low[i - 1] in _DASHES):
            return None
        if shape[1] == "." and shape[0].year is None and self.units.known(tokens, shape[0].end):
            return None
        return shape[0]

    def _numeric(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        shape = self._shape(tokens, i)
        if shape is None:
            return self._mistyped(tokens, i, floor) or self.months.numeric(tokens, i)
        day, separator = shape
        if not self._means_day(tokens, i, day, separator, floor):
            return self.months.numeric(tokens, i)
        first: Day | None = None
        joint = self.trees["until"].at(tokens.low, day.end)
        if joint is not None and not self.trees["days_listed"].at(tokens.low, day.end):
            last = self._shape(tokens, joint[1])
            if last is None and tokens.number[joint[1]]:
                worded = self._worded(tokens, joint[1], "")
                last = (worded, "") if worded else None
            if last is not None and (day.year is None or last[0].year is None or last[0].year >= day.year):
                first = day if day.year else day._replace(year=last[0].year)
                day = last[0]
        return self._found(tokens, i, first, day, floor)

    def _mistyped(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """A day that no calendar has ("31/6/2023", "ngày 30/2"): a date all the same, of no known day."""
        low = tokens.low
        if low[i + 1] != "/" or not (tokens.number[i + 2] and low[i].isdecimal() and low[i + 2].isdecimal()):
            return None
        if max(len(low[i]), len(low[i + 2])) > 2:
            return None
        named = i > floor and low[i - 1] in self.words["day"] and int(low[i]) <= 31 and int(low[i + 2]) <= 12
        dated = low[i + 3] == "/" and low[i + 4].isdecimal() and len(low[i + 4]) == 4
        if not (named or dated):
            return None
        return found(tokens, i - 1 if named else i, i + 5 if dated else i + 3, "date")

    def _means_day(self, tokens: Tokens, i: int, day: Day, separator: str, floor: int) -> bool:
        low = tokens.low
        if day.year is not None:
            return True
        place = i - (low[i - 1] in "(:,")
        if self.trees["day_context"].before(low, place, floor):
            return not (separator in "./" and self._counts(tokens, day.end, known_only=separator == "/"))
        if separator == ".":
            return False
        first, second = low[i], low[i + 2]
        if separator in _DASHES:
            if self.units.known(tokens, day.end) or tokens.low[day.end] in self.calendar.numerals.multipliers:
                return False
            near = self._day_nearby(tokens, i, floor) or bool(self.trees["day_likely"].before(low, place, floor))
            spaced = not (tokens.touches(i) and tokens.touches(i + 1))
            return (near and not spaced) or (int(first) > int(second) and not spaced)
        counts = self._counts(tokens, day.end)
        if counts and not tokens.raw(day.end).istitle():
            return False
        behind = day.end + (low[day.end] in ",;(–")
        if behind > day.end and (self.trees["share_only"].at(low, behind) or (tokens.number[behind] and low[behind + 1] == "%")):
            return False  # "mới: 12/10, đạt 120%"
        if self.trees["share_only"].before(low, i, floor) or (low[i - 1] == "(" and low[i - 2] == "%"):
            return False
        if f"{day.day}/{day.month}" in self.calendar.holidays or first[0] == "0" or second[0] == "0":
            return True
        if self.trees["day_likely"].before(low, place, floor) or self._day_nearby(tokens, i, floor):
            return True
        return not (counts or self.trees["share_context"].before(low, i, floor) or low[i - 1] == "\n")

    def _counts(self, tokens: Tokens, i: int, known_only: bool = False) -> bool:
        """Whether something measured or counted follows ("3/6 đơn vị")."""
        if known_only:
            match = self.units.known(tokens, i)
            return match is not None and match.unit.kind != "duration"
        return tokens.low[i] in self.calendar.numerals.multipliers or self.units.at(tokens, i) is not None

    def _day_nearby(self, tokens: Tokens, i: int, floor: int) -> bool:
        """Whether "ngày" stands a little before in the same clause ("Ngày Thương binh - Liệt sĩ 27/7")."""
        for j in range(i - 1, max(i - self.calendar.day_reach, 0), -1):
            if tokens.low[j] in "\n;.":
                return False
            if tokens.low[j] in self.words["day"]:
                return True
        return False

    def _lone_day(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "ngày 15": a day without its month, unless things are counted per day ("mỗi ngày 20 suất cơm")."""
        if i <= floor or tokens.low[i - 1] not in self.words["day"]:
            return None
        day = self.calendar.small(tokens, i, 31)
        if day is None or tokens.low[i - 2] in self.words["per_day"] or tokens.number[i - 2]:
            return None
        after = tokens.low[day[1]]
        if self.units.known(tokens, day[1]) or after in ("%", "-", "/", "–") or after in self.calendar.numerals.multipliers:
            return None
        return found(tokens, i - 1, day[1], "date")

    # -- weekdays

    def _weekday(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "Thứ Năm, 20/6/2024"; "thứ hai" without a date is a day only by its capital or its company, else an ordinal."""
        low = tokens.low
        if low[i] not in self.calendar.weekdays:
            return None
        j = i + 1
        while low[j] in ",(-–:|" and low[j] != "\n" and j < i + 3:
            j += 1
        if low[j] in self.words["day"]:
            j += 1 + (low[j + 1] in self.words["day"])
        day = self._worded(tokens, j, "")
        if day is None and tokens.number[j] and (shape := self._shape(tokens, j)):
            day = shape[0]
        if day is not None:
            return found(tokens, i - 1, day.end, "date", iso=day.iso())
        named = tokens.raw(i)[:1].isupper() or self.trees["day_context"].before(low, i - 1, floor) or low[i + 1] in self.words["weekly"]
        return found(tokens, i - 1, i + 1, "date") if named else None

    def _found(self, tokens: Tokens, i: int, first: Day | None, last: Day, floor: int) -> Found:
        """The mention of a day or a stretch, with "ngày", "mùng" and "chủ nhật" before it."""
        begin = i
        for _ in range(2):
            if begin > floor and tokens.low[begin - 1] in self.words["day"]:
                begin -= 1
        bracket = begin - (tokens.low[begin - 1] in ",(" and begin - 1 > floor)
        sunday = self.calendar.sunday.before(tokens.low, bracket, floor)
        if sunday is not None:
            begin = sunday[1]
        iso = f"{first.iso()}/{last.iso()}" if first is not None else last.iso()
        return found(tokens, begin, last.end, "date", iso=iso)
