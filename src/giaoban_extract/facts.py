"""What an article says of itself: its title, its day, whose province and level it speaks of, and the period it reports on.

The article is laid out first: *head* (portal lines, letterhead, dateline), *title*, *lead* (the first two paragraphs),
body, and the headlines of other articles that a portal appends, which are never read. Each fact is then looked for where
writers put it, in that order. The words that tell it are `facts.yaml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from giaoban_extract.mentions import Mention
from giaoban_extract.periods import Period, parse_period, years
from giaoban_extract.places import CENTRAL, Place, Places, Province
from giaoban_extract.segment import Block, Segmentation
from giaoban_extract.text import Span
from giaoban_extract.yamlfile import PatternError, Reader, did_you_mean, line_of, read_pattern_file


@dataclass(frozen=True, slots=True)
class ArticlePeriod:
    """The period that the article reports on, and where it says so (`text` and view `span` are None where it was inferred)."""

    period: Period
    text: str | None
    span: Span | None
    source: str


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts of one article; None for what it does not tell. `title_block` is the index of the title's first block."""

    title: str | None
    title_block: int | None
    published: date | None
    province: Province | None
    level: str | None
    period: ArticlePeriod | None


@dataclass(frozen=True, slots=True)
class Cues:
    """`facts.yaml`, checked: phrases in lower case. Built by `load_cues`."""

    chrome: tuple[str, ...]
    related: tuple[str, ...]
    letterhead: tuple[str, ...]
    document_types: tuple[str, ...]
    captions: tuple[str, ...]
    not_the_day: tuple[str, ...]
    the_day: tuple[str, ...]
    results: tuple[str, ...]
    plans: tuple[str, ...]
    weak_plans: tuple[str, ...]
    comparisons: tuple[str, ...]
    since_words: tuple[str, ...]
    since_actions: tuple[str, ...]
    congress: tuple[str, ...]
    not_the_congress: tuple[str, ...]
    yearly: tuple[str, ...]
    midterm: tuple[str, ...]
    past_term: tuple[str, ...]
    months: dict[str, str]
    holders: re.Pattern[str]
    not_holders: dict[str, tuple[str, ...]]


def load_cues(folder: Path, read: Reader = read_pattern_file) -> Cues:
    """The words of `facts.yaml` in a folder of patterns. Raises `PatternError` for an unknown or missing key."""
    path = folder / "facts.yaml"
    data = read(path)
    _check(data, [f.name for f in fields(Cues)], path)
    _check(data["holders"], ["central", "province", "district", "commune"], path)
    _check(data["not_holders"], ["before", "after"], path)
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key == "months":
            values[key] = {str(name).lower(): f"--{month}" for name, month in value.items()}
        elif key == "holders":
            groups = (f"(?P<{level}>{'|'.join(map(re.escape, _phrases(words, path)))})" for level, words in value.items())
            values[key] = re.compile(rf"\b(?:{'|'.join(groups)})\b")
        elif isinstance(value, dict):
            values[key] = {name: _phrases(words, path) for name, words in value.items()}
        else:
            values[key] = _phrases(value, path)
    return Cues(**values)


def _check(data: Any, keys: list[str], path: Path) -> None:
    for key in data:
        if key not in keys:
            raise PatternError(path, line_of(key), f"unknown key {str(key)!r}{did_you_mean(key, keys)}")
    missing = [key for key in keys if key not in data]
    if missing:
        raise PatternError(path, line_of(data), f"lacks {', '.join(missing)}")


def _phrases(value: Any, path: Path) -> tuple[str, ...]:
    """Phrases of a list, or of a list of lists (the lines of a long list), in lower case, the longest first."""
    if not isinstance(value, list):
        raise PatternError(path, line_of(value), "expected a list of words: [word, word]")
    words = (str(word).lower() for item in value for word in (item if isinstance(item, list) else [item]))
    return tuple(sorted(words, key=len, reverse=True))


def read_facts(
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    places: Places,
    cues: Cues,
    given_title: str | None = None,
    given_published: date | None = None,
) -> ArticleFacts:
    """The facts of an article from its text, its numbers and the gazetteer; what is given beside the text wins."""
    layout = _Layout(segmentation, mentions, cues, places, given_title)
    stated = _stated(layout)
    day = given_published or _dateline(layout)
    year = day.year if day else _congress_year(layout, stated) or _likely_year(layout, stated)
    meeting = _meeting_day(layout, year)
    if day is None and meeting is not None:
        day = _complete_day(meeting, stated, year)
    period = _article_period(layout, stated, day, year, meeting)
    on = day or (period.period.end if period else None)
    found = places.find(layout.flat, 0, layout.limit)
    level = _level(layout, found)
    province = CENTRAL if level == "central" else _province(layout, found, on)
    title = given_title or " ".join(layout.flat[layout.blocks[i].start : layout.blocks[i].end].strip() for i in layout.title)
    return ArticleFacts(" ".join(title.split()) or None, layout.title.start if layout.title else None, day, province, level, period)


# ---- layout ----------------------------------------------------------------------------------------------------------

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ANY_DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d(?:/(?:(?:\d{4}|-)-)?\d\d-\d\d)?")
_DOCUMENT_NUMBER = re.compile(r"số\s*:?\s*\d")
_PLACE_AND_DAY = re.compile(r"(?:.*\s{2})?\(?[^\W\d][\w\s.]{1,40},\s*(?:ngày\s*)?$", re.IGNORECASE)
_EXPLICIT_YEAR = re.compile(r"\d{4}")
_METADATA = re.compile(r"\d{4}-\d\d")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST_TITLE, _SHORTEST_PARAGRAPH, _DATE_LINE = 300, 90, 30
_FEWEST_VOTES, _TIE = 1.5, 0.85
"""A district named once with its level is enough for its province; a second province this close makes it a tie."""
_HISTORY = 12
"""Years in one span beyond which it tells history ("1930 - 2021"), not a period of work."""


class _Layout:
    """Block numbers of the parts of an article, and its dated mentions."""

    def __init__(self, segmentation: Segmentation, mentions: Sequence[Mention], cues: Cues, places: Places, title: str | None) -> None:
        self.flat, self.lower = segmentation.flat, segmentation.flat.lower()
        self.blocks, self.cues, self.places = segmentation.blocks, cues, places
        if len(self.lower) != len(self.flat):
            self.lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.flat)
        self.mentions = sorted((m for m in mentions if m.iso or m.kind == "duration"), key=lambda m: m.start)
        self._starts = [m.start for m in self.mentions]
        self.end = next((i for i in range(1, len(self.blocks)) if self._is_related(i)), len(self.blocks))
        self.limit = self.blocks[self.end - 1].end if self.end else 0
        self.title = self._given(title) or self._find_title()
        after = range(self.title.stop, self.end)
        paragraphs = [i for i in after if self._is_paragraph(i)]
        first_section = next((i for i in after if self.blocks[i].level and not self.is_date_line(i)), self.end)
        self.lead = [i for i in paragraphs[:2] if i < first_section] or paragraphs[:1] or list(after[:2])
        self.body = [i for i in paragraphs if i not in self.lead]
        head_end = min([first_section, *self.lead[:1]])
        self.head = [i for i in range(head_end) if i not in self.title]

    def text(self, index: int) -> str:
        """A block in lower case."""
        return self.lower[self.blocks[index].start : self.blocks[index].end]

    def within(self, indices: Iterable[int]) -> list[Mention]:
        """The dated mentions of some blocks."""
        spans = [(self.blocks[i].start, self.blocks[i].end) for i in indices]
        return [m for start, end in spans for m in self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]]

    def before(self, position: int, reach: int) -> str:
        """What stands before a position on its line, in lower case, at most `reach` characters."""
        return self.lower[max(0, position - reach) : position].rpartition("\n")[2]

    def _is_related(self, index: int) -> bool:
        text = self.text(index)
        return len(text) < 60 and text.lstrip("-»•* ").startswith(self.cues.related)

    def _is_paragraph(self, index: int) -> bool:
        text = self.text(index)
        return len(text) >= _SHORTEST_PARAGRAPH and not any(cue in text[-60:] for cue in self.cues.captions) and not self._is_chrome(text)

    def _is_chrome(self, text: str) -> bool:
        return len(text) < 200 and (any(cue in text for cue in self.cues.chrome) or text.count("|") > 1 or "»" in text)

    def _given(self, title: str | None) -> range:
        wanted = " ".join((title or "").lower().split())
        found = next((i for i in range(min(20, len(self.blocks))) if wanted and " ".join(self.text(i).split()) == wanted), None)
        return range(found, found + 1) if found is not None else range(0)

    def _find_title(self) -> range:
        """The first line that is no chrome, letterhead, dateline or kind of document; with the lines that continue it."""
        announced = False
        for i in range(min(20, self.end)):
            text = self.text(i)
            if text.strip(" :*") in self.cues.document_types:
                announced = True
            elif not self._is_head(i, text):
                if len(text) > _LONGEST_TITLE:
                    return range(0)
                return range(i, self._title_end(i, announced))
        return range(0)

    def _title_end(self, first: int, announced: bool) -> int:
        last = first
        while last + 1 < self.end and last - first < 3:
            before, after = self.blocks[last], self.blocks[last + 1]
            text = self.flat[after.start : after.end]
            lines = self.flat[before.end : after.start].count("\n")
            same_case = self.flat[before.start : before.end].isupper() and text.isupper()
            open_end = self.flat[before.end - 1] in ",-–;" or text[0].islower()
            continues = announced or same_case or open_end
            if lines > 1 or after.level or len(text) > 150 or not continues or self._is_head(last + 1, text.lower()):
                break
            last += 1
        return last + 1

    def _is_head(self, index: int, text: str) -> bool:
        """Whether a block before the title is none: chrome, a dateline, a number, a letterhead."""
        if len(_LETTERS.findall(text)) < 8 or (text[0] == "(" and text[-1] == ")") or _DOCUMENT_NUMBER.match(text):
            return True
        return self._is_chrome(text) or self.is_date_line(index) or self._is_letterhead(self.blocks[index], text)

    def is_date_line(self, index: int) -> bool:
        """Whether a block says little more than a day."""
        text, offset = self.text(index), self.blocks[index].start
        days = [m for m in self.within([index]) if _is_full(m)] if len(text) <= _LONGEST_TITLE else []
        if not days:
            return False
        for mention in reversed(days):
            text = text[: mention.start - offset] + text[mention.end - offset :]
        return len(_LETTERS.findall(text)) < _DATE_LINE

    def _is_letterhead(self, block: Block, text: str) -> bool:
        """Whether a line in capitals holds nothing but organisations, levels and places, in one column or two."""
        if not self.flat[block.start : block.end].isupper() or len(text) > 160:
            return False
        for place in reversed(self.places.find(self.flat, block.start, block.end)):
            text = text[: place.start - block.start] + text[place.end - block.start :]
        for phrase in self.cues.letterhead:
            text = text.replace(phrase, " ")
        text = re.sub(r"\b(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường)\b(?:\s+\w+){0,3}\s*(?=$|\s{2})", " ", text)
        return not _LETTERS.search(text)


# ---- the day ---------------------------------------------------------------------------------------------------------


def _dateline(layout: _Layout) -> date | None:
    """The full date of the head, of the lead's opening ("(QN, 24.11.2021) -"), or of a signature ("Hà Nội, ngày ...")."""
    for mention in layout.within(layout.head):
        if _is_full(mention) and not _is_other_day(layout, mention):
            return date.fromisoformat(str(mention.iso))
    for index in layout.lead[:1]:
        start = layout.blocks[index].start
        for mention in layout.within([index])[:2]:
            rest = layout.lower[mention.end : mention.end + 5].lstrip()
            closed = layout.lower[start] == "(" and rest.startswith(")")
            if _is_full(mention) and mention.start - start <= 45 and (closed or rest[:1] in "-–—") and rest:
                return date.fromisoformat(str(mention.iso))
    for index in range(layout.end - 1, max(layout.end - 9, layout.title.stop), -1):
        block = layout.blocks[index]
        for mention in layout.within([index]) if block.end - block.start <= _LONGEST_TITLE else []:
            signed = _PLACE_AND_DAY.match(layout.flat[block.start : mention.start])
            if _is_full(mention) and (signed or (layout.is_date_line(index) and not block.level)):
                return date.fromisoformat(str(mention.iso))
    return None


def _is_full(mention: Mention) -> bool:
    return bool(mention.iso and _FULL_DAY.fullmatch(mention.iso) and parse_period(mention.iso))


def _is_other_day(layout: _Layout, mention: Mention) -> bool:
    """Whether the date belongs to a document, a deadline, an anniversary."""
    before = layout.before(mention.start, 40).rstrip(" (")
    return any(before.endswith(cue) or (len(cue) > 6 and cue in before) for cue in layout.cues.not_the_day)


def _meeting_day(layout: _Layout, year: int | None) -> Mention | None:
    """The first day in the lead, else in the title, on which something is held ("Chiều 25/7"), with or without its year."""
    for mention in layout.within([*layout.lead, *layout.title]):
        if not mention.iso or not _ANY_DAY.fullmatch(mention.iso) or _is_other_day(layout, mention):
            continue
        words = layout.before(mention.start, 12).strip(" (,").split()
        named = layout.lower.startswith(layout.cues.the_day, mention.start) or (words and words[-1] in layout.cues.the_day)
        stated = int(mention.iso[:4]) if _EXPLICIT_YEAR.match(mention.iso) else None
        if named and (stated is None or year is None or abs(stated - year) <= 1):
            return mention
    return None


def _complete_day(meeting: Mention, stated: list[_Stated], year: int | None) -> date | None:
    """The meeting's day in the article's year; in the next one where it looks back on a whole year from January to March."""
    assert meeting.iso
    period = parse_period(meeting.iso, year)
    if period is None or period.end is None:
        return None
    looked_at = next((s for s in stated if not s.plan), None)
    past = parse_period(looked_at.iso, year) if looked_at else None
    if past and past.start and past.end and not _EXPLICIT_YEAR.match(meeting.iso):
        whole_year = (past.end - past.start).days > 330 and period.end.month <= 3 and past.end.year == year
        if whole_year or period.end < past.start:
            period = parse_period(meeting.iso, (year or 0) + 1)
    return period.end if period else None


# ---- the period ------------------------------------------------------------------------------------------------------


_REPORTED_MONTHS = ("S1", "P9M")
_YEAR_WORD = re.compile(r"năm|\bhè\b|\bxuân\b|\btết\b")
"""Before a bare number these say that it is a year; a season takes its whole year."""


@dataclass(slots=True)
class _Stated:
    """A period in title or lead: where, and whether a plan's.

    `rank` orders them: 0 in the title, 1 in the first paragraph, 2 a bare year of the title or several years of the lead,
    3 in the second paragraph, 4 at the opening of a later one.
    """

    kind: str
    span: Span
    iso: str
    source: str
    plan: bool
    rank: int


def _stated(layout: _Layout) -> list[_Stated]:
    """The periods of title and lead in order, each told as result or plan by the words before it."""
    found: list[_Stated] = []
    for source, rank, index in [("title", 0, i) for i in layout.title] + [("paragraph", 2 * n + 1, i) for n, i in enumerate(layout.lead)]:
        previous: _Stated | None = None
        for kind, iso, (start, end) in _periods(layout, index):
            since = previous.span[1] if previous else layout.blocks[index].start
            plan = _is_plan(layout, layout.lower[since:start], previous)
            bare = source == "title" and layout.flat[start].isdigit() and kind == "year"
            several = source != "title" and _spans_years(iso)
            previous = _Stated(kind, (start, end), iso, source, plan, 2 if bare or several else rank)
            if not _is_compared(layout, start):
                found.append(previous)
    return found


def _periods(layout: _Layout, index: int) -> list[tuple[str, str, Span]]:
    """Kind, ISO form and span of a block's periods; a named month ("Tháng Thanh niên") takes the year behind it."""
    block = layout.blocks[index]
    months = [(m.span(), code) for name, code in layout.cues.months.items() for m in re.finditer(re.escape(name), layout.text(index))]
    named = {block.start + end: (block.start + start, code) for (start, end), code in months}
    found: list[tuple[str, str, Span]] = []
    for mention in layout.within([index]):
        iso = mention.iso
        if iso is None or _ANY_DAY.fullmatch(iso) or parse_period(iso) is None or _METADATA.match(layout.flat, mention.start):
            continue
        if _is_stretch(layout, mention):
            continue
        month = next((end for end in named if 0 <= mention.start - end <= 6 and mention.kind == "year"), None)
        if month is not None:
            start, code = named.pop(month)
            found.append(("period", f"{iso}-{code[2:]}", (start, mention.end)))
        elif mention.kind != "year" or index in layout.title or _YEAR_WORD.search(layout.lower, max(0, mention.start - 5), mention.end):
            found.append((mention.kind, iso, (mention.start, mention.end)))
    found += [("period", code, (start, end)) for end, (start, code) in named.items()]
    return sorted(found, key=lambda f: f[2])


def _is_stretch(layout: _Layout, mention: Mention) -> bool:
    """ "sau ba tháng vận hành" tells how long something took; "6 tháng", "9 tháng" alone are those of a report."""
    if not layout.lower[mention.start : mention.end].endswith("tháng"):
        return False
    words = layout.before(mention.start, 8).split()
    return mention.iso not in _REPORTED_MONTHS or bool(words and words[-1] in ("sau", "qua", "gần"))


def _is_plan(layout: _Layout, before: str, previous: _Stated | None) -> bool:
    def last(words: tuple[str, ...]) -> int:
        return max((before.rfind(word) + len(word) for word in words if word in before), default=-1)

    result, plan = last(layout.cues.results), last(layout.cues.plans)
    if result < 0 and plan < 0:
        weak = last(layout.cues.weak_plans) >= 0
        return weak if previous is None or weak else previous.plan
    return plan > result


def _spans_years(iso: str) -> bool:
    period = parse_period(iso)
    return bool(period and period.start and period.end and period.end.year - period.start.year > 1)


def _is_compared(layout: _Layout, start: int) -> bool:
    return any(cue in layout.before(start, 25) for cue in layout.cues.comparisons)


def _congress_year(layout: _Layout, stated: list[_Stated]) -> int | None:
    """The year in which a congress opens the term that the title names."""
    for found in stated:
        term = parse_period(found.iso)
        if found.source == "title" and found.kind == "term" and term and term.start:
            before = layout.before(found.span[0], 120)
            if any(cue in before for cue in layout.cues.congress) and not any(cue in before for cue in layout.cues.not_the_congress):
                return term.start.year
    return None


def _likely_year(layout: _Layout, stated: list[_Stated]) -> int | None:
    """The year of an article without a full date: of title's or lead's period, else the most stated, else after the one compared with."""
    for found in sorted(stated, key=lambda s: s.plan):
        period = parse_period(found.iso)
        if period and period.end and period.start and period.end.year - period.start.year < 2:
            return period.end.year
    counts: Counter[int] = Counter()
    compared: Counter[int] = Counter()
    for mention in layout.mentions:
        if mention.iso and mention.kind != "term" and _EXPLICIT_YEAR.match(mention.iso) and mention.start < layout.limit:
            period = parse_period(mention.iso)
            if period and period.start and period.end and period.end.year - period.start.year < 1:
                (compared if _is_compared(layout, mention.start) else counts)[period.end.year] += 1
    if counts:
        return max(counts, key=lambda y: (counts[y], y))
    return max(compared) + 1 if compared else None


def _article_period(
    layout: _Layout, stated: list[_Stated], day: date | None, year: int | None, meeting: Mention | None
) -> ArticlePeriod | None:
    """The first that there is: results, years up to now, the past term, plans, a year that opens a paragraph,
    a period that the body reports on, the event's day, the year."""
    results, plans = [s for s in stated if not s.plan], [s for s in stated if s.plan]
    steps: list[list[_Stated]] = [
        sorted((s for s in results if s.rank < 3), key=lambda s: s.rank),
        [s for s in plans if s.rank == 0],
        [s for s in results if s.rank == 3],
        _openings(layout, year),
        plans,
    ]
    for step, candidates in enumerate(steps):
        for found in candidates:
            period = _complete(found, layout, plans, day, year)
            if period:
                return _said(layout, period, found.span, found.source)
        inferred = (_years_up_to_now(layout, year) or _past_term(layout, stated, year)) if step == 0 else None
        if inferred:
            return inferred
    yearly = any(cue in _joined(layout, [*layout.title, *layout.lead[:1]]) for cue in layout.cues.yearly)
    if yearly and year:
        past = years(year - 1, year - 1) if day and day.month <= 2 else years(year, year)
        return ArticlePeriod(past, None, None, "article") if past else None
    for found in _reported_later(layout, year):
        period = _complete(found, layout, plans, day, year)
        if period:
            return _said(layout, period, found.span, found.source)
    if meeting is not None and meeting.iso:
        held = parse_period(meeting.iso, year)
        if held and held.start:
            return _said(layout, held, (meeting.start, meeting.end), "paragraph")
    whole = years(year, year) if year else None
    return ArticlePeriod(whole, None, None, "article") if whole else None


def _said(layout: _Layout, period: Period, span: Span, source: str) -> ArticlePeriod:
    return ArticlePeriod(period, layout.flat[span[0] : span[1]], span, source)


def _complete(found: _Stated, layout: _Layout, plans: list[_Stated], day: date | None, year: int | None) -> Period | None:
    """The period with its year; None for terms to come, and for stages that are under way unless they are taken stock of."""
    period = parse_period(found.iso)
    if period and period.start and period.end:
        first, last = period.start.year, period.end.year
        if day and period.start > day and not found.plan:
            return None
        if last == first:
            return period
        if last - first > _HISTORY or (year and first >= year and last - first > 1):
            return None
        soon_over = found.kind == "term" and year is not None and last == year + 1
        if year and last > year and last - first > 1 and not soon_over:
            midway = any(cue in layout.before(found.span[0], 80) or cue in _joined(layout, layout.title) for cue in layout.cues.midterm)
            return years(first, year) if midway else None
        return period
    if day:
        past = (parse_period(found.iso, y) for y in ((day.year, day.year - 1) if not found.plan else (day.year, day.year + 1)))
        return next((p for p in past if p and p.start and p.end and (p.start <= day if not found.plan else p.end >= day)), None)
    next_plan = next((parse_period(p.iso) for p in plans if p.span[0] > found.span[0] and _EXPLICIT_YEAR.match(p.iso)), None)
    if next_plan and next_plan.start:
        period = parse_period(found.iso, next_plan.start.year)
        if period and period.start and period.start > next_plan.start:
            period = parse_period(found.iso, next_plan.start.year - 1)
        return period
    return parse_period(found.iso, year)


def _joined(layout: _Layout, indices: Iterable[int]) -> str:
    return " ".join(layout.text(i) for i in indices)


def _years_up_to_now(layout: _Layout, year: int | None) -> ArticlePeriod | None:
    """ "Sau 10 năm triển khai ...": from ten years ago to the article's year."""
    for source, indices in (("title", layout.title), ("paragraph", layout.lead)):
        for mention in layout.within(indices):
            count = mention.value if mention.kind == "duration" and layout.lower[mention.start : mention.end].endswith("năm") else None
            length = re.fullmatch(r"P(\d+)Y", mention.iso or "")
            count = int(length[1]) if length else count
            if year is None or not isinstance(count, int) or not 2 <= count <= 30:
                continue
            before, after = layout.before(mention.start, 12).split(), layout.lower[mention.end : mention.end + 30].lstrip()
            looks_back = any(" ".join(before).endswith(cue) for cue in layout.cues.since_words)
            if looks_back and after.startswith(layout.cues.since_actions):
                period = years(year - count, year)
                return _said(layout, period, (mention.start, mention.end), source) if period else None
    return None


def _past_term(layout: _Layout, stated: list[_Stated], year: int | None) -> ArticlePeriod | None:
    """A congress that opens a term reports on the one before: as the body names it, else of the same length."""
    for found in stated:
        term = parse_period(found.iso)
        if not (term and term.start and term.end and year and term.start.year >= year and term.end.year - term.start.year > 2):
            continue
        before = layout.before(found.span[0], 120)
        if not any(cue in before for cue in layout.cues.congress) or any(cue in before for cue in layout.cues.not_the_congress):
            continue
        first = term.start.year
        for mention in layout.mentions:
            past = parse_period(mention.iso) if mention.iso and mention.start < layout.limit else None
            if past and past.start and past.end and 2 < past.end.year - past.start.year <= _HISTORY and first - 1 <= past.end.year <= first:
                return _said(layout, past, (mention.start, mention.end), "paragraph")
        guessed = years(2 * first - term.end.year, first)
        told = any(cue in layout.lower[: layout.limit] for cue in layout.cues.past_term)
        if (found.source == "title" or told) and guessed:
            return ArticlePeriod(guessed, None, None, "article")
    return None


def _openings(layout: _Layout, year: int | None) -> list[_Stated]:
    """Years of this year or the last that open one of the first paragraphs: "Năm 2020, ..."."""
    found = []
    for index in layout.body[:2]:
        for kind, iso, span in _periods(layout, index)[:1]:
            period = parse_period(iso)
            near = period and period.start and period.end and year and period.start.year == period.end.year in (year, year - 1)
            if near and span[0] - layout.blocks[index].start <= 10:
                found.append(_Stated(kind, span, iso, "paragraph", False, 4))
    return found


def _reported_later(layout: _Layout, year: int | None) -> Iterator[_Stated]:
    """Quarters, halves and nine months of the article's year where the body takes stock, after a lead that tells a scene."""
    for index in layout.body:
        if not any(cue in layout.text(index) for cue in layout.cues.results):
            continue
        for kind, iso, span in _periods(layout, index):
            period = parse_period(iso)
            if not (period and period.start and period.end and period.start.year == period.end.year == year):
                continue
            months = period.end.month - period.start.month + 1
            plan = _is_plan(layout, layout.lower[layout.blocks[index].start : span[0]], None)
            if 3 <= months < 12 and not plan and not _is_compared(layout, span[0]):
                yield _Stated(kind, span, iso, "paragraph", False, 4)


# ---- the place -------------------------------------------------------------------------------------------------------


def _level(layout: _Layout, found: list[Place]) -> str | None:
    """Who holds the meeting: the letterhead's last line tells, else the first word that does in the title, else in the lead."""
    columns = ((i, re.split(r"\s{2}", layout.flat[layout.blocks[i].start : layout.blocks[i].end])) for i in range(layout.title.start))
    letterhead = [i for i, texts in columns if texts[0].isupper()]
    for indices, pick in ((letterhead, -1), (layout.title, 0), (layout.lead, 0)):
        holders = sorted(h for i in indices for h in _holders(layout, layout.blocks[i], found))
        if holders:
            return holders[pick][1]
    return None


def _holders(layout: _Layout, block: Block, found: list[Place]) -> Iterator[tuple[int, str]]:
    """Positions and levels of the words in a block that name an organisation's level."""
    refused = layout.cues.not_holders
    for match in layout.cues.holders.finditer(layout.lower, block.start, block.end):
        before, after = layout.before(match.start(), 30).split()[-2:], layout.lower[match.end() : match.end() + 20].split(None, 1)
        counted = bool(before) and before[-1][-1].isdigit() and match.lastgroup != "central"
        other = counted or (before[-1:] and before[-1] in refused["before"]) or " ".join(before) in refused["before"]
        if match.lastgroup and not other and not (after and after[0].strip(".,;:") in refused["after"]):
            yield match.start(), match.lastgroup
    for place in found:
        if block.start <= place.start < block.end and not place.aside:
            before = layout.before(place.start, 30).split()[-3 if place.explicit else -1 :]
            if not any(word in refused["before"] for word in before):
                yield place.start, place.kind


def _province(layout: _Layout, found: list[Place], on: date | None) -> Province | None:
    """The province that clearly has the most votes of names and signatures, which count by where they stand."""
    head_end = layout.blocks[layout.lead[0]].start if layout.lead else layout.limit
    lead_end = layout.blocks[layout.lead[-1]].end if layout.lead else head_end
    body_end = layout.blocks[layout.body[-1]].end if layout.body else layout.limit

    def weight(position: int) -> float:
        return 4.0 if position < head_end else 3.0 if position < lead_end else 1.0 if position < body_end else 2.0

    votes = layout.places.elect(found, weight, on)
    for position, name in layout.places.signed(layout.flat[: layout.limit]):
        votes[name] += 6.0 if position <= lead_end else 4.0
    best = sorted(votes, key=lambda name: -votes[name])[:2]
    if not best or votes[best[0]] < _FEWEST_VOTES or (len(best) > 1 and votes[best[1]] > _TIE * votes[best[0]]):
        return None
    return layout.places.province(best[0], on)
