"""How values, units and periods are written for people to read, in Vietnamese and in English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

VI, EN = 0, 1
"""Places of the languages in a `Wording`."""
Wording = tuple[str, str]
"""The same thing said in Vietnamese and in English."""

BOUND_SIGNS = {"over": ">", "at_least": "≥", "nearly": "<", "at_most": "≤", "about": "≈", "exact": ""}
DIRECTION_SIGNS = {"increase": "+", "decrease": "−"}
UNITS: Mapping[str, Wording] = {
    "percent": ("%", "%"),
    "percentage_point": ("điểm %", "pp"),
    "count": ("", ""),
    "m2": ("m²", "m²"),
    "m3": ("m³", "m³"),
    "person": ("người", "people"),
    "household": ("hộ", "households"),
    "house": ("nhà", "houses"),
    "VND": ("đ", "VND"),
    "litre": ("lít", "litres"),
    "hour": ("giờ", "hours"),
    "workday": ("ngày công", "workdays"),
}
"""Units whose symbol is not the word for them."""
MONEY_STEPS: tuple[tuple[int, Wording], ...] = ((10**9, ("tỷ đ", "bn VND")), (10**6, ("triệu đ", "m VND")))
"""Amounts in đồng from which on they are told in thousand millions and millions."""
TARGET: Wording = ("KH", "of target")
"""Stands behind a result that is measured against a plan (kế hoạch)."""
PLANNED = "[kế hoạch]"
"""Stands before the evidence of what is planned."""

_HALVES: tuple[Wording, Wording] = (("6 tháng đầu năm", "First half of"), ("6 tháng cuối năm", "Second half of"))
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
_ROMAN = ("I", "II", "III", "IV")
_LENGTHS: Mapping[str, Wording] = {"Y": ("năm", "years"), "M": ("tháng", "months"), "D": ("ngày", "days")}
_PARTIAL = re.compile(r"Q(?P<quarter>[1-4])|S(?P<half>[12])|--(?P<month>\d\d)(?:-(?P<day>\d\d))?|P(?P<count>\d+)(?P<length>[YMD])")
_SWAPPED = str.maketrans(",.", ".,")


def number_text(value: float | int, language: int = VI) -> str:
    """A number the Vietnamese way (1.234.567,5) or the English way (1,234,567.5)."""
    whole = f"{value:,}" if isinstance(value, int) else f"{value:,.6f}".rstrip("0").rstrip(".")
    return whole.translate(_SWAPPED) if language == VI else whole


def value_text(record: Mapping[str, Any], language: int = VI) -> str:
    """A record's value with bound, sign and unit: ">41,7 tỷ đ", "+7,8 %", "845/800"; KH where it is measured against a plan."""
    figure = record["figure"]
    divisor, unit = 1, UNITS.get(figure["unit"], (figure["unit"], figure["unit"]))[language]
    if figure["unit"] == "VND":
        divisor, unit = next(((step, names[language]) for step, names in MONEY_STEPS if abs(figure["value"]) >= step), (1, unit))
    text = BOUND_SIGNS[figure["bound"]] + DIRECTION_SIGNS.get(record["direction"] or "", "") + _scaled(figure["value"], divisor, language)
    for mark, name in (("–", "value_max"), ("/", "out_of")):
        if figure[name] is not None:
            text += mark + _scaled(figure[name], divisor, language)
    text = f"{text} {unit}".strip()
    return f"{text} {TARGET[language]}" if record["measure"] == "of_target" else text


def _scaled(value: float | int, divisor: int, language: int) -> str:
    return number_text(value if divisor == 1 else round(value / divisor, 6), language)


def cut_evidence(record: Mapping[str, Any], room: int, reach: int) -> tuple[str, str, str]:
    """A record's sentence as what stands before its figure, the figure, and what follows: `room` characters of it, of which at most
    `reach` stand before the figure, cut between words with an ellipsis."""
    figure, sentence = record["figure"], record["sentence"]
    low, high = figure["start"] - sentence["start"], figure["end"] - sentence["start"]
    before, after = sentence["text"][:low], sentence["text"][high:]
    if len(before) > reach:
        before = "…" + before[-reach:].partition(" ")[2].lstrip("…")
    left = max(0, room - len(before) - (high - low))
    if len(after) > left:
        after = after[:left].rpartition(" ")[0].rstrip(",;") + "…"
    return before, sentence["text"][low:high], after


def short_period(period: Mapping[str, Any] | None) -> str:
    """A code, or months and years where a code would be an interval: "2018–2022", "01–09/2016"."""
    if period is None:
        return "–"
    code = str(period["code"])
    if "/" not in code or not period["start"] or not period["end"]:
        return code
    start, end = date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
    if _whole_years(start, end):
        return f"{start.year}–{end.year}"
    return f"{start.month:02}–{end.month:02}/{end.year}" if start.year == end.year else f"{start:%m/%Y}–"


def period_text(code: str, start: str | None, end: str | None) -> Wording:
    """A period code with its first and last day (ISO, None where its year is unknown) as people say it: "Quý II/2024"."""
    if start is None or end is None:
        return _without_year(code)
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    if first == last:
        return f"{first.day}/{first.month}/{first.year}", f"{first.day} {_MONTHS[first.month - 1]} {first.year}"
    if re.fullmatch(r"\d{4}", code):
        return f"Năm {code}", code
    if re.fullmatch(r"\d{4}-Q[1-4]", code):
        return f"Quý {_ROMAN[int(code[-1]) - 1]}/{first.year}", f"Q{code[-1]} {first.year}"
    if re.fullmatch(r"\d{4}-S[12]", code):
        half = _HALVES[int(code[-1]) - 1]
        return f"{half[VI]} {first.year}", f"{half[EN]} {first.year}"
    if re.fullmatch(r"\d{4}-\d\d", code):
        return f"Tháng {first.month}/{first.year}", f"{_MONTHS[first.month - 1]} {first.year}"
    if _whole_years(first, last):
        return (f"{first.year}–{last.year}",) * 2
    months = re.fullmatch(r"\d{4}-01-01/P(\d+)M", code)
    if months and first.year == last.year:
        return f"{months[1]} tháng đầu năm {first.year}", f"First {months[1]} months of {first.year}"
    if code.endswith("M"):
        from_, to = (f"{first.month}/{first.year}", f"{last.month}/{last.year}")
        return f"Tháng {from_}–{to}", f"{from_} – {to}"
    return (f"{first.day}/{first.month}/{first.year}–{last.day}/{last.month}/{last.year}",) * 2


def _without_year(code: str) -> Wording:
    match = _PARTIAL.fullmatch(code)
    if match is None:
        return code, code
    if match["quarter"]:
        return f"Quý {_ROMAN[int(match['quarter']) - 1]}, không rõ năm", f"Q{match['quarter']}, year unknown"
    if match["half"]:
        first = match["half"] == "1"
        said: Wording = ("6 tháng đầu năm", "First half-year") if first else ("6 tháng cuối năm", "Second half-year")
        return f"{said[VI]}, không rõ năm nào", f"{said[EN]}, year unknown"
    if match["month"]:
        month, day = int(match["month"]), match["day"]
        names = (f"{int(day)}/{month}", f"{int(day)} {_MONTHS[month - 1]}") if day else (f"Tháng {month}", _MONTHS[month - 1])
        return f"{names[VI]}, không rõ năm", f"{names[EN]}, year unknown"
    length = _LENGTHS[match["length"]]
    return f"{match['count']} {length[VI]}", f"{match['count']} {length[EN]}"


def _whole_years(start: date, end: date) -> bool:
    return (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
