"""PDF: the text layer in reading order, paragraphs joined to lines (`pdf_lines`). Needs the extra `docs` (pdfplumber)."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from typing import Any

from giaoban_extract.inputs.pdf_lines import PageRows, Row, Segment, flow
from giaoban_extract.inputs.tabular import clean, table_lines
from giaoban_extract.text.articles import Extracted, Limits, UnreadableArticle

SMALL = 0.75
"""A digit below this share of its word's size that stands higher is a superscript: "m²", or the number of a footnote."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def read_pdf(data: bytes, source: str, encoding: str | None, limits: Limits) -> Extracted:
    """The text of a PDF. Raises UnreadableArticle ("no_text" for a scan, "encrypted", "too_large", "broken").

    What the file says of its title and date is not believed, for the reason that `docx_reader` gives.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfpage import PDFPage
    from pdfplumber.utils.exceptions import PdfminerException

    from giaoban_extract.inputs.pdf_bounds import BoundedPage, TooMuch, bounded

    _say_nothing("pdfminer", "pdfplumber")
    pages: list[PageRows] = []
    with bounded(limits.max_unpacked) as budget:
        try:
            pdf = pdfplumber.PDF(io.BytesIO(data))
            found = []
            for page in PDFPage.create_pages(pdf.doc):
                found.append(page)
                if len(found) > limits.max_pages:
                    message = f"has more than {limits.max_pages:,} pages; raise --max-pages if that is meant"
                    raise UnreadableArticle(source, "too_large", message)
            for number, page in enumerate(found, 1):
                pages.append(_page_rows(BoundedPage(pdf, page, number)))
        except Exception as error:
            cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
            if isinstance(cause, TooMuch) or budget.left < 0:
                message = f"unpacks to more than {limits.max_unpacked:,} bytes; raise --max-unpacked if that is meant"
                raise UnreadableArticle(source, "too_large", message) from None
            if isinstance(cause, PDFEncryptionError):
                raise UnreadableArticle(source, "encrypted", "is protected by a password; save it without one") from None
            raise cause from None
    lines = flow(pages)
    if not pages:
        raise UnreadableArticle(source, "broken", "is broken PDF: no page of it can be found")
    if not lines:
        raise UnreadableArticle(source, "no_text", "is PDF without a text layer, as scans are; run OCR on it first (ocrmypdf, for one)")
    return Extracted("\n".join(lines) + "\n")


def _say_nothing(*names: str) -> None:
    """Faults are told by errors here; what the libraries log goes to the log of a program that has one, not to the terminal."""
    for name in names:
        logger = logging.getLogger(name)
        if not any(isinstance(handler, logging.NullHandler) for handler in logger.handlers):
            logger.addHandler(logging.NullHandler())


def _page_rows(page: Any) -> PageRows:
    """The rows of a page from top to bottom; a row of a ruled table is one segment with bars."""
    upright = page.filter(_shown_once())
    tables = [table for table in upright.find_tables() if len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1]
    boxes = [table.bbox for table in tables]

    def outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)

    words = upright.filter(outside).extract_words(return_chars=True) if boxes else upright.extract_words(return_chars=True)
    rows = _rows([_segment(word) for word in words])
    for table in tables:
        cells = [[[clean(line) for line in (cell or "").split("\n") if line.strip()] for cell in row] for row in table.extract()]
        x0, top, x1, bottom = table.bbox
        printed = list(table_lines(cells))
        step = (bottom - top) / max(1, len(printed))
        for number, line in enumerate(printed):
            start = top + number * step
            rows.append(Row([Segment(line, x0, x1, start, start + step, 0.0)], table=True))
    rows.sort(key=lambda row: row.top)
    return PageRows(float(page.width), rows)


def _shown_once() -> Callable[[dict[str, Any]], bool]:
    """A test for the characters of one page: upright, and not printed over itself to look bold (no letter is as narrow as that)."""
    seen: set[tuple[str, int, int]] = set()

    def shown(item: dict[str, Any]) -> bool:
        if item["object_type"] != "char":
            return True
        size = item["size"]
        if not item["upright"] or size <= 1:
            return False
        across, down = round(10 * item["x0"] / size), round(5 * item["top"] / size)
        if any((item["text"], near, down) in seen for near in (across - 1, across, across + 1)):
            return False
        seen.add((item["text"], across, down))
        return True

    return shown


def _segment(word: dict[str, Any]) -> Segment:
    size = max(float(char["size"]) for char in word["chars"])
    base = max(float(char["bottom"]) for char in word["chars"])
    text = "".join(
        char["text"].translate(_RAISED) if char["size"] < SMALL * size and char["bottom"] < base - size * 0.1 else char["text"]
        for char in word["chars"]
    )
    return Segment(clean(text), float(word["x0"]), float(word["x1"]), float(word["top"]), float(word["bottom"]), size)


def _rows(words: list[Segment]) -> list[Row]:
    """Words whose middles are at one height are a row."""
    rows: list[list[Segment]] = []
    for word in sorted((word for word in words if word.text), key=lambda word: word.top + word.bottom):
        if rows:
            last = rows[-1][-1]
            if (word.top + word.bottom) / 2 - (last.top + last.bottom) / 2 < 0.4 * max(word.size, last.size):
                rows[-1].append(word)
                continue
        rows.append([word])
    return [Row.of_words(sorted(row, key=lambda word: word.x0)) for row in rows]
