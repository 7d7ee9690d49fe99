"""Which of the periods that a sentence states governs a figure of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from giaoban_extract.facts.periods import Period, parse_period, years
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.stated import Stated, StatedPeriods
from giaoban_extract.text.identifiers import Source
from giaoban_extract.text.stream import ASIDE, COMMA, FIGURE, SEMICOLON
from giaoban_extract.text.view import Span

_BEHIND = 14
"""A period may follow its figure by so many words."""
_JOINED = 5
"""Words from a figure to the one that is joined to it."""
_COMPARED = 7
"""Words from a bracket to the figure in it that is compared with."""
_CLAUSE = 40
"""Words before a figure among which its clause begins."""
_WITHIN_STRETCH = 4
"""Words between a level and the period that it is of."""
_YEAR, _TWO_YEARS = 364, 729


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """The period of a figure, where it is stated (None: inherited), from where it comes, whether it stands for a season
    and whether it is the time by which a plan is to be reached."""

    period: Period | None
    span: Span | None
    source: Source
    season: bool = False
    deadline: bool = False


def is_term(period: Period | None) -> bool:
    days = period.days if period else None
    return days is not None and (days[1] - days[0]).days > _TWO_YEARS


def is_year(period: Period | None) -> bool:
    days = period.days if period else None
    return days is not None and days[0].year == days[1].year and (days[1] - days[0]).days >= _YEAR


def _in_year(stretch: Period | None, year: Period) -> Period:
    """The same days of another year: the first nine months of 2022."""
    days, other = (stretch.days if stretch else None), year.days
    if days is None or other is None or days[0].year != days[1].year or other[0].year != other[1].year:
        return year
    return parse_period(f"{other[0].year}-{days[0].month:02d}-01/P{days[1].month - days[0].month + 1}M") or year


def _behind_joined(words: list[str]) -> list[str]:
    """The words behind a figure, or behind the one that is joined to it: "6 tập thể và 15 cá nhân có thành tích xuất sắc năm 2020"."""
    joined = next((here for here, word in enumerate(words[: _JOINED + 1]) if word is FIGURE), None)
    return words if joined is None or "và" not in words[:joined] else words[joined + 1 :]


class SentencePeriods:
    """The periods of one article's sentences; `today` is the day of the article, `article_source` where its period is told."""

    def __init__(self, page: Page, stated: StatedPeriods, today: date | None, article_source: Source) -> None:
        self.page, self.stated, self.article = page, stated, stated.article
        self.today, self.article_source = today, article_source

    def of(self, position: int, governing: list[Stated], carried: FigurePeriod | None) -> FigurePeriod | None:
        """What the sentence says of a figure: by the head of its table's column, in brackets, before it or behind it. `governing`
        are those of its periods that may govern, `carried` is what the sentences before leave to it."""
        return self._of_column(position) or self._compared_in_brackets(position) or self._stated_for(position, governing, carried)

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
            period = carried.period if last.again and carried and is_year(carried.period) else last.period
            if last.same:
                told = next((s for s in reversed(before[:-1]) if not s.same), None) or carried
                period = _in_year((told.period if told else None) or self.article, last.period)
            return FigurePeriod(period, last.span, "clause" if same else "sentence", last.season, last.deadline)
        for item in governing:
            if item.position < position or (item.day and not item.as_of):
                continue
            if item.passing and self.page.stream.breaks[item.position] >= ASIDE:
                continue  # "86 hộ (quý III năm 2022 là 71 hộ)": of the figure in the brackets
            between = _behind_joined(self.page.stream.keys[position + 1 : item.position])
            if FIGURE not in between and len(between) <= _BEHIND and self.page.one_clause(position, item.position):
                if self._opens_next(position, item.position):
                    continue
                return FigurePeriod(item.period, item.span, "clause")
        return None

    def _compared_in_brackets(self, position: int) -> FigurePeriod | None:
        """ "214 trẻ (cùng kỳ năm trước: 176 trẻ)": the article's stretch of the year before, or of the year that is named."""
        stream, first = self.page.stream, self.page.sentence_start(position)
        for start in range(position, max(first, position - _COMPARED) - 1, -1):
            if start < position and stream.keys[start] is FIGURE:
                return None
            if stream.breaks[start] == ASIDE and self.page.segmentation.flat[stream.starts[start] - 1] == "(":
                break
        else:
            return None
        if self.article is None or self.article.end is None or not self.page.opens("same_stretch", start):
            return None
        named = [
            s.period for s in self.stated.in_sentence(stream.sentences[position]) if start < s.position < position and is_year(s.period)
        ]
        year = named[0] if named else years(self.article.end.year - 1, self.article.end.year - 1)
        return FigurePeriod(_in_year(self.article, year), None, "clause") if year else None

    def _comes_to_now(self, stated: Stated, position: int) -> bool:
        """ "Năm 2017, xã có 3 tổ, nay cả xã có 21 tổ": a clause between a period and the figure that begins with the present."""
        breaks = self.page.stream.breaks
        return any(
            breaks[start] >= COMMA and breaks[start] != ASIDE
            for start in self.page.starts("now", max(stated.position + 1, position - _CLAUSE), position)
        )

    def _present(self) -> Period | None:
        """What "nay" is: the period of the article, of a term its last year."""
        if self.today is None or not is_term(self.article):
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
