"""What an article says of itself: its title, its day, whose province and level it speaks of, and the period it reports on.

The article is laid out first (`layout.py`); then each fact is looked for where writers put it. The words that tell it are
`facts.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from giaoban_extract.facts.cues import Cues
from giaoban_extract.facts.day import complete_day, dateline, meeting_day, opening_year
from giaoban_extract.facts.headperiods import stated_periods
from giaoban_extract.facts.layout import Layout
from giaoban_extract.facts.period import ArticlePeriod, article_period, congress_year, likely_year
from giaoban_extract.facts.place import level_of, province_of
from giaoban_extract.facts.places import CENTRAL, Places, Province
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.segment import Segmentation


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts of one article; None for what it does not tell. `title_block` is the index of the title's first block."""

    title: str | None
    title_block: int | None
    published: date | None
    province: Province | None
    level: str | None
    period: ArticlePeriod | None


def read_facts(
    segmentation: Segmentation,
    mentions: Sequence[Mention],
    places: Places,
    cues: Cues,
    given_title: str | None = None,
    given_published: date | None = None,
) -> ArticleFacts:
    """The facts of an article from its text, its numbers and the gazetteer; what is given beside the text wins."""
    layout = Layout(segmentation, mentions, cues, places, given_title)
    stated = stated_periods(layout)
    day = given_published or dateline(layout)
    year = day.year if day else congress_year(layout, stated) or opening_year(layout, likely_year(layout, stated))
    meeting = meeting_day(layout, year)
    if day is None and meeting is not None:
        day = complete_day(meeting, stated, year)
    period = article_period(layout, stated, day, year, meeting)
    on = day or (period.period.end if period else None)
    found = places.find(layout.flat, 0, layout.limit)
    level = level_of(layout, found)
    province = CENTRAL if level == "central" else province_of(layout, found, on)
    title = given_title or " ".join(layout.flat[layout.blocks[i].start : layout.blocks[i].end].strip() for i in layout.title)
    return ArticleFacts(" ".join(title.split()) or None, layout.title.start if layout.title else None, day, province, level, period)
