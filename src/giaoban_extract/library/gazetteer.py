"""All phrases of the library in one index: a single pass over the text finds every place where any of them stands.

A *term* is a number that stands for a literal run of words, a word group or a name. The index is a tree of words; what a pass
costs depends on how far the text goes along with a phrase, not on how many phrases there are.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from giaoban_extract.library.shelf import Shelf
from giaoban_extract.text.stream import COMMA, Stream

Term = int
Keys = tuple[str, ...]
Tree = dict[str, Any]
"""What may follow a word: trees by the next word, and under "" the terms of the phrase that ends here.

In place of a tree stand terms alone where nothing goes on, as behind most last words. Trees and terms that no text has come to
may be as `packed` writes them: "từ" goes on in hundreds of ways, of which an article has two.
"""
_NOWHERE: dict[Term, tuple[int, ...]] = {}
"""What stands at a position where nothing does."""


class Gazetteer:
    """Runs of words to terms. Filled by `add` and `imply`; `scan` reads it."""

    def __init__(self, trees: Shelf[str, Tree] | None = None) -> None:
        self.phrases: dict[str, dict[Keys, Sequence[Term]]] = {}
        """While it is filled: of each first word the phrases, by their other words, with their terms."""
        self.implied: dict[Term, Sequence[Term]] = {}
        self.size = self.count = 0
        self._trees = trees

    def __len__(self) -> int:
        """How many phrases were added."""
        return self.size

    def new_term(self) -> Term:
        """A term that nothing stands for yet."""
        self.count += 1
        return self.count - 1

    def add(self, keys: Keys, term: Term) -> None:
        """Let a run of words stand for a term, besides what it stands for already."""
        rests = self.phrases.get(keys[0])
        if rests is None:
            rests = self.phrases[keys[0]] = {}
        rest = keys[1:]
        terms = rests.get(rest)
        if terms is None:
            rests[rest] = (term,)
            self.size += 1
        elif term not in terms:
            rests[rest] = (*terms, term)
        self._trees = None

    def imply(self, part: Term, whole: Term) -> None:
        """Let all that stands for `part` stand for `whole` as well: a group that holds another."""
        self.implied[part] = (*self.implied.get(part, ()), whole)
        self._trees = None

    @property
    def trees(self) -> Shelf[str, Tree]:
        """Trees by the first word, each grown when a text first has that word."""
        if self._trees is None:
            self._trees = Shelf({}, dict(self.phrases), self._grow)
        return self._trees

    def _grow(self, rests: dict[Keys, Sequence[Term]]) -> Tree:
        root: Tree = {}
        for rest, terms in rests.items():
            node = root
            for word in rest[:-1]:
                below = node.get(word)
                if not isinstance(below, dict):
                    below = node[word] = {} if below is None else {"": below}
                node = below
            last = rest[-1] if rest else ""
            if isinstance(node.get(last), dict):
                node = node[last]
                last = ""
            node[last] = self._closed(terms)
        return root

    def _closed(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Terms with all that they imply."""
        found = dict.fromkeys(terms)
        waiting = list(terms)
        while waiting:
            for whole in self.implied.get(waiting.pop(), ()):
                if whole not in found:
                    found[whole] = None
                    waiting.append(whole)
        return tuple(found)

    def scan(self, stream: Stream) -> Hits:
        """Every occurrence of every phrase. A phrase may run over a comma or a quotation mark, not over more."""
        keys, breaks, trees, known = stream.keys, stream.breaks, self.trees, self.trees.known
        size = len(keys)
        limits = [size] * size
        for position in range(size - 2, -1, -1):
            limits[position] = position + 1 if breaks[position + 1] > COMMA else limits[position + 1]
        at = [_NOWHERE] * size
        where: defaultdict[Term, list[int]] = defaultdict(list)
        for start in [start for start, first in enumerate(keys) if first in known]:
            node, end, limit = trees[keys[start]], start + 1, limits[start]
            terms = node.get("", ())
            if terms.__class__ is str:
                terms = node[""] = unpacked(terms)
            found: dict[Term, tuple[int, ...]] = dict.fromkeys(terms, (end,))
            while end < limit:
                below = node.get(keys[end])
                if below is None:
                    break
                if below.__class__ is str:
                    below = node[keys[end]] = unpacked(below)
                end += 1
                terms = below
                if below.__class__ is dict:
                    terms = below.get("", ())
                    if terms.__class__ is str:
                        terms = below[""] = unpacked(terms)
                for term in terms:
                    found[term] = (*found[term], end) if term in found else (end,)
                if terms is below:
                    break
                node = below
            if found:
                at[start] = found
                for term in found:
                    where[term].append(start)
        return Hits(at, dict(where))


def packed(tree: Tree) -> dict[str, str]:
    """A tree as plain data, of which the terms and the trees behind the second word are text: objects that nobody asked for yet take
    time to make, and again whenever the garbage collector walks them."""
    return {
        word: json.dumps(below, ensure_ascii=False, separators=(",", ":")) if isinstance(below, dict) else below
        for word, below in _written(tree).items()
    }


def _written(tree: Tree) -> Tree:
    """A tree with its terms as text."""
    return {word: _written(below) if isinstance(below, dict) else _words(below) for word, below in tree.items()}


def _words(terms: Sequence[Term] | str) -> str:
    return terms if isinstance(terms, str) else " ".join(map(str, terms))


def unpacked(text: str) -> Any:
    """What `packed` made a text of: a tree or terms."""
    return json.loads(text) if text.startswith("{") else tuple(map(int, text.split()))


@dataclass(frozen=True, slots=True)
class Hits:
    """Where terms stand: `at[position][term]` gives the ends of its occurrences there, `where[term]` their starts in order."""

    at: list[dict[Term, tuple[int, ...]]]
    where: dict[Term, list[int]]

    def stands(self, term: Term, low: int, high: int) -> bool:
        """Whether an occurrence of a term has low <= start < high."""
        places = self.where.get(term)
        if not places:
            return False
        first = bisect_left(places, low)
        return first < len(places) and places[first] < high

    def starts(self, term: Term, low: int, high: int) -> list[int]:
        """Starts of a term's occurrences with low <= start < high."""
        places = self.where.get(term)
        return places[bisect_left(places, low) : bisect_left(places, high)] if places else []
