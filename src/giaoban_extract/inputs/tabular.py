"""Tables of HTML, DOCX and PDF as lines of text: one line a row with " | " between cells, as `numbers/tables.py` reads them back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

LAYOUT_CELL = 300
"""Characters from which a cell is a column of a page that was laid out by a table, not a cell of figures."""
FEW_ROWS = 2
"""A table of so few rows without a bare figure is a letterhead, signatures, or a box around text."""

_FIGURE = re.compile(r"[\d.,/%\s+-]*\d[\d.,/%\s+-]*")

Cell = Sequence[str]
"""The lines of a cell; a place that is covered by a merged cell has none."""


def clean(text: str) -> str:
    """One line in NFC, runs of spaces as one."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def table_lines(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table; tables that only lay out a page give the lines of their cells one after another."""
    whole = [[" ".join(cell) for cell in row] for row in rows]
    boxes = len(rows) <= FEW_ROWS and not any(_FIGURE.fullmatch(cell) for row in whole for cell in row)
    first = True
    for row, cells in zip(rows, whole, strict=True):
        filled = [cell for cell in cells if cell]
        figures = any(_FIGURE.fullmatch(cell) for cell in filled)
        if boxes or (not figures and any(len(cell) > LAYOUT_CELL for cell in filled)):
            yield from (line for cell in row for line in cell)
        elif filled:  # one cell above all others is the table's caption: as a row it would be taken for the head
            yield filled[0] if len(filled) == 1 and (first or len(cells) == 1) else " | ".join(cells).strip()
            first = False
