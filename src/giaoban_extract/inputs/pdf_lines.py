"""Rows of words on pages to lines of text: columns, running heads, and which rows are one paragraph.

A row goes on in the next one when the next one's first word would not have fitted behind it (up to the right edge of its column),
or when the next one begins in lower case. It does not when the next one begins with a bullet or number, is set in another size or
in capitals alone, stands off by more than the usual distance, or is indented behind a full stop; nor is a table's row joined to
anything. A word that is hyphenated at the end of its row is put together ("phát tri-" "ển"); other hyphens stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from statistics import median

WIDE = 2.2
"""Gaps of more than so many letter sizes are between columns; justified text has narrower ones."""
GUTTER = 8.0
"""Points that stay free between two columns all the way down."""
LONG_COLUMNS = 8
"""Rows from which two columns are those of a printed page, whose longer one belongs to them to its end."""
APART = 1.2
"""Distances between rows that are this much more than usual part paragraphs."""
TEXT_WIDTH = 0.75
"""Share of a page to which its text reaches at least, where it has short lines only."""
EDGE_ROWS = 2
"""Rows at the top and the bottom of a page that may be running heads."""

_MARKER = re.compile(r"(?P<bullet>[-–—+*•●○▪■◆►\uf0b7])\s|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}[.)/]|[IVX]{1,5}[.)]|[a-zđ]\))\s")
_ENDED = re.compile(r"[.!?…:;/]['\"”’»)\]]*$")
_PAGE_NUMBER = re.compile(r"(?:(?:trang|page|tr\.)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*/\s*\d{1,4})?", re.I)
_FIGURE = re.compile(r"[(+-]?\d")


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together: their box in points from the page's top left corner, and their size (0 for a table's row)."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Row:
    """Segments at one height from left to right; `table` for a row of a ruled table."""

    segments: list[Segment]
    table: bool = False

    @property
    def top(self) -> float:
        """Where it begins."""
        return self.segments[0].top

    @classmethod
    def of_words(cls, words: list[Segment]) -> Row:
        """Words from left to right, parted where columns are."""
        segments = [words[0]]
        for word in words[1:]:
            last = segments[-1]
            if word.x0 - last.x1 > WIDE * max(word.size, last.size):
                segments.append(word)
            else:
                top, bottom, size = min(last.top, word.top), max(last.bottom, word.bottom), max(last.size, word.size)
                segments[-1] = Segment(f"{last.text} {word.text}", last.x0, max(last.x1, word.x1), top, bottom, size)
        return cls(segments)


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a page and its width in points."""

    width: float
    rows: list[Row]


@dataclass(slots=True)
class _Column:
    """A part of a page in which lines are as long as each other; `main` where the page is not parted.

    The right edge of a few lines side by side (a letterhead, signatures) is nowhere to be seen and taken to be far.
    """

    page: int
    main: bool
    left: float = 0.0
    right: float = inf


@dataclass(frozen=True, slots=True)
class _Line:
    segment: Segment
    column: _Column
    row: bool = field(default=False)


def flow(pages: list[PageRows]) -> list[str]:
    """The lines of a document: paragraphs, headings, items and rows of tables."""
    lines: list[_Line] = []
    for number, page in enumerate(_without_running_heads(pages)):
        main = _Column(number, True)
        lines.extend(_in_order(page.rows, main, number))
    _measure(lines, pages)
    usual = _usual_distance(lines)
    result: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before is not None and _continues(before, line, usual):
            result[-1] = _joined(result[-1], line.segment.text)
        else:
            result.append(line.segment.text)
    return result


def _without_running_heads(pages: list[PageRows]) -> Iterator[PageRows]:
    """Pages without numbers and without what stands at the same place of the edge on half of the pages, give or take its digits."""
    seen = Counter(key for page in pages for key in {_place(row) for row in _edges(page)})
    often = {key for key, count in seen.items() if count >= max(2, len(pages) / 2)}
    for page in pages:
        rows = list(page.rows)
        heads = {id(row) for row in _edges(page) if _place(row) in often or _is_number(row, page.width)}
        yield PageRows(page.width, [row for row in rows if id(row) not in heads])


def _edges(page: PageRows) -> list[Row]:
    rows = [row for row in page.rows if not row.table]
    return rows if len(rows) <= 2 * EDGE_ROWS else rows[:EDGE_ROWS] + rows[-EDGE_ROWS:]


def _place(row: Row) -> tuple[str, int]:
    return re.sub(r"\d+", "#", " ".join(segment.text for segment in row.segments)), round(row.top / 4)


def _is_number(row: Row, width: float) -> bool:
    """The number of a page: in the middle or at the right, or with more than digits."""
    text = " ".join(segment.text for segment in row.segments)
    return bool(_PAGE_NUMBER.fullmatch(text)) and (row.segments[0].x0 > width * 0.3 or not text.isdigit())


def _in_order(rows: list[Row], column: _Column, page: int) -> Iterator[_Line]:
    """Rows in reading order: columns one after the other, rows of a table without rules with bars."""
    at = 0
    while at < len(rows):
        row = rows[at]
        if len(row.segments) == 1:
            yield _Line(row.segments[0], column, row.table)
            at += 1
            continue
        count, middle = _parted(rows, at)
        group = rows[at : at + count]
        at += count
        wide = [r for r in group if len(r.segments) > 1]
        if len(wide) > 1 and sum(any(_FIGURE.match(s.text) for s in r.segments[1:]) for r in wide) * 2 >= len(wide):
            for r in group:
                whole = replace(r.segments[0], text=" | ".join(s.text for s in r.segments), x1=r.segments[-1].x1)
                yield _Line(whole, column, True)
            continue
        for side in (
            [[s for s in r.segments if s.x0 < middle] for r in group],
            [[s for s in r.segments if s.x0 >= middle] for r in group],
        ):
            yield from _in_order([Row(segments) for segments in side if segments], _Column(page, False), page)


def _parted(rows: list[Row], at: int) -> tuple[int, float]:
    """How many rows from one on are parted at the same place, and where."""
    segments = rows[at].segments
    gap = max(range(1, len(segments)), key=lambda i: segments[i].x0 - segments[i - 1].x1)
    left, right = segments[gap - 1].x1, segments[gap].x0
    count = both = 0
    last = 0
    for row in rows[at:]:
        middle = (left + right) / 2
        new_left = max([left, *(s.x1 for s in row.segments if s.x0 < middle)])
        new_right = min([right, *(s.x0 for s in row.segments if s.x0 >= middle)])
        if row.table or new_right - new_left < GUTTER:
            break
        left, right, count = new_left, new_right, count + 1
        if len(row.segments) > 1:
            both, last = both + 1, count
    return (count if both >= LONG_COLUMNS else last), (left + right) / 2


def _measure(lines: list[_Line], pages: list[PageRows]) -> None:
    """Left and right edges of the columns; unparted pages of one width share theirs, since a last page may have short lines only."""
    edges: dict[object, tuple[float, float, int]] = {}
    for line in lines:
        if not line.row:
            key: object = pages[line.column.page].width if line.column.main else id(line.column)
            least = pages[line.column.page].width * TEXT_WIDTH if line.column.main else 0.0
            left, right, count = edges.get(key, (line.segment.x0, least, 0))
            edges[key] = min(left, line.segment.x0), max(right, line.segment.x1), count + 1
    for line in lines:
        key = pages[line.column.page].width if line.column.main else id(line.column)
        line.column.left, right, count = edges.get(key, (0.0, inf, 0))
        line.column.right = right if line.column.main or count >= LONG_COLUMNS else inf


def _usual_distance(lines: list[_Line]) -> float:
    """From the top of a row to that of the next, within paragraphs, in letter sizes."""
    distances = [
        (line.segment.top - before.segment.top) / before.segment.size
        for before, line in pairwise(lines)
        if before.column is line.column and not before.row and not line.row and before.segment.size and _full(before, line)
    ]
    return median(distances) if distances else 1.5


def _full(line: _Line, following: _Line) -> bool:
    """Whether the first word of the next row would not have fitted; a centred row has room on both sides."""
    first = following.segment.text.split(" ", 1)[0]
    width = (following.segment.x1 - following.segment.x0) * (len(first) + 1) / max(1, len(following.segment.text))
    before, behind = _room(line)
    return behind + (before if _centred(line) else 0.0) < width


def _room(line: _Line) -> tuple[float, float]:
    """What is free in its column before a row and behind it."""
    return max(0.0, line.segment.x0 - line.column.left), max(0.0, line.column.right - line.segment.x1)


def _centred(line: _Line) -> bool:
    before, behind = _room(line)
    return before > line.segment.size and abs(before - behind) < line.segment.size


def _continues(before: _Line, line: _Line, usual: float) -> bool:
    a, b = before.segment, line.segment
    if before.row or line.row or abs(a.size - b.size) > 0.75 or a.text.isupper() != b.text.isupper():
        return False
    ended, small, full = bool(_ENDED.search(a.text)), b.text[0].islower(), _full(before, line)
    marker = _MARKER.match(b.text)
    if marker and not (marker["number"] and full and not ended):  # "lên / 41. Tập huấn": a row may begin with a number
        return False
    if before.column is not line.column:
        both_main = before.column.main and line.column.main
        return not ended and (small or (full and both_main))
    if b.top - a.top > usual * APART * a.size + 1:
        return small and not ended
    if not full or a.text.endswith(":"):
        return small and not ended
    if small or (_centred(before) and _centred(line)):
        return True
    indent = 0.8 * a.size
    hanging = _MARKER.match(a.text) is not None  # what goes on below an item is indented as its words are
    return not (b.x0 > a.x0 + indent and not hanging) and not (ended and _room(line)[0] > indent)


def _joined(text: str, following: str) -> str:
    if text.endswith("\u00ad"):
        return text[:-1] + following
    if len(text) > 1 and text.endswith("-") and text[-2].isalnum():
        return (text[:-1] if text[-2].isalpha() and following[0].islower() else text) + following
    return f"{text} {following}"
