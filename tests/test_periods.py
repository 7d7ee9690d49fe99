"""Periods: every ISO form of the number reader becomes one SDMX code with its first and last day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest

from giaoban_extract.facts.periods import Period, make_period, parse_period, years


def the_period(iso: str, year: int | None = None) -> Period:
    period = parse_period(iso, year)
    assert period is not None
    return period


def span(iso: str, year: int | None = None) -> tuple[date | None, date | None]:
    period = the_period(iso, year)
    return period.start, period.end


@pytest.mark.parametrize("quarter", range(1, 5))
def test_a_quarter_has_three_months(quarter: int) -> None:
    first, last = 3 * quarter - 2, 3 * quarter
    expected = Period(f"2024-Q{quarter}", date(2024, first, 1), date(2024, last, monthrange(2024, last)[1]))
    assert parse_period(f"2024-Q{quarter}") == expected
    assert parse_period(f"Q{quarter}", 2024) == expected
    assert parse_period(f"2024-{first:02}-01/P3M") == expected
    assert parse_period(f"2024-{first:02}/2024-{last:02}") == expected


@pytest.mark.parametrize("half", [1, 2])
def test_a_half_has_six_months(half: int) -> None:
    first, last = (1, 6) if half == 1 else (7, 12)
    expected = Period(f"2023-S{half}", date(2023, first, 1), date(2023, last, monthrange(2023, last)[1]))
    assert parse_period(f"2023-S{half}") == expected
    assert parse_period(f"S{half}", 2023) == expected
    assert parse_period(f"2023-{first:02}-01/P6M") == expected


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [1900, 2023, 2024, 2100])
def test_a_month_ends_on_its_last_day(year: int, month: int) -> None:
    expected = Period(f"{year}-{month:02}", date(year, month, 1), date(year, month, monthrange(year, month)[1]))
    assert parse_period(f"{year}-{month:02}") == expected
    assert parse_period(f"--{month:02}", year) == expected
    assert parse_period(f"{year}-{month:02}-01/P1M") == expected


@pytest.mark.parametrize("months", range(1, 13))
def test_the_first_months_of_a_year(months: int) -> None:
    period = the_period(f"P{months}M", 2024)
    assert (period.start, period.end) == (date(2024, 1, 1), date(2024, months, monthrange(2024, months)[1]))
    assert period == parse_period(f"2024-01-01/P{months}M")
    assert period.code == {1: "2024-01", 3: "2024-Q1", 6: "2024-S1", 12: "2024"}.get(months, f"2024-01-01/P{months}M")


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_a_leap_year(month: int) -> None:
    for day in range(1, 32):
        exists = day <= monthrange(2024, month)[1]
        iso = f"2024-{month:02}-{day:02}"
        assert (parse_period(iso) is not None) == exists
        assert (parse_period(iso[2:].replace("24-", "--", 1)) is not None) == exists
        if exists:
            assert parse_period(iso) == Period(iso, date(2024, month, day), date(2024, month, day))


def test_a_year_and_years() -> None:
    assert the_period("2024") == Period("2024", date(2024, 1, 1), date(2024, 12, 31))
    assert the_period("2014-01-01/P6Y") == Period("2014-01-01/P6Y", date(2014, 1, 1), date(2019, 12, 31))
    assert the_period("2018/2023").code == "2018-01-01/P6Y"
    assert the_period("2024-01-01/P1Y").code == "2024"
    assert years(2024, 2025) == Period("2024-01-01/P2Y", date(2024, 1, 1), date(2025, 12, 31))
    assert years(2025, 2024) is None


def test_days_in_a_row() -> None:
    assert the_period("2020-05-12/2020-05-19") == Period("2020-05-12/P8D", date(2020, 5, 12), date(2020, 5, 19))
    assert the_period("2020-05-12/P8D") == the_period("2020-05-12/2020-05-19")
    assert the_period("--12-25/--12-26", 2023).code == "2023-12-25/P2D"
    assert the_period("--05-12/2020-05-19").code == "2020-05-12/P8D"
    assert the_period("2020-05-12/--05-19").code == "2020-05-12/P8D"


def test_days_across_the_turn_of_the_year() -> None:
    assert span("--12-28/--01-03", 2023) == (date(2023, 12, 28), date(2024, 1, 3))
    assert span("--12-28/2024-01-03") == (date(2023, 12, 28), date(2024, 1, 3))
    assert span("2023-12-28/--01-03") == (date(2023, 12, 28), date(2024, 1, 3))


def test_whole_months_and_years_in_days_get_their_own_code() -> None:
    assert the_period("2024-01-01/2024-09-30").code == "2024-01-01/P9M"
    assert the_period("2024-04-01/2024-06-30").code == "2024-Q2"
    assert the_period("2023-12-15/P9M") == Period("2023-12-15/P275D", date(2023, 12, 15), date(2024, 9, 14))
    assert the_period("2023-10/2024-03").code == "2023-10-01/P6M"


@pytest.mark.parametrize(
    "iso",
    ["Q1", "Q4", "S1", "S2", "--06-20", "--02-29", "--06", "P9M", "P5Y", "P10D", "--12-25/--12-26", "--05/--07"],
)
def test_a_period_without_a_year_stays_partial(iso: str) -> None:
    assert parse_period(iso) == Period(iso, None, None)


def test_a_number_of_years_has_no_first_day() -> None:
    assert parse_period("P5Y", 2024) == Period("P5Y", None, None)


@pytest.mark.parametrize(
    "iso",
    [
        *["", "x", "16:30", "/", "2024/", "/2024", "2024--06", "-06"],
        *["2024-02-31", "2023-02-29", "--02-30", "--13", "2024-13", "2024-00", "2024-06-00", "2024-Q5", "Q5", "S3"],
        *["0000", "1899", "2101", "1899-Q1", "2024-06-20/2024-06-19", "2024-01-01/P0M", "P0M", "2024-01-01/P999Y"],
    ],
)
def test_what_is_no_period(iso: str) -> None:
    assert parse_period(iso) is None


def test_a_day_that_the_year_lacks_is_none() -> None:
    assert parse_period("--02-29", 2023) is None
    assert the_period("--02-29", 2024).code == "2024-02-29"
    assert parse_period("Q2", 1899) is None
    assert parse_period("P9M", 2101) is None


def test_a_stated_year_wins_over_the_given_one() -> None:
    assert the_period("2022-Q3", 2024).code == "2022-Q3"
    assert the_period("2022-01-01/P9M", 2024).code == "2022-01-01/P9M"


def test_code_and_days_agree_whichever_way_a_period_is_made() -> None:
    for iso in ["2024", "2024-Q3", "2024-S2", "2024-02", "2024-02-29", "2024-01-01/P9M", "2018-01-01/P6Y", "2020-05-12/P8D"]:
        period = the_period(iso)
        assert period.code == iso
        assert period.start
        assert period.end
        assert make_period(period.start, period.end) == period
