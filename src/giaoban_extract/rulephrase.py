"""The phrase language of the rule files (docs/rules.md): parsing and expansion, without any matching.

A phrase is parted by `{figure}` into what stands before and after it, and by `...` into pieces. A piece is a list of
alternative sequences of atoms; an atom is a literal run of word keys or the name of a group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from giaoban_extract.stream import keys_of

MAX_ALTERNATIVES = 3000
"""Sequences that one piece may unfold into; more is almost always a mistake."""


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

    def __init__(self, text: str, at: int, message: str) -> None:
        super().__init__(f"{message}\n    {text}\n    {' ' * at}^")


_TOKEN = re.compile(r"\s*(\{figure\}|\{[^}]*\}?|\.\.\.|…|@[\w-]*|[\[\]()|]|[^\s\[\]()|@{…]+)")


def parse_phrase(text: str) -> Phrase:
    """Parse a rule's phrase. Raises PhraseError."""
    parts = _Parser(text).parse()
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
    """Parse words without a figure and without gaps (members of groups, `unless`, `heading`)."""
    parts = _Parser(text).parse()
    if len(parts) != 1 or not isinstance(parts[0], tuple):
        raise PhraseError(text, 0, "only words, [..], (..|..) and @groups may stand here")
    return parts[0]


def parse_words(text: str) -> tuple[Piece, ...]:
    """Parse a condition (`unless`, `heading`): pieces without a figure; all of them must stand there."""
    parts = _Parser(text).parse()
    if "{figure}" in parts:
        raise PhraseError(text, text.index("{figure}"), "{figure} can't stand in a condition")
    return tuple(part for part in parts if isinstance(part, tuple))


class _Parser:
    """Recursive descent over the tokens of one phrase."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, int]] = []
        position = 0
        while match := _TOKEN.match(text, position):
            self.tokens.append((match.group(1), match.start(1)))
            position = match.end()
        self.index = 0

    def parse(self) -> list[Piece | str]:
        """Pieces, "{figure}" and "..." in the order written."""
        parts: list[Piece | str] = []
        sequences: list[Sequence] = [()]
        while self.index < len(self.tokens):
            token, at = self.tokens[self.index]
            if token in ("...", "…", "{figure}"):
                self._close(parts, sequences)
                sequences = [()]
                parts.append("{figure}" if token == "{figure}" else "...")
                self.index += 1
            elif token in (")", "]", "|"):
                raise PhraseError(self.text, at, f"{token!r} without its opening bracket")
            else:
                sequences = self._join(sequences, self._item(), at)
        self._close(parts, sequences)
        return parts

    @staticmethod
    def _close(parts: list[Piece | str], sequences: list[Sequence]) -> None:
        kept = tuple(dict.fromkeys(_merge(s) for s in sequences if s))
        if kept:
            parts.append(kept)

    def _item(self) -> list[Sequence]:
        token, at = self.tokens[self.index]
        self.index += 1
        if token in ("[", "("):
            return self._brackets(token, at)
        if token.startswith("{"):
            raise PhraseError(self.text, at, f"{token!r} is unknown; only {{figure}} may stand in braces")
        if token.startswith("@"):
            if len(token) == 1:
                raise PhraseError(self.text, at, "@ without the name of a group")
            return [(Group(token[1:]),)]
        keys = keys_of(token)
        return [(keys,)] if keys else [()]

    def _brackets(self, opening: str, at: int) -> list[Sequence]:
        closing = "]" if opening == "[" else ")"
        results: list[Sequence] = [()] if opening == "[" else []
        sequences: list[Sequence] = [()]
        while self.index < len(self.tokens):
            token, here = self.tokens[self.index]
            if token in (closing, "|"):
                self.index += 1
                results.extend(sequences)
                if token == closing:
                    return results
                sequences = [()]
            elif token in (")", "]", "...", "…", "{figure}"):
                raise PhraseError(self.text, here, f"{token!r} inside {opening!r}; close the bracket first")
            else:
                sequences = self._join(sequences, self._item(), here)
        raise PhraseError(self.text, at, f"{opening!r} is never closed")

    def _join(self, left: list[Sequence], right: list[Sequence], at: int) -> list[Sequence]:
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
