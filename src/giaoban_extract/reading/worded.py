"""Periods that are told in words: what "trong năm", "từ đầu năm" and "từ nay đến cuối năm" mean in an article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from giaoban_extract.facts.periods import Period, parse_period, years

SHORTEST_REPORT = 27
"""An article's period of fewer days is that of an event, not of a report."""
_DECEMBER = 12
_LONGEST_TERM = 6
"""Years between the first and the last of a term."""
MARCH, MAY = 3, 5
"""Months that have a name: Tháng Thanh niên, Tháng Công nhân."""


def worded_periods(
    article: Period | None, published: date | None, year: int | None, terms: Iterable[tuple[date, date]]
) -> dict[str, Period]:
    """The period of each cue of patterns/reading.yaml that has one here; `terms` are the stretches that the article states."""
    days = article.days if article else None
    found = {
        "this_year": _whole_year(year),
        "present_year": _whole_year(year),
        "last_year": _whole_year(year - 1 if year else None),
        "year_to_date": to_date(article),
        "this_period": article,
        "this_school_year": article if days and days[1].year - days[0].year == 1 else None,
        "rest_of_year": _rest_of_year(article, published, year),
        "rest_of_term": _rest_of_term(year, terms),
        "month_03": _month(MARCH, year),
        "month_03_first": _month(MARCH, year),
        "month_05": _month(MAY, year),
        "month_05_first": _month(MAY, year),
        "season_words": _whole_year(year),
        "festive_season": _whole_year(year),
    }
    return {cue: period for cue, period in found.items() if period is not None and period.days is not None}


def _whole_year(year: int | None) -> Period | None:
    return years(year, year) if year else None


def _month(number: int, year: int | None) -> Period | None:
    return parse_period(f"--{number:02d}", year) if year else None


def to_date(article: Period | None) -> Period | None:
    """ "Từ đầu năm": the months up to the end of the article's period, where that lies within a year."""
    days = article.days if article else None
    if days is None or days[0].year != days[1].year or days[0].month == 1:
        return article
    return parse_period(f"{days[1].year}-01-01/P{days[1].month}M")


def last_months(article: Period | None, months: Period | None) -> Period | None:
    """ "Qua ba tháng", "trong 9 tháng": the article's period when that is as long, else the year's first months up to its end."""
    mine, days = (article.days if article else None), (months.days if months else None)
    if mine is None or days is None:
        return None
    count = days[1].month
    if mine[1].month - mine[0].month + 1 == count:
        return article
    return parse_period(f"{mine[1].year}-01-01/P{count}M") if mine[1].month == count else None


def _rest_of_year(article: Period | None, published: date | None, year: int | None) -> Period | None:
    """ "Từ nay đến cuối năm": the months behind those that the article reports; of an event, or of a year not over, behind its own."""
    days = article.days if article else None
    ends = [days[1]] if days and (days[1] - days[0]).days >= SHORTEST_REPORT else []
    told = min([*ends, *([published] if published else [])], default=None)
    if told is None or told.month == _DECEMBER or told.year != year:
        return None
    return parse_period(f"{told.year}-{told.month + 1:02d}-01/P{_DECEMBER - told.month}M")


def _rest_of_term(year: int | None, terms: Iterable[tuple[date, date]]) -> Period | None:
    """ "Từ nay đến hết nhiệm kỳ": from the article's last year to the end of the term that the article names."""
    if year is None:
        return None
    ends = [end.year for start, end in terms if start.year < year < end.year and end.year - start.year <= _LONGEST_TERM]
    return years(year, min(ends)) if ends else None
