"""What reading a file gives: an article, or why there is none; and how much of a file is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class UnreadableArticle(Exception):
    """An article that can't be read: a stable kind and a message for people."""

    def __init__(self, source: str, kind: str, message: str) -> None:
        self.source, self.kind, self.message = source, kind, message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file, so that no file takes all memory: each is an option of `extract` of the same name.

    `max_bytes` is the size of the file, `max_pages` the pages of a PDF, `max_unpacked` the bytes that a DOCX, PDF or page of HTML
    comes to when it is unpacked, counted while that is done and not as the file says.
    """

    max_bytes: int = 20_000_000
    max_pages: int = 500
    max_unpacked: int = 200_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text that was read out of HTML, DOCX or PDF, and what the file tells of the article beside it."""

    text: str
    title: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A decoded article: where it came from, its text, and facts that came with it.

    `extracted` tells that the text was read out of HTML, DOCX or PDF: it is nowhere else, so the document carries it.
    """

    source: str
    text: str
    title: str | None = None
    published: date | None = None
    extracted: bool = False
