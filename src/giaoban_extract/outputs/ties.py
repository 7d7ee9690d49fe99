"""Figures of one sentence that are tied to each other and do not agree: a fraction and its percentage, a total and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.library.yamlfile import PatternError, Scalar, did_you_mean, fault, read_pattern_file
from giaoban_extract.outputs.comparison import Figure, allowance, last_place
from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.stream import fold, keys_of

FILE = "comparison.yaml"
SHARE_REACH = 80
"""Characters between a fraction and the percentage that says the same, at most."""
BOUND_WORDS = 2
"""Words of a bound ("xấp xỉ", "hơn") that may stand before a percentage."""

Conflict = Literal["share", "part", "sum"]


class Ties(NamedTuple):
    """Words that tie figures of a sentence, as patterns over its folded text."""

    parts: re.Pattern[str]
    wholes: re.Pattern[str]
    shares: re.Pattern[str]
    """At the end of what stands before a percentage, but for the words of its bound."""


def load_ties(folder: Path | None = None) -> Ties:
    """The words of comparison.yaml. Raises PatternError."""
    path = (folder or builtin_patterns()) / FILE
    data = read_pattern_file(path)
    if not isinstance(data, dict):
        raise PatternError(path, None, f"must hold lists of words: {', '.join(Ties._fields)}")
    for name, words in data.items():
        if name not in Ties._fields:
            raise fault(name, f"unknown key {str(name)!r}{did_you_mean(name, Ties._fields)}")
        if not isinstance(words, list) or not words or not all(isinstance(word, Scalar) and keys_of(word) for word in words):
            raise fault(name, f"{str(name)!r} must be a list of words")
    missing = [name for name in Ties._fields if name not in data]
    if missing:
        raise PatternError(path, None, f"{missing[0]!r} is missing")
    parts, wholes, shares = (_alternation(data[name]) for name in Ties._fields)
    return Ties(re.compile(parts), re.compile(wholes), re.compile(rf"{shares}(?: \w+){{0,{BOUND_WORDS}}}:?$"))


def _alternation(phrases: Iterable[str]) -> str:
    longest_first = sorted((" ".join(keys_of(phrase)) for phrase in phrases), key=len, reverse=True)
    return rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"


def inner_conflicts(figures: Sequence[Figure], ties: Ties) -> Iterator[tuple[Conflict, list[Figure]]]:
    """Figures of one sentence that don't agree: a fraction and its percentage, a total and its parts. `figures` in text order."""
    sentence: list[Figure] = []
    for item in figures:
        if sentence and (item.article, item.sentence_start) != (sentence[0].article, sentence[0].sentence_start):
            yield from _of_sentence(sentence, ties)
            sentence = []
        sentence.append(item)
    yield from _of_sentence(sentence, ties)


def _of_sentence(figures: list[Figure], ties: Ties) -> Iterator[tuple[Conflict, list[Figure]]]:
    for one, other in pairwise(figures):
        if _says_the_same(one, other, ties) and not _is_share_of(*((one, other) if one.out_of else (other, one))):
            yield "share", [one, other]
    for place, total in enumerate(figures[:-1]):
        if total.measure != "amount" or total.value_max is not None or total.out_of is not None:
            continue
        parts, tie = _parts(total, figures[place + 1 :], ties)
        most = allowance(total)[1]
        larger = [part for part in parts if allowance(part)[0] > most]
        if larger:
            yield "part", [total, *larger]
        elif tie == "sum" and len(parts) > 1 and sum(allowance(part)[0] for part in parts) > most:
            yield "sum", [total, *parts]


def _between(one: Figure, other: Figure) -> str:
    """The folded words between two figures of a sentence."""
    text = one.sentence[one.end - one.sentence_start : other.start - one.sentence_start]
    return re.sub(r"\w+", lambda word: fold(word[0]), " ".join(text.split()))


def _says_the_same(one: Figure, other: Figure, ties: Ties) -> bool:
    """Whether a fraction and a percentage, in either order, tell the same: in brackets behind it or after "đạt", counting nothing else."""
    fraction, percentage = (one, other) if one.out_of else (other, one)
    if not fraction.out_of or percentage.unit != "percent" or other.start - one.end > SHARE_REACH:
        return False
    if percentage.measure == "of_target" and fraction.unit == "count":
        return False  # "8/11 huyện ..., đạt 100% kế hoạch": of the districts, which are no plan
    if percentage.measure not in ("share", "of_target"):
        return False
    between = _between(one, other)
    if ";" in between:
        return False
    if one is percentage:  # "62,7% (8/11 huyện)"
        return between.rstrip().endswith("(")
    own = percentage.counted and percentage.measure == "share"
    return not own and (between.rstrip(" :").endswith("(") or ties.shares.search(between) is not None)


def _is_share_of(fraction: Figure, percentage: Figure) -> bool:
    assert fraction.out_of
    share, place = 100 * fraction.value / fraction.out_of, last_place(percentage)
    low, high = allowance(percentage)
    return low - place / 2 <= share <= high + place / 2  # cut off as often as rounded


def _parts(total: Figure, behind: Sequence[Figure], ties: Ties) -> tuple[list[Figure], Literal["part", "sum", ""]]:
    """The figures of a sentence that are part of a total, and whether they make it up.

    They are of its unit, and of its indicator or that of the first part; the first part may be of another only as the very next
    figure. A new activity ends them: another indicator, a semicolon behind a part, a verb of its own.
    """
    alike = [item for item in behind if item.unit == total.unit]
    if not alike or (alike[0].indicator != total.indicator and alike[0] is not behind[0]):
        return [], ""
    between = _between(total, alike[0])
    found: Literal["part", "sum", ""] = "sum" if ties.wholes.search(between) else "part" if ties.parts.search(between) else ""
    if not found or ";" in between:
        return [], ""
    parts = [alike[0]]
    for before, item in pairwise(alike):
        gap = _between(before, item)
        if item.indicator not in (total.indicator, alike[0].indicator) or (";" in gap and found == "part"):
            break
        if item.action and re.search(rf"\b{re.escape(item.action)}\b", gap) and not ties.parts.search(gap):
            break
        if not (found == "sum" and ties.parts.search(gap)):  # a part of a part is in the sum already
            parts.append(item)
    return [part for part in parts if part.measure == "amount" and part.value_max is None and _same_kind(total, part)], found


def _same_kind(total: Figure, part: Figure) -> bool:
    """People are part of people and money of money, whatever is told of them; things counted are only of the same indicator."""
    return total.unit != "count" or part.indicator == total.indicator != OTHER
