"""All phrases of the library in one index: a single pass over the text finds every place where any of them stands.

A *term* is a number that stands for a literal run of words, a word group or a name. The index is a trie over word keys, so
the cost of a pass does not depend on how many phrases there are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from giaoban_extract.stream import COMMA, Stream

Term = int
_TERMS = ""
"""Key of a trie node under which its terms stand; no word is empty."""


class Gazetteer:
    """Word-key sequences to terms."""

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}
        self.count = 0

    def new_term(self) -> Term:
        """A term that nothing stands for yet."""
        self.count += 1
        return self.count - 1

    def add(self, keys: Iterable[str], term: Term) -> None:
        """Let a run of words stand for a term, besides what it stands for already."""
        node = self._root
        for key in keys:
            node = node.setdefault(key, {})
        terms = node.setdefault(_TERMS, ())
        if term not in terms:
            node[_TERMS] = (*terms, term)

    def scan(self, stream: Stream) -> Hits:
        """Every occurrence of every phrase. A phrase may run over a comma or a quotation mark, not over more."""
        keys, breaks, root = stream.keys, stream.breaks, self._root
        size = len(keys)
        at: list[dict[Term, tuple[int, ...]]] = []
        where: dict[Term, list[int]] = {}
        for start in range(size):
            found: dict[Term, tuple[int, ...]] = {}
            node = root.get(keys[start])
            end = start + 1
            while node is not None:
                for term in node.get(_TERMS, ()):
                    if term in found:
                        found[term] = (*found[term], end)
                    else:
                        found[term] = (end,)
                        where.setdefault(term, []).append(start)
                if end == size or breaks[end] > COMMA:
                    break
                node = node.get(keys[end])
                end += 1
            at.append(found)
        return Hits(at, where)


@dataclass(frozen=True, slots=True)
class Hits:
    """Where terms stand: `at[position][term]` gives the ends of its occurrences there, `where[term]` their starts in order."""

    at: list[dict[Term, tuple[int, ...]]]
    where: dict[Term, list[int]]

    def starts(self, term: Term, low: int, high: int) -> list[int]:
        """Starts of a term's occurrences with low <= start < high."""
        places = self.where.get(term)
        return places[bisect_left(places, low) : bisect_left(places, high)] if places else []
