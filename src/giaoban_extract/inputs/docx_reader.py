"""DOCX: what Word shows of a document, in reading order, as lines. Needs the extra `docs` (lxml).

The XML of the document is read as it is unpacked and let go paragraph by paragraph: a library for Word files would unpack the
pictures too, hold all at once, and leave out text boxes, footnotes, list numbers and what was inserted with changes tracked.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from giaoban_extract.inputs.docx_lists import BULLET, Lists, child, local, value
from giaoban_extract.inputs.tabular import clean, table_lines
from giaoban_extract.text.articles import Extracted, Limits, UnreadableArticle

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BYTES_AN_ELEMENT = 250
"""What an element of XML takes in memory, measured; `max_unpacked` bounds elements by it."""
_CHUNK = 1 << 16

# What Word does not show: deleted and moved away, struck out and hidden (told in `rPr`), field codes, the copy of a text box for
# old programs.
_UNSEEN = frozenset({"del", "moveFrom", "delText", "instrText", "Fallback", "pPr", "rPr"})
_OFF = frozenset({"0", "false", "off"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice"})
_HAND_NUMBERED = re.compile(r"^((?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zđ])[.)]|[-+*•])\t+")


def read_docx(data: bytes, source: str, encoding: str | None, limits: Limits) -> Extracted:
    """The text of a document; its XML names its own encoding. Raises UnreadableArticle ("empty", "encrypted", "too_large").

    The core properties tell neither title nor date: the title is mostly that of the letter which somebody wrote over, the date
    that of the template or of a copy.
    """
    reader = _Document(data, source, limits)
    lines = [line for block in reader.blocks() for line in block]
    if not lines:
        raise UnreadableArticle(source, "empty", "holds no text; pictures of text need OCR first")
    return Extracted("\n".join(lines) + "\n")


class _Document:
    def __init__(self, data: bytes, source: str, limits: Limits) -> None:
        self.source, self.limits = source, limits
        self.unpacked = self.elements = 0
        self.package = zipfile.ZipFile(io.BytesIO(data))
        if any(entry.flag_bits & 1 for entry in self.package.infolist()):
            raise UnreadableArticle(source, "encrypted", "is protected by a password; save it without one")
        self.lists = Lists()
        self.boxes: list[str] = []

    def blocks(self) -> Iterator[list[str]]:
        """The body block by block, then text boxes, then notes."""
        for part in ("numbering", "styles"):
            for node in self._children(f"word/{part}.xml"):
                self.lists.declare(node)
        main = min(name for name in self.package.namelist() if re.fullmatch(r"word/document\d*\.xml", name))
        for node in self._children(main, "body"):
            yield list(self._block(node))
        yield self.boxes
        for part, kind in (("footnotes", "footnote"), ("endnotes", "endnote")):
            for node in self._children(f"word/{part}.xml"):
                if local(node) == kind and value(node, "type") in (None, "normal"):
                    yield [line for block in node for line in self._block(block)]

    def _children(self, part: str, parent: str = "") -> Iterator[Element]:
        """The children of a part's root or of the element named, each let go behind the caller. Entities are not resolved."""
        from lxml import etree

        if part not in self.package.namelist():
            return
        parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
        with self.package.open(part) as file:
            while chunk := file.read(_CHUNK):
                self._count(len(chunk), 0)
                try:
                    parser.feed(chunk)
                except etree.XMLSyntaxError as error:
                    raise self._fault(str(error)) from None
                yield from self._ended(parser, parent)
        try:
            parser.close()
        except etree.XMLSyntaxError as error:
            raise self._fault(str(error)) from None
        yield from self._ended(parser, parent)

    def _fault(self, reason: str) -> UnreadableArticle:
        if "limit" in reason or "xcessive" in reason or "mplification" in reason:  # those of libxml2: text, depth, entities
            return UnreadableArticle(self.source, "too_large", "is DOCX with more text or depth in one place than a document has")
        return UnreadableArticle(self.source, "broken", "is broken DOCX: its XML cannot be read; open it and save it again")

    def _ended(self, parser: Any, parent: str) -> Iterator[Element]:
        for _, node in parser.read_events():
            if not self.elements and node.getroottree().docinfo.doctype:
                raise UnreadableArticle(self.source, "broken", "is DOCX with a DTD, which no word processor writes")
            self._count(0, 1)
            above = node.getparent()
            if above is None or (local(above) != parent if parent else above.getparent() is not None):
                continue
            yield node
            node.clear()
            while node.getprevious() is not None:
                del above[0]

    def _count(self, size: int, elements: int) -> None:
        self.unpacked += size
        self.elements += elements
        if self.unpacked > self.limits.max_unpacked or self.elements > self.limits.max_unpacked // BYTES_AN_ELEMENT:
            message = f"unpacks to more than {self.limits.max_unpacked:,} bytes; raise --max-unpacked if that is meant"
            raise UnreadableArticle(self.source, "too_large", message)

    def _block(self, node: Element) -> Iterator[str]:
        """The lines of what stands in the body, a cell, a box or a note."""
        name = local(node)
        if name == "p":
            yield from self._paragraph(node)
        elif name == "tbl":
            yield from table_lines([self._cells(row) for row in _under(node, "tr") if child(row, "trPr", "del") is None])
        elif name in _WRAPPERS:
            for item in node:
                yield from self._block(item)

    def _paragraph(self, node: Element) -> Iterator[str]:
        text = "".join(self._pieces(node))
        label = self.lists.label(child(node, "pPr")) if text.strip() else ""
        if label == BULLET and text.lstrip()[:1] in "-–+•*":
            label = ""
        for raw in (label + _HAND_NUMBERED.sub(r"\1 ", text.strip())).split("\n"):
            cells = [clean(cell) for cell in raw.strip().split("\t")]
            if line := "\t".join(cell for cell in cells if cell):
                yield line

    def _pieces(self, node: Element) -> Iterator[str]:
        for item in node:
            name = local(item)
            if name == "t":
                yield item.text or ""
            elif name in ("tab", "ptab"):
                yield "\t"
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "txbxContent":
                self.boxes.extend(line for block in item for line in self._block(block))
            elif name not in _UNSEEN and not (name == "r" and _unseen(child(item, "rPr"))):
                yield from self._pieces(item)

    def _cells(self, row: Element) -> list[list[str]]:
        """The cells of a row by the columns of the table's grid: a merged cell stands once, the places it covers are empty."""
        before = value(child(row, "trPr", "gridBefore"))
        cells: list[list[str]] = [[] for _ in range(_small(before))]
        for cell in _under(row, "tc"):
            merge = child(cell, "tcPr", "vMerge")
            covered = merge is not None and value(merge) != "restart"
            cells.append([] if covered else [line.replace("\t", " ") for block in cell for line in self._block(block)])
            cells.extend([] for _ in range(_small(value(child(cell, "tcPr", "gridSpan"))) - 1))
        return cells


def _under(node: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row; content controls and insertions may stand between."""
    for item in node:
        if local(item) == name:
            yield item
        elif local(item) in _WRAPPERS:
            yield from _under(item, name)


def _unseen(properties: Element | None) -> bool:
    marks = (item for item in properties if local(item) in ("vanish", "strike", "dstrike", "del")) if properties is not None else ()
    return any(value(mark) not in _OFF for mark in marks)


def _small(number: str | None) -> int:
    """A span as written, within what Word allows (63 columns)."""
    return min(int(number), 63) if number and number.isdigit() else 0
