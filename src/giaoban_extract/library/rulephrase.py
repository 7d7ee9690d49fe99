"""The phrase language of the rule files (docs/rules.md): parsing and expansion, without any matching.

A phrase is parted by `{figure}` into what stands before and after it, and by `...` into pieces. A piece is a list of
alternative sequences of atoms; an atom is a literal run of word keys or the name of a group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from giaoban_extract.text.stream import keys_of

MAX_ALTERNATIVES = 3000
"""Sequences that one piece may unfold into; more is almost always a mistake."""

MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Group:
    """Reference to a word group, by name."""

    name: str


Literal = tuple[str, ...]
Atom = Literal | Group
Sequence = tuple[Atom, ...]
Piece = tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A parsed phrase: pieces before the figure, the piece that touches it on the right, and loose pieces after it."""

    left: tuple[Piece, ...]
    head: Piece | None
    right: tuple[Piece, ...]


class PhraseError(ValueError):
    """A phrase that can't be read; the message shows it with a caret under the place."""

    def __init__(self, text: str, at: int, reason: str) -> None:
        self.at, self.reason = at, reason
        super().__init__(f"{reason}\n    {text}\n    {' ' * at}^")


_PART = re.compile(r"\{[^}]*\}?|\.\.\.|…")
_TOKEN = re.compile(r"@[\w-]*|[\[\]()|]|[^\[\]()|@]+")
_WORDS_ONLY = re.compile(r"[^\[\](){}|@…]+")


def parse_phrase(text: str) -> Phrase:
    """Parse a rule's phrase. Raises PhraseError."""
    parts = _parts(text)
    figures = [i for i, part in enumerate(parts) if part == "{figure}"]
    if len(figures) > 1:
        raise PhraseError(text, text.rindex("{figure}"), "{figure} stands twice; one phrase speaks of one figure")
    middle = figures[0] if figures else len(parts)
    left = tuple(part for part in parts[:middle] if isinstance(part, tuple))
    rest = parts[middle + 1 :]
    head = rest[0] if rest and isinstance(rest[0], tuple) else None
    right = tuple(part for part in (rest[1:] if head is not None else rest) if isinstance(part, tuple))
    if not (left or head or right) and not figures:
        raise PhraseError(text, 0, "an empty phrase matches nothing")
    return Phrase(left, head, right)


def parse_piece(text: str) -> Piece:
    """Parse words without a figure and without gaps (members of groups)."""
    if _WORDS_ONLY.fullmatch(text) and "..." not in text:
        keys = keys_of(text)
        if keys:
            return ((keys,),)
    parts = _parts(text)
    if len(parts) != 1 or not isinstance(parts[0], tuple):
        raise PhraseError(text, 0, "only words, [..], (..|..) and @groups may stand here")
    return parts[0]


def parse_words(text: str) -> tuple[Piece, ...]:
    """Parse a condition (`unless`, `heading`): pieces without a figure; all of them must stand there."""
    parts = _parts(text)
    if "{figure}" in parts:
        raise PhraseError(text, text.index("{figure}"), "{figure} can't stand in a condition")
    return tuple(part for part in parts if isinstance(part, tuple))


def _parts(text: str) -> list[Piece | str]:
    """Pieces, "{figure}" and "..." in the order written."""
    parts: list[Piece | str] = []
    begin = 0
    for mark in (*_PART.finditer(text), None):
        end = mark.start() if mark else len(text)
        try:
            piece = _alternatives(text[begin:end])
        except PhraseError as error:
            raise PhraseError(text, begin + error.at, error.reason) from None
        if piece:
            parts.append(piece)
        if mark is None:
            break
        if mark[0] not in ("{figure}", "...", "…"):
            raise PhraseError(text, end, f"{mark[0]!r} is unknown; only {{figure}} may stand in braces")
        parts.append("{figure}" if mark[0] == "{figure}" else "...")
        begin = mark.end()
    return parts


@lru_cache(4096)
def _alternatives(text: str) -> Piece:
    """The sequences that a stretch without figure and gap stands for; rules share many stretches."""
    return _Parser(text).parse()


_CLOSING = frozenset(")]|")
_NOTHING: list[Sequence] = [()]
"""What a stretch holds before its first words; never changed."""


class _Parser:
    """Recursive descent over the tokens of one stretch."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [(match[0], match.start()) for match in _TOKEN.finditer(text)]
        """Brackets, bars, groups, and runs of words, with where they begin."""
        self.index = 0
        self.depth = 0

    def parse(self) -> Piece:
        """All sequences; none where the stretch may be empty, for then it asks for nothing."""
        sequences: list[Sequence] = _NOTHING
        while self.index < len(self.tokens):
            token, at = self.tokens[self.index]
            if token in _CLOSING:
                raise PhraseError(self.text, at, f"{token!r} without its opening bracket")
            sequences = self._join(sequences, self._item(), at)
        if () in sequences:
            return ()
        return tuple(dict.fromkeys([s if len(s) == 1 else _merge(s) for s in sequences]))

    def _item(self) -> list[Sequence]:
        token, at = self.tokens[self.index]
        self.index += 1
        if token in ("[", "("):
            return self._brackets(token, at)
        if token.startswith("@"):
            if len(token) == 1:
                raise PhraseError(self.text, at, "@ without the name of a group")
            return [(Group(token[1:]),)]
        keys = keys_of(token)
        return [(keys,)] if keys else _NOTHING

    def _brackets(self, opening: str, at: int) -> list[Sequence]:
        closing = "]" if opening == "[" else ")"
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PhraseError(self.text, at, f"brackets nested deeper than {MAX_DEPTH}; use a group")
        results: list[Sequence] = [()] if opening == "[" else []
        sequences: list[Sequence] = _NOTHING
        while self.index < len(self.tokens):
            token, here = self.tokens[self.index]
            if token in (closing, "|"):
                self.index += 1
                results.extend(sequences)
                if token == closing:
                    self.depth -= 1
                    return results
                sequences = _NOTHING
            elif token in (")", "]"):
                raise PhraseError(self.text, here, f"{token!r} inside {opening!r}; close the bracket first")
            else:
                sequences = self._join(sequences, self._item(), here)
        raise PhraseError(self.text, at, f"{opening!r} is never closed before the end, a gap or the figure")

    def _join(self, left: list[Sequence], right: list[Sequence], at: int) -> list[Sequence]:
        if left is _NOTHING or right is _NOTHING:
            return left if right is _NOTHING else right
        if len(left) * len(right) > MAX_ALTERNATIVES:
            raise PhraseError(self.text, at, f"unfolds into more than {MAX_ALTERNATIVES} wordings; use a group")
        return [a + b for a in left for b in right]


def _merge(sequence: Sequence) -> Sequence:
    """Neighbouring literals as one."""
    merged: list[Atom] = []
    for atom in sequence:
        if merged and isinstance(atom, tuple) and isinstance(merged[-1], tuple):
            merged[-1] = merged[-1] + atom
        else:
            merged.append(atom)
    return tuple(merged)
