"""pdfminer within bounds: its readers believe the sizes that a file names, and a small file may name any.

Loaded by `pdf_reader` alone. The three doors are changed in pdfminer itself, since it offers no place for them: the decoding of
streams, the loops over ranges of codes in fonts, and drawing. Outside of `bounded` all of them work as before.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfminer.cmapdb
import pdfminer.pdfdocument
import pdfminer.pdffont
from pdfminer import pdftypes
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page
from pdfplumber.page import PDFPageAggregatorWithMarkedContent as _Aggregator

DRAWING = 10
"""What a byte of a page's drawing counts for: a megabyte of it takes seconds to read and many times its size in memory."""
ON_ITS_PAGE = 4000
"""Bytes that a character takes while its page is read, measured with what is made of it; they are free again behind the page."""
CHARACTER = 100
"""What a character counts for in the whole document: reading it takes some 40 microseconds."""
FORM = 10_000
"""What a drawing inside of a drawing counts for each time that it is drawn."""
A_CODE = 50
"""Bytes that a font's table takes for a code."""
PATHS = 5_000
"""Lines and boxes of a page that are kept, to find its tables; maps have more, and no table."""


class TooMuch(Exception):
    """The file unpacks to more than it may."""


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked; `total` as at the beginning."""

    total: int
    left: int

    def spend(self, size: int) -> None:
        """Raises TooMuch when nothing is left."""
        self.left -= size
        if self.left < 0:
            raise TooMuch


_BUDGET: ContextVar[Budget] = ContextVar("pdf_budget")


@contextmanager
def bounded(size: int) -> Iterator[Budget]:
    """Everything that pdfminer unpacks meanwhile, in this thread, comes to `size` bytes at most, else TooMuch is raised."""
    budget = Budget(size, size)
    token = _BUDGET.set(budget)
    try:
        yield budget
    finally:
        _BUDGET.reset(token)


class BoundedPage(Page):  # type: ignore[misc]
    """A page of pdfplumber that is drawn within the budget."""

    @cached_property
    def layout(self) -> Any:
        """The objects of the page. Asked for within `bounded`."""
        device = _Device(self.pdf.rsrcmgr, pageno=self.page_number, laparams=None)
        device.characters = _BUDGET.get().total // ON_ITS_PAGE
        _Interpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
        return device.get_result()


class _Device(_Aggregator):  # type: ignore[misc]
    characters = 0
    paths = PATHS

    def render_char(self, *arguments: Any, **named: Any) -> Any:
        budget = _BUDGET.get()
        self.characters -= 1
        budget.spend(CHARACTER if self.characters >= 0 else budget.total)
        return super().render_char(*arguments, **named)

    def paint_path(self, *arguments: Any, **named: Any) -> None:
        self.paths -= 1
        if self.paths >= 0:
            super().paint_path(*arguments, **named)


class _Interpreter(PDFPageInterpreter):  # type: ignore[misc]
    def execute(self, streams: Any) -> None:
        """A form may be drawn from many places and by forms that are drawn from many places: each time counts."""
        budget = _BUDGET.get()
        for stream in streams:
            budget.spend(FORM + DRAWING * len(pdftypes.stream_value(stream).get_data()))
        super().execute(streams)


def _range(*bounds: int) -> range:
    asked = range(*bounds)
    budget = _BUDGET.get(None)
    if budget is not None:
        budget.spend(A_CODE * max(0, (asked.stop - asked.start) // asked.step))
    return asked


_decode_as_before = pdftypes.PDFStream.decode


def _decode(stream: Any) -> None:
    """Unpack a stream in steps, counting. A damaged one ends where its damage begins."""
    budget = _BUDGET.get(None)
    filters = stream.get_filters()
    if budget is None or stream.rawdata is None or not filters:
        _decode_as_before(stream)
        return
    data = stream.rawdata
    if stream.decipher:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
    whole = True
    for name, _ in filters:
        if name in pdftypes.LITERALS_FLATE_DECODE:
            data, whole = _inflate(data, budget, whole)
        elif name in pdftypes.LITERALS_LZW_DECODE:
            budget.spend(len(data) * 2700)  # what twelve bits can stand for at most; files of today have no LZW
            data = pdftypes.lzwdecode(data)
        elif name in pdftypes.LITERALS_RUNLENGTH_DECODE:
            budget.spend(len(data) * 64)
            data = pdftypes.rldecode(data)
        elif name in pdftypes.LITERALS_ASCII85_DECODE:
            data = pdftypes.ascii85decode(data)
        elif name in pdftypes.LITERALS_ASCIIHEX_DECODE:
            data = pdftypes.asciihexdecode(data)
        elif name in pdftypes.LITERALS_CCITTFAX_DECODE:
            data = b""  # a picture: no text in it
    if any(params and "Predictor" in params for _, params in filters):
        if whole:
            _decode_as_before(stream)
        else:
            stream.data, stream.rawdata = b"", None
    else:
        stream.data, stream.rawdata = data, None


def _inflate(data: bytes, budget: Budget, whole: bool) -> tuple[bytes, bool]:
    unpacker = zlib.decompressobj()
    pieces = []
    try:
        while data and not unpacker.eof:
            piece = unpacker.decompress(data, 1 << 20)
            budget.spend(len(piece))
            pieces.append(piece)
            data = unpacker.unconsumed_tail
    except zlib.error:
        whole = False
    return b"".join(pieces), whole and unpacker.eof


pdftypes.PDFStream.decode = _decode
for _module in (pdfminer.cmapdb, pdfminer.pdffont, pdfminer.pdfdocument):
    _module.range = _range
