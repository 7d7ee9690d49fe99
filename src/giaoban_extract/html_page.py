"""Pages that show every figure where it stands: one article, or many behind a list. One file each, with nothing to fetch.

Everything that comes from articles, file names and rules is escaped by the templates or written as JSON that the scripts turn
into text nodes; the page's Content-Security-Policy allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from giaoban_extract import __version__
from giaoban_extract.html_data import FOLDER, PageData, Row
from giaoban_extract.identifiers import OTHER
from giaoban_extract.library import Library
from giaoban_extract.wording import VI, number_text, value_text

Document = Mapping[str, Any]
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""Characters that UTF-8 can't hold, and the one that browsers drop."""
_LINK = re.compile(r"https?://[^\s<>\"']+")


class HtmlPage:
    """Writes documents as they come: a single one as the page of an article, several in templates with a list of them in front.

    What is held in memory are the rows of the records, not the texts. `library` names themes and organisations in both languages.
    """

    TITLE = "pages.title"
    SCRIPTS = ("page.js", "report.js")

    def __init__(self, file: IO[str], *, single: bool, library: Library | None = None) -> None:
        self.file, self.single = file, single
        self.data = PageData(library)
        self.count = 0
        self.listed: list[dict[str, Any]] = []
        self.failures: list[dict[str, Any]] = []
        self.waiting: Document | None = None
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._templates.globals["word"] = lambda key: self.data.words.get(key, (key, key))[VI]

    def write(self, document: Document) -> None:
        """Add a document or an error document."""
        if "error" in document:
            self.failures.append({"source": document["source"], "message": document["error"]["message"]})
        elif self.single and self.count == 0:
            self.waiting, self.count = document, 1  # a file of JSON lines is one path and may hold more
        else:
            if self.waiting is not None or not self.listed:
                self._head(self.data.words[self.TITLE][VI])
            if self.waiting is not None:
                self._kept(1, self.waiting)
                self.waiting = None
            self.count += 1
            self._kept(self.count, document)

    def finish(self) -> None:
        """Write what is held back, and the end."""
        if self.waiting is not None and not self.failures:
            self._head(_title(self.waiting))
            self._put("top.html")
            self.file.write("<main>\n")
            self._article(1, self.waiting, "h1")
            self.file.write("</main>\n")
            self._foot(("page.js",))
            return
        if self.waiting is not None or not self.listed:
            self._head(self.data.words[self.TITLE][VI])
        if self.waiting is not None:
            self._kept(1, self.waiting)
        self._put("top.html")
        self._put("overview.html", **self.overview())
        self._foot(self.SCRIPTS)

    def overview(self) -> dict[str, Any]:
        """What the list of articles shows."""
        return {
            "title": self.TITLE,
            "report": False,
            "summary": [(name, number_text(value)) for name, value in self._sums()],
            "articles": self.listed,
            "failures": self.failures,
        }

    def _sums(self) -> list[tuple[str, int]]:
        return [
            ("report.read", len(self.listed)),
            ("report.failed", len(self.failures)),
            ("report.records", self.data.count),
            ("report.ignored", sum(article["ignored"] for article in self.listed)),
        ]

    # --- pieces of the file ---

    def _put(self, name: str, **values: Any) -> None:
        self.file.write(_written(self._templates.get_template(name).render(**values)))

    def _head(self, title: str) -> None:
        style = _asset("page.css")
        self._put("head.html", title=title, style=Markup(style), policy=self._policy(style), version=__version__)

    def _policy(self, style: str) -> str:
        hashes = " ".join(sorted({_hash(self._script(names)) for names in (self.SCRIPTS, ("page.js",))}))
        return (
            f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; img-src data:; connect-src 'none'; "
            "base-uri 'none'; form-action 'none'"
        )

    def _script(self, names: Iterable[str]) -> str:
        return "\n".join(map(_asset, names))

    def _foot(self, scripts: Iterable[str]) -> None:
        data = htmlsafe_json_dumps(self.to_json(), ensure_ascii=False, separators=(",", ":"))
        self._put("foot.html", data=data, script=Markup(self._script(scripts)))

    def to_json(self) -> dict[str, Any]:
        """What the page's scripts read."""
        return self.data.to_json()

    # --- articles ---

    def _kept(self, number: int, document: Document) -> None:
        """An article in a template, which costs the browser nothing until it is opened."""
        self.file.write(f'<template id="article-{number}">\n')
        self._article(number, document, "h1")
        self.file.write("</template>\n")

    def _article(self, number: int, document: Document, heading: str) -> None:
        article, title, first = document["article"], _title(document), self.data.count
        found = self.data.add(number, document, title)
        self.took(number, document, found)
        province, period = article["province"] or {}, article["period"] or {}
        self.listed.append(
            {
                "number": number, "title": title, "source": document["source"], "published": article["published"],
                "published_text": _day(article["published"]), "province": province.get("name"), "period": period.get("code"),
                "period_start": period.get("start"), "records": len(found), "ignored": len(document["ignored"]),
                "other": sum(1 for row in found if row["indicator_id"] == OTHER),
            }
        )  # fmt: skip
        self._put(
            "article.html",
            number=number, first=first, heading=heading, title=title, source=document["source"],
            link=document["source"] if _LINK.fullmatch(document["source"]) else None,
            province=province.get("name"), level=article["level"], published=_day(article["published"]), period=article["period"],
            rows=[self._row(record) for record in document["records"]], pieces=list(self._pieces(document)), ignored=document["ignored"],
            **{name: _by_number(row[column] for row in found) for name, column in _CHOICES.items()},
        )  # fmt: skip

    def took(self, number: int, document: Document, found: list[Row]) -> None:
        """Called with the rows of every article; for what a page tells of all of them."""

    def _row(self, record: Mapping[str, Any]) -> dict[str, Any]:
        theme = record["indicator"]["theme"]
        return {
            "value": value_text(record), "indicator": record["indicator"]["id"], "organisation": record["organisation"]["id"],
            "theme": theme, "style": self.data.styles[theme], "measure": record["measure"], "status": record["status"],
            "period": record["period"] and record["period"]["code"], "confidence": record["confidence"],
            "percent": number_text(round(100 * record["confidence"])),
        }  # fmt: skip

    def _pieces(self, document: Document) -> Iterator[dict[str, Any]]:
        """The text cut at its figures and ignored numbers, which never overlap."""
        text, end = document["text"], 0
        figures = [
            (record["figure"]["start"], record["figure"]["end"], "figure", place, record)
            for place, record in enumerate(document["records"])
        ]
        ignored = [(item["start"], item["end"], "ignored", place, item) for place, item in enumerate(document["ignored"])]
        for start, stop, kind, place, item in sorted([*figures, *ignored], key=lambda cut: cut[:2]):
            yield {"kind": "text", "text": _shown(text[end:start])}
            piece = {"kind": kind, "text": _shown(text[start:stop]), "place": place}
            if kind == "figure":
                piece |= {"style": self.data.styles[item["indicator"]["theme"]], "planned": item["status"] == "planned"}
            else:
                piece["reason"] = item["reason"]
            yield piece
            end = stop
        yield {"kind": "text", "text": _shown(text[end:])}


_CHOICES = {"organisations": "organisation_id", "themes": "indicator_theme", "measures": "measure", "statuses": "status"}


def _by_number(values: Iterable[str]) -> list[str]:
    """The distinct values, the most frequent first."""
    return [value for value, _ in Counter(values).most_common()]


def _title(document: Document) -> str:
    title: str = document["article"]["title"] or document["source"]
    return title


def _day(iso: str | None) -> str | None:
    day = date.fromisoformat(iso) if iso else None
    return f"{day.day}/{day.month}/{day.year}" if day else None


def _shown(text: str) -> Markup:
    """Escaped so that the browser keeps every character: a bare carriage return would become a line end."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def _written(page: str) -> str:
    """What a page can't hold replaced, one character for one."""
    return _UNFIT.sub("\ufffd", page)


def _asset(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
