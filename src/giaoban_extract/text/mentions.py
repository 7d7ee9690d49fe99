"""What the number reader hands on: one `Mention` for every expression with a number in it."""

from __future__ import annotations

from dataclasses import dataclass

from giaoban_extract.text.identifiers import Bound

Number = int | float

FIGURE_KINDS = frozenset({"number", "count", "money", "percent", "percentage_point", "measure", "fraction", "range", "duration"})
"""Kinds that can be a figure of a record; every other kind is a reason for `ignored`."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One numeric expression of the text. Offsets are view characters, half-open.

    start, end       the whole expression with its unit word ("2,5 ha", "1 tỷ 200 triệu đồng", "ngày 20 tháng 6 năm 2024")
    figure_end       where the figure's own text ends: numeral, magnitude words, a glued or symbolic unit ("1 tỷ 200 triệu", "530m2", "83%")
    kind             a figure kind, or the reason why it is none (spec of `ignored`: date, time, year, period, ordinal, term, document, ...)
    value, value_max, out_of   base units; both ends of a range; the whole of "3/6"
    unit             VND, m2, percent, person, household, house, workday, count ...; None for a bare number
    bound            "hơn" -> over ...
    iso              dates, times and periods: 2024-06-20, --06-20, 2024-06, 16:30, 2024-Q2, Q3, 2024-S1, S1, 2024-01-01/P9M, P9M ...
    bound_start      where the bound word before the numeral begins (start itself where there is none)
    noun             the counted noun right after the numeral that gave the unit ("lượt người"), when a gazetteer knows it
    per              the unit behind a slash or "mỗi": "50 triệu đồng/nhà" -> "nhà"; marks a rate
    """

    start: int
    end: int
    figure_end: int
    kind: str
    value: Number | None = None
    value_max: Number | None = None
    out_of: Number | None = None
    unit: str | None = None
    bound: Bound = "exact"
    iso: str | None = None
    bound_start: int = -1
    noun: tuple[int, int] | None = None
    per: str | None = None
