"""Which period a figure covers (policy in docs/reading.md).

A period stated before the figure in its sentence governs; a sentence without one takes the last one stated before it in
its section; before any is stated, the article's period holds. A plan without a period of its own is for the period after
the article's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from giaoban_extract.facts.periods import Period, parse_period, years
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.sections import Section
from giaoban_extract.reading.stated import Stated, StatedPeriods
from giaoban_extract.text.identifiers import Source
from giaoban_extract.text.stream import ASIDE, COMMA, FIGURE, SEMICOLON
from giaoban_extract.text.view import Span

_BEHIND = 14
"""A period may follow its figure by so many words."""
_OPENING = 3
"""A period that opens its sentence ("Trong quý II, ...") lasts; one that stands further inside speaks for its sentence only."""
_WITHIN_STRETCH = 4
"""Words between a level and the period that it is of."""
_ADVERBIAL = 12
"""Words of an adverbial before the period that opens the main clause."""
_YEAR, _TWO_YEARS = 364, 729
_REST = 75
"""Days of its year that are left when an article still plans for that year."""
_MONTH = 27
"""An article's period of fewer days is that of an event, not of a report."""


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """The period of a figure, where it is stated (None: inherited), from where it comes, whether it stands for a season
    and whether it is the time by which a plan is to be reached."""

    period: Period | None
    span: Span | None
    source: Source
    season: bool = False
    deadline: bool = False


def _is_term(period: Period | None) -> bool:
    days = period.days if period else None
    return days is not None and (days[1] - days[0]).days > _TWO_YEARS


def _is_year(period: Period | None) -> bool:
    days = period.days if period else None
    return days is not None and days[0].year == days[1].year and (days[1] - days[0]).days >= _YEAR


def _in_year(stretch: Period | None, year: Period) -> Period:
    """The same days of another year: the first nine months of 2022."""
    days, other = (stretch.days if stretch else None), year.days
    if days is None or other is None or days[0].year != days[1].year or other[0].year != other[1].year:
        return year
    return parse_period(f"{other[0].year}-{days[0].month:02d}-01/P{days[1].month - days[0].month + 1}M") or year


def next_period(period: Period) -> Period | None:
    """The period that follows: the next quarter, half, year or term; after nine months the rest of the year."""
    days = period.days
    if days is None or (days[1] - days[0]).days < _MONTH:
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
            opens_block = number == 0 or page.segmentation.sentences[number - 1].block != sentence.block
            if opens_block or not page.opens("part", stream.sentence_bounds[number][0]):
                as_of = None  # "Đến ngày 30/9, dư nợ đạt ... Trong đó, ..." goes on
            for position in range(*stream.sentence_bounds[number]):
                if stream.keys[position] is FIGURE:
                    found = self._of_column(position) or self._stated_for(position, governing, carried)
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
        present = self.page.opens("now", low) and _is_term(carried.period) and not _is_term(self.article)
        return present or self.page.stands("meeting_again", low, min(high, low + _OPENING))

    def settled(self, found: FigurePeriod) -> FigurePeriod:
        """The period of a result: a stretch that is not over yet ("năm 2022" in a briefing of April) means what has been of it."""
        days = found.period.days if found.period else None
        mine = self.article.days if self.article else None
        if days is None or mine is None or self.today is None or found.season or (mine[1] - mine[0]).days < _MONTH:
            return found
        this_year = days[0].year == mine[0].year  # a term that began earlier is told as a whole
        unfinished = this_year and days[1] > self.today and days[0] <= mine[0] and mine[1] < days[1]
        return FigurePeriod(self.article, None, self.article_source) if unfinished else found

    def following(self, found: FigurePeriod) -> FigurePeriod:
        """The period of a plan: the one stated for it, else the period after the article's."""
        if found.period is None or self.article is None:
            return found
        if found.source in ("clause", "sentence", "heading") and not (found.period == self.article and _is_term(found.period)):
            return self._up_to(found)
        if not self._is_past(found.period):
            return found
        coming = self.article if self._has_long_to_go(self.article) else next_period(self.article)
        return FigurePeriod(coming, None, self.article_source)

    def _has_long_to_go(self, period: Period) -> bool:
        """A year told of in June: what is planned is planned for the rest of it."""
        return _is_year(period) and self.today is not None and period.end is not None and (period.end - self.today).days > _REST

    def _up_to(self, found: FigurePeriod) -> FigurePeriod:
        """ "Đến năm 2030 có 500 mô hình" in the report of a term: the years of the next term up to the one named."""
        days, mine = (found.period.days if found.period else None), (self.article.days if self.article else None)
        if days is None or mine is None or not found.deadline or not _is_term(self.article) or days[1].year <= mine[1].year:
            return found
        return replace(found, period=years(mine[1].year, days[1].year))

    # --- one sentence ---

    def _of_column(self, position: int) -> FigurePeriod | None:
        """The period that the head of a table's column names ("Cả năm 2020")."""
        head = self.page.column_head(position)
        if not head:
            return None
        sentence = self.page.stream.sentences[head[0]]
        for item in self.stated.in_sentence(sentence):
            if head[0] <= item.position < head[1] and item.governs:
                return FigurePeriod(item.period, item.span, "heading")
        return None

    def _stated_for(self, position: int, governing: list[Stated], carried: FigurePeriod | None) -> FigurePeriod | None:
        """The last one before the figure; one after it only in the same clause."""
        before = [
            s
            for s in governing
            if s.position < position
            and not (self._is_meeting(s, position) or self._has_passed(s, position) or self._is_where_it_began(s, position))
        ]
        if before:
            last = before[-1]
            if self._comes_to_now(last, position):
                return FigurePeriod(self._present(), None, self.article_source)
            same = self.page.one_clause(last.position, position)
            period = carried.period if last.again and carried and _is_year(carried.period) else last.period
            if last.same:
                told = next((s for s in reversed(before[:-1]) if not s.same), None) or carried
                period = _in_year((told.period if told else None) or self.article, last.period)
            return FigurePeriod(period, last.span, "clause" if same else "sentence", last.season, last.deadline)
        for item in governing:
            if item.position < position or (item.day and not item.as_of):
                continue
            if item.passing and self.page.stream.breaks[item.position] >= ASIDE:
                continue  # "86 hộ (quý III năm 2022 là 71 hộ)": of the figure in the brackets
            between = self.page.stream.keys[position + 1 : item.position]
            if FIGURE not in between and len(between) <= _BEHIND and self.page.one_clause(position, item.position):
                if self._opens_next(position, item.position):
                    continue
                return FigurePeriod(item.period, item.span, "clause")
        return None

    def _comes_to_now(self, stated: Stated, position: int) -> bool:
        """ "Năm 2017, xã có 3 tổ, nay cả xã có 21 tổ": a clause between a period and the figure that begins with the present."""
        breaks = self.page.stream.breaks
        return any(
            breaks[start] >= COMMA and breaks[start] != ASIDE for start in self.page.starts("now_inside", stated.position + 1, position)
        )

    def _present(self) -> Period | None:
        """What "nay" is: the period of the article, of a term its last year."""
        if self.today is None or not _is_term(self.article):
            return self.article
        return years(self.today.year, self.today.year)

    def _opens_next(self, position: int, stated: int) -> bool:
        """ "Tăng trưởng 10%/năm, đến năm 2028 đạt 7 tỷ đồng": behind a comma a period is of the figure that comes next, if one does."""
        stream = self.page.stream
        if COMMA not in stream.breaks[position + 1 : stated + 1]:
            return False
        for here in range(stated + 1, min(self.page.sentence_end(position), stated + _BEHIND)):
            if stream.breaks[here] >= SEMICOLON:
                return False
            if stream.keys[here] is FIGURE:
                return True
        return False

    def _is_meeting(self, stated: Stated, position: int) -> bool:
        """The day of a meeting is not that of results: "Ngày 15-1, Hội tổ chức hội nghị ..."."""
        return stated.day and not stated.as_of and self.page.stands("meeting", stated.position, position)

    def _is_where_it_began(self, stated: Stated, position: int) -> bool:
        """ "Từ 9,8% đầu năm 2020 xuống 3,1%": the period is that of the level that was left."""
        keys, first = self.page.stream.keys, max(self.page.sentence_start(position), stated.position - _WITHIN_STRETCH)
        level = next((here for here in range(stated.position - 1, first - 1, -1) if keys[here] is FIGURE or keys[here].isdecimal()), None)
        left = level is not None and "từ" in keys[max(first - 1, level - 2) : level]
        return left and self.page.stands("level_reached", stated.position, position)

    def _has_passed(self, stated: Stated, position: int) -> bool:
        closed = stated.until is not None and stated.until < self.page.stream.starts[position]
        return closed or (stated.passing and not self.page.one_clause(stated.position, position))

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
