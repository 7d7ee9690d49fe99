"""The periods that the parts of an article state, each told as of results or of plans."""

from __future__ import annotations

import re
from dataclasses import dataclass

from giaoban_extract.facts.layout import Layout
from giaoban_extract.facts.periods import ANY_DAY, parse_period
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.view import Span

_METADATA = re.compile(r"\d{4}-\d\d")
_REPORTED_MONTHS = ("S1", "P9M")
_YEAR_WORD = re.compile(r"năm|\bhè\b|\bxuân\b|\btết\b")
"""Before a bare number these say that it is a year; a season takes its whole year."""


@dataclass(slots=True)
class Stated:
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


def stated_periods(layout: Layout) -> list[Stated]:
    """The periods of title and lead in order, each told as result or plan by the words before it."""
    found: list[Stated] = []
    for source, rank, index in [("title", 0, i) for i in layout.title] + [("paragraph", 2 * n + 1, i) for n, i in enumerate(layout.lead)]:
        previous: Stated | None = None
        for kind, iso, (start, end) in periods_of(layout, index):
            since = previous.span[1] if previous else layout.blocks[index].start
            plan = is_plan(layout, layout.lower[since:start], previous)
            bare = source == "title" and layout.flat[start].isdigit() and kind == "year"
            several = source != "title" and _spans_years(iso)
            if kind == "year" and source != "title" and _names_an_event(layout, layout.lower[since:start]):
                continue
            previous = Stated(kind, (start, end), iso, source, plan, 2 if bare or several else rank)
            if not is_compared(layout, start):
                found.append(previous)
    return found


def _names_an_event(layout: Layout, before: str) -> bool:
    """ "Ngày hội hiến máu năm 2024": a year behind the name of an event is part of the name, and no period that is told of."""
    told = any(word in before for word in (*layout.cues.results, *layout.cues.yearly))
    return not told and any(word in before for word in layout.cues.events)


def periods_of(layout: Layout, index: int) -> list[tuple[str, str, Span]]:
    """Kind, ISO form and span of a block's periods; a named month ("Tháng Thanh niên") takes the year behind it."""
    block = layout.blocks[index]
    months = [(m.span(), code) for name, code in layout.cues.months.items() for m in re.finditer(re.escape(name), layout.text(index))]
    named = {block.start + end: (block.start + start, code) for (start, end), code in months}
    found: list[tuple[str, str, Span]] = []
    for mention in layout.within([index]):
        iso = mention.iso
        if iso is None or ANY_DAY.fullmatch(iso) or parse_period(iso) is None or _METADATA.match(layout.flat, mention.start):
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


def _is_stretch(layout: Layout, mention: Mention) -> bool:
    """ "sau ba tháng vận hành" tells how long something took; "6 tháng", "9 tháng" alone are those of a report."""
    if not layout.lower[mention.start : mention.end].endswith("tháng"):
        return False
    words = layout.before(mention.start, 8).split()
    return mention.iso not in _REPORTED_MONTHS or bool(words and words[-1] in ("sau", "qua", "gần"))


def is_plan(layout: Layout, before: str, previous: Stated | None) -> bool:
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


def is_compared(layout: Layout, start: int) -> bool:
    return any(cue in layout.before(start, 25) for cue in layout.cues.comparisons)
