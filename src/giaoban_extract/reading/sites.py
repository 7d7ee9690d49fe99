"""The surroundings of a figure: where the words may stand that say what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from giaoban_extract.reading.page import Page
from giaoban_extract.text.stream import ASIDE, COMMA, FIGURE, SEMICOLON

REACH = 110
"""Words on either side of a figure that are looked at; a step costs 1 or more, so farther ones could not govern."""
LIGHT_WORDS = 5
"""Light words that may stand between a figure and what it counts."""
_BEHIND_LABEL = re.compile(r"[:|]")


@dataclass(frozen=True, slots=True)
class Site:
    """A figure's surroundings, in stream positions.

    position   the figure
    low        first word that may govern it (start of its sentence, or of the one before in its block)
    sentence   first word of its sentence
    high       end of what follows it: the next figure, semicolon or sentence end
    heads      positions at which the counted phrase may begin
    headings   word ranges of the headings above it
    column     word range of the head of its table column, if it has one
    clause     word range between semicolons
    label      first word of the label that the figure fills ("Hội viên mới: 845"), if it does
    """

    position: int
    low: int
    sentence: int
    high: int
    heads: tuple[int, ...]
    headings: tuple[tuple[int, int], ...]
    column: tuple[int, int] | None
    clause: tuple[int, int]
    label: int | None


def site_of(page: Page, position: int) -> Site:
    """The surroundings of the figure at a stream position."""
    stream = page.stream
    number = stream.sentences[position]
    first, last = stream.sentence_bounds[number]
    same_block = number > 0 and page.segmentation.sentences[number - 1].block == page.segmentation.sentences[number].block
    high = position + 1
    last, nearest = min(last, position + REACH), max(first, position - REACH)
    while high < last and stream.keys[high] is not FIGURE and stream.breaks[high] < SEMICOLON:
        high += 1
    begin, end = position, position + 1
    while begin > nearest and stream.breaks[begin] < SEMICOLON:
        begin -= 1
    while end < last and stream.breaks[end] < SEMICOLON:
        end += 1
    return Site(
        position=position,
        low=max(stream.sentence_bounds[number - 1][0] if same_block else first, position - REACH),
        sentence=first,
        high=high,
        heads=_heads(page, position, high),
        headings=tuple(stream.sentence_bounds[h] for h in page.section_of(position).headings),
        column=page.column_head(position),
        clause=(begin, end),
        label=_label(page, position, first),
    )


def _label(page: Page, position: int, first: int) -> int | None:
    """Where the label of a figure begins that stands right behind a colon or a column line and names nothing itself."""
    stream = page.stream
    figure = stream.figure(position)
    if position == first or stream.breaks[position] not in (ASIDE, SEMICOLON) or figure.noun is not None:
        return None
    if _BEHIND_LABEL.search(page.segmentation.flat, max(0, stream.ends[position - 1]), stream.starts[position]) is None:
        return None
    begin = position - 1
    while begin > first and stream.breaks[begin] < SEMICOLON and stream.keys[begin - 1] is not FIGURE:
        begin -= 1
    return begin


def _heads(page: Page, position: int, high: int) -> tuple[int, ...]:
    """Where the counted phrase may begin: right after the figure, or after light words and the figure's own unit word."""
    stream, light = page.stream, page.library.light
    figure = stream.figure(position)
    heads: list[int] = []
    here = position + 1
    while here < high and len(heads) <= LIGHT_WORDS and stream.breaks[here] < COMMA:
        heads.append(here)
        ends = page.hits.at[here].get(light)
        if figure.unit in ("percent", "percentage_point") and stream.ends[here] <= figure.end:
            heads.pop()
            here += 1
        elif ends:
            here = ends[-1]
        elif stream.ends[here] <= figure.end:
            here += 1
        else:
            break
    return tuple(heads)
