"""Phrases of pattern files: looked up token by token from either side, and loaded strictly.

Whoever extends a YAML file gets an error with file, line and the nearest known key, never a rule that is silently ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from giaoban_extract.library.yamlfile import PatternError, Reader, Scalar, line_of, read_pattern_file
from giaoban_extract.text.tokens import words_of

P = TypeVar("P")


class PhraseTree(Generic[P]):
    """Phrases with a payload each; the longest phrase at a place wins. Lookup costs one dict access per token."""

    __slots__ = ("_backward", "_forward")

    def __init__(self, entries: Iterable[tuple[Sequence[str], P]] = ()) -> None:
        self._forward: dict[str, Any] = {}
        self._backward: dict[str, Any] = {}
        for words, payload in entries:
            self.add(words, payload)

    def add(self, words: Sequence[str], payload: P) -> None:
        for root, order in ((self._forward, words), (self._backward, tuple(reversed(words)))):
            node = root
            for word in order:
                node = node.setdefault(word, {})
            node[""] = payload  # no token is empty

    def first_words(self) -> frozenset[str]:
        """The words that a phrase can begin with."""
        return frozenset(self._forward)

    def at(self, low: Sequence[str], i: int) -> tuple[P, int] | None:
        """The longest phrase that begins at token i, with the token after it."""
        node = self._forward.get(low[i])
        found: tuple[P, int] | None = None
        while node is not None:
            i += 1
            if "" in node:
                found = node[""], i
            node = node.get(low[i])
        return found

    def before(self, low: Sequence[str], i: int, floor: int) -> tuple[P, int] | None:
        """The longest phrase that ends right before token i and begins at `floor` or later, with its first token."""
        node: dict[str, Any] = self._backward
        found: tuple[P, int] | None = None
        while i > floor and low[i - 1] in node:
            i -= 1
            node = node[low[i]]
            if "" in node:
                found = node[""], i
        return found


class Section:
    """One mapping of a pattern file, read key by key; `close()` refuses what nobody asked for."""

    def __init__(self, data: Any, path: Path, known: Iterable[str], where: str = "") -> None:
        if not isinstance(data, dict):
            raise PatternError(path, line_of(data), f"{where or 'the file'} must be a mapping of keys")
        self.data, self.path, self.where = data, path, where
        names = list(known)
        for key in data:
            if key not in names:
                near = get_close_matches(key, names, 1, 0.5)
                hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(names)}"
                raise PatternError(path, line_of(key), f"unknown key {str(key)!r}{' in ' + where if where else ''}{hint}")

    def phrases(self, key: str) -> list[Scalar]:
        """A list of phrases; absent means none."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise PatternError(self.path, line_of(value, self._line(key)), f"{key!r} must be a list of phrases")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.data.get(key, default)
        if not isinstance(value, str) or not value:
            raise PatternError(self.path, self._line(key), f"{key!r} is missing or no text")
        return value

    def whole(self, key: str, default: str | None = None) -> int:
        return whole_number(self.text(key, default), self.path)

    def flag(self, key: str) -> bool:
        value = self.data.get(key, "no")
        if value not in ("yes", "no", "true", "false"):
            raise PatternError(self.path, self._line(key), f"{key!r} must be yes or no")
        return value in ("yes", "true")

    def numbers(self, key: str) -> dict[str, int]:
        """A mapping from words to whole numbers."""
        return {word: whole_number(value, self.path) for word, value in self._mapping(key).items()}

    def spellings(self, key: str) -> dict[str, str]:
        """A mapping from words to words."""
        return {str(word): str(value) for word, value in self._mapping(key).items()}

    def groups(self, key: str, known: Iterable[str] | None = None) -> Iterator[tuple[str, list[Scalar]]]:
        """A mapping from names to lists of phrases; `known` names when the set is closed."""
        value = self._mapping(key)
        section = Section(value, self.path, known if known is not None else list(value), key)
        for name in value:
            yield str(name), section.phrases(name)

    def entries(self, key: str, known: Iterable[str]) -> Iterator[Section]:
        """A list of mappings."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise PatternError(self.path, self._line(key), f"{key!r} must be a list")
        for item in value:
            yield Section(item, self.path, known, key)

    def _mapping(self, key: str) -> dict[Any, Any]:
        value = self.data.get(key, {})
        if not isinstance(value, dict):
            raise PatternError(self.path, self._line(key), f"{key!r} must be a mapping")
        return value

    def _line(self, key: str) -> int:
        return next((line_of(k) for k in self.data if k == key), line_of(self.data))


def read_section(path: Path, known: Iterable[str], read: Reader = read_pattern_file) -> Section:
    """The top level of a pattern file."""
    return Section(read(path), path, known)


def added_sections(added: Iterable[dict[Any, Any]], known: Iterable[str]) -> list[Section]:
    """Sections of layers' files, each with the file that it stands in."""
    names = list(known)
    return [Section(data, Path(next(iter(data)).path), names) for data in added if data]


def whole_number(value: object, path: Path) -> int:
    """A whole number written with or without `_` between the thousands."""
    text = str(value).replace("_", "")
    if not text.isascii() or not text.isdigit():
        raise PatternError(path, line_of(value), f"{str(value)!r} must be a whole number")
    return int(text)


def tree_of(phrases: Iterable[str], spelling: Mapping[str, str]) -> PhraseTree[str]:
    """A tree in which every phrase stands for itself."""
    return PhraseTree((words_of(p, spelling), str(p)) for p in phrases)


def word_set(phrases: Iterable[str], spelling: Mapping[str, str], path: Path) -> frozenset[str]:
    """Single words as a set. Raises `PatternError` for a phrase of several tokens."""
    words = set()
    for phrase in phrases:
        tokens = words_of(phrase, spelling)
        if len(tokens) != 1:
            raise PatternError(path, line_of(phrase), f"{str(phrase)!r} must be a single word here")
        words.add(tokens[0])
    return frozenset(words)
