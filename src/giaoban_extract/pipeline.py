"""The flow in one screen: from an article's text to its document.

text -> view -> blocks and sentences -> mentions of numbers -> words of the library that stand in it
     -> facts of the article, sections, doers, periods, measures -> readings, linked to indicators -> records and ignored numbers
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.compiled import kept_library
from giaoban_extract.facts import ArticleFacts, Cues, load_cues, read_facts
from giaoban_extract.focus import DoerReader
from giaoban_extract.layers import Layer, builtin_patterns
from giaoban_extract.library import Library
from giaoban_extract.linking import Reading, link
from giaoban_extract.measures import MeasureReader
from giaoban_extract.mentions import FIGURE_KINDS, Mention
from giaoban_extract.nearness import Nearness, features, load_nearness
from giaoban_extract.numbers import NumberReader, to_document
from giaoban_extract.page import Page
from giaoban_extract.places import Places, load_places
from giaoban_extract.records import RecordWriter
from giaoban_extract.rules import Matcher
from giaoban_extract.sections import read_sections
from giaoban_extract.segment import Segmentation, segment
from giaoban_extract.stated import StatedPeriods
from giaoban_extract.stream import make_stream
from giaoban_extract.tables import Row, find_tables, read_units
from giaoban_extract.text import View, make_view
from giaoban_extract.timeline import PeriodReader

SCHEMA_VERSION = "1"
A_DAY = 24
"""Hours beyond this are a quantity of something done ("1.200 giờ phát thanh"), not how long a meeting took."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was read on the way to a document: `about` is the organisation of the article, `named` whether it names any."""

    view: View
    page: Page
    mentions: list[Mention]
    facts: ArticleFacts
    readings: list[Reading]
    ignored: list[tuple[Mention, str]]
    about: str
    named: bool


class Pipeline:
    """A loaded library, ready to read any number of articles."""

    def __init__(self, library: Library, numbers: NumberReader, places: Places, cues: Cues, nearness: Nearness) -> None:
        self.library, self.numbers, self.places, self.cues, self.nearness = library, numbers, places, cues, nearness

    @classmethod
    def load(cls, base: Path | None = None, layers: Iterable[Layer] = (), *, examples: bool = False) -> Pipeline:
        """The built-in patterns (or those of a folder that has the same files) with layers on top. Raises PatternError."""
        folder, on_top = base or builtin_patterns(), tuple(layers)
        with collector_at_rest():
            if base is None and not examples:
                library = kept_library(on_top)
            else:
                from giaoban_extract.compiler import load_library

                library = load_library(folder, on_top, examples=examples)
            numbers = NumberReader(folder, library.units, library.nonfigures)
            return cls(library, numbers, load_places(folder), load_cues(folder), load_nearness(folder))

    def analyse(self, text: str, title: str | None = None, published: date | None = None) -> Analysis:
        """Read one article. Total: any string has an analysis."""
        view = make_view(text)
        segmentation = segment(view)
        mentions = self.numbers.read(segmentation.flat)
        rows = find_tables(segmentation, mentions)
        mentions = read_units(segmentation, rows, mentions, self.numbers.read)
        facts = read_facts(segmentation, mentions, self.places, self.cues, title, published)
        about = None
        if title and not _holds(view.text, title):  # a title that came beside the text tells whom and when the article is about
            headline = self.analyse(title, None, facts.published or published)
            about = headline.about if headline.named else None
            if headline.facts.period and (facts.period is None or facts.period.source == "article"):
                facts = replace(facts, period=replace(headline.facts.period, text=None, span=None))
        page = self._lay_out(segmentation, mentions, facts, rows)
        ignored = [(m, m.kind) for m in mentions if m.kind not in FIGURE_KINDS]
        figures, wordless = [], _wordless_blocks(page)
        for mention, position in zip(page.stream.figures, page.stream.figure_at, strict=True):
            reason = _no_figure(page, mention, position, wordless)
            if reason:
                ignored.append((mention, reason))
            else:
                figures.append((position, mention))
        doers = DoerReader(page, facts.title_block, about)
        readings = _read(page, mentions, facts, figures, doers, self.nearness)
        ignored.sort(key=lambda item: item[0].start)
        return Analysis(view, page, mentions, facts, readings, ignored, doers.article, bool(doers.mentions))

    def _lay_out(self, segmentation: Segmentation, mentions: list[Mention], facts: ArticleFacts, rows: dict[int, Row]) -> Page:
        stream = make_stream(segmentation, mentions)
        hits = self.library.gazetteer.scan(stream)
        title = tuple(stream.sentence_bounds[n] for n, s in enumerate(segmentation.sentences) if s.block == facts.title_block)
        return Page(self.library, segmentation, stream, hits, read_sections(segmentation, stream, hits, self.library), title, rows)

    def document(self, text: str, source: str, title: str | None = None, published: date | None = None) -> dict[str, Any]:
        """The output document of one article, as plain data."""
        analysis = self.analyse(text, title, published)
        writer = RecordWriter(analysis.view, analysis.page)
        return {
            "schema_version": SCHEMA_VERSION,
            "source": source,
            "article": _article(writer, analysis.facts),
            "records": [writer.record(reading) for reading in analysis.readings],
            "ignored": [_ignored(analysis.view, mention, reason) for mention, reason in analysis.ignored],
        }


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No garbage collection meanwhile: loading makes many objects and drops hardly any, and the collector would walk them all."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def read_numbers(reader: NumberReader, text: str) -> dict[str, Any]:
    """The document of the `numbers` command: every mention of a text with source offsets."""
    view = make_view(text)
    found = []
    for mention in reader.read(segment(view).flat):
        start, end = view.to_source(mention.start, mention.end)
        found.append(replace(mention, start=start, end=end))
    return to_document(text, found)


def _holds(text: str, title: str) -> bool:
    """Whether a text begins with a title, give or take its navigation."""
    return " ".join(title.split()).casefold() in " ".join(text[: len(title) + 1500].split()).casefold()


def _read(
    page: Page, mentions: list[Mention], facts: ArticleFacts, figures: list[tuple[int, Mention]], doers: DoerReader, nearness: Nearness
) -> list[Reading]:
    """Doer, period, measure, status and indicator of every figure."""
    article = facts.period.period if facts.period else None
    from_title = facts.period is not None and facts.period.source == "title"
    stated = StatedPeriods(page, mentions, article, facts.published)
    timeline = PeriodReader(page, stated, "title" if from_title else "article")
    governing, periods = doers.read(), timeline.read()
    measures, matcher = MeasureReader(page), Matcher(page)
    readings = []
    for position, mention in figures:
        period = periods[position]
        status = measures.status(position, period.period, timeline.today, article)
        period = timeline.following(period) if status == "planned" else timeline.settled(period)
        measure = measures.measure(position, mention)
        site = matcher.site(position)
        shares = nearness.shares(features(page, position, mention, measure, site))
        readings.append(Reading(position, mention, site, measure, status, governing[position], period, shares=shares))
    link(page, matcher, readings)
    return readings


def _wordless_blocks(page: Page) -> set[int]:
    """Blocks without a letter, looked for once and not at each of their numbers."""
    flat = page.segmentation.flat
    return {n for n, block in enumerate(page.segmentation.blocks) if not any(c.isalpha() for c in flat[block.start : block.end])}


def _no_figure(page: Page, mention: Mention, position: int, wordless: set[int]) -> str | None:
    """Why a number that could be a figure is none, by where it stands."""
    if mention.kind == "duration" and not (mention.unit == "hour" and (mention.value or 0) > A_DAY):
        return "duration"
    if position < 0:
        return "list_marker"
    return "page" if page.block_of(position) in wordless or page.section_of(position).related else None


def _ignored(view: View, mention: Mention, reason: str) -> dict[str, Any]:
    start, end = view.to_source(mention.start, mention.end)
    return {"text": view.source[start:end], "start": start, "end": end, "reason": reason}


def _article(writer: RecordWriter, facts: ArticleFacts) -> dict[str, Any]:
    period = facts.period
    return {
        "title": facts.title,
        "published": facts.published.isoformat() if facts.published else None,
        "province": {"name": facts.province.name, "code": facts.province.code} if facts.province else None,
        "level": facts.level,
        "period": {
            "code": period.period.code,
            "start": period.period.start.isoformat() if period.period.start else None,
            "end": period.period.end.isoformat() if period.period.end else None,
            **(writer.phrase(period.span) or {"text": None, "span": None}),
            "from": period.source,
        }
        if period
        else None,
    }
