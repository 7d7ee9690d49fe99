"""The flow in one screen: from an article's text to its document.

text -> view -> blocks and sentences -> mentions of numbers -> words of the library that stand in it
     -> facts of the article, sections, doers, periods, measures -> readings, linked to indicators -> records and ignored numbers
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from giaoban_extract.facts.article import ArticleFacts, read_facts
from giaoban_extract.facts.cues import Cues, load_cues
from giaoban_extract.facts.places import Places, load_places
from giaoban_extract.library.index import Library
from giaoban_extract.library.layers import Layer, builtin_patterns
from giaoban_extract.numbers.reader import NumberReader, to_document
from giaoban_extract.numbers.tables import Row, find_tables, read_units
from giaoban_extract.reading.compiled import compile_patterns, kept_patterns
from giaoban_extract.reading.focus import DoerReader
from giaoban_extract.reading.linking import link
from giaoban_extract.reading.measures import MeasureReader
from giaoban_extract.reading.nearness import Nearness, features
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.readings import Reading
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.reading.rules import Matcher
from giaoban_extract.reading.sections import read_sections
from giaoban_extract.reading.shortlist import Shortlists
from giaoban_extract.reading.sites import site_of
from giaoban_extract.reading.stated import StatedPeriods
from giaoban_extract.reading.timeline import PeriodReader
from giaoban_extract.text.mentions import FIGURE_KINDS, Mention
from giaoban_extract.text.segment import Segmentation, segment
from giaoban_extract.text.stream import make_stream
from giaoban_extract.text.view import View, make_view

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
    matcher: Matcher
    readings: list[Reading]
    ignored: list[tuple[Mention, str]]
    about: str
    named: bool


class Pipeline:
    """A loaded library, ready to read any number of articles."""

    def __init__(self, library: Library, numbers: NumberReader, places: Places, cues: Cues, nearness: Nearness) -> None:
        self.library, self.numbers, self.places, self.cues, self.nearness = library, numbers, places, cues, nearness
        self.shortlists = Shortlists(library)

    @classmethod
    def load(cls, base: Path | None = None, layers: Iterable[Layer] = (), *, examples: bool = False) -> Pipeline:
        """The built-in patterns (or those of a folder that has the same files) with layers on top. Raises PatternError."""
        folder, on_top = base or builtin_patterns(), tuple(layers)
        with collector_at_rest():
            kept = base is None and not examples
            made = kept_patterns(on_top) if kept else compile_patterns(folder, on_top, examples=examples)
            library, read = made.library, made.read
            numbers = NumberReader(folder, library.units, library.nonfigures, read)
            return cls(library, numbers, load_places(folder, read), load_cues(folder, read), made.nearness)

    def analyse(self, text: str, title: str | None = None, published: date | None = None) -> Analysis:
        """Read one article. Total: any string has an analysis."""
        with collector_at_rest():
            return self._analyse(text, title, published)

    def _analyse(self, text: str, title: str | None, published: date | None) -> Analysis:
        view = make_view(text)
        segmentation = segment(view)
        mentions = self.numbers.read(segmentation.flat)
        rows = find_tables(segmentation, mentions)
        mentions = read_units(segmentation, rows, mentions, self.numbers.read)
        facts = read_facts(segmentation, mentions, self.places, self.cues, title, published)
        about = None
        if title and not _holds(view.text, title):  # a title that came beside the text tells whom and when the article is about
            headline = self._analyse(title, None, facts.published or published)
            about = headline.about if headline.named else None
            if headline.facts.period and (facts.period is None or facts.period.source == "article"):
                facts = replace(facts, period=replace(headline.facts.period, text=None, span=None))
        page = self._lay_out(segmentation, mentions, facts, rows)
        ignored = [(m, m.kind) for m in mentions if m.kind not in FIGURE_KINDS]
        figures = []
        flat, blocks = segmentation.flat, segmentation.blocks
        wordless = cache(lambda block: not any(map(str.isalpha, flat[blocks[block].start : blocks[block].end])))
        for mention, position in zip(page.stream.figures, page.stream.figure_at, strict=True):
            reason = _no_figure(page, mention, position, wordless)
            if reason:
                ignored.append((mention, reason))
            else:
                figures.append((position, mention))
        doers = DoerReader(page, facts.title_block, about)
        matcher = Matcher(page)
        readings = _read(page, mentions, facts, figures, doers, matcher, self.shortlists, self.nearness)
        ignored.sort(key=lambda item: item[0].start)
        return Analysis(view, page, mentions, facts, matcher, readings, ignored, doers.article, bool(doers.mentions))

    def _lay_out(self, segmentation: Segmentation, mentions: list[Mention], facts: ArticleFacts, rows: dict[int, Row]) -> Page:
        stream = make_stream(segmentation, mentions)
        hits = self.library.gazetteer.scan(stream)
        title = tuple(stream.sentence_bounds[n] for n, s in enumerate(segmentation.sentences) if s.block == facts.title_block)
        return Page(self.library, segmentation, stream, hits, read_sections(segmentation, stream, hits, self.library), title, rows)

    def document(self, text: str, source: str, title: str | None = None, published: date | None = None) -> dict[str, Any]:
        """The output document of one article, as plain data."""
        with collector_at_rest():  # until all that the article made is dropped but its document
            return self._document(text, source, title, published)

    def _document(self, text: str, source: str, title: str | None, published: date | None) -> dict[str, Any]:
        analysis = self._analyse(text, title, published)
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
    """No garbage collection meanwhile, for what makes many objects that hardly refer to each other in circles: loading drops next to
    none of them, an article all of them at its end, and the collector would walk those of the library again and again."""
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
    page: Page,
    mentions: list[Mention],
    facts: ArticleFacts,
    figures: list[tuple[int, Mention]],
    doers: DoerReader,
    matcher: Matcher,
    shortlists: Shortlists,
    nearness: Nearness,
) -> list[Reading]:
    """Doer, period, measure, status and indicator of every figure."""
    article = facts.period.period if facts.period else None
    from_title = facts.period is not None and facts.period.source == "title"
    stated = StatedPeriods(page, mentions, article, facts.published)
    timeline = PeriodReader(page, stated, "title" if from_title else "article")
    governing = doers.read()
    periods = timeline.read(governing)
    measures = MeasureReader(page)
    readings = []
    for position, mention in figures:
        period = periods[position]
        status = measures.status(position, period.period, timeline.today, article)
        period = timeline.following(period) if status == "planned" else timeline.settled(period)
        measure = measures.measure(position, mention)
        site = site_of(page, position)
        shares = nearness.shares(features(page, position, mention, measure, site))
        readings.append(Reading(position, mention, site, measure, status, governing[position], period, shares=shares))
    link(page, matcher, shortlists, readings)
    return readings


def _no_figure(page: Page, mention: Mention, position: int, wordless: Callable[[int], bool]) -> str | None:
    """Why a number that could be a figure is none, by where it stands; `wordless` tells of a block whether it has no letter."""
    if mention.kind == "duration" and not (mention.unit == "hour" and (mention.value or 0) > A_DAY):
        return "duration"
    if position < 0:
        return "list_marker"
    return "page" if wordless(page.block_of(position)) or page.section_of(position).related else None


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
