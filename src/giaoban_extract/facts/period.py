"""The period that an article reports on, and the year that it has where no date says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from giaoban_extract.facts.headperiods import Stated, is_compared, is_plan, periods_of
from giaoban_extract.facts.layout import Layout
from giaoban_extract.facts.periods import EXPLICIT_YEAR, Period, parse_period, years
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.view import Span

_HISTORY = 12
"""Years in one span beyond which it tells history ("1930 - 2021"), not a period of work."""


_LOOKS_BACK = 3
"""Months of a year in which the year before is still reported on."""


@dataclass(frozen=True, slots=True)
class ArticlePeriod:
    """The period that the article reports on, and where it says so (`text` and view `span` are None where it was inferred)."""

    period: Period
    text: str | None
    span: Span | None
    source: str


def congress_year(layout: Layout, stated: list[Stated]) -> int | None:
    """The year in which a congress opens the term that the title names."""
    for found in stated:
        term = parse_period(found.iso)
        if found.source == "title" and found.kind == "term" and term and term.start:
            before = layout.before(found.span[0], 120)
            if any(cue in before for cue in layout.cues.congress) and not any(cue in before for cue in layout.cues.not_the_congress):
                return term.start.year
    return None


def likely_year(layout: Layout, stated: list[Stated]) -> int | None:
    """The year of an article without a full date: of title's or lead's period, else the most stated, else after the one compared with."""
    for found in sorted(stated, key=lambda s: s.plan):
        period = parse_period(found.iso)
        if period and period.end and period.start and period.end.year - period.start.year < 2:
            return period.end.year
    counts: Counter[int] = Counter()
    compared: Counter[int] = Counter()
    for mention in layout.mentions:
        if mention.iso and mention.kind != "term" and EXPLICIT_YEAR.match(mention.iso) and mention.start < layout.limit:
            period = parse_period(mention.iso)
            if period and period.start and period.end and period.end.year - period.start.year < 1:
                (compared if is_compared(layout, mention.start) else counts)[period.end.year] += 1
    if counts:
        return max(counts, key=lambda y: (counts[y], y))
    return max(compared) + 1 if compared else None


def article_period(
    layout: Layout, stated: list[Stated], day: date | None, year: int | None, meeting: Mention | None
) -> ArticlePeriod | None:
    """The first that there is: results, years up to now, the past term, plans, a year that opens a paragraph,
    a period that the body reports on, the event's day, the year."""
    results, plans = [s for s in stated if not s.plan], [s for s in stated if s.plan]
    steps: list[list[Stated]] = [
        sorted((s for s in results if s.rank < 3), key=lambda s: s.rank),
        [s for s in plans if s.rank == 0],
        [s for s in results if s.rank == 3 and not _is_looked_back_on(s, day)],
        _openings(layout, year, day),
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


def _said(layout: Layout, period: Period, span: Span, source: str) -> ArticlePeriod:
    return ArticlePeriod(period, layout.flat[span[0] : span[1]], span, source)


def _complete(found: Stated, layout: Layout, plans: list[Stated], day: date | None, year: int | None) -> Period | None:
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
    next_plan = next((parse_period(p.iso) for p in plans if p.span[0] > found.span[0] and EXPLICIT_YEAR.match(p.iso)), None)
    if next_plan and next_plan.start:
        period = parse_period(found.iso, next_plan.start.year)
        if period and period.start and period.start > next_plan.start:
            period = parse_period(found.iso, next_plan.start.year - 1)
        return period
    return parse_period(found.iso, year)


def _joined(layout: Layout, indices: Iterable[int]) -> str:
    return " ".join(layout.text(i) for i in indices)


def _years_up_to_now(layout: Layout, year: int | None) -> ArticlePeriod | None:
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


def _past_term(layout: Layout, stated: list[Stated], year: int | None) -> ArticlePeriod | None:
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


def _is_looked_back_on(found: Stated, day: date | None) -> bool:
    """Whether a year of the second paragraph is an earlier one, which an article of May does not report on."""
    period = parse_period(found.iso) if found.kind == "year" else None
    if period is None or period.end is None or day is None:
        return False
    return period.end.year < day.year and day.month > _LOOKS_BACK


def _openings(layout: Layout, year: int | None, day: date | None) -> list[Stated]:
    """Years that open one of the first paragraphs ("Năm 2020, ..."): the article's, in its first months the one before."""
    found = []
    told = (year,) if year is None or (day is not None and day.month > _LOOKS_BACK) else (year, year - 1)
    for index in layout.body[:2]:
        for kind, iso, span in periods_of(layout, index)[:1]:
            period = parse_period(iso)
            near = period and period.start and period.end and period.start.year == period.end.year in told
            if near and span[0] - layout.blocks[index].start <= 10 and not is_compared(layout, span[0]):
                found.append(Stated(kind, span, iso, "paragraph", False, 4))
    return found


def _reported_later(layout: Layout, year: int | None) -> Iterator[Stated]:
    """Quarters, halves and nine months of the article's year where the body takes stock, after a lead that tells a scene."""
    for index in layout.body:
        if not any(cue in layout.text(index) for cue in layout.cues.results):
            continue
        for kind, iso, span in periods_of(layout, index):
            period = parse_period(iso)
            if not (period and period.start and period.end and period.start.year == period.end.year == year):
                continue
            months = period.end.month - period.start.month + 1
            plan = is_plan(layout, layout.lower[layout.blocks[index].start : span[0]], None)
            if 3 <= months < 12 and not plan and not is_compared(layout, span[0]):
                yield Stated(kind, span, iso, "paragraph", False, 4)
