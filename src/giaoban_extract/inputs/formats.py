"""HTML, DOCX and PDF told from text by content, and each handed to its reader."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable

from giaoban_extract.text.articles import Extracted, Limits, UnreadableArticle

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_WORD = re.compile(r"word/document\d*\.xml")
_LEAD = re.compile(r"(?:\s|\ufeff|<!--.{0,2000}?-->|<\?xml[^>]{0,200}>)*", re.S)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b(?=[\s>])", re.I)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,2000})?/?>", re.I)
_CLOSED = re.compile(r"</(?:p|div|li|ul|ol|td|tr|table|h[1-6]|span|section|article)>", re.I)
HEAD = 65536
"""Bytes in which a page must show that it is one."""
MANY_TAGS = 0.1
"""Share of a text without `<html>` that its tags take from which it is a page; articles that speak of tags have far less."""


def extract(data: bytes, source: str, encoding: str | None, limits: Limits) -> Extracted | None:
    """What a file of one of the formats holds, None for anything else. Raises UnreadableArticle.

    Readers of other people's formats fail in ways of their own on broken files; whatever they raise becomes one sentence here.
    """
    name = _format(data, source)
    if name is None:
        return None
    try:
        extracted = _reader(name)(data, source, encoding, limits)
    except UnreadableArticle:
        raise
    except ModuleNotFoundError:
        raise UnreadableArticle(source, "extra", f"is {name}; reading it needs: pip install 'giaoban-extract[docs]'") from None
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"[:120] if str(error) else type(error).__name__
        raise UnreadableArticle(source, "broken", f"is broken {name} ({reason}); open it and save it again") from None
    if len(extracted.text) > limits.max_bytes:
        message = f"holds more than {limits.max_bytes:,} characters of text; raise --max-bytes if that is meant"
        raise UnreadableArticle(source, "too_large", message)
    return extracted


def _reader(name: str) -> Callable[[bytes, str, str | None, Limits], Extracted]:
    """The module is loaded with the first file of its format: who reads text alone needs none of its libraries."""
    if name == "HTML":
        from giaoban_extract.inputs.html_reader import read_html

        return read_html
    if name == "DOCX":
        from giaoban_extract.inputs.docx_reader import read_docx

        return read_docx
    from giaoban_extract.inputs.pdf_reader import read_pdf

    return read_pdf


def _format(data: bytes, source: str) -> str | None:
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00").startswith(b"%PDF-"):
        return "PDF"
    if data.startswith(b"{\\rtf"):
        raise UnreadableArticle(source, "format", "is RTF; save it as .docx")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableArticle(source, "encrypted", "is protected by a password; save it without one")
        raise UnreadableArticle(source, "format", "is an old binary Office file (.doc); save it as .docx")
    if data.startswith(_ZIP):
        return _zipped(data, source)
    return "HTML" if _is_html(data) else None


def _zipped(data: bytes, source: str) -> str | None:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "DOCX" if b"word/document" in data else None  # cut short: its reader says so
    if any(_WORD.fullmatch(name) for name in names):
        return "DOCX"
    raise UnreadableArticle(source, "format", "is a ZIP file without a Word document; unpack it, or save the document as .docx")


def _is_html(data: bytes) -> bool:
    """By its first tag, or by many tags: a text that speaks of `<b>` or begins with "<" is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = data[:HEAD].decode("utf-16", "ignore")
    else:
        head = data[:HEAD].decode("latin-1").removeprefix("ï»¿")
    lead = _LEAD.match(head)
    begin = lead.end() if lead else 0
    if _PAGE.match(head, begin):
        return True
    if head[begin : begin + 1] in ("{", "[") or len(_CLOSED.findall(head)) < 2:
        return False
    tags = sum(len(tag[0]) for tag in _TAG.finditer(head))
    return tags >= MANY_TAGS * len(head) or (_TAG.match(head, begin) is not None and len(_CLOSED.findall(head)) >= 5)
