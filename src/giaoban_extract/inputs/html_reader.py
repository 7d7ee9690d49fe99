"""HTML: the article of a saved page, without the portal around it. Needs the extra `docs` (trafilatura, lxml).

Which part of a page is its article, trafilatura judges; how the lines of the text look, what the title is and when the page was
published is read here, because offsets refer to this text and a wrong date would shift every period.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from giaoban_extract.inputs.encodings import decode
from giaoban_extract.inputs.tabular import clean, table_lines
from giaoban_extract.text.articles import Extracted, Limits, UnreadableArticle

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BYTES_AN_ELEMENT = 2000
"""What an element costs in memory, at least, while the article is looked for; `max_unpacked` bounds elements by it."""
FIRST_LINES = 8
"""Lines among which the headline stands when the page marks it by no h1."""
NEAR = 12
"""Pieces of text behind the headline among which a date is that of publication."""

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I)
LONGEST_TAG = 20_000
"""Characters of a tag without the values of its attributes; the parser compares every attribute with all before it."""

_INLINE_FILE = re.compile(r"data:[\w/+.;=-]{1,80};base64,[A-Za-z0-9+/=]+")
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONGEST_TAG},}}")
_BLOCKS = ("p", "div", "br", "li", "td", "th", "tr", "table", "ul", "ol", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "section")
_LINES = frozenset({"p", "head", "item", "lb", "list", "quote", "div", "body", "code", "article", "section"})
_VIETNAM = timezone(timedelta(hours=7))
_DMY = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)(?!.{0,20}\b[AP]M\b)")  # with AM or PM the month may come first
_DATE_METAS = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "dc.date.issued",
    "dc.date",
)


def read_html(data: bytes, source: str, encoding: str | None, limits: Limits) -> Extracted:
    """Title, date and main text of a page. Raises UnreadableArticle ("empty", "encoding", "too_large", "broken")."""
    import trafilatura

    tree = _parse(_decoded(data, source, encoding), source, limits)
    if any(str(node.get("content", "")).startswith("giaoban-extract ") for node in tree.iterfind(".//meta[@name='generator']")):
        raise UnreadableArticle(source, "document", "is a page that this program made; give the articles that it was made from")
    published = _published(tree)
    for block in tree.iter(*_BLOCKS):  # "<div>33<div>44" must not become "3344", whoever joins their text
        block.tail = f" {block.tail or ''}"
        before = block.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''} "
        else:
            parent = block.getparent()
            parent.text = f"{parent.text or ''} "
    found = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    lines = list(_text_lines(found.body)) if found is not None and not isinstance(found, dict) else []
    if not lines:
        lines = [line for raw in trafilatura.html2txt(tree).split("\n") if (line := clean(raw))]
    title = _title(tree, lines[:FIRST_LINES])
    if title and _same(title) in (first := [_same(line) for line in lines[:FIRST_LINES]]):
        lines.pop(first.index(_same(title)))
    if not lines:
        raise UnreadableArticle(source, "empty", "is a page without an article's text")
    if title and not _same(lines[0]).startswith(_same(title)):
        lines.insert(0, title)
    return Extracted("\n".join(lines) + "\n", title, published)


def _decoded(data: bytes, source: str, encoding: str | None) -> str:
    """A browser that saves a page writes UTF-8 and may leave the old declaration: bytes that are UTF-8 are read so."""
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, source)
    declared = _CHARSET.search(data[:4096])
    for name in ("utf-8", declared[1].decode("ascii") if declared else None):
        try:
            if name:
                return data.decode({"iso-8859-1": "windows-1252"}.get(name.lower(), name))
        except (UnicodeError, LookupError):
            continue
    return decode(data, source, encoding)


def _parse(text: str, source: str, limits: Limits) -> Element:
    from lxml import etree, html

    text = _INLINE_FILE.sub("", text)  # pictures of a page that was saved as one file
    if any(len(_VALUE.sub("", tag[0])) > LONGEST_TAG for tag in _LONG_TAG.finditer(text)):
        raise UnreadableArticle(source, "broken", "is HTML with a tag of no end")
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        tree: Element = html.document_fromstring(text.replace("\x00", "").encode("utf-8"), parser=parser)
    except etree.ParserError:
        raise UnreadableArticle(source, "empty", "is a page without an article's text") from None
    if any("xcessive depth" in entry.message for entry in parser.error_log):  # what is deeper was dropped without a word
        raise UnreadableArticle(source, "broken", "is HTML nested too deep to be read whole")
    most = limits.max_unpacked // BYTES_AN_ELEMENT
    if int(tree.xpath("count(//*)")) > most:
        raise UnreadableArticle(source, "too_large", f"is a page of more than {most:,} elements; raise --max-unpacked if that is meant")
    return tree


def _text_lines(body: Element) -> Iterator[str]:
    """Paragraphs, headings, items and rows, each as a line without line ends in it."""
    from lxml import etree

    line = ""
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if element.tag in _LINES or element.tag == "table":
            yield from _split(line)
            line = ""
        if event == "end":
            line += element.tail or ""
        elif element.tag == "table":
            yield from _rows(element)
            walker.skip_subtree()
        elif element.tag == "del":  # struck out: the page says that it does not hold
            walker.skip_subtree()
        else:
            line += ("- " if element.tag == "item" else "") + (element.text or "")
    yield from _split(line)


def _split(line: str) -> Iterator[str]:
    """trafilatura leaves line ends only where the page shows one."""
    for piece in line.split("\n"):
        cleaned = clean(piece)
        cleaned = re.sub(r"^- (?=[-–+•*])", "", cleaned)  # an item that brings its own bullet
        if cleaned and cleaned != "-":
            yield cleaned


def _rows(table: Element) -> Iterator[str]:
    return table_lines([[list(_text_lines(cell)) for cell in row.iter("cell")] for row in table.iter("row")])


def _same(text: str) -> str:
    return clean(text).casefold()


def _texts(tree: Element, path: str) -> list[str]:
    found = tree.xpath(path)
    return [t for node in found if (t := clean(node if isinstance(node, str) else " ".join(node.itertext())))]


def _title(tree: Element, first: list[str]) -> str | None:
    """The h1 or first line that is most of the page's title (a logo may be an h1; " - Báo X" follows the headline), else that title."""
    named = _texts(tree, "//meta[@property='og:title']/@content")
    page = (named or _texts(tree, "//head/title") or [""])[0]
    heads = _texts(tree, "//h1")
    told = [head for head in (*heads, *first) if _same(head) in _same(page) and len(head) * 2 > len(page)]
    if told:
        return max(told, key=len)
    if named or len(heads) != 1 or _same(heads[0]) in _same(page):
        return page or None
    return heads[0]


def _published(tree: Element) -> date | None:
    """JSON-LD, meta, time, or a date right behind the headline; a day in Vietnam. A date elsewhere on a page is not its own."""
    for script in _texts(tree, "//script[@type='application/ld+json']"):
        if found := re.search(r'"datePublished"\s*:\s*("[^"]{8,40}")', script):
            try:
                if day := _day(str(json.loads(found[1]))):
                    return day
            except ValueError:
                continue
    metas = {str(m.get("property") or m.get("name") or m.get("itemprop") or "").lower(): m.get("content") for m in tree.iter("meta")}
    times = [time.get("datetime") for time in tree.xpath("(//h1/following::time | //*[@itemprop='datePublished'])[@datetime]")[:1]]
    for value in (*(metas.get(name) for name in _DATE_METAS), *times):
        if value and (day := _day(value)):
            return day
    behind = _texts(tree, f"(//h1)[last()]/following::text()[normalize-space()][position() <= {NEAR}]")
    return next((day for text in behind if len(text) < 60 and (day := _day(text))), None)


def _day(value: str) -> date | None:
    """ISO with or without a time (another zone's is moved to Vietnam's), or day/month/year."""
    try:
        moment = datetime.fromisoformat(value.strip())
        return (moment.astimezone(_VIETNAM) if moment.tzinfo else moment).date()
    except ValueError:
        pass
    try:
        if iso := re.match(r"\s*(\d{4}-\d{2}-\d{2})", value):
            return date.fromisoformat(iso[1])
        written = _DMY.search(value)
        return date(int(written[3]), int(written[2]), int(written[1])) if written else None
    except ValueError:
        return None
