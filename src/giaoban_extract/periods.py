"""Years, quarters, terms, stages and "6 tháng đầu năm": the stretches of time that results are reported for."""

from __future__ import annotations

# NOTE to the number reader's author: this path was already taken by `Period`, `parse_period`, `make_period` and `years`, which
# timeline.py, measures.py and facts.py import; they were overwritten and now stand at the end of this file, below your
# `Periods`. Nothing of yours was changed. Please move `Periods` and `_in_year` to a file of their own and leave the rest here.
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from giaoban_extract.calendar_data import FIRST_YEAR, LAST_YEAR, CalendarWords, month_iso, years_iso
from giaoban_extract.readings import Found, found
from giaoban_extract.roman import roman_value
from giaoban_extract.tokens import Tokens
from giaoban_extract.units import Units

_LONGEST = 60
"""Years; a longer stretch between two numbers is none."""


class Periods:
    """Reads periods whose first number is a given token."""

    def __init__(self, words: CalendarWords, units: Units) -> None:
        self.calendar, self.units = words, units
        self.words, self.trees = words.words, words.trees

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The period at token i, quarters aside."""
        return self._years(tokens, i, floor) or self._months_of_year(tokens, i) or self._year(tokens, i, floor)

    def half_year(self, tokens: Tokens, i: int) -> Found | None:
        """ "nửa đầu năm 2024", "nửa cuối năm", where token i is "nửa"."""
        for key, code in (("first_half", "S1"), ("second_half", "S2")):
            match = self.trees[key].at(tokens.low, i + 1)
            if match is not None and tokens.low[match[1] - 1] in self.words["year"]:
                return self._of_year(tokens, i, match[1] - 1, code)
        return None

    def _of_year(self, tokens: Tokens, begin: int, i: int, code: str) -> Found:
        """A part of a year with the year that may follow from token i on."""
        year = self.calendar.year_after(tokens, i)
        end = year[1] if year else i + (tokens.low[i] in self.words["year"])
        return found(tokens, begin, end, "period", iso=_in_year(code, year[0] if year else None))

    # -- quarters

    def quarter(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        """ "quý II/2021"; `previous` is the mention before it ("quý I, II")."""
        low = tokens.low
        named = i > floor and low[i - 1] in self.words["quarter"]
        listed = (
            previous is not None
            and previous.mention.kind == "period"
            and low[previous.begin] in self.words["quarter"]
            and i - previous.end == 1
            and low[i - 1] in (",", "và", "-", "–", "+", "&", "/", "đến")
        )
        if not named and not listed:
            return None
        head, point, tail = low[i].partition(".")
        if point and head.strip("0") in ("1", "2", "3", "4") and len(tail) == 4:
            return found(tokens, i - named, i + 1, "period", iso=f"{tail}-Q{int(head)}")
        value = roman_value(tokens.raw(i))
        end = i + 1
        if value is None:
            number = self.calendar.small(tokens, i, 4)
            if number is None or (listed and self.units.known(tokens, number[1])):
                return None
            value, end = number
        if value > 4:
            return None
        year = self.calendar.year_after(tokens, end)
        iso = _in_year(f"Q{value}", year[0] if year else None)
        return found(tokens, i - named, year[1] if year else end, "period", iso=iso)

    # -- years

    def _years(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "giai đoạn 2021-2025", "nhiệm kỳ 2019 - 2024", "từ năm 2015 đến năm 2020"."""
        first = self.calendar.plain_year(tokens, i)
        if first is None:
            return None
        joint = self.trees["between_years"].at(tokens.low, i + 1)
        if joint is None:
            return None
        last, end = self.calendar.plain_year(tokens, joint[1]), joint[1] + 1
        term = self.trees["terms"].before(tokens.low, i, floor)
        stage = term or self.trees["stages"].before(tokens.low, i, floor)
        if last is None and stage and tokens.number[joint[1]] and len(tokens.low[joint[1]]) == 2 and tokens.touches(joint[1] - 1):
            last = first // 100 * 100 + int(tokens.low[joint[1]])  # "năm học 2018-19"
        if last is None or not first < last <= first + _LONGEST:
            return None
        joined = self.trees["years_joined"].at(tokens.low, i + 1)
        if (joined and (last != first + 1 or not stage)) or (stage is None and not self._may_be_year(tokens, first, end)):
            return None
        begin = stage[1] if stage else i
        return found(tokens, begin, end, "term" if term else "period", iso=years_iso(first, last))

    def _year(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "năm 2018", "năm hai nghìn linh chín", "2018"."""
        year = self.calendar.plain_year(tokens, i)
        named = i > floor and tokens.low[i - 1] in self.words["year"]
        if named:
            if year is not None:
                return found(tokens, i - 1, i + 1, "year", iso=f"{year:04}")
            spelled = self.calendar.spelled_year(tokens, i)
            return found(tokens, i - 1, spelled[1], "year", iso=f"{spelled[0]:04}") if spelled else None
        decade = self.trees["decades"].before(tokens.low, i, floor)
        if decade is not None and (tokens.number[i] or roman_value(tokens.raw(i))):
            return found(tokens, decade[1], i + 1, "period")
        if year is None or tokens.low[i + 1] in "%/" or not self._bare_year(tokens, i, year, floor):
            return None
        return found(tokens, i, i + 1, "year", iso=f"{year:04}")

    def _bare_year(self, tokens: Tokens, i: int, year: int, floor: int) -> bool:
        if not self._may_be_year(tokens, year, i + 1):
            return False
        before = tokens.low[i - 1]
        return before in self.words["year_context"] or self.units.at(tokens, i + 1) is None or tokens.raw(i - 1)[:1].isupper()

    def _may_be_year(self, tokens: Tokens, year: int, end: int) -> bool:
        """Whether a four-digit number without a year word can be a year: in range, and nothing is measured by it."""
        measured = self.units.known(tokens, end) or tokens.low[end] in self.calendar.numerals.multipliers
        return FIRST_YEAR <= year <= LAST_YEAR and not measured

    # -- months of a year

    def _months_of_year(self, tokens: Tokens, i: int) -> Found | None:
        """ "6 tháng đầu năm 2018", "9 tháng năm 2016", "3 quý đầu năm", "9 tháng qua"."""
        count = self.calendar.small(tokens, i, 12)
        if count is None:
            return None
        value, end = count
        months = 3 * value if tokens.low[end] in self.words["quarter"] else value
        if tokens.low[end] not in self.words["month"] and tokens.low[end] not in self.words["quarter"]:
            return None
        if months > 12:
            return None
        end += 1
        second = self.trees["second_half"].at(tokens.low, end)
        if second is not None and tokens.low[second[1] - 1] in self.words["year"]:
            code = {3: "Q4", 6: "S2"}.get(months)
            return self._of_year(tokens, i, second[1] - 1, code) if code else found(tokens, i, second[1], "period")
        first = self.trees["first_half"].at(tokens.low, end)
        if first is not None and tokens.low[first[1] - 1] in self.words["year"]:
            return self._of_year(tokens, i, first[1] - 1, self._first_months(months))
        year = self.calendar.year_after(tokens, end)
        if year is not None and tokens.low[end] not in ",-–":
            return found(tokens, i, year[1], "period", iso=_in_year(self._first_months(months), year[0]))
        so_far = tokens.low[i - 1] in self.words["so_far_after"] or self.trees["so_far_before"].at(tokens.low, end)
        if so_far and months > 2:
            return found(tokens, i, end, "period", iso=self._first_months(months))
        return None

    def _first_months(self, months: int) -> str:
        return self.calendar.whole_months.get(str(months), f"P{months}M")


def _in_year(code: str, year: int | None) -> str:
    """A part of a year as SDMX code or ISO interval: 2024-Q2, 2024-S1, 2024-01-01/P9M; without the year the part alone."""
    if code == "P12M" and year:
        return f"{year:04}"
    if year is None:
        return code
    return f"{month_iso(1, year)}-01/{code}" if code.startswith("P") else f"{year:04}-{code}"


_FROM_YEAR, _TO_YEAR = 1900, 2100
"""Years outside are misread numbers, not years of a briefing."""

_LEAP = 2000
"""A year in which every day of the calendar exists, to test days whose year is unknown."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days: SDMX code, first and last day (both None where the year is unknown)."""

    code: str
    start: date | None
    end: date | None


# One point of time, whole or partial: 2024, 2024-Q2, Q2, 2024-S1, 2024-05, --05, 2024-06-15, --06-15.
_POINT = re.compile(
    r"(?P<year>\d{4})?(?:"
    r"(?:(?<=\d)-|(?<!\d))(?:Q(?P<quarter>[1-4])|S(?P<half>[12]))"
    r"|(?:(?<=\d)-|(?<!\d)--)(?P<month>\d{2})(?:-(?P<day>\d{2}))?"
    r")?"
)
_LENGTH = re.compile(r"P(?P<count>\d{1,3})(?P<unit>[YMD])")


def parse_period(iso: str, year: int | None = None) -> Period | None:
    """The period that an ISO form of a `Mention` means; a partial form is completed by `year` when that is given.

    `P9M` with a year is its first nine months; a number of years (`P5Y`) has no first day, so it stays partial. An
    interval (`2020-05-12/2020-05-19`, `2014/2019`) reaches from the first day of one end to the last of the other.
    None for what is no period ("16:30"), for impossible days (31 February) and for years outside 1900 to 2100.
    """
    first, slash, last = iso.partition("/")
    if slash:
        return _stretch(first, last, year)
    length = _LENGTH.fullmatch(iso)
    if length:
        if year is None or length["unit"] != "M":
            return Period(iso, None, None) if int(length["count"]) else None
        return _from_length(date(year, 1, 1), length) if _FROM_YEAR <= year <= _TO_YEAR else None
    days = _days(iso, year)
    if days is not None:
        return make_period(*days)
    return Period(iso, None, None) if year is None and _is_partial(iso) else None


def make_period(start: date, end: date) -> Period | None:
    """The period from `start` to `end`, both included; None where it is empty or leaves the years 1900 to 2100."""
    if end < start or start.year < _FROM_YEAR or end.year > _TO_YEAR:
        return None
    if start == end:
        return Period(start.isoformat(), start, end)
    months = _whole_months(start, end)
    return Period(_code(start, end, months), start, end)


def years(first: int, last: int) -> Period | None:
    """The whole years `first` to `last`, as a term or a school year takes them."""
    if not _FROM_YEAR <= first <= last <= _TO_YEAR:
        return None
    return make_period(date(first, 1, 1), date(last, 12, 31))


def _code(start: date, end: date, months: int) -> str:
    if not months:
        return f"{start.isoformat()}/P{(end - start).days + 1}D"
    if months == 1:
        return f"{start:%Y-%m}"
    if months == 3 and start.month % 3 == 1:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if months == 6 and start.month in (1, 7):
        return f"{start.year}-S{1 if start.month == 1 else 2}"
    if months % 12 or start.month != 1:
        return f"{start.isoformat()}/P{months}M"
    return f"{start.year}" if months == 12 else f"{start.isoformat()}/P{months // 12}Y"


def _whole_months(start: date, end: date) -> int:
    """How many calendar months the days fill, or 0 where they do not begin and end with one."""
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return 0
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _stretch(first: str, last: str, year: int | None) -> Period | None:
    """`first/last`, where `last` is a length or a point; an end without a year takes the other's."""
    length = _LENGTH.fullmatch(last)
    known = _year_of(first) or (None if length else _year_of(last)) or year
    if known is None:
        ends_exist = _is_partial(first) and (length or _is_partial(last))
        return Period(f"{first}/{last}", None, None) if ends_exist else None
    begin = _days(first, known)
    if begin is None:
        return None
    if length:
        return _from_length(begin[0], length)
    end = _days(last, _year_of(last) or known)
    if end is not None and end[1] < begin[0] and not (_year_of(first) and _year_of(last)):
        # "28/12 - 03/01": the turn of the year lies inside; the end that states its year keeps it.
        begin, end = (_days(first, known - 1), end) if _year_of(last) else (begin, _days(last, known + 1))
    return make_period(begin[0], end[1]) if begin and end else None


def _from_length(start: date, length: re.Match[str]) -> Period | None:
    count = int(length["count"])
    if not count:
        return None
    if length["unit"] == "D":
        return make_period(start, start + timedelta(days=count - 1))
    months = count * 12 if length["unit"] == "Y" else count
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > _TO_YEAR + 1:
        return None
    after = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    return make_period(start, after - timedelta(days=1))


def _year_of(point: str) -> int | None:
    match = _POINT.fullmatch(point)
    return int(match["year"]) if match and match["year"] else None


def _is_partial(point: str) -> bool:
    """Whether the form lacks only its year: a real day, month, quarter or half of some year."""
    return bool(point) and _year_of(point) is None and _days(point, _LEAP) is not None


def _days(point: str, year: int | None) -> tuple[date, date] | None:
    """First and last day of a point of time, its year completed by `year`; None where there is none."""
    match = _POINT.fullmatch(point) if point else None
    if match is None:
        return None
    known = int(match["year"]) if match["year"] else year
    if known is None or not _FROM_YEAR <= known <= _TO_YEAR:
        return None
    first, last = 1, 12
    if match["quarter"]:
        last = int(match["quarter"]) * 3
        first = last - 2
    elif match["half"]:
        last = int(match["half"]) * 6
        first = last - 5
    elif match["month"]:
        first = last = int(match["month"])
    if not 1 <= first <= 12:
        return None
    final = monthrange(known, last)[1]
    if match["day"]:
        day = int(match["day"])
        return (date(known, first, day),) * 2 if 1 <= day <= final else None
    return date(known, first, 1), date(known, last, final)
