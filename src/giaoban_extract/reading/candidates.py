"""A rule that matched a figure: its score, and the reasons that add up to it.

Order of candidates (total): score, words matched, nearness, rule id. Losers are kept for `trace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from giaoban_extract.library.index import Rule
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.standing import Stretch


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An already read figure beside the one in hand: its indicator, the names by which rules speak of it, and its distance."""

    indicator: str
    names: frozenset[str]
    distance: float


class Told(NamedTuple):
    """A reason: what it is, the words that it is about (if any), its points."""

    label: str
    words: Stretch | tuple[Stretch, ...] | None
    points: float


@dataclass(slots=True)
class Candidate:
    """A rule that matched, with its score and what told for it.

    `nearest` is the distance of the nearest governing piece, `left_spans` are the pieces before the figure, nearest first.
    """

    rule: Rule
    score: float
    words: int
    nearest: float
    told: list[Told]
    head_end: int
    left_spans: list[Stretch]
    page: Page

    @property
    def indicator(self) -> str:
        """The id of the rule's indicator."""
        return self.rule.indicator

    @property
    def added(self) -> bool:
        """Whether a layer on top of the built-in library brought the rule."""
        return self.rule.added

    @property
    def order(self) -> tuple[float, int, float, str]:
        """Sort key, best last."""
        return (round(self.score, 6), self.words, -self.nearest, self.rule.id)

    @property
    def reasons(self) -> tuple[tuple[str, float], ...]:
        """Text and points. Put into words when asked for: hardly any candidate is."""
        return tuple((self._worded(told), told.points) for told in self.told)

    def _worded(self, told: Told) -> str:
        if told.words is None:
            return told.label
        stretches = [told.words] if isinstance(told.words[0], int) else told.words
        return f"{told.label} " + ", ".join(repr(self.page.words(*stretch)) for stretch in stretches)


@cache
def names_of(indicator: str) -> frozenset[str]:
    """What a rule may call an indicator that it follows or precedes: its id, or its theme ("credit.*")."""
    parts = indicator.split(".")
    return frozenset([indicator, *(".".join(parts[:number]) + ".*" for number in range(1, len(parts)))])
