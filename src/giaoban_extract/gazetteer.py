"""All phrases of the library in one index: a single pass over the text finds every place where any of them stands.

A *term* is a number that stands for a literal run of words, a word group or a name. The index holds each phrase once, under
its words; what a pass costs depends on the lengths of the phrases that begin with a word, not on how many there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from giaoban_extract.stream import COMMA, Stream

Term = int
Keys = tuple[str, ...]


class Gazetteer:
    """Word-key sequences to terms."""

    def __init__(self, phrases: dict[str, Sequence[Term]] | None = None, implied: dict[Term, Sequence[Term]] | None = None) -> None:
        self.phrases: dict[str, Sequence[Term]] = phrases or {}
        """Terms by the keys of a phrase, a space between them."""
        self.implied: dict[Term, Sequence[Term]] = implied or {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        """Of each first word, the lengths of the phrases that begin with it, in order; made by `scan` when it is empty."""
        self._closed: dict[str, tuple[Term, ...]] = {}
        self.count = 0

    def __len__(self) -> int:
        """How many phrases there are."""
        return len(self.phrases)

    def new_term(self) -> Term:
        """A term that nothing stands for yet."""
        self.count += 1
        return self.count - 1

    def add(self, keys: Keys, term: Term) -> None:
        """Let a run of words stand for a term, besides what it stands for already."""
        phrase = " ".join(keys)
        terms = self.phrases.get(phrase)
        if terms is None:
            self.phrases[phrase] = (term,)
            self._lengths = {}
        elif term not in terms:
            self.phrases[phrase] = (*terms, term)

    def imply(self, part: Term, whole: Term) -> None:
        """Let all that stands for `part` stand for `whole` as well: a group that holds another."""
        self.implied[part] = (*self.implied.get(part, ()), whole)
        self._closed = {}

    def _all(self, phrase: str, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Terms of a phrase with all that they imply."""
        closed = self._closed.get(phrase)
        if closed is None:
            found = dict.fromkeys(terms)
            waiting = list(terms)
            while waiting:
                for whole in self.implied.get(waiting.pop(), ()):
                    if whole not in found:
                        found[whole] = None
                        waiting.append(whole)
            closed = self._closed[phrase] = tuple(found)
        return closed

    def scan(self, stream: Stream) -> Hits:
        """Every occurrence of every phrase. A phrase may run over a comma or a quotation mark, not over more."""
        if not self._lengths:
            self._lengths = _lengths(self.phrases)
        keys, breaks, lengths, phrases = stream.keys, stream.breaks, self._lengths, self.phrases
        size = len(keys)
        limits = [size] * size
        for position in range(size - 2, -1, -1):
            limits[position] = position + 1 if breaks[position + 1] > COMMA else limits[position + 1]
        at: list[dict[Term, tuple[int, ...]]] = []
        where: dict[Term, list[int]] = {}
        for start, first in enumerate(keys):
            found: dict[Term, tuple[int, ...]] = {}
            for length in lengths.get(first, ()):
                end = start + length
                if end > limits[start]:
                    break
                phrase = " ".join(keys[start:end])
                terms = phrases.get(phrase)
                if terms is None:
                    continue
                for term in self._all(phrase, terms):
                    if term in found:
                        found[term] = (*found[term], end)
                    else:
                        found[term] = (end,)
                        where.setdefault(term, []).append(start)
            at.append(found)
        return Hits(at, where)


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase.partition(" ")[0], set()).add(phrase.count(" ") + 1)
    return {first: tuple(sorted(lengths)) for first, lengths in found.items()}


@dataclass(frozen=True, slots=True)
class Hits:
    """Where terms stand: `at[position][term]` gives the ends of its occurrences there, `where[term]` their starts in order."""

    at: list[dict[Term, tuple[int, ...]]]
    where: dict[Term, list[int]]

    def starts(self, term: Term, low: int, high: int) -> list[int]:
        """Starts of a term's occurrences with low <= start < high."""
        places = self.where.get(term)
        return places[bisect_left(places, low) : bisect_left(places, high)] if places else []
