"""The flow in one screen: from an article's text to its document.

    text -> view -> blocks and sentences -> mentions of numbers -> words of the library that stand in it
         -> facts of the article, sections, doers, periods, measures -> readings, linked to indicators -> records and ignored numbers
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.facts import ArticleFacts, Cues, load_cues, read_facts
from giaoban_extract.focus import DoerReader
from giaoban_extract.gazetteer import Hits
from giaoban_extract.library import Library, builtin_patterns, load_library
from giaoban_extract.linking import Reading, link
from giaoban_extract.measures import MeasureReader
from giaoban_extract.mentions import FIGURE_KINDS, Mention
from giaoban_extract.numbers import NumberReader, load_number_reader, to_document
from giaoban_extract.places import Places, load_places
from giaoban_extract.records import RecordWriter
from giaoban_extract.rules import Matcher
from giaoban_extract.sections import Section, read_sections
from giaoban_extract.segment import Segmentation, segment
from giaoban_extract.stream import Stream, make_stream
from giaoban_extract.text import View, make_view
from giaoban_extract.timeline import PeriodReader

SCHEMA_VERSION = "1"
A_DAY = 24
"""Hours beyond this are a quantity of something done ("1.200 giờ phát thanh"), not how long a meeting took."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was read on the way to a document; `trace` shows it."""

    view: View
    segmentation: Segmentation
    mentions: list[Mention]
    stream: Stream
    hits: Hits
    facts: ArticleFacts
    readings: list[Reading]
    ignored: list[tuple[Mention, str]]


class Pipeline:
    """A loaded library, ready to read any number of articles."""

    def __init__(self, library: Library, numbers: NumberReader, places: Places, cues: Cues) -> None:
        self.library, self.numbers, self.places, self.cues = library, numbers, places, cues

    @classmethod
    def load(cls, folder: Path | None = None, *, examples: bool = False) -> Pipeline:
        """The built-in patterns, or those of a folder that has the same files. Raises PatternError."""
        folder = folder or builtin_patterns()
        return cls(load_library(folder, examples=examples), load_number_reader(folder), load_places(folder), load_cues(folder))

    def analyse(self, text: str, title: str | None = None, published: date | None = None) -> Analysis:
        """Read one article. Total: any string has an analysis."""
        library = self.library
        view = make_view(text)
        segmentation = segment(view)
        mentions = self.numbers.read(segmentation.flat)
        stream = make_stream(segmentation, mentions)
        hits = library.gazetteer.scan(stream)
        facts = read_facts(segmentation, mentions, self.places, self.cues, title, published)
        sections = read_sections(segmentation, stream, hits, library)
        doers = DoerReader(library, segmentation, stream, hits, sections, facts.title_block).read()
        article = facts.period.period if facts.period else None
        source = "title" if facts.period and facts.period.source == "title" else "article"
        titles = tuple(stream.sentence_bounds[n] for n, s in enumerate(segmentation.sentences) if s.block == facts.title_block)
        timeline = PeriodReader(
            library, segmentation, stream, hits, sections, mentions, article, facts.published, "title" if source == "title" else "article", titles
        )
        periods = timeline.read()
        measures = MeasureReader(library, stream, hits)
        matcher = Matcher(library, segmentation.flat, stream, hits)
        readings: list[Reading] = []
        ignored = [(m, m.kind) for m in mentions if m.kind not in FIGURE_KINDS]
        for mention, position in zip(stream.figures, stream.figure_at, strict=True):
            reason = _no_figure(mention, position, stream, segmentation, sections)
            if reason:
                ignored.append((mention, reason))
                continue
            sentence = segmentation.sentences[stream.sentences[position]]
            section = sections[sentence.block]
            headings = tuple(stream.sentence_bounds[h] for h in section.headings)
            measure = measures.measure(position, mention)
            period = periods[position]
            status = measures.status(position, section.planned, period.period, article, facts.published)
            period = timeline.following(period) if status == "planned" else timeline.settled(period)
            site = matcher.site(position, _first_word(segmentation, stream, sentence.block), headings, titles)
            readings.append(Reading(position, mention, site, measure, status, doers[position], period))
        link(library, stream, hits, matcher, readings)
        ignored.sort(key=lambda item: item[0].start)
        return Analysis(view, segmentation, mentions, stream, hits, facts, readings, ignored)

    def document(self, text: str, source: str, title: str | None = None, published: date | None = None) -> dict[str, Any]:
        """The output document of one article, as plain data."""
        analysis = self.analyse(text, title, published)
        writer = RecordWriter(self.library, analysis.view, analysis.segmentation, analysis.stream, analysis.hits)
        return {
            "schema_version": SCHEMA_VERSION,
            "source": source,
            "article": _article(writer, analysis.facts),
            "records": [writer.record(reading) for reading in analysis.readings],
            "ignored": [_ignored(analysis.view, mention, reason) for mention, reason in analysis.ignored],
        }


def read_numbers(reader: NumberReader, text: str) -> dict[str, Any]:
    """The document of the `numbers` command: every mention of a text with source offsets."""
    view = make_view(text)
    found = []
    for mention in reader.read(segment(view).flat):
        start, end = view.to_source(mention.start, mention.end)
        found.append(replace(mention, start=start, end=end))
    return to_document(text, found)


def _no_figure(mention: Mention, position: int, stream: Stream, segmentation: Segmentation, sections: list[Section]) -> str | None:
    """Why a number that could be a figure is none, by where it stands."""
    if mention.kind == "duration" and not (mention.unit == "hour" and (mention.value or 0) > A_DAY):
        return "duration"
    if position < 0:
        return "list_marker"
    sentence = segmentation.sentences[stream.sentences[position]]
    if sections[sentence.block].related:
        return "page"
    block = segmentation.blocks[sentence.block]
    if not any(c.isalpha() for c in segmentation.flat[block.start : block.end]):
        return "page"
    return None


def _first_word(segmentation: Segmentation, stream: Stream, block: int) -> int:
    return stream.position_at(segmentation.blocks[block].start)


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
