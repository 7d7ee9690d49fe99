"""Figures of many articles held against each other: what is told twice, what does not agree, what changed most.

Only what can be compared is: figures of one indicator, organisation and unit that are amounts, reported, of one place. An article
of a province (or of the whole country) speaks for that place; below it, the name behind the organisation tells the places apart.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any, Literal, NamedTuple

from giaoban_extract.identifiers import OTHER
from giaoban_extract.layers import builtin_patterns
from giaoban_extract.stream import fold, keys_of
from giaoban_extract.yamlfile import PatternError, read_pattern_file

FILE = "comparison.yaml"
SHARE_REACH = 80
"""Characters between a fraction and the percentage that says the same, at most."""
BOUND_WORDS = 2
"""Words of a bound ("xấp xỉ", "hơn") that may stand before a percentage."""
A_MONTH = 28
"""Days that a period must have to be compared with another: what is told of single days are events."""
_WIDE_LEVELS = ("central", "province")
_NUMERAL = re.compile(r"\d[\d.,  ]*")
_DIGIT = re.compile(r"\d")

Conflict = Literal["differs", "share", "part", "sum"]


@dataclass(slots=True)
class Figure:
    """One record as far as it is compared. `row` and `article` are its places in the report; offsets are those of the record."""

    row: int
    article: int
    place: str
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
    """The figure of a flat row (`giaoban_extract.rows`)."""
    level = values["article_level"] or ""
    place = f"{values['province_name'] or ''}/{level}"
    if level not in _WIDE_LEVELS or values["organisation_level"] not in (None, *_WIDE_LEVELS):
        place += "/" + (_named_place(values["organisation_text"] or "", values["sentence_text"]) or f"article {article}")
    return Figure(
        row, article, place, values["organisation_id"], values["indicator_id"], values["figure_unit"], values["measure"],
        values["status"], values["figure_bound"], values["figure_value"], values["figure_value_max"], values["figure_out_of"],
        values["figure_text"], values["figure_start"], values["figure_end"], " ".join(keys_of(values["counted_text"] or "")),
        values["period_code"] or "", values["period_start"] or "", values["period_end"] or "",
        values["sentence_text"], values["sentence_start"],
    )  # fmt: skip


def _named_place(organisation: str, sentence: str) -> str:
    """The name behind an organisation in its sentence ("Hội Nông dân xã" *Ia Pa*), folded; none is "" and can't be compared."""
    if not organisation:
        return ""
    words = re.findall(r"\w+|[^\w\s]", sentence.partition(organisation)[2])
    return " ".join(map(fold, takewhile(lambda word: word[0].isupper(), words)))


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
    """Figures of the same thing, period and place that can't all be true: the largest of each article, if no other article tells it.

    The same thing is counted in the same words: an indicator covers more than one ("suất quà", "suất quà Tết").
    """
    told: dict[tuple[Any, ...], list[Figure]] = defaultdict(list)
    for item in figures:
        if item.comparable and item.out_of is None:
            told[(*item.subject, item.period, item.counted)].append(item)
    for group in told.values():
        by_article: dict[int, list[Figure]] = defaultdict(list)
        for item in group:
            by_article[item.article].append(item)
        largest = [max(items, key=lambda item: (item.value, -item.row)) for items in by_article.values()]
        lone = [
            item
            for item in largest
            if not any(agree(item, other) for article, items in by_article.items() if article != item.article for other in items)
        ]
        if len(lone) > 1:
            yield lone


# --- inside a sentence ---


class Cues(NamedTuple):
    """Words that tie figures of a sentence, as patterns over its folded text."""

    parts: re.Pattern[str]
    wholes: re.Pattern[str]
    shares: re.Pattern[str]
    """At the end of what stands before a percentage, but for the words of its bound."""


def load_cues(folder: Path | None = None) -> Cues:
    """The words of comparison.yaml. Raises PatternError."""
    path = (folder or builtin_patterns()) / FILE
    data = read_pattern_file(path)
    if not isinstance(data, dict) or any(not isinstance(data.get(name), list) for name in Cues._fields):
        raise PatternError(path, None, f"must hold lists of words: {', '.join(Cues._fields)}")
    parts, wholes, shares = (_alternation(map(str, data[name])) for name in Cues._fields)
    return Cues(re.compile(parts), re.compile(wholes), re.compile(rf"{shares}(?: \w+){{0,{BOUND_WORDS}}}$"))


def _alternation(phrases: Iterable[str]) -> str:
    longest_first = sorted((" ".join(keys_of(phrase)) for phrase in phrases), key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"


def inner_conflicts(figures: Sequence[Figure], cues: Cues) -> Iterator[tuple[Conflict, list[Figure]]]:
    """Figures of one sentence that don't agree: a fraction and its percentage, a total and its parts. `figures` in text order."""
    sentence: list[Figure] = []
    for item in figures:
        if sentence and (item.article, item.sentence_start) != (sentence[0].article, sentence[0].sentence_start):
            yield from _of_sentence(sentence, cues)
            sentence = []
        sentence.append(item)
    yield from _of_sentence(sentence, cues)


def _of_sentence(figures: list[Figure], cues: Cues) -> Iterator[tuple[Conflict, list[Figure]]]:
    for one, other in pairwise(figures):
        if one.out_of and other.unit == "percent" and _says_the_same(one, other, cues) and not _is_share_of(one, other):
            yield "share", [one, other]
    for place, total in enumerate(figures[:-1]):
        if total.measure != "amount" or total.value_max is not None or total.out_of is not None:
            continue
        parts, tie = _parts(total, figures[place + 1 :], cues)
        most = allowance(total)[1]
        larger = [part for part in parts if allowance(part)[0] > most]
        if larger:
            yield "part", [total, *larger]
        elif tie == "sum" and len(parts) > 1 and sum(allowance(part)[0] for part in parts) > most:
            yield "sum", [total, *parts]


def _between(one: Figure, other: Figure) -> str:
    """The folded words between two figures of a sentence."""
    return " ".join(map(fold, one.sentence[one.end - one.sentence_start : other.start - one.sentence_start].split()))


def _says_the_same(fraction: Figure, percentage: Figure, cues: Cues) -> bool:
    """Whether a percentage repeats a fraction: in brackets behind it or after "đạt", counting nothing of its own."""
    if percentage.start - fraction.end > SHARE_REACH or percentage.measure not in ("share", "of_target"):
        return False
    if percentage.counted and percentage.measure == "share":
        return False
    between = _between(fraction, percentage)
    if ";" in between:
        return False
    return between.rstrip().endswith("(") or cues.shares.search(between) is not None


def _is_share_of(fraction: Figure, percentage: Figure) -> bool:
    assert fraction.out_of
    share, place = 100 * fraction.value / fraction.out_of, last_place(percentage)
    low, high = allowance(percentage)
    return low - place / 2 <= share <= high + place / 2  # cut off as often as rounded


def _parts(total: Figure, behind: Sequence[Figure], cues: Cues) -> tuple[list[Figure], Literal["part", "sum", ""]]:
    """The figures of a sentence that are part of a total, and whether they make it up."""
    alike = [item for item in behind if item.unit == total.unit]
    if not alike:
        return [], ""
    between = _between(total, alike[0])
    found: Literal["part", "sum", ""] = "sum" if cues.wholes.search(between) else "part" if cues.parts.search(between) else ""
    if not found or ";" in between:
        return [], ""
    parts = [alike[0]]
    for before, item in pairwise(alike):
        if ";" in _between(before, item) and found == "part":
            break
        parts.append(item)
    return [part for part in parts if part.measure == "amount" and part.value_max is None and _same_kind(total, part)], found


def _same_kind(total: Figure, part: Figure) -> bool:
    """People are part of people and money of money, whatever is told of them; things counted are only of the same indicator."""
    return total.unit != "count" or part.indicator == total.indicator != OTHER


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
                and _days(after) >= A_MONTH
                and before.value > 0
                and after.value > 0
                and not agree(before, after)
            ):
                found.append(Change(before, after, after.value / before.value))
    return sorted(found, key=lambda change: (-abs(math.log(change.ratio)), change.after.row))


def _days(item: Figure) -> int:
    return (date.fromisoformat(item.period_end) - date.fromisoformat(item.period_start)).days + 1


def length_of(period: str) -> str:
    """What periods of one length share: the shape of their code, or the length of an interval."""
    _, interval, length = period.partition("/")
    return length if interval else re.sub(r"\d", "0", period)
