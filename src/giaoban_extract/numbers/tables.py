"""Tables that were flattened to lines: what a number in a row is measured in, and which head its column has.

A row is a line with tabs or " | " between its cells; rows in a row are a table, whose first line is its head when it holds no
figure. A bare number takes the unit that a cell of its row ("tỷ đồng"), its column's head ("Thành tiền (đồng)") or its row's
label ("Nhà xây (căn)", "Hộ nghèo") names.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from giaoban_extract.text.mentions import FIGURE_KINDS, Mention, Number
from giaoban_extract.text.segment import Segmentation
from giaoban_extract.text.view import Span

_BETWEEN = re.compile(r"\t| \| ?|\| ")
_IN_BRACKETS = re.compile(r"\(([^()]{1,30})\)")
_BARE = frozenset({"number", "count", "fraction", "range"})
_LABEL_UNITS = frozenset({"person", "household", "house", "workday", "m2", "m", "VND"})

Read = Callable[[str], list[Mention]]
"""The number reader, on a text of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its block, its cells from left to right, and its head's cells (none for a head)."""

    block: int
    cells: tuple[Span, ...]
    head: tuple[Span, ...]

    def column(self, offset: int) -> int:
        """The cell that holds an offset."""
        return next((i for i, (start, end) in enumerate(self.cells) if start <= offset <= end), len(self.cells) - 1)

    def head_of(self, column: int) -> Span | None:
        """The head of a column, counted from the right: the head's first cell is often empty."""
        place = column - len(self.cells) + len(self.head)
        return self.head[place] if 0 <= place < len(self.head) else None


def find_tables(segmentation: Segmentation, mentions: list[Mention]) -> dict[int, Row]:
    """The rows of all tables, by block. A single line with a bar is no table."""
    figures = sorted(m.start for m in mentions if m.kind in FIGURE_KINDS)
    rows: dict[int, Row] = {}
    run: list[Row] = []
    for number, block in enumerate(segmentation.blocks):
        cells = _cells(segmentation.flat, block.start, block.end)
        if len(cells) < 2:
            _keep(run, rows)
            run = []
            continue
        head = (
            run[0].cells
            if run and not _holds(figures, segmentation.blocks[run[0].block].start, segmentation.blocks[run[0].block].end)
            else ()
        )
        run.append(Row(number, cells, head))
    _keep(run, rows)
    return rows


def _keep(run: list[Row], rows: dict[int, Row]) -> None:
    if len(run) > 1:
        rows.update((row.block, row) for row in run)


def _cells(flat: str, start: int, end: int) -> tuple[Span, ...]:
    cells, begin = [], start
    for match in _BETWEEN.finditer(flat, start, end):
        cells.append((begin, match.start()))
        begin = match.end()
    return (*cells, (begin, end))


def _holds(figures: list[int], start: int, end: int) -> bool:
    return bisect_left(figures, start) < bisect_left(figures, end)


def read_units(segmentation: Segmentation, rows: dict[int, Row], mentions: list[Mention], read: Read) -> list[Mention]:
    """Mentions with the units that their rows and columns tell; what names its own unit stays."""
    if not rows:
        return mentions
    starts = [block.start for block in segmentation.blocks]
    result = []
    for mention in mentions:
        row = rows.get(bisect_right(starts, mention.start) - 1)
        bare = mention.kind in _BARE and mention.noun is None and mention.unit in (None, "count")
        unit = _unit(segmentation.flat, row, row.column(mention.start), read) if row and bare else None
        result.append(_in_unit(mention, unit) if unit else mention)
    return result


def _unit(flat: str, row: Row, column: int, read: Read) -> Mention | None:
    """One of the unit, as the reader reads it: from a cell of its own, the head, the label."""
    texts = [flat[start:end].strip() for i, (start, end) in enumerate(row.cells) if i != column]
    head = row.head_of(column)
    if head:
        texts += _IN_BRACKETS.findall(flat[head[0] : head[1]])
    label = next((flat[s:e].strip() for s, e in row.cells if any(c.isalpha() for c in flat[s:e])), "")
    texts += _IN_BRACKETS.findall(label)
    for text in texts:
        if text and not any(c.isdigit() for c in text):
            found = read(f"1 {text}")
            if len(found) == 1 and found[0].start == 0 and found[0].end == len(text) + 2 and found[0].unit:
                return found[0]
    found = read(f"1 {label.lower()}")
    return found[0] if found and found[0].start == 0 and found[0].noun and found[0].unit in _LABEL_UNITS else None


def _in_unit(mention: Mention, one: Mention) -> Mention:
    factor = one.value if one.value is not None else 1

    def scaled(value: Number | None) -> Number | None:
        if value is None:
            return None
        product = round(value * factor, 6)
        return int(product) if product == int(product) else product

    kind = one.kind if mention.kind in ("number", "count") else mention.kind
    return replace(
        mention, kind=kind, unit=one.unit, value=scaled(mention.value), value_max=scaled(mention.value_max), out_of=scaled(mention.out_of)
    )
