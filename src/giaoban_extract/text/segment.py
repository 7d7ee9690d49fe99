"""Blocks and sentences of an article, by our own splitter.

A *block* is a paragraph, a heading, a bullet or a list item. Text that was wrapped by hand or by a PDF export is joined:
in `flat` the line breaks inside a block are spaces and only block ends keep their newline, so that `flat` has the length
of the view and no expression needs to know about line ends. Sentences end at ". ! ? …" but not after abbreviations,
initials, list numbers or inside numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from giaoban_extract.text.view import View

BlockKind = Literal["title", "heading", "bullet", "paragraph"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph-like piece: view span without surrounding space, its kind, and where its text begins after a list marker."""

    start: int
    end: int
    kind: BlockKind
    body: int
    level: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block (view span); a block has at least one."""

    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Segmentation:
    """`flat` text, blocks and sentences in text order."""

    flat: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]


# "I.", "1.", "1.2.", "a)", "-", "+", "*", "•": a list marker at the start of a line; its depth orders headings.
_MARKER = re.compile(
    r"(?P<part>(?:[Pp]hần|PHẦN|[Mm]ục|MỤC)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]{1,5}|\d{1,2})\s*[.:\-–]?\s)|(?P<roman>[IVX]{1,5}\s*[.\-/)]\s)|(?P<number>\(?\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)/]\)?(?:\s|(?=[A-ZĐÀ-Ỹ]))|\d{1,2}(?:\.\d{1,2}){1,3}\s)"
    r"|(?P<letter>[a-zđA-Z]\s*[)](?:\s)|[a-zđ]\s*\.\s)|(?P<bullet>(?:[-+*•●○▪■◆►»–—\uf0b7]|>>)\s*(?![\d.,]*\d\s*%))"
)
_MARKER_LEVEL = {"part": 1, "roman": 1, "number": 2, "letter": 3, "bullet": 4}
_ROW_LEVEL = 4
"""Rank of a table row, that of a bullet."""
_TERMINAL = re.compile(r"[.!?:;…]['\"”’»)\]]*\s*$")
_SHORT = 100
"""A line longer than this is no heading."""

# Full stops that end no sentence: abbreviations, titles, initials.
_ABBREVIATIONS = frozenset(
    [
        "tp",
        "tx",
        "tt",
        "ths",
        "gs",
        "pgs",
        "ts",
        "bs",
        "ks",
        "cn",
        "đ/c",
        "đc",
        "tr",
        "p",
        "q",
        "h",
        "x",
        "t",
        "u",
        "ư.v",
        "v.v",
        "vv",
        "tt.",
        "nxb",
        "stt",
        "sđt",
        "đt",
        "ngđ",
        "ubnd.",
        "th",
        "gs.ts",
        "pgs.ts",
        "ts.bs",
        "cty",
        "mr",
        "mrs",
        "dr",
        "st",
        "no",
    ]
)
_END = re.compile(r"[.!?…]+(?:/\.)?['\"”’»)\]]*")


def segment(view: View) -> Segmentation:
    """Blocks and sentences of a view. Linear in its length."""
    text = view.text
    lines = _lines(text)
    groups = _join_wrapped(text, lines)
    characters = list(text)
    blocks: list[Block] = []
    for group in groups:
        start, end = group[0][0], group[-1][1]
        for (_, left), (right, _) in pairwise(group):
            for i in range(left, right):
                if characters[i] == "\n":
                    characters[i] = " "
        blocks.append(_classify(text, start, end, first=not blocks))
    flat = "".join(characters)
    sentences = tuple(Sentence(s, e, i) for i, block in enumerate(blocks) for s, e in split_sentences(flat, block.body, block.end))
    return Segmentation(flat, tuple(blocks), sentences)


def _lines(text: str) -> list[tuple[int, int]]:
    """Stripped line spans; an empty line is an empty span."""
    spans, position = [], 0
    for raw in text.split("\n"):
        left = len(raw) - len(raw.lstrip())
        stripped = len(raw.strip())
        spans.append((position + left, position + left + stripped))
        position += len(raw) + 1
    return spans


def _join_wrapped(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Lines grouped into blocks: a line continues the one before where that was cut in mid-sentence."""
    wrapped = _wrap_width(lines)
    groups: list[list[tuple[int, int]]] = []
    previous: tuple[int, int] | None = None
    for line in lines:
        if line[0] == line[1]:
            previous = None
            continue
        if previous is not None and _continues(text, previous, line, wrapped):
            groups[-1].append(line)
        else:
            groups.append([line])
        previous = line
    return groups


def _wrap_width(lines: list[tuple[int, int]]) -> int:
    """The column at which the text was wrapped by hand, or 0: most inner lines of multi-line paragraphs end near one width."""
    lengths = [end - start for start, end in lines if end > start]
    if len(lengths) < 6:
        return 0
    ordered = sorted(lengths)
    width = ordered[int(len(ordered) * 0.95)]
    near = sum(1 for length in lengths if width * 0.75 <= length <= width * 1.1)
    return width if 35 <= width <= 130 and near >= len(lengths) * 0.4 else 0


def _continues(text: str, previous: tuple[int, int], line: tuple[int, int], wrapped: int) -> bool:
    before, after = text[previous[0] : previous[1]], text[line[0] : line[1]]
    if _is_row(before) or _is_row(after):
        return False
    ended = bool(_TERMINAL.search(before))
    marker = _MARKER.match(after)
    if marker:  # a number that a wrapped line happens to begin with ("lên / 41. Tập huấn ...") opens no item
        return bool(wrapped) and marker.lastgroup == "number" and not ended and len(before) >= wrapped * 0.7
    if wrapped and len(before) >= wrapped * 0.7:
        return not (ended and before[-1] == ":") and not (ended and len(before) < wrapped * 0.85 and not after[0].islower())
    if ended or before.isupper():
        return False
    return after[0].islower() or (bool(wrapped) and bool(_MARKER.match(before)) and len(before) >= wrapped * 0.6)


def _is_row(line: str) -> bool:
    """A row of a table that was flattened to lines."""
    return "\t" in line or " | " in line


def _classify(text: str, start: int, end: int, *, first: bool) -> Block:
    marker = _MARKER.match(text, start, end)
    body = marker.end() if marker else start
    level = _MARKER_LEVEL[marker.lastgroup or "bullet"] if marker else 0
    content = text[body:end].strip()
    if first and not marker:
        return Block(start, end, "title" if len(content) <= 250 else "paragraph", body, 0)
    if _is_row(content):
        return Block(start, end, "bullet", body, level or _ROW_LEVEL)
    if content.strip("-–. ").isdigit():  # the number of a page
        return Block(start, end, "paragraph", body, level)
    heading = 0 < len(content) <= _SHORT and (content.isupper() or content[-1] not in '.;,!?…”"')
    if heading and marker and marker.lastgroup == "bullet" and not content.endswith(":"):
        return Block(start, end, "bullet", body, level)
    if heading and not (content[0].islower() and not marker):
        return Block(start, end, "heading", body, level)
    return Block(start, end, "bullet" if marker else "paragraph", body, level)


LONGEST_SENTENCE = 3000
"""Characters after which a text without stops is cut at a pause; no sentence of the annotated articles is as long."""
_PAUSE = re.compile(r"(?<=[;,])\s+(?=[^\W\d])")
_GAP = re.compile(r"(?<=[^\W\d])\s+(?=\w)")
_BETWEEN_SIGNS = re.compile(r"\s+|(?<=[;:!?%()\[\]{}\"“”'’|])(?=\S)")
"""Where rows of numbers and signs are cut; within no number."""


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence spans of one block; at least one, even for a block of spaces."""
    spans, begin = [], start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _is_end(text, begin, match, end):
            spans.append((begin, match.end()))
            begin = match.end()
            while begin < end and text[begin].isspace():
                begin += 1
    if begin < end or not spans:
        spans.append((begin, end))
    return [piece for span in spans for piece in _bearable(text, *span)]


def _bearable(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence in pieces of bounded length, so that work on a text without stops stays proportional to its length."""
    while end - begin > LONGEST_SENTENCE:
        middle, limit = begin + LONGEST_SENTENCE // 2, begin + LONGEST_SENTENCE
        found = ([m.end() for m in cut.finditer(text, middle, limit)] for cut in (_PAUSE, _GAP, _BETWEEN_SIGNS))
        cuts = next(filter(None, found), None)
        if cuts is None:
            break
        yield begin, begin + len(text[begin : cuts[-1]].rstrip())
        begin = cuts[-1]
    yield begin, end


def _is_end(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    """Whether the stop ends a sentence: what follows starts like one, and what precedes is no abbreviation."""
    position = match.end()
    glued = not text[position].isspace()
    while position < end and text[position].isspace():
        position += 1
    if position >= end:
        return True
    following = text[position]
    mark = match.group()[0]
    before = text[match.start() - 1] if match.start() > begin else " "
    if glued:  # "hội viên.Năm qua": a typing fault, read as an end only between a small and a capital letter
        following_is_word = position + 1 < end and text[position + 1].islower()
        return mark in ".!?" and before.islower() and following.isupper() and following_is_word
    if mark == "…" or match.group().startswith("..."):
        return following.isupper()
    if not (following.isupper() or following.isdigit() or following in "“\"'‘«(-–*•+"):
        return False
    if mark != ".":
        return True
    word = text[max(begin, match.start() - 8) : match.start()].rsplit(None, 1)[-1:] or [""]
    last = word[0].lstrip("(“\"'").lower()
    if last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and word[0].isupper()):
        return False
    return not (last.isdigit() and len(last) <= 2 and match.start() - begin <= 4)
