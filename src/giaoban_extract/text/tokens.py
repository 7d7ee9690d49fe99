"""The text cut into words, digit runs and signs: one pass, on which every number recogniser looks up its neighbours.

A token is a word of letters ("đồng", "m²"), a digit literal with its inner separators ("1.209,24", "27.02.2001"), a line end,
or one other character. Spaces are no tokens; whether two tokens touch is told by their offsets.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import accumulate

from giaoban_extract.text.view import lower

PAD = 4
"""Line-end tokens before the first and after the last token, so that looking at near neighbours needs no bounds check."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|\n|[^\S\n]+|.", re.S)
_NO_SPACE = re.compile(r"\S+")
_LIST_OF_NUMBERS = re.compile(r"\d+(?:,\d+){2,}\Z")
_PIECE = re.compile(r"\d+|,")


class Tokens:
    """Parallel arrays over the tokens of `flat`, from `first` to `last` (exclusive); around them stand line ends.

    low      lower case, spelling variants made one ("tỉ" is "tỷ"); for lookups only
    start, end   character offsets into `flat`
    number   whether the token is a digit literal
    """

    __slots__ = ("_chunk", "_list", "end", "first", "flat", "last", "low", "number", "start")

    def __init__(self, flat: str, spelling: Mapping[str, str]) -> None:
        pieces = _TOKEN.findall(lower(flat))
        low: list[str] = ["\n"] * PAD
        end: list[int] = [0] * PAD
        start: list[int] = [0] * PAD
        for piece, stop in zip(pieces, accumulate(map(len, pieces)), strict=True):
            if piece == " " or (piece != "\n" and piece.isspace()):
                continue
            if "," in piece and _LIST_OF_NUMBERS.match(piece) and not _groups_thousands(piece):
                for part in _PIECE.finditer(piece):
                    low.append(part[0])
                    start.append(stop - len(piece) + part.start())
                    end.append(stop - len(piece) + part.end())
                continue
            low.append(spelling.get(piece, piece))
            start.append(stop - len(piece))
            end.append(stop)
        self.flat = flat
        self.first, self.last = PAD, len(low)
        self.low = low + ["\n"] * PAD
        self.start = start + [len(flat)] * PAD
        self.end = end + [len(flat)] * PAD
        self.number = [t[0].isdecimal() for t in self.low]
        self._chunk = (0, 0, False)
        self._list = (0, 0)

    def raw(self, i: int) -> str:
        """The token as written."""
        return self.flat[self.start[i] : self.end[i]]

    def touches(self, i: int) -> bool:
        """Whether token i stands directly against token i + 1."""
        return self.end[i] == self.start[i + 1] and self.low[i + 1] != "\n" != self.low[i]

    def is_word(self, i: int) -> bool:
        """Whether the token is made of letters."""
        return self.low[i][0].isalpha()

    def opens_block(self, i: int) -> bool:
        """Whether token i is the first of its line, quotes and brackets before it aside."""
        return self.low[i - 1] == "\n"

    def link_around(self, i: int, parts: tuple[str, ...]) -> tuple[int, int] | None:
        """Character span of the run of non-space characters around token i when it contains one of `parts` ("://", "@").

        The last run is remembered, so that a page of glued characters is scanned once and not once per number.
        """
        position = self.start[i]
        begin, stop, holds = self._chunk
        if not begin <= position < stop:
            floor = stop if position >= stop else 0
            begin = 1 + max(self.flat.rfind(" ", floor, position), self.flat.rfind("\n", floor, position), floor - 1)
            run = _NO_SPACE.match(self.flat, position)
            stop = run.end() if run else position
            text = self.flat[begin:stop].lower()
            holds = any(part in text for part in parts)
            self._chunk = (begin, stop, holds)
        return (begin, stop) if holds else None

    def list_end(self, i: int, joints: Container[str]) -> int:
        """Where a list of short numbers ends that goes on at token i: joint, number, joint, number ...

        The last list is remembered, so that a page of numbers is gone through once and not once per number.
        """
        begin, end = self._list
        if begin <= i <= end and (i - begin) % 2 == 0:
            return end
        end = i
        while self.low[end] in joints and self.number[end + 1] and self.low[end + 1].isdecimal() and len(self.low[end + 1]) <= 3:
            end += 2
        self._list = (i, end)
        return end


def words_of(phrase: str, spelling: Mapping[str, str]) -> tuple[str, ...]:
    """A phrase of a pattern file as the tokens that it will be looked up by."""
    if phrase.replace(" ", "").isalpha():  # as nearly all are: words only
        return tuple([spelling.get(word, word) for word in lower(phrase).split()])
    tokens = Tokens(phrase, spelling)
    return tuple(tokens.low[tokens.first : tokens.last])


def _groups_thousands(piece: str) -> bool:
    """Whether every group between the first and the last comma has three digits ("1,173,5" yes, "1,2,3" no)."""
    groups = piece.split(",")
    return all(len(g) == 3 for g in groups[1:-1]) and len(groups[0]) <= 3
