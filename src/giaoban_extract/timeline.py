"""Which period a figure covers (policy in docs/reading.md).

A period named before the figure in its sentence governs; a sentence without one takes the last one stated before it in
its section; before any is stated, the article's period holds. Periods of comparison ("so với năm 2017"), of programmes and
congress terms, and the day of a meeting govern nothing; "tính đến ngày 31/12" does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from giaoban_extract.gazetteer import Hits
from giaoban_extract.library import Library
from giaoban_extract.mentions import Mention
from giaoban_extract.periods import Period, make_period, parse_period
from giaoban_extract.sections import Section
from giaoban_extract.segment import Segmentation
from giaoban_extract.stream import FIGURE, SEMICOLON, Stream
from giaoban_extract.text import Span

Source = Literal["clause", "sentence", "paragraph", "heading", "title", "dateline", "article"]

_KINDS = frozenset({"period", "year", "date", "term", "duration"})


@dataclass(frozen=True, slots=True)
class Stated:
    """A period in the text: stream position of the first word after it, its view span, the period, and whether it governs."""

    position: int
    span: Span
    period: Period
    governs: bool
    day: bool


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """The period of a figure, where it is stated (None: inherited) and from where it comes."""

    period: Period | None
    span: Span | None
    source: Source


class PeriodReader:
    """Periods stated in one article and the one that governs each figure."""

    def __init__(
        self,
        library: Library,
        segmentation: Segmentation,
        stream: Stream,
        hits: Hits,
        sections: list[Section],
        mentions: list[Mention],
        article: Period | None,
        published: date | None,
        article_source: Source,
    ) -> None:
        self.library, self.segmentation, self.stream, self.hits, self.sections = library, segmentation, stream, hits, sections
        self.article, self.published, self.article_source = article, published, article_source
        self.year = article.end.year if article and article.end else published.year if published else None
        self.stated: dict[int, list[Stated]] = {}
        for mention in mentions:
            if mention.iso and mention.kind in _KINDS:
                self._state(mention)
        self._state_words()

    # --- what is stated ---

    def _state(self, mention: Mention) -> None:
        position = self.stream.position_at(mention.start)
        if position >= len(self.stream.keys):
            return
        sentence = self.stream.sentences[position]
        bounds = self.segmentation.sentences[sentence]
        if not bounds.start <= mention.start < bounds.end or mention.iso is None:
            return
        period = self._complete(mention.iso, sentence)
        if period is None or period.start is None or period.end is None:
            return
        day = (period.end - period.start).days < 1
        self._add(sentence, Stated(position, (mention.start, mention.end), period, self._governs(mention, position, day), day))

    def _add(self, sentence: int, stated: Stated) -> None:
        self.stated.setdefault(sentence, []).append(stated)

    def _complete(self, iso: str, sentence: int) -> Period | None:
        period = parse_period(iso, self.year)
        if period is None or self.published is None or period.start is None or iso[:4].isdigit():
            return period
        planned = self.sections[self.segmentation.sentences[sentence].block].planned
        if iso.startswith("--") and period.start > self.published and not planned and self.year is not None:
            earlier = parse_period(iso, self.year - 1)
            return earlier if earlier and (period.start - self.published).days > 45 else period
        return period

    def _state_words(self) -> None:
        """Periods told in words alone: "trong năm", "năm qua", "trong quý", "trong tháng", "Tháng Thanh niên"."""
        cues = self.library.cues
        for cue, make in (
            ("this_year", self._this_year),
            ("this_period", lambda: self.article),
            ("youth_month", self._youth_month),
            ("last_year", self._last_year),
        ):
            for position in self.hits.where.get(cues[cue], ()):
                period = make()
                end = self.hits.at[position][cues[cue]][-1]
                if period is not None and (end >= len(self.stream.keys) or not self._followed_by_number(position, end)):
                    span = (self.stream.starts[position], self.stream.ends[end - 1])
                    stated = Stated(position, span, period, self._compared(position) is False, False)
                    self._add(self.stream.sentences[position], stated)
        for statements in self.stated.values():
            statements.sort(key=lambda s: s.position)

    def _followed_by_number(self, position: int, end: int) -> bool:
        return self.stream.sentences[end] == self.stream.sentences[position] and self.stream.keys[end][:1].isdigit()

    def _this_year(self) -> Period | None:
        return make_period(date(self.year, 1, 1), date(self.year, 12, 31)) if self.year else None

    def _last_year(self) -> Period | None:
        return make_period(date(self.year - 1, 1, 1), date(self.year - 1, 12, 31)) if self.year else None

    def _youth_month(self) -> Period | None:
        return parse_period("--03", self.year) if self.year else None

    def _compared(self, position: int) -> bool:
        """Whether the words before name it as something to compare with."""
        cue = self.library.cues["comparison"]
        first = self.stream.sentence_bounds[self.stream.sentences[position]][0]
        return any(
            end <= position and FIGURE not in self.stream.keys[end:position] and max(self.stream.breaks[end : position + 1], default=0) < SEMICOLON
            for start in range(max(first, position - 6), position)
            for end in self.hits.at[start].get(cue, ())[-1:]
        )

    def _governs(self, mention: Mention, position: int, day: bool) -> bool:
        if self._compared(position):
            return False
        first, last = self.stream.sentence_bounds[self.stream.sentences[position]]
        lead = max(first, position - 4)
        if day and mention.iso and "/" not in mention.iso:
            cue = self.library.cues["as_of"]
            return any(start + 6 >= position for start in self.hits.starts(cue, lead, position + 1))
        scope = self.library.cues["scope"]
        if any(end >= position - 1 for start in self.hits.starts(scope, lead, position + 1) for end in self.hits.at[start][scope]):
            return False
        return not (mention.kind == "term" and position - first > 8 and bool(self.hits.starts(self.library.cues["congress"], first, position)))

    # --- the period of each figure ---

    def read(self) -> dict[int, FigurePeriod]:
        """Period by stream position of each figure."""
        result: dict[int, FigurePeriod] = {}
        carried: FigurePeriod | None = None
        previous: tuple[int, ...] = ()
        base = FigurePeriod(self.article, None, self.article_source)
        for number, sentence in enumerate(self.segmentation.sentences):
            section = self.sections[sentence.block]
            if section.headings != previous:
                carried, previous = self._from_headings(section), section.headings
            low, high = self.stream.sentence_bounds[number]
            stated = [s for s in self.stated.get(number, ()) if s.governs]
            for position in range(low, high):
                if self.stream.keys[position] is FIGURE:
                    result[position] = self._governing(position, stated) or carried or base
            kind = self.segmentation.blocks[sentence.block].kind
            lasting = [s for s in stated if not s.day]
            if lasting and kind not in ("heading", "title"):
                last = lasting[-1]
                carried = FigurePeriod(last.period, last.span, "paragraph")
        return result

    def _governing(self, position: int, stated: list[Stated]) -> FigurePeriod | None:
        """The last one before the figure; one after it only in the same clause."""
        before = [s for s in stated if s.position < position]
        if before:
            last = before[-1]
            same = all(b < SEMICOLON for b in self.stream.breaks[last.position + 1 : position + 1])
            return FigurePeriod(last.period, last.span, "clause" if same else "sentence")
        for item in stated:
            between = self.stream.keys[position + 1 : item.position]
            if FIGURE not in between and all(b < SEMICOLON for b in self.stream.breaks[position + 1 : item.position + 1]) and len(between) <= 14:
                return FigurePeriod(item.period, item.span, "clause")
        return None

    def _from_headings(self, section: Section) -> FigurePeriod | None:
        for heading in section.headings:
            stated = [s for s in self.stated.get(heading, ()) if s.governs and not s.day]
            if stated:
                return FigurePeriod(stated[0].period, stated[0].span, "heading")
        return None
