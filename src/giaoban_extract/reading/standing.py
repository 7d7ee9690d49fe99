"""Where the pieces of rules stand in one article: each question about a piece is answered once and then remembered.

Thousands of rules share their pieces, and the figures of a sentence ask about the same stretches of words. What can't stand
before or behind a figure is told by sets of piece numbers, so that no rule is tried of which a piece is missing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from giaoban_extract.library.gazetteer import Hits, Term
from giaoban_extract.library.index import Library, PieceNumber, SequenceTree
from giaoban_extract.text.stream import NONE

MAX_WORDS = 5
"""Words of one piece beyond this add nothing."""

Stretch = tuple[int, int]
"""Words (first, end) of the stream."""


class Standing:
    """Pieces of a library in the words of one article."""

    def __init__(self, library: Library, hits: Hits, breaks: Sequence[int]) -> None:
        self._pieces, self._beginnings = library.pieces, library.beginnings
        self._at, self._where, self._breaks = hits.at, hits.where, breaks
        self._rows: dict[PieceNumber, list[tuple[list[int], Term, Sequence[Term]]]] = {}
        self._befores: dict[tuple[PieceNumber, int, int], Stretch | None] = {}
        self._insides: dict[tuple[PieceNumber, int, int], bool] = {}
        self._opening: list[frozenset[PieceNumber] | None] = [None] * len(hits.at)

    def openings(self, positions: Iterable[int]) -> set[PieceNumber]:
        """Pieces that begin at any of some positions."""
        opening = self._opening
        return set[PieceNumber]().union(*[self._open(here) if (found := opening[here]) is None else found for here in positions])

    def _open(self, position: int) -> frozenset[PieceNumber]:
        here = self._at[position]
        found, going_on = self._beginnings[tuple(here)]
        if going_on:
            pieces: list[PieceNumber] = []
            for term, further in going_on:
                self._follow(further, here[term], pieces)
            if pieces:
                found = found.union(pieces)
        self._opening[position] = found
        return found

    def _follow(self, further: SequenceTree, ends: Sequence[int], pieces: list[PieceNumber]) -> None:
        """Add the pieces that go on at one of the ends of a term."""
        for end in ends:
            if end < len(self._at) and self._breaks[end] == NONE:
                here = self._at[end]
                for term in here.keys() & further.keys():
                    ending, deeper = further[term]
                    pieces += ending
                    if deeper:
                        self._follow(deeper, here[term], pieces)

    def ends(self, number: PieceNumber, start: int, limit: int) -> list[int]:
        """Ends of all matches of a piece that begins at a position."""
        here = self._at[start]
        found: list[int] = []
        for first, *others in self._pieces[number]:
            if first in here:
                found += self._reached(here[first], others, limit)
        return found

    def before(self, number: PieceNumber, low: int, limit: int) -> Stretch | None:
        """The match nearest before a position: the greatest end, then the longest."""
        key = (number, low, limit)
        if key not in self._befores:
            self._befores[key] = self._nearest(number, low, limit)
        return self._befores[key]

    def _nearest(self, number: PieceNumber, low: int, limit: int) -> Stretch | None:
        at = self._at
        best: Stretch | None = None
        for starts, first, others in self._rows.get(number) or self._occurring(number):
            for index in range(bisect_left(starts, limit) - 1, -1, -1):
                start = starts[index]
                if start < low or (best is not None and start < best[0] - MAX_WORDS):
                    break
                end = self._last(at[start][first], others, limit)
                if end and (best is None or end > best[1] or (end == best[1] and start < best[0])):
                    best = (start, end)
        return best

    def after(self, number: PieceNumber, low: int, high: int) -> Stretch | None:
        """The first match after a position; of those that begin there, the longest."""
        at = self._at
        best: Stretch | None = None
        for starts, first, others in self._rows.get(number) or self._occurring(number):
            for index in range(bisect_left(starts, low), len(starts)):
                start = starts[index]
                if start >= high:
                    break
                end = self._last(at[start][first], others, high)
                if end:
                    if best is None or start < best[0] or (start == best[0] and end > best[1]):
                        best = (start, end)
                    break
        return best

    def inside(self, number: PieceNumber, low: int, high: int) -> bool:
        """Whether a piece stands in a stretch."""
        key = (number, low, high)
        if key not in self._insides:
            self._insides[key] = self.after(number, low, high) is not None
        return self._insides[key]

    def _occurring(self, number: PieceNumber) -> list[tuple[list[int], Term, Sequence[Term]]]:
        """Those sequences of a piece whose first term stands in the article: the places where it does, and the other terms."""
        where = self._where
        rows = [(where[sequence[0]], sequence[0], sequence[1:]) for sequence in self._pieces[number] if sequence[0] in where]
        self._rows[number] = rows
        return rows

    def _last(self, ends: Sequence[int], others: Sequence[Term], limit: int) -> int:
        """The greatest end of a sequence whose first term has these ends (in order); 0 for none."""
        if not others and ends[-1] <= limit:
            return ends[-1]
        return max(self._reached(ends, others, limit), default=0)

    def _reached(self, ends: Sequence[int], others: Sequence[Term], limit: int) -> Sequence[int]:
        """Ends of a sequence whose first term has these ends; its terms touch each other."""
        at, breaks = self._at, self._breaks
        reached: Sequence[int] = [end for end in ends if end <= limit]
        for term in others:
            reached = [
                end
                for position in reached
                if position < len(at) and breaks[position] == NONE
                for end in at[position].get(term, ())
                if end <= limit
            ]
        return reached
