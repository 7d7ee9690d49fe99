"""The periods that an article states, with numbers ("quý II", "5 năm qua") and in words ("trong năm"), and which may govern."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from giaoban_extract.facts.periods import Period, parse_period, years
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.worded import last_months, to_date, worded_periods
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.stream import ASIDE, FIGURE, NONE
from giaoban_extract.text.view import Span

_KINDS = frozenset({"period", "year", "date", "term", "duration"})
_SEASON_DAYS = 130
"""No campaign lasts longer."""
_IN_BRACKETS = 8
"""Words behind a period in brackets within which its figure stands."""
_WEEK = 8
"""Days between the first and the last of a week's work are fewer."""
_LATE = 45
"""A month so many days after the article's date is last year's."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A period in the text: stream position of its first word, view span, the period, whether it may govern figures, and its sort.

    day       a single day; as_of: the day up to which was counted ("tính đến ngày 31/12")
    season    a campaign or feast that stands for its year; passing: governs its own clause only ("dịp Tết")
    again     "trong năm": the year told of, when the text before names one; deadline: "đến năm 2030"
    same      "Cùng kỳ năm 2022, ...": the stretch told of before, in that year
    until     offset of the bracket behind which it governs no more: "(9 tháng năm 2022 là 71)"
    """

    position: int
    span: Span
    period: Period
    governs: bool
    day: bool = False
    as_of: bool = False
    season: bool = False
    passing: bool = False
    again: bool = False
    deadline: bool = False
    same: bool = False
    until: int | None = None


class StatedPeriods:
    """All stated periods of one article, by sentence, in text order."""

    def __init__(self, page: Page, mentions: list[Mention], article: Period | None, published: date | None) -> None:
        self.page, self.article, self.published = page, article, published
        self.year = article.end.year if article and article.end else published.year if published else None
        days = article.days if article else None
        self.seasonal = bool(days and (days[1] - days[0]).days > 360) and any(page.stands("season", *bounds) for bounds in page.title)
        self._by_sentence: dict[int, list[Stated]] = {}
        for mention in mentions:
            if mention.kind in _KINDS and (mention.iso or mention.unit == "year"):
                self._read(mention)
        self._read_words([(m.start, m.end) for m in mentions])
        for statements in self._by_sentence.values():
            statements.sort(key=lambda s: s.position)

    def in_sentence(self, sentence: int) -> list[Stated]:
        """What a sentence states."""
        return self._by_sentence.get(sentence, [])

    def compared(self, position: int) -> bool:
        """Whether the words before a period name it as something to compare with ("so với cùng kỳ năm 2017")."""
        return self.page.cue_before("comparison", position, reach=6, slack=6) is not None

    # --- periods with numbers ---

    def _read(self, mention: Mention) -> None:
        page, stream = self.page, self.page.stream
        position = stream.position_at(mention.start)
        if position >= len(stream.keys):
            return
        sentence = page.segmentation.sentences[stream.sentences[position]]
        if not sentence.start <= mention.start < sentence.end:
            return
        period = self._resolve(mention, position)
        days = period.days if period else None
        if period is None or days is None:
            return
        day = days[0] == days[1]
        if self.article and self._of_campaign(days):
            period = self.article
        as_of = day and self._touches("as_of", position)
        season = self._touches("season", position)
        span = (mention.start, mention.end)
        deadline = not day and self._touches("as_of", position)
        same, bracketed = self._opens_comparison(position), self._bracketed(mention)
        told = bracketed and self._told_in_brackets(mention)
        governs = same or ((told or not bracketed) and self._governs(mention, position))
        until = page.segmentation.flat.find(")", mention.end) if told else -1
        self._add(
            Stated(
                position,
                span,
                period,
                governs,
                day,
                as_of,
                season,
                told or same,
                deadline=deadline,
                same=same,
                until=until if until > 0 else None,
            )
        )

    def _add(self, stated: Stated) -> None:
        self._by_sentence.setdefault(self.page.stream.sentences[stated.position], []).append(stated)

    def _resolve(self, mention: Mention, position: int) -> Period | None:
        """The days that a mention means here."""
        if mention.kind == "duration":
            return self._last_years(mention)
        period = self._with_year(mention, position)
        if self.page.segmentation.flat[mention.start : mention.end].lower().endswith("tháng"):
            return last_months(self.article, period)
        days = period.days if period else None
        if period is None or days is None or self.year is None:
            return period
        if (days[1] - days[0]).days in range(1, 31) and self.article and self._touches("as_of", position):
            mine = self.article.days
            if mine and mine[0] <= days[0] and days[1] <= mine[1] and (mine[1] - mine[0]).days > 31:
                return self.article  # "đến tháng 5/2022": the running total of what the article tells
        if mention.kind == "year" and days[0].year == self.year and self._touches("from_january", position):
            return to_date(self.article)
        if self.page.opens("until_now", self._word_after(mention)) and days[0].year < self.year:
            return years(days[0].year, self.year)
        if (days[1] - days[0]).days < _WEEK and days[0].month == days[1].month and days[0] != days[1] and self._touches("week", position):
            return parse_period(f"{days[0].year}-{days[0].month:02d}")
        if days[0] == days[1] and self.published and days[0] < self.published and self._until_now(mention, position):
            return parse_period(f"{days[0].isoformat()}/{self.published.isoformat()}")
        if (
            (days[1] - days[0]).days < 31
            and days[0].month > 1
            and self.page.stands("from_january", max(self._low(position), position - 7), position)
        ):
            return parse_period(f"{days[0].year}-01-01/{days[1].isoformat()}") or period
        return period

    def _until_now(self, mention: Mention, position: int) -> bool:
        """ "Từ ngày 01/7 (ngày xã mới hoạt động) đến nay": a stretch that ends today."""
        last = min(self.page.sentence_end(position), self._word_after(mention) + _IN_BRACKETS)
        ends = [here for here in range(self._word_after(mention), last) if self.page.opens("until_now", here)]
        return bool(ends) and self._touches("from_day", position) and FIGURE not in self.page.stream.keys[position + 1 : ends[0]]

    def _low(self, position: int) -> int:
        return self.page.sentence_start(position)

    def _with_year(self, mention: Mention, position: int) -> Period | None:
        """The period with the article's year where none is written; a month far ahead of the article is last year's."""
        iso = mention.iso or ""
        if iso and not iso[:4].isdecimal() and self.year is not None:  # "--09", "Q3"
            year = self._year_behind(mention) or self._year_above(position)
            if year is not None:
                return parse_period(iso, year)
        period = parse_period(iso, self.year)
        if period is None or period.start is None or self.published is None or self.year is None or not iso.startswith("--"):
            return period
        if (period.start - self.published).days > _LATE and not self.page.section_of(position).planned:
            return parse_period(iso, self.year - 1) or period
        return period

    def _year_behind(self, mention: Mention) -> int | None:
        """The year that words behind a period name: "quý IV năm nay", "tháng 9 năm ngoái"."""
        after, breaks = self._word_after(mention), self.page.stream.breaks
        if self.year is None or after >= len(breaks) or breaks[after] != NONE:
            return None
        if any(self.page.opens(cue, after) for cue in ("this_year", "present_year")):
            return self.year
        return self.year - 1 if self.page.opens("last_year", after) else None

    def _year_above(self, position: int) -> int | None:
        """The year of the nearest heading that names one: "NHIỆM VỤ NĂM 2026"."""
        for heading in self.page.section_of(position).headings:
            for stated in self.in_sentence(heading):
                days = stated.period.days
                if days and days[0].year == days[1].year and not self.compared(stated.position):
                    return days[0].year
        return None

    def _last_years(self, mention: Mention) -> Period | None:
        """ "5 năm qua", "10 năm triển khai": the term that the article is about, else the years up to its own."""
        if mention.unit != "year" or self.year is None or not isinstance(mention.value, int):
            return None
        if not self.page.opens("past_stretch", self._word_after(mention)):
            return None
        days = self.article.days if self.article else None
        return self.article if days and days[1].year - days[0].year >= 2 else years(self.year - mention.value, self.year)

    def _word_after(self, mention: Mention) -> int:
        return self.page.stream.position_at(mention.end)

    def _of_campaign(self, days: tuple[date, date]) -> bool:
        """A stretch of days inside the summer or season that the whole article is about: the season takes its year."""
        mine = self.article.days if self.article else None
        return (
            self.seasonal and mine is not None and 0 < (days[1] - days[0]).days < _SEASON_DAYS and mine[0] <= days[0] and days[1] <= mine[1]
        )

    # --- which may govern ---

    def _governs(self, mention: Mention, position: int) -> bool:
        """Not a period of comparison, of a programme or plan, of a congress term or of a festive day."""
        if self.compared(position) or self._touches("festive", position):
            return False
        if self._touches("scope", position) and position >= (self.page.section_of(position).label or 0):
            return False  # "kế hoạch năm 2025"; but "Phương hướng quý II: ..." says when
        return mention.kind != "term" or self._labels(mention) or position - self._low(position) <= 3 or self._touches("within", position)

    def _touches(self, cue: str, position: int) -> bool:
        """Whether a cue ends where a period begins, or with its first word ("năm", "ngày")."""
        ends = (position, position + 1)
        starts = self.page.hits.starts(self.page.library.cues[cue], max(self._low(position), position - 8), position + 1)
        return any(end in ends for start in starts for end in self.page.hits.at[start][self.page.library.cues[cue]])

    def _bracketed(self, mention: Mention) -> bool:
        flat = self.page.segmentation.flat
        opening = flat.rfind("(", max(0, mention.start - 12), mention.start)
        if opening <= 0:
            return False
        words = flat[opening + 1 : mention.start].strip().lower()
        if self.page.opens("until_now", self._word_after(mention)):
            return False  # "từ đầu nhiệm kỳ (2013) đến nay"
        return words in ("", "từ", "năm", "tháng", "ngày") and flat[opening - 1].isspace()

    def _told_in_brackets(self, mention: Mention) -> bool:
        """Whether the brackets hold a figure of that period, too: "(9 tháng năm 2022 là 71)", "(năm 2022: 71)"."""
        stream, position = self.page.stream, self._word_after(mention)
        if self._labels(mention):
            return True
        last = min(self.page.sentence_end(max(position - 1, 0)), position + _IN_BRACKETS)
        for here in range(position, last):
            if stream.breaks[here] >= ASIDE:
                return False
            if stream.keys[here] is FIGURE:
                return True
        return False

    def _labels(self, mention: Mention) -> bool:
        """Whether a colon stands right behind a period: "giai đoạn 2010 - 2015: 9.385 hộ"."""
        return self.page.segmentation.flat[mention.end : mention.end + 2].lstrip()[:1] == ":"

    def _opens_comparison(self, position: int) -> bool:
        """ "Cùng kỳ năm 2022, Quỹ nhận 980 tỷ đồng": what is compared has figures of its own."""
        first = self._low(position)
        return first < position <= first + 3 and self.page.opens("same_stretch", first)

    # --- periods in words ---

    def _read_words(self, numbered: list[Span]) -> None:
        """ "trong năm", "năm qua", "trong quý", "Tháng Thanh niên", "dịp Tết", "hè này"."""
        page, stream = self.page, self.page.stream
        terms = [stated.period.days for some in self._by_sentence.values() for stated in some if stated.period.days]
        for cue, period in worded_periods(self.article, self.published, self.year, terms).items():
            for position in page.hits.where.get(page.library.cues[cue], ()):
                end = page.hits.at[position][page.library.cues[cue]][-1]
                if self._is_numbered(stream.starts[position], numbered):
                    continue  # "5 năm qua" is no "năm qua"
                if cue in ("this_year", "last_year") and page.opens("school_year", end - 1):
                    continue  # "cả năm học"
                if cue == "this_period" and page.opens("named_month", end - 1):
                    continue  # "trong tháng cao điểm"
                if cue in ("this_year", "present_year", "last_year") and self._names_year_of(position):
                    continue  # "quý IV năm nay" is the quarter
                if end < page.sentence_end(position) and stream.keys[end][:1].isdigit():
                    continue  # "trong năm 2018": the number says it
                governs = not self.compared(position) and (not cue.endswith("_first") or position <= self._low(position) + 1)
                governs = governs and not (cue == "this_year" and self._touches("yearly_plan", position))
                span = (stream.starts[position], stream.ends[end - 1])
                season = cue in ("season_words", "festive_season")
                passing, again = cue in ("festive_season", "last_year"), cue == "this_year"
                self._add(Stated(position, span, period, governs, season=season, passing=passing, again=again))

    @staticmethod
    def _is_numbered(offset: int, numbered: list[Span]) -> bool:
        """Whether an offset lies in one of the spans, which are in text order and apart."""
        index = bisect_right(numbered, offset, key=lambda span: span[0]) - 1
        return index >= 0 and offset < numbered[index][1]

    def _names_year_of(self, position: int) -> bool:
        """Whether words stand right behind a period, whose year they are."""
        sentence = self.page.stream.sentences[position]
        return self.page.stream.breaks[position] == NONE and any(
            stated.span[0] < self.page.stream.starts[position] and self.page.stream.position_at(stated.span[1]) == position
            for stated in self.in_sentence(sentence)
        )
