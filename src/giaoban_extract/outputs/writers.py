"""Documents to files and streams: JSON, JSON lines, CSV and the table here; spreadsheets and Parquet in modules of their own.

A file is written beside its place and moved there when it is complete.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from giaoban_extract.outputs.formats import FILES_ONLY, Format
from giaoban_extract.outputs.rows import COLUMNS, NAMES, rows
from giaoban_extract.text.display import HALF_CHARACTERS

if TYPE_CHECKING:
    from giaoban_extract.library.index import Library

Document = dict[str, Any]
FILE_WIDTH = 140
"""Columns of a table that is written to a file."""


class NothingRead(Exception):
    """No article was read, so that there is nothing to write; what stands in the output's place stays."""


class DocumentWriter(Protocol):
    """Takes documents (and error documents) as they come."""

    def write(self, document: Document) -> None:
        """Add one."""


def to_line(document: Document) -> str:
    """One document as one line of JSON."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


class _Lines:
    def __init__(self, file: IO[str]) -> None:
        self.file = file

    def write(self, document: Document) -> None:
        self.file.write(to_line(document) + "\n")
        self.file.flush()


class _Json:
    """One document, or a list of them; written as they come."""

    def __init__(self, file: IO[str], single: bool) -> None:
        self.file, self.single, self.count = file, single, 0
        self.waiting: Document | None = None

    def write(self, document: Document) -> None:
        if self.single and self.count == 0:
            self.waiting, self.count = document, 1  # a file of JSON lines is one path and may hold more
            return
        if self.waiting is not None or self.count == 0:
            self.file.write("[\n")
        if self.waiting is not None:
            self._item(self.waiting, first=True)
            self.waiting = None
        self._item(document, first=self.count == 0)
        self.count += 1

    def _item(self, document: Document, *, first: bool) -> None:
        indented = json.dumps(document, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        self.file.write(f"{'' if first else ',' + chr(10)}  {indented}")

    def finish(self) -> None:
        """Write what is held back, and the end."""
        if self.waiting is not None:
            self.file.write(json.dumps(self.waiting, ensure_ascii=False, indent=2) + "\n")
        else:
            self.file.write("\n]\n" if self.count else "[]\n")


_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Csv:
    """UTF-8 with a byte order mark, so that spreadsheets read it as what it is."""

    def __init__(self, file: IO[str]) -> None:
        self.writer = csv.writer(file, lineterminator="\r\n")
        self.file = file
        file.write("\ufeff")
        self.writer.writerow(NAMES)

    def write(self, document: Document) -> None:
        for row in rows(document):
            self.writer.writerow([_cell(column.kind, row[column.name]) for column in COLUMNS])
        self.file.flush()


def _cell(kind: str, value: Any) -> Any:
    """A cell that no spreadsheet runs: text that would be a formula gets the apostrophe that marks text."""
    if kind != "text" or value is None:
        return value
    return "'" + value if value.startswith(_FORMULA) else value


class _Table:
    def __init__(self, file: IO[str], width: int | None) -> None:
        self.file, self.width = file, width

    def write(self, document: Document) -> None:
        from giaoban_extract.outputs.terminal import print_table

        print_table([document], self.file, self.width)


@contextmanager
def open_writer(
    format: Format, output: Path | None, stream: IO[str], *, single: bool, library: Callable[[], Library] | None = None
) -> Iterator[DocumentWriter]:
    """A writer to a file, which appears when all is written, or to a stream. Raises OSError and ImportError.

    `library` gives a page (HTML) the names of themes and organisations; documents for it must carry their text.
    """
    if format in FILES_ONLY:
        assert output is not None
        with atomic_path(output) as path, _file_writer(format, path) as writer:
            yield writer
    elif output is None:
        with _stream_writer(format, stream, None, single=single, library=library) as writer:
            yield writer
    else:
        with atomic_output(output) as file, _stream_writer(format, file, FILE_WIDTH, single=single, library=library) as writer:
            yield writer


def _file_writer(format: Format, path: Path) -> Any:
    if format is Format.xlsx:
        from giaoban_extract.outputs.spreadsheet import Workbook

        return Workbook(path)
    from giaoban_extract.outputs.parquet import ParquetFile

    return ParquetFile(path)


@contextmanager
def _stream_writer(
    format: Format, file: IO[str], width: int | None, *, single: bool, library: Callable[[], Library] | None
) -> Iterator[DocumentWriter]:
    if format is Format.json:
        whole = _Json(file, single)
        yield whole
        whole.finish()
    elif format is Format.html:
        from giaoban_extract.outputs.html_page import HtmlPage

        page = HtmlPage(file, single=single, library=library() if library else None)
        yield page
        page.finish()
    elif format is Format.csv:
        yield _Csv(file)
    else:
        yield _Lines(file) if format is Format.jsonl else _Table(file, width)


@contextmanager
def atomic_output(path: Path) -> Iterator[IO[str]]:
    """A text file that appears under its name only when it is complete. Raises OSError.

    What is no regular file (a pipe, /dev/null) is written to as it is.
    """
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file() and not real.is_dir():
        with real.open("w", encoding="utf-8", errors=HALF_CHARACTERS, newline="") as file:
            yield file
        return
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", errors=HALF_CHARACTERS, newline="") as file:
        yield file


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """A name to write to, beside a file's place; what stands there is moved into place at the end. Raises OSError.

    A link is followed, and an existing file keeps its mode.
    """
    path = Path(os.path.realpath(path))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "is no regular file")
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~_umask()
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")  # known before it is there: a stop at any moment leaves none
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield temporary
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
