"""Files to articles: finding them, decoding them, reading JSON lines. What a file is, its content tells before its name.

Every fault is an `UnreadableArticle` with a kind and one sentence that says what to do; it concerns one article only.
"""

from __future__ import annotations

import glob
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from giaoban_extract.inputs.encodings import decode
from giaoban_extract.inputs.formats import extract
from giaoban_extract.text.articles import LIMITS, Article, Limits, UnreadableArticle

ENDINGS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".jsonl", ".json")
"""Endings (in any case) of the files that a folder is searched for."""


@dataclass(slots=True)
class Finding:
    """The files that paths stand for, in order, the paths as named, and how many files of folders were passed over."""

    paths: list[str] = field(default_factory=list)
    named: frozenset[str] = frozenset()
    passed_over: int = 0

    def passes_over(self, source: str, kind: str) -> bool:
        """Whether a fault of this kind is that of an earlier result which stands in a folder among the articles; such are counted.

        `source` is that of the fault: a file, or a file and the line of it.
        """
        found = kind == "document" and self.named.isdisjoint((source, source.rpartition(":")[0]))
        self.passed_over += found
        return found


def find_files(paths: Iterable[str]) -> Finding:
    """Files for paths as given on a command line: files, folders (recursively, sorted), globs, `-`."""
    given = list(paths)
    finding = Finding(named=frozenset(given))
    for path in given:
        if path == "-" or os.path.isfile(path):
            finding.paths.append(path)
        elif os.path.isdir(path):
            _walk(path, finding)
        elif glob.has_magic(path) and (matches := sorted(glob.glob(path, recursive=True))):
            for match in matches:
                if os.path.isdir(match):
                    _walk(match, finding)
                else:
                    finding.paths.append(match)
        else:
            finding.paths.append(path)
    return finding


def _walk(folder: str, finding: Finding) -> None:
    for current, folders, files in os.walk(folder):
        # A browser that saves a page as "X.html" puts its pictures and frames into "X_files".
        pages = {os.path.splitext(name)[0] for name in files if name.lower().endswith((".html", ".htm"))}
        parts = {page + "_files" for page in pages}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in parts)
        for name in sorted(files):
            path = os.path.join(current, name)
            if not name.startswith((".", "~$")) and name.lower().endswith(ENDINGS) and os.path.isfile(path):
                finding.paths.append(path)
            else:
                finding.passed_over += 1


def read_articles(path: str, *, encoding: str | None = None, limits: Limits = LIMITS) -> Iterator[Article | UnreadableArticle]:
    """The article of a file, or the articles of a JSON lines file; faults are yielded in their place."""
    try:
        data = read_bytes(path, limits.max_bytes)
        extracted = extract(data, path, encoding, limits)
        if extracted:
            yield Article(path, extracted.text, extracted.title, extracted.published, extracted=True)
            return
        text = decode(data, path, encoding)
        if _looks_like_json(text):
            yield from _json_articles(text, path)
        elif not text.strip():
            raise UnreadableArticle(path, "empty", "holds no text")
        else:
            yield Article(path, text)
    except UnreadableArticle as fault:
        yield fault


def read_found(finding: Finding, *, encoding: str | None = None, limits: Limits = LIMITS) -> Iterator[Article | UnreadableArticle]:
    """The articles of all files found, in order; earlier results that stand beside them in a folder are passed over."""
    for path in finding.paths:
        for item in read_articles(path, encoding=encoding, limits=limits):
            if not (isinstance(item, UnreadableArticle) and finding.passes_over(path, item.kind)):
                yield item


def read_text(path: str, *, encoding: str | None = None, limits: Limits = LIMITS) -> str:
    """The text of a file or of standard input (`-`): as it is, or what HTML, DOCX or PDF holds. Raises UnreadableArticle."""
    data = read_bytes(path, limits.max_bytes)
    extracted = extract(data, path, encoding, limits)
    return extracted.text if extracted else decode(data, path, encoding)


def read_bytes(path: str, max_bytes: int) -> bytes:
    """The content of a file or of standard input (`-`). Raises UnreadableArticle."""
    try:
        if path == "-":
            if sys.stdin is None:
                raise UnreadableArticle(path, "unreadable", "cannot be read: standard input is closed")
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(max_bytes + 1)
    except FileNotFoundError:
        raise UnreadableArticle(path, "missing", "no such file") from None
    except IsADirectoryError:
        raise UnreadableArticle(path, "folder", "is a folder") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableArticle(path, "unreadable", f"cannot be read: {reason}") from None
    if len(data) > max_bytes:
        raise UnreadableArticle(path, "too_large", f"is larger than {max_bytes:,} bytes; raise --max-bytes if that is meant")
    return data


def _looks_like_json(text: str) -> bool:
    """Whether the first line is a JSON object, or the whole a list of them."""
    head = text.lstrip("\ufeff \r\n\t")[:1]
    if head == "[":
        return text.lstrip("[ \r\n\t").startswith("{")
    if head != "{":
        return False
    first = text.lstrip().split("\n", 1)[0]
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return text.lstrip()[1:].lstrip().startswith('"')


def _json_articles(text: str, path: str) -> Iterator[Article | UnreadableArticle]:
    stripped = text.strip()
    try:
        whole = json.loads(stripped)
        items = [(number, item) for number, item in enumerate(whole if isinstance(whole, list) else [whole], 1)]
    except (ValueError, RecursionError):
        items = []
        for number, line in enumerate(text.split("\n"), 1):  # a string may hold U+2028: no splitlines
            if line.strip():
                try:
                    items.append((number, json.loads(line)))
                except (ValueError, RecursionError):
                    yield UnreadableArticle(f"{path}:{number}", "json", "is not a line of JSON")
    for number, item in items:
        yield _json_article(item, path, number)


def _json_article(item: object, path: str, number: int) -> Article | UnreadableArticle:
    place = f"{path}:{number}"
    if not isinstance(item, dict):
        return UnreadableArticle(place, "json", 'is not an object with "text"')
    source = next((str(item[key]) for key in ("source", "url", "id") if item.get(key) not in (None, "")), place)
    text = item.get("text")
    if "schema_version" in item and "records" in item and text is None:
        return UnreadableArticle(place, "document", "is a result of this program; give the article that it was made from")
    if not isinstance(text, str):
        return UnreadableArticle(source, "json", 'has no "text"')
    if not text.strip():
        return UnreadableArticle(source, "empty", "holds no text")
    title = item.get("title")
    return Article(source, text, title if isinstance(title, str) else None, _date(item.get("published")))


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
