"""Whose article it is: the level that holds the meeting, and the province that names and signatures elect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from giaoban_extract.facts.layout import Layout
from giaoban_extract.facts.places import Place, Province
from giaoban_extract.text.segment import Block

_FEWEST_VOTES, _TIE = 1.5, 0.85
"""A district named once with its level is enough for its province; a second province this close makes it a tie."""


def level_of(layout: Layout, found: list[Place]) -> str | None:
    """Who holds the meeting: the letterhead's last line tells, else the first word that does in the title, else in the lead."""
    columns = ((i, re.split(r"\s{2}", layout.flat[layout.blocks[i].start : layout.blocks[i].end])) for i in range(layout.title.start))
    letterhead = [i for i, texts in columns if texts[0].isupper()]
    for indices, pick in ((letterhead, -1), (layout.title, 0), (layout.lead, 0)):
        holders = sorted(h for i in indices for h in _holders(layout, layout.blocks[i], found))
        if holders:
            return holders[pick][1]
    return None


def _holders(layout: Layout, block: Block, found: list[Place]) -> Iterator[tuple[int, str]]:
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


def province_of(layout: Layout, found: list[Place], on: date | None) -> Province | None:
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
