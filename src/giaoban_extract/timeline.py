"""Which period a figure covers (policy in docs/reading.md).

A period named before the figure in its sentence governs; a sentence without one takes the last one stated before it in
its section; before any is stated, the article's period holds. Periods of comparison ("so với năm 2017"), of programmes and
congress terms, and the day of a meeting govern nothing; "tính đến ngày 31/12" does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from giaoban_extract.gazetteer import Hits
from giaoban_extract.library import Library
from giaoban_extract.mentions import Mention
from giaoban_extract.periods import Period, make_period, parse_period, years
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
    as_of: bool = False
    season: bool = False
    festive: bool = False


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """The period of a figure, where it is stated (None: inherited) and from where it comes."""

    period: Period | None
    span: Span | None
    source: Source
    season: bool = False


def next_period(period: Period) -> Period | None:
    """The period that follows: the next quarter, half, year or term; after nine months the rest of the year."""
    start, end = period.start, period.end
    if start is None or end is None or (end - start).days < 27:
        return period
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months > 12:
        return years(end.year, end.year + end.year - start.year)
    if months == 12:
        return years(end.year + 1, end.year + 1)
    if end.month == 12:
        return parse_period(f"{end.year + 1}-01-01/P{months}M") if months != 3 else parse_period(f"{end.year + 1}-Q1")
    length = min(months, 12 - end.month)
    return parse_period(f"{end.year}-{end.month + 1:02d}-01/P{length}M")


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
        titles: Sequence[tuple[int, int]],
    ) -> None:
        self.library, self.segmentation, self.stream, self.hits, self.sections = library, segmentation, stream, hits, sections
        self.article, self.published, self.article_source = article, published, article_source
        self.year = article.end.year if article and article.end else published.year if published else None
        self.seasonal = any(hits.starts(library.cues["season"], *bounds) for bounds in titles) and bool(
            article and article.start and article.end and (article.end - article.start).days > 360
        )
        self.stated: dict[int, list[Stated]] = {}
        for mention in mentions:
            if (mention.iso or mention.unit == "year") and mention.kind in _KINDS:
                self._state(mention)
        self._state_words()

    # --- what is stated ---

    def _state(self, mention: Mention) -> None:
        position = self.stream.position_at(mention.start)
        if position >= len(self.stream.keys):
            return
        sentence = self.stream.sentences[position]
        bounds = self.segmentation.sentences[sentence]
        if not bounds.start <= mention.start < bounds.end:
            return
        period = self._until_now(self._complete(mention.iso, sentence) if mention.iso else None, mention, position)
        if period is None or period.start is None or period.end is None:
            return
        if self._of_campaign(period) and self.article is not None:
            period = self.article
        day = (period.end - period.start).days < 1
        as_of = day and self._touches("as_of", self.stream.sentence_bounds[sentence][0], position)
        self._add(sentence, Stated(position, (mention.start, mention.end), period, self._governs(mention, position), day, as_of, self._touches("season", self.stream.sentence_bounds[sentence][0], position)))

    def _of_campaign(self, period: Period) -> bool:
        """A stretch of days inside the summer or season that the whole article is about: the season takes its year."""
        article = self.article
        if not self.seasonal or article is None or None in (article.start, article.end, period.start, period.end):
            return False
        assert article.start and article.end and period.start and period.end
        return 0 < (period.end - period.start).days < 130 and article.start <= period.start and period.end <= article.end

    def _until_now(self, period: Period | None, mention: Mention, position: int) -> Period | None:
        """"5 năm qua", "từ năm 2018 đến nay", "từ đầu năm đến hết tháng 6": stretches that end now or begin in January."""
        if mention.kind == "duration":
            return self._last_years(mention) if mention.unit == "year" else None
        if self.segmentation.flat[mention.start : mention.end].lower().endswith("tháng"):
            return self._last_months(period)
        if period is None or self.year is None or period.start is None or period.end is None:
            return period
        if self.library.cues["until_now"] in self.hits.at[self._word_after(mention)] and period.start.year < self.year:
            return years(period.start.year, self.year)
        first = self.stream.sentence_bounds[self.stream.sentences[position]][0]
        if (period.end - period.start).days < 31 and period.start.month > 1 and self.hits.starts(self.library.cues["from_january"], max(first, position - 7), position):
            return parse_period(f"{period.start.year}-01-01/P{period.start.month}M") or period
        return period

    def _last_months(self, period: Period | None) -> Period | None:
        """"Qua ba tháng", "trong 9 tháng": the article's period when that is as long, else the year's first months up to its end."""
        article = self.article
        if period is None or article is None or None in (article.start, article.end, period.start, period.end):
            return None
        assert article.start and article.end and period.start and period.end
        months = period.end.month
        if article.end.month - article.start.month + 1 == months:
            return article
        return parse_period(f"{article.end.year}-01-01/P{months}M") if article.end.month == months else None

    def _last_years(self, mention: Mention) -> Period | None:
        if self.year is None or not isinstance(mention.value, int) or self.library.cues["past_stretch"] not in self.hits.at[self._word_after(mention)]:
            return None
        if self.article and self.article.start and self.article.end and self.article.end.year - self.article.start.year >= 2:
            return self.article
        return years(self.year - mention.value, self.year)

    def _word_after(self, mention: Mention) -> int:
        return min(self.stream.position_at(mention.end), len(self.stream.keys) - 1)

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
            ("youth_month_first", self._youth_month),
            ("last_year", self._last_year),
            ("season_words", self._this_year),
            ("festive_season", self._this_year),
        ):
            for position in self.hits.where.get(cues[cue], ()):
                period = make()
                end = self.hits.at[position][cues[cue]][-1]
                if period is not None and (end >= len(self.stream.keys) or not self._followed_by_number(position, end)):
                    span = (self.stream.starts[position], self.stream.ends[end - 1])
                    governs = not self._compared(position) and (cue != "youth_month_first" or position <= self.stream.sentence_bounds[self.stream.sentences[position]][0] + 1)
                    stated = Stated(position, span, period, governs, False, season=cue in ("season_words", "festive_season"), festive=cue == "festive_season")
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

    def _governs(self, mention: Mention, position: int) -> bool:
        """Whether a stated period may govern figures: none of comparison, of a programme or plan, of a festive day."""
        if self._compared(position) or self._bracketed(mention):
            return False
        first = self.stream.sentence_bounds[self.stream.sentences[position]][0]
        if self._touches("scope", first, position):
            return False
        if mention.kind == "term" and position - first > 3 and not self._touches("within", first, position):
            return False
        return not self._touches("festive", first, position)

    def _bracketed(self, mention: Mention) -> bool:
        """A period in brackets behind a word explains that word."""
        flat = self.segmentation.flat
        opening = flat.rfind("(", max(0, mention.start - 12), mention.start)
        return opening > 0 and flat[opening + 1 : mention.start].strip().lower() in ("", "từ", "năm", "tháng", "ngày") and flat[opening - 1 : opening].isspace()

    def _touches(self, cue: str, first: int, position: int) -> bool:
        """Whether a cue ends where a position begins."""
        term = self.library.cues[cue]
        return any(end in (position, position + 1) for start in self.hits.starts(term, max(first, position - 8), position + 1) for end in self.hits.at[start][term])

    # --- the period of each figure ---

    def read(self) -> dict[int, FigurePeriod]:
        """Period by stream position of each figure."""
        result: dict[int, FigurePeriod] = {}
        carried: FigurePeriod | None = None
        carried_block = -1
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
                    result[position] = self._governing(position, stated) or self._still(carried, carried_block, sentence.block) or base
            kind = self.segmentation.blocks[sentence.block].kind
            lasting = [s for s in stated if not s.day and not s.festive and self._is_past(s.period)]
            if lasting and kind not in ("heading", "title") and not section.planned:
                last = lasting[-1]
                if not self._plans(number, last.position):
                    carried, carried_block = FigurePeriod(last.period, last.span, "paragraph", last.season), sentence.block
        return result

    def _governing(self, position: int, stated: list[Stated]) -> FigurePeriod | None:
        """The last one before the figure; one after it only in the same clause."""
        before = [
            s
            for s in stated
            if s.position < position
            and not (s.day and self._meets(s.position, position))
            and not (s.festive and any(b >= SEMICOLON for b in self.stream.breaks[s.position + 1 : position + 1]))
        ]
        if before:
            last = before[-1]
            same = all(b < SEMICOLON for b in self.stream.breaks[last.position + 1 : position + 1])
            return FigurePeriod(last.period, last.span, "clause" if same else "sentence", last.season)
        for item in stated:
            between = self.stream.keys[position + 1 : item.position]
            if item.day and not self._touches("as_of", position, item.position):
                continue
            if FIGURE not in between and all(b < SEMICOLON for b in self.stream.breaks[position + 1 : item.position + 1]) and len(between) <= 14:
                return FigurePeriod(item.period, item.span, "clause")
        return None

    def _still(self, carried: FigurePeriod | None, stated_in: int, block: int) -> FigurePeriod | None:
        """A stretch inside the article's period (a month of the quarter) does not outlast its paragraph."""
        if carried is None or carried.period is None or stated_in in (block, -1):
            return carried
        inner, outer = carried.period, self.article
        if outer and outer.start and outer.end and inner.start and inner.end and outer.start <= inner.start and inner.end <= outer.end:
            return None
        return carried

    def _plans(self, sentence: int, position: int) -> bool:
        """Whether words of planning stand in the sentence before a period."""
        first = self.stream.sentence_bounds[sentence][0]
        return any(self.hits.starts(self.library.cues[cue], first, position + 1) for cue in ("planned", "planned_heading"))

    def _meets(self, low: int, position: int) -> bool:
        """A meeting held on a day, not results of that day: "Ngày 15-1, Hội tổ chức hội nghị ..."; "tính đến ngày" is no meeting."""
        first = self.stream.sentence_bounds[self.stream.sentences[low]][0]
        return not self._touches("as_of", first, low) and bool(self.hits.starts(self.library.cues["meeting"], low, position))

    def settled(self, stated: FigurePeriod) -> FigurePeriod:
        """The period of a result: a stretch that is not over yet ("năm 2022" in a briefing of April) means what has been of it."""
        period, article = stated.period, self.article
        today = self.published or (article.end if article else None)
        if period is None or article is None or today is None or None in (period.start, period.end, article.start, article.end):
            return stated
        assert period.start and period.end and article.start and article.end
        if (article.end - article.start).days < 27:
            return stated
        if not stated.season and period.end > today and period.start <= article.start and article.end < period.end:
            return FigurePeriod(article, None, self.article_source)
        return stated

    def following(self, stated: FigurePeriod) -> FigurePeriod:
        """The period of a plan: the one stated for it, else the period after the article's."""
        if stated.source in ("clause", "sentence", "heading") or stated.period is None:
            return stated
        if not self._is_past(stated.period) or self.article is None:
            return stated
        return FigurePeriod(next_period(self.article), None, self.article_source)

    def _is_past(self, period: Period) -> bool:
        """Periods yet to come are plans: they govern their sentence and nothing after it."""
        today = self.published or (self.article.end if self.article else None)
        return today is None or period.start is None or period.start <= today

    def _from_headings(self, section: Section) -> FigurePeriod | None:
        for heading in section.headings:
            stated = [s for s in self.stated.get(heading, ()) if (s.as_of or not s.day) and not self._compared(s.position)]
            if stated:
                return FigurePeriod(stated[0].period, stated[0].span, "heading")
        return None
