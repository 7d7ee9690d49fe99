"""Values and periods as they are written for people."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from giaoban_extract.facts.periods import make_period, parse_period
from giaoban_extract.outputs.wording import EN, VI, period_text, value_text


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [
        ("2024", "Năm 2024", "2024"),
        ("2024-Q2", "Quý II/2024", "Q2 2024"),
        ("2024-Q4", "Quý IV/2024", "Q4 2024"),
        ("2024-S1", "6 tháng đầu năm 2024", "First half of 2024"),
        ("2024-S2", "6 tháng cuối năm 2024", "Second half of 2024"),
        ("2024-05", "Tháng 5/2024", "May 2024"),
        ("2024-06-15", "15/6/2024", "15 June 2024"),
        ("2024-01-01/P9M", "9 tháng đầu năm 2024", "First 9 months of 2024"),
        ("2018-01-01/P6Y", "2018–2023", "2018–2023"),
        ("2023-09-01/P4M", "Tháng 9/2023–12/2023", "9/2023 – 12/2023"),
        ("2020-05-12/P8D", "12/5/2020–19/5/2020", "12/5/2020–19/5/2020"),
        ("Q2", "Quý II, không rõ năm", "Q2, year unknown"),
        ("S1", "6 tháng đầu năm, không rõ năm nào", "First half-year, year unknown"),
        ("S2", "6 tháng cuối năm, không rõ năm nào", "Second half-year, year unknown"),
        ("--05", "Tháng 5, không rõ năm", "May, year unknown"),
        ("--06-20", "20/6, không rõ năm", "20 June, year unknown"),
        ("P9M", "9 tháng", "9 months"),
        ("P5Y", "5 năm", "5 years"),
    ],
)
def test_a_period_is_said_as_people_say_it(iso: str, vi: str, en: str) -> None:
    period = parse_period(iso)
    assert period is not None
    said = period_text(period.code, period.start and period.start.isoformat(), period.end and period.end.isoformat())
    assert said == (vi, en)


@pytest.mark.parametrize("quarter", range(1, 5))
@pytest.mark.parametrize("year", [1999, 2026])
def test_every_quarter_has_its_roman_numeral(quarter: int, year: int) -> None:
    start = date(year, 3 * quarter - 2, 1)
    end = date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])
    assert (
        period_text(f"{year}-Q{quarter}", start.isoformat(), end.isoformat())[VI] == f"Quý {['I', 'II', 'III', 'IV'][quarter - 1]}/{year}"
    )


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_stretch_of_days_can_be_said_and_names_its_last_year(one: date, other: date) -> None:
    period = make_period(min(one, other), max(one, other))
    assert period is not None
    assert period.start is not None
    assert period.end is not None
    for said in period_text(period.code, period.start.isoformat(), period.end.isoformat()):
        assert str(period.end.year) in said


@pytest.mark.parametrize(
    ("values", "vi", "en"),
    [
        ({"value": 19854, "unit": "person"}, "19.854 người", "19,854 people"),
        ({"value": 136_000_000_000, "unit": "VND", "bound": "over"}, ">136 tỷ đ", ">136 bn VND"),
        ({"value": 809_500_000, "unit": "VND", "bound": "nearly"}, "<809,5 triệu đ", "<809.5 m VND"),
        ({"value": 500_000, "unit": "VND"}, "500.000 đ", "500,000 VND"),
        ({"value": 8.5, "unit": "percent", "direction": "increase", "measure": "change"}, "+8,5 %", "+8.5 %"),
        ({"value": 3, "unit": "percentage_point", "direction": "decrease", "measure": "change"}, "−3 điểm %", "−3 pp"),
        ({"value": 845, "out_of": 800, "unit": "count"}, "845/800", "845/800"),
        ({"value": 10, "value_max": 15, "unit": "household", "bound": "about"}, "≈10–15 hộ", "≈10–15 households"),
        ({"value": 105, "unit": "percent", "measure": "of_target"}, "105 % KH", "105 % of target"),
        ({"value": 40, "unit": "MW", "bound": "at_least"}, "≥40 MW", "≥40 MW"),
    ],
)
def test_a_value_is_written_with_bound_sign_and_unit(values: dict[str, Any], vi: str, en: str) -> None:
    figure = {"value_max": None, "out_of": None, "bound": "exact", "unit": "count"} | {
        key: values[key] for key in values if key not in ("direction", "measure")
    }
    record = {"figure": figure, "direction": values.get("direction"), "measure": values.get("measure", "amount")}
    assert (value_text(record, VI), value_text(record, EN)) == (vi, en)
