"""The day of an article: its dateline, its signature, or the day of the meeting that it tells of."""

from __future__ import annotations

import re
from datetime import date

from giaoban_extract.facts.headperiods import Stated
from giaoban_extract.facts.layout import LONGEST_TITLE, Layout, is_full
from giaoban_extract.facts.periods import ANY_DAY, EXPLICIT_YEAR, parse_period
from giaoban_extract.text.mentions import Mention

_OPENING = 60
"""Characters within which the date of a meeting opens the lead."""
_PLACE_AND_DAY = re.compile(r"(?:.*\s{2})?\(?[^\W\d][\w\s.]{1,40},\s*(?:ngày\s*)?$", re.IGNORECASE)


def dateline(layout: Layout) -> date | None:
    """The full date of the head, of the lead's opening ("(QN, 24.11.2021) -"), or of a signature ("Hà Nội, ngày ...")."""
    for mention in layout.within(layout.head):
        if is_full(mention) and not is_other_day(layout, mention):
            return date.fromisoformat(str(mention.iso))
    for index in layout.lead[:1]:
        start = layout.blocks[index].start
        for mention in layout.within([index])[:2]:
            rest = layout.lower[mention.end : mention.end + 5].lstrip()
            closed = layout.lower[start] == "(" and rest.startswith(")")
            if is_full(mention) and mention.start - start <= 45 and (closed or rest[:1] in "-–—") and rest:
                return date.fromisoformat(str(mention.iso))
    for index in range(layout.end - 1, max(layout.end - 9, layout.title.stop), -1):
        block = layout.blocks[index]
        for mention in layout.within([index]) if block.end - block.start <= LONGEST_TITLE else []:
            signed = _PLACE_AND_DAY.match(layout.flat[block.start : mention.start])
            if is_full(mention) and (signed or (layout.is_date_line(index) and not block.level)):
                return date.fromisoformat(str(mention.iso))
    return None


def is_other_day(layout: Layout, mention: Mention) -> bool:
    """Whether the date belongs to a document, a deadline, an anniversary."""
    before = layout.before(mention.start, 40).rstrip(" (")
    return any(before.endswith(cue) or (len(cue) > 6 and cue in before) for cue in layout.cues.not_the_day)


def meeting_day(layout: Layout, year: int | None) -> Mention | None:
    """The first day in the lead, else in the title, on which something is held ("Chiều 25/7"), with or without its year."""
    for mention in layout.within([*layout.lead, *layout.title]):
        if not mention.iso or not ANY_DAY.fullmatch(mention.iso) or is_other_day(layout, mention):
            continue
        words = layout.before(mention.start, 12).strip(" (,").split()
        named = layout.lower.startswith(layout.cues.the_day, mention.start) or (words and words[-1] in layout.cues.the_day)
        stated = int(mention.iso[:4]) if EXPLICIT_YEAR.match(mention.iso) else None
        if named and (stated is None or year is None or abs(stated - year) <= 1):
            return mention
    return None


def opening_year(layout: Layout, likely: int | None) -> int | None:
    """The year of a meeting whose full date opens the lead ("Ngày 18/11/2020, Hội LHPN tỉnh ..."), where none that is likely is later: a
    review of ten years names many."""
    held = meeting_day(layout, None)
    if held is None or not held.iso or not EXPLICIT_YEAR.match(held.iso) or not layout.lead:
        return likely
    opens = 0 <= held.start - layout.blocks[layout.lead[0]].start <= _OPENING
    return max(int(held.iso[:4]), likely or 0) if opens else likely


def complete_day(meeting: Mention, stated: list[Stated], year: int | None) -> date | None:
    """The meeting's day in the article's year; in the next one where it looks back on a whole year from January to March."""
    assert meeting.iso
    period = parse_period(meeting.iso, year)
    if period is None or period.end is None:
        return None
    looked_at = next((s for s in stated if not s.plan), None)
    past = parse_period(looked_at.iso, year) if looked_at else None
    if past and past.start and past.end and not EXPLICIT_YEAR.match(meeting.iso):
        whole_year = (past.end - past.start).days > 330 and period.end.month <= 3 and past.end.year == year
        if whole_year or period.end < past.start:
            period = parse_period(meeting.iso, (year or 0) + 1)
    return period.end if period else None
