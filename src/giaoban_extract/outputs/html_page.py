"""Pages that show every figure where it stands: one article, or many behind a list. One file each, with nothing to fetch.

Everything that comes from articles, file names and rules is escaped by the templates or written as JSON that the scripts turn
into text nodes; the page's Content-Security-Policy allows only its own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import IO, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup, escape

from giaoban_extract import __version__
from giaoban_extract.library.index import Library
from giaoban_extract.outputs.html_data import FOLDER, PageData, Row
from giaoban_extract.outputs.wording import VI, number_text, value_text
from giaoban_extract.text.identifiers import OTHER

Document = Mapping[str, Any]
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""Characters that UTF-8 can't hold, and the one that browsers drop."""
_LINK = re.compile(r"https?://[^\s<>\"']+")


def templates() -> Environment:
    """The templates of `html/`, which escape every value."""
    return Environment(loader=FileSystemLoader(FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


class HtmlPage:
    """Writes documents as they come: a single one as the page of an article, several in templates with a list of them in front.

    What is held in memory are the rows of the records, not the texts. `library` names themes and organisations in both languages.
    """

    TITLE = "pages.title"
    SCRIPTS = ("page.js", "report.js")

    def __init__(self, file: IO[str], *, single: bool, library: Library | None = None) -> None:
        self.file, self.single = file, single
        self.data = PageData(library)
        self.listed: list[dict[str, Any]] = []
        self.failures: list[dict[str, Any]] = []
        self.waiting: Document | None = None
        self._templates = templates()
        self._templates.globals["word"] = self._word

    def write(self, document: Document) -> None:
        """Add a document or an error document."""
        if "error" in document:
            self.failures.append({"source": document["source"], "message": document["error"]["message"]})
        elif self.single and self.waiting is None and not self.listed:
            self.waiting = document  # a file of JSON lines is one path and may hold more
        else:
            self._begin()
            self._kept(document)

    def finish(self) -> None:
        """Write what is held back, and the end."""
        if self.waiting is not None and not self.failures:
            self._head(_title(self.waiting))
            self._put("top.html")
            self.file.write("<main>\n")
            self._article(self.waiting, bare=False)
            self.file.write("</main>\n")
            self._foot(("page.js",))
            return
        self._begin()
        self._put("top.html")
        self._put("overview.html", **self.overview())
        self._foot(self.SCRIPTS)

    def _begin(self) -> None:
        """The head of a page of many, and the article that was held back."""
        if not self.listed:
            self._head(self._word(self.TITLE))
        if self.waiting is not None:
            waiting, self.waiting = self.waiting, None
            self._kept(waiting)

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
        self.file.write(fit_for_a_page(self._templates.get_template(name).render(**values)))

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

    def _kept(self, document: Document) -> None:
        """An article in a template, which costs the browser nothing until it is opened."""
        self.file.write(f'<template id="article-{len(self.listed) + 1}">\n')
        self._article(document, bare=True)
        self.file.write("</template>\n")

    def _article(self, document: Document, *, bare: bool) -> None:
        """The text with its figures marked; in a `bare` one the script adds what it knows of each (html/page.js)."""
        article, title, number = document["article"], _title(document), len(self.listed) + 1
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
            number=number, bare=bare, title=title, source=document["source"],
            link=document["source"] if _LINK.fullmatch(document["source"]) else None,
            province=province.get("name"), level=article["level"], published=_day(article["published"]), period=article["period"],
            pieces=self._pieces(document),
        )  # fmt: skip

    def took(self, number: int, document: Document, found: list[Row]) -> None:
        """Called with the rows of every article; for what a page tells of all of them."""

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
            told = self._figure(item) if kind == "figure" else self._ignored(item)
            yield {"kind": kind, "text": _shown(text[start:stop]), "place": place, **told}
            end = stop
        yield {"kind": "text", "text": _shown(text[end:])}

    def _figure(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """How a figure is marked, and what is told of it where no script runs."""
        period = record["period"]
        keys = [f"indicator.{record['indicator']['id']}", f"organisation.{record['organisation']['id']}"]
        told = [value_text(record), *(self._word(key) for key in keys), *([self._word(f"period.{period['code']}")] if period else [])]
        style = self.data.styles[record["indicator"]["theme"]]
        return {"style": style, "planned": record["status"] == "planned", "title": " · ".join(told)}

    def _ignored(self, item: Mapping[str, Any]) -> dict[str, Any]:
        return {"title": f"{self._word('ui.ignored_one')}: {self._word('reason.' + item['reason'])}"}

    def _word(self, key: str) -> str:
        return self.data.words.get(key, (key, key))[VI]


def _title(document: Document) -> str:
    title: str = document["article"]["title"] or document["source"]
    return title


def _day(iso: str | None) -> str | None:
    day = date.fromisoformat(iso) if iso else None
    return f"{day.day}/{day.month}/{day.year}" if day else None


def _shown(text: str) -> Markup:
    """Escaped so that the browser keeps every character: a bare carriage return would become a line end."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))


def fit_for_a_page(text: str) -> str:
    """What a page can't hold replaced, one character for one."""
    return _UNFIT.sub("\ufffd", text)


def _asset(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
