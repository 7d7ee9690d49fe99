"""Figures of many articles held against each other: what is told twice, what does not agree, what changed most.

Only what can be compared is: figures of one indicator, organisation and unit that are amounts, reported, of one place. An article
of a province (or of the whole country) speaks for that place; below it, the name behind the organisation tells the places apart;
where neither is known an article is a place of its own.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.stream import fold, keys_of

A_MONTH = 28
"""Days that a period must have to be compared with another: what is told of single days are events."""
_WIDE_LEVELS = ("central", "province")
_NUMERAL = re.compile(r"\d[\d.,  ]*")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Figure:
    """One record as far as it is compared. `row` and `article` are its places in the report; offsets are those of the record.

    `place` tells places apart, `place_name` names them for readers.
    """

    row: int
    article: int
    place: str
    place_name: str
    organisation: str
    indicator: str
    unit: str
    measure: str
    status: str
    bound: str
    value: float
    value_max: float | None
    out_of: float | None
    text: str
    start: int
    end: int
    counted: str
    action: str
    period: str
    period_start: str
    period_end: str
    sentence: str
    sentence_start: int

    @property
    def subject(self) -> tuple[str, ...]:
        """What two figures share that tell of the same thing."""
        return self.place, self.organisation, self.indicator, self.unit

    @property
    def comparable(self) -> bool:
        """An amount that was reached, of a known indicator, organisation and time."""
        named = OTHER not in (self.indicator, self.organisation)
        return bool(named and self.measure == "amount" and self.status == "reported" and self.period_start and self.value_max is None)


def figure(row: int, article: int, values: dict[str, Any]) -> Figure:
    """The figure of a flat row (`giaoban_extract.outputs.rows`)."""
    level, province = values["article_level"] or "", values["province_name"] or ""
    place, name = f"{province}/{level}", province
    wide = level == "central" or (level == "province" and province)
    if not wide or values["organisation_level"] not in (None, *_WIDE_LEVELS):
        name = _named_place(values["organisation_text"] or "", values["sentence_text"])
        place += "/" + (" ".join(map(fold, name.split())) or f"article {article}")
        name = ", ".join(filter(None, [name, province]))
    return Figure(
        row, article, place, name, values["organisation_id"], values["indicator_id"], values["figure_unit"], values["measure"],
        values["status"], values["figure_bound"], values["figure_value"], values["figure_value_max"], values["figure_out_of"],
        values["figure_text"], values["figure_start"], values["figure_end"], " ".join(keys_of(values["counted_text"] or "")),
        " ".join(keys_of(values["action_text"] or "")),
        values["period_code"] or "", values["period_start"] or "", values["period_end"] or "",
        values["sentence_text"], values["sentence_start"],
    )  # fmt: skip


def _named_place(organisation: str, sentence: str) -> str:
    """The name behind an organisation in its sentence: "Ia Pa" behind "Hội Nông dân xã"; none is ""."""
    if not organisation:
        return ""
    words = re.findall(r"\w+|[^\w\s]", sentence.partition(organisation)[2])
    return " ".join(takewhile(lambda word: word[0].isupper(), words))


# --- what a figure allows for ---


def last_place(figure: Figure) -> float:
    """What one in the last written digit is worth: 10⁸ of "3,6 tỷ", 1 of "19.854"."""
    numeral = _NUMERAL.match(figure.text)
    digits = int("".join(_DIGIT.findall(numeral.group()))) if numeral else 0
    return abs(figure.value) / digits if digits and figure.value else 1.0


def _roundness(value: float) -> float:
    """The weight of the last digit that is not zero: 1000 of 5000, 0.1 of 2.5."""
    if not value or value % 1:
        return 10.0 ** -len(f"{value % 1:.6f}".rstrip("0").partition(".")[2])
    step = 1.0
    while value % (step * 10) == 0:
        step *= 10
    return step


def allowance(figure: Figure) -> tuple[float, float]:
    """The least and the most that the truth may be, by bound and rounding: "hơn 136 tỷ" is 136 to 137 thousand million."""
    value, step = figure.value, max(_roundness(figure.value), last_place(figure))
    half = last_place(figure) / 2
    return {
        "exact": (value - half, value + half),
        "over": (value, value + step),
        "at_least": (value, math.inf),
        "nearly": (value - step, value),
        "at_most": (-math.inf, value),
        "about": (value - step, value + step),
    }[figure.bound]


def agree(one: Figure, other: Figure) -> bool:
    """Whether both can be true of the same thing."""
    low, high = allowance(one)
    least, most = allowance(other)
    return low <= most and least <= high


# --- between articles ---


def duplicates(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that several articles tell alike, of one organisation, place and period; the most often told first."""
    same: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for item in figures:
        if item.indicator != OTHER and item.period_start:
            same[(*item.subject, item.period, item.measure, item.status, item.bound, item.value, item.value_max, item.out_of)].append(item)
    found = [group for group in same.values() if len({item.article for item in group}) > 1]
    yield from sorted(found, key=lambda group: (-len({item.article for item in group}), group[0].row))


def contradictions(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The largest figures of articles that can't both be true of the same thing, period and place: no figure of one meets one of the other.

    The same thing is counted in the same words: an indicator covers more than one ("suất quà", "suất quà Tết").
    """
    told: dict[tuple[Any, ...], dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for item in figures:
        if item.comparable and item.out_of is None:
            told[(*item.subject, item.period, item.counted)][item.article].append(item)
    for by_article in told.values():
        largest = [max(items, key=lambda item: (item.value, -item.row)) for items in by_article.values()]
        apart = [item for item in largest if any(not _meet(by_article[item.article], others) for others in by_article.values())]
        if apart:
            yield apart


def _meet(some: Sequence[Figure], others: Sequence[Figure]) -> bool:
    return some is others or any(agree(one, other) for one in some for other in others)


# --- between periods ---


class Change(NamedTuple):
    """The largest figure of a subject in a period and in the one before of the same length; `ratio` is their quotient."""

    before: Figure
    after: Figure
    ratio: float


def changes(figures: Sequence[Figure]) -> list[Change]:
    """What changed from one period to the next told one of the same length, the largest changes first."""
    largest: dict[tuple[Any, ...], dict[str, Figure]] = defaultdict(dict)
    for item in figures:
        if item.comparable and item.out_of is None:
            periods = largest[(*item.subject, length_of(item.period))]
            if item.period not in periods or item.value > periods[item.period].value:
                periods[item.period] = item
    found = []
    for periods in largest.values():
        in_order = sorted(periods.values(), key=lambda item: (item.period_start, item.row))
        for before, after in pairwise(in_order):
            if (
                before.period_end < after.period_start
                and _alike(before.counted, after.counted)
                and _days(after) >= A_MONTH
                and before.value > 0
                and after.value > 0
                and not agree(before, after)
            ):
                found.append(Change(before, after, after.value / before.value))
    return sorted(found, key=lambda change: (-abs(math.log(change.ratio)), change.after.row))


def _alike(counted: str, other: str) -> bool:
    """Whether one is counted in the words of the other, perhaps with more of them: "hội viên" and "hội viên mới"."""
    return f"{counted} ".startswith(f"{other} ") or f"{other} ".startswith(f"{counted} ")


def _days(item: Figure) -> int:
    return (date.fromisoformat(item.period_end) - date.fromisoformat(item.period_start)).days + 1


def length_of(period: str) -> str:
    """What periods of one length share: the shape of their code, or the length of an interval."""
    _, interval, length = period.partition("/")
    return length if interval else re.sub(r"\d", "0", period)
