"""Periods of time: from the number reader's ISO forms to an SDMX code with its first and last day.

SDMX writes a year `2024`, a half `2024-S1`, a quarter `2024-Q2`, a month `2024-05`, a day `2024-06-15`, and every other
stretch as first day and length: `2024-01-01/P9M`, `2018-01-01/P6Y`, `2020-05-12/P8D`. One stretch has one code: six
months from January are `2024-S1`, however they were written. A period whose year nobody knows keeps its partial code
(`Q2`, `P9M`, `--06-20`) and has no days.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_FROM_YEAR, _TO_YEAR = 1900, 2100
"""Years outside are misread numbers, not years of a briefing."""

_LEAP = 2000
"""A year in which every day of the calendar exists, to test days whose year is unknown."""

ANY_DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d(?:/(?:(?:\d{4}|-)-)?\d\d-\d\d)?")
"""A day or a stretch of days, its year perhaps unknown, as the number reader writes it."""
EXPLICIT_YEAR = re.compile(r"\d{4}")
"""At the beginning of what the number reader writes: the year is known."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of whole days: SDMX code, first and last day (both None where the year is unknown)."""

    code: str
    start: date | None
    end: date | None

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last day, where the year is known."""
        return (self.start, self.end) if self.start and self.end else None


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
