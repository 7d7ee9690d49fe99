"""Which period a figure covers (policy in docs/reading.md).

A period stated before the figure in its sentence governs; a sentence without one takes the last one stated before it in
its section; before any is stated, the article's period holds. A plan without a period of its own is for the period after
the article's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from giaoban_extract.facts.periods import Period, parse_period, years
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.sections import Section
from giaoban_extract.reading.sentence_periods import FigurePeriod, SentencePeriods, is_term, is_year
from giaoban_extract.reading.stated import Stated, StatedPeriods
from giaoban_extract.reading.worded import SHORTEST_REPORT
from giaoban_extract.text.identifiers import Source
from giaoban_extract.text.stream import COMMA, FIGURE

_OPENING = 3
"""A period that opens its sentence ("Trong quý II, ...") lasts; one that stands further inside speaks for its sentence only."""
_ADVERBIAL = 12
"""Words of an adverbial before the period that opens the main clause."""
_REST = 75
"""Days of its year that are left when an article still plans for that year."""


def next_period(period: Period) -> Period | None:
    """The period that follows: the next quarter, half, year or term; after nine months the rest of the year."""
    days = period.days
    if days is None or (days[1] - days[0]).days < SHORTEST_REPORT:
        return period
    start, end = days
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months > 12:
        return years(end.year, end.year + end.year - start.year)
    if end.month == 12:
        return parse_period(f"{end.year + 1}-01-01/P{months}M")
    return parse_period(f"{end.year}-{end.month + 1:02d}-01/P{min(months, 12 - end.month)}M")


class PeriodReader:
    """The period that governs each figure of one article."""

    def __init__(self, page: Page, stated: StatedPeriods, article_source: Source) -> None:
        self.page, self.stated = page, stated
        self.article, self.article_source = stated.article, article_source
        self.today: date | None = stated.published or (self.article.end if self.article else None)

    def read(self, doers: Mapping[int, Focus]) -> dict[int, FigurePeriod]:
        """Period by stream position of each figure, of which `doers` tells whose it is."""
        page, stream = self.page, self.page.stream
        result: dict[int, FigurePeriod] = {}
        sentences = SentencePeriods(page, self.stated, self.today, self.article_source)
        base = FigurePeriod(self.article, None, self.article_source)
        carried: FigurePeriod | None = None
        carried_block, carried_by, sums = -1, "", False
        as_of: FigurePeriod | None = None
        headings: tuple[int, ...] = ()
        for number, sentence in enumerate(page.segmentation.sentences):
            section = page.sections[sentence.block]
            if section.headings != headings:
                carried, carried_block, headings = self._from_headings(section), -1, section.headings
            if self._turns_to_now(number, carried) or (sums and sentence.block != carried_block):
                carried, sums = self._from_headings(section), False
            governing = [s for s in self.stated.in_sentence(number) if s.governs]
            if page.opens_block(number) or not page.opens("part", stream.sentence_bounds[number][0]):
                as_of = None  # "Đến ngày 30/9, dư nợ đạt ... Trong đó, ..." goes on
            for position in range(*stream.sentence_bounds[number]):
                if stream.keys[position] is FIGURE:
                    found = sentences.of(position, governing, carried)
                    still = self._still(carried, carried_block, sentence.block)
                    if still is not None and still.season and carried_by not in ("", doers[position].organisation):
                        still = None  # a summer campaign is that of the union which runs it
                    result[position] = found or as_of or still or base
            if governing and governing[-1].as_of:
                as_of = FigurePeriod(governing[-1].period, governing[-1].span, "paragraph")
            last = self._lasting(governing, section)
            if last is not None and page.segmentation.blocks[sentence.block].kind not in ("heading", "title"):
                carried, carried_block = FigurePeriod(last.period, last.span, "paragraph", last.season), sentence.block
                sums = self.page.opens("cumulative", stream.sentence_bounds[number][0])
                carried_by = next(
                    (doers[p].organisation for p in range(last.position, stream.sentence_bounds[number][1]) if p in doers), ""
                )
        return result

    def _turns_to_now(self, number: int, carried: FigurePeriod | None) -> bool:
        """A sentence that turns back to the meeting ("Dịp này, ..."), or from years past to the present ("Hiện có ...")."""
        low, high = self.page.stream.sentence_bounds[number]
        if carried is None or low >= high:
            return False
        present = self.page.opens("now", low) and is_term(carried.period) and not is_term(self.article)
        return present or self.page.meets_again(number)

    def settled(self, found: FigurePeriod) -> FigurePeriod:
        """The period of a result: a stretch that is not over yet ("năm 2022" in a briefing of April) means what has been of it."""
        days = found.period.days if found.period else None
        mine = self.article.days if self.article else None
        if days is None or mine is None or self.today is None or found.season or (mine[1] - mine[0]).days < SHORTEST_REPORT:
            return found
        this_year = days[0].year == mine[0].year  # a term that began earlier is told as a whole
        unfinished = this_year and days[1] > self.today and days[0] <= mine[0] and mine[1] < days[1]
        return FigurePeriod(self.article, None, self.article_source) if unfinished else found

    def following(self, found: FigurePeriod) -> FigurePeriod:
        """The period of a plan: the one stated for it, else the period after the article's."""
        if found.period is None or self.article is None:
            return found
        if found.source in ("clause", "sentence", "heading") and not (found.period == self.article and is_term(found.period)):
            return self._up_to(found)
        if not self._is_past(found.period):
            return found
        coming = self.article if self._has_long_to_go(self.article) else next_period(self.article)
        return FigurePeriod(coming, None, self.article_source)

    def _has_long_to_go(self, period: Period) -> bool:
        """A year told of in June: what is planned is planned for the rest of it."""
        return is_year(period) and self.today is not None and period.end is not None and (period.end - self.today).days > _REST

    def _up_to(self, found: FigurePeriod) -> FigurePeriod:
        """ "Đến năm 2030 có 500 mô hình" in the report of a term: the years of the next term up to the one named."""
        days, mine = (found.period.days if found.period else None), (self.article.days if self.article else None)
        if days is None or mine is None or not found.deadline or not is_term(self.article) or days[1].year <= mine[1].year:
            return found
        return replace(found, period=years(mine[1].year, days[1].year))

    # --- from sentence to sentence ---

    def _lasting(self, governing: list[Stated], section: Section) -> Stated | None:
        """What a sentence leaves to the next: no single day, no plan, nothing yet to come."""
        lasting = [s for s in governing if not s.day and not s.passing and self._is_past(s.period)]
        if not lasting or section.planned:
            return None
        last = lasting[-1]
        first = self.page.sentence_start(last.position)
        if last.position - first > _OPENING and not self._opens_main_clause(first, last.position):
            return None
        plans = any(self.page.stands(cue, first, last.position + 1) for cue in ("planned", "planned_heading"))
        return None if plans else last

    def _opens_main_clause(self, first: int, position: int) -> bool:
        """Whether nothing but an adverbial stands before a period: "Song song với cứu trợ, 9 tháng năm 2024, ..."."""
        stream = self.page.stream
        return stream.breaks[position] == COMMA and position - first <= _ADVERBIAL and FIGURE not in stream.keys[first:position]

    def _still(self, carried: FigurePeriod | None, stated_in: int, block: int) -> FigurePeriod | None:
        """A stretch inside the article's period (a month of the quarter) does not outlast its paragraph."""
        inner = carried.period.days if carried and carried.period else None
        outer = self.article.days if self.article else None
        if inner and outer and stated_in not in (block, -1) and outer[0] <= inner[0] and inner[1] <= outer[1]:
            return None
        return carried

    def _is_past(self, period: Period) -> bool:
        return self.today is None or period.start is None or period.start <= self.today

    def _from_headings(self, section: Section) -> FigurePeriod | None:
        for heading in section.headings:
            for item in self.stated.in_sentence(heading):
                if (item.as_of or not item.day) and not self.stated.compared(item.position):
                    return FigurePeriod(item.period, item.span, "heading")
        return None
