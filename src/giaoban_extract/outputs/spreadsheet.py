"""An Excel workbook of records, by XlsxWriter: typed cells, a sheet of sums and one of the ignored numbers.

No text is ever taken for a formula or a link, whatever an article holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.outputs.rows import COLUMNS, Row, rows

MAX_ROWS = 1_048_575
"""Rows that a sheet holds beside its head."""
MAX_CELL = 32_767
"""Characters that a cell holds."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SUMS = (
    ("indicator_id", 28), ("indicator_label", 32), ("organisation_id", 18), ("organisation_label", 24), ("period_code", 14),
    ("figure_unit", 10), ("measure", 10), ("status", 10),
)  # fmt: skip


class TooManyRows(ValueError):
    """More records than a sheet holds."""


@dataclass(slots=True)
class _Sum:
    figures: int = 0
    articles: set[str] = field(default_factory=set)
    least: float | None = None
    most: float | None = None
    total: float = 0

    def add(self, row: Row) -> None:
        value = row["figure_value"]
        self.figures += 1
        self.articles.add(row["source"])
        self.least = value if self.least is None else min(self.least, value)
        self.most = value if self.most is None else max(self.most, value)
        self.total += value


class _Target:
    """The file of a workbook. Behind the first fault it takes everything, since a ZIP that is given up writes its end all the same."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "wb", buffering=0)  # noqa: SIM115  (closed with the workbook)
        self.close = self._file.close
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        rest = memoryview(data)
        while rest and self.fault is None:
            try:
                rest = rest[self._file.write(rest) :]
            except OSError as error:
                self.fault = error
                raise
        return len(data)

    def tell(self) -> int:
        return 0 if self.fault else self._file.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        return 0 if self.fault else self._file.seek(offset, whence)

    def flush(self) -> None:
        """Nothing is held back."""


class Workbook:
    """Writes documents as they come; memory holds the sums and a row at a time. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter

        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._file = _Target(path)
        self._book = xlsxwriter.Workbook(self._file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd", **safe})
        self._head = self._book.add_format({"bold": True, "bg_color": "#DDE7F0", "border": 1})
        self._number = self._book.add_format({"num_format": "#,##0.##########"})
        self._plain = self._book.add_format({"num_format": "0.00"})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._records = self._sheet("records", [(c.name, c.width) for c in COLUMNS])
        self._totals = self._sheet("by indicator", [*_SUMS, *((n, 14) for n in ("figures", "articles", "least", "most", "sum"))])
        self._ignored = self._sheet("ignored", [("source", 28), ("text", 24), ("start", 8), ("end", 8), ("reason", 14)])
        self._sums: dict[tuple[Any, ...], _Sum] = {}
        self._row = self._ignored_row = 0

    def _sheet(self, name: str, columns: list[tuple[str, int]]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for number, (title, width) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, title, self._head)
        return sheet

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        from xlsxwriter.exceptions import FileCreateError

        try:
            if kind is None:
                self._finish()
            self._book.close()
        except FileCreateError as error:
            raise (self._file.fault or OSError(str(error))) from None
        finally:
            self._file.close()

    def write(self, document: dict[str, Any]) -> None:
        """Add a document's records and ignored numbers. Raises TooManyRows."""
        for row in rows(document):
            self._row += 1
            if self._row > MAX_ROWS:
                raise TooManyRows(f"a sheet holds {MAX_ROWS:,} records; write -f parquet or -f csv, or keep a --store")
            for number, column in enumerate(COLUMNS):
                self._cell(self._records, self._row, number, column.kind, row[column.name])
            key = tuple(row[name] or "" for name, _ in _SUMS)
            self._sums.setdefault(key, _Sum()).add(row)
        for ignored in document.get("ignored", ()):
            self._ignored_row += 1
            if self._ignored_row <= MAX_ROWS:
                values = (document["source"], ignored["text"], ignored["start"], ignored["end"], ignored["reason"])
                for number, value in enumerate(values):
                    self._cell(self._ignored, self._ignored_row, number, "text" if isinstance(value, str) else "whole", value)

    def _cell(self, sheet: Any, row: int, column: int, kind: str, value: Any) -> None:
        if value is None:
            return
        if kind == "text":
            sheet.write_string(row, column, _clean(str(value)))
        elif kind == "day":
            sheet.write_datetime(row, column, date.fromisoformat(value), self._day)
        elif isinstance(value, float) and 0 <= value <= 1:
            sheet.write_number(row, column, value, self._plain)
        else:
            sheet.write_number(row, column, value, self._number if kind == "number" else None)

    def _finish(self) -> None:
        for place, (key, total) in enumerate(self._in_order(), 1):
            for number, text in enumerate(key):
                self._cell(self._totals, place, number, "text", text)
            figures = (total.figures, len(total.articles), total.least, total.most, total.total)
            for number, value in enumerate(figures, len(key)):
                self._cell(self._totals, place, number, "number", value)
        sizes = (
            (self._records, self._row, len(COLUMNS)),
            (self._totals, len(self._sums), len(_SUMS) + 5),
            (self._ignored, self._ignored_row, 5),
        )
        for sheet, count, columns in sizes:
            sheet.autofilter(0, 0, max(1, count), columns - 1)

    def _in_order(self) -> Iterator[tuple[tuple[Any, ...], _Sum]]:
        yield from sorted(self._sums.items(), key=lambda item: item[0])


def _clean(text: str) -> str:
    """A text as a cell can hold it: XML knows no control characters, and a cell has an end."""
    return _FORBIDDEN.sub("\ufffd", text)[:MAX_CELL]
