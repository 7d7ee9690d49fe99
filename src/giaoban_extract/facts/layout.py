"""The parts of an article: head (portal lines, letterhead, dateline), title, lead (the first two paragraphs) and body.

What a portal appends, the headlines of other articles, belongs to none of them and is never read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from giaoban_extract.facts.cues import Cues
from giaoban_extract.facts.periods import parse_period
from giaoban_extract.facts.places import Places
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.segment import Block, Segmentation
from giaoban_extract.text.view import lower

_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DOCUMENT_NUMBER = re.compile(r"số\s*:?\s*\d")
_LETTERS = re.compile(r"[^\W\d_]")
LONGEST_TITLE, _SHORTEST_PARAGRAPH, _DATE_LINE = 300, 90, 30


def is_full(mention: Mention) -> bool:
    return bool(mention.iso and _FULL_DAY.fullmatch(mention.iso) and parse_period(mention.iso))


class Layout:
    """Block numbers of the parts of an article, and its dated mentions."""

    def __init__(self, segmentation: Segmentation, mentions: Sequence[Mention], cues: Cues, places: Places, title: str | None) -> None:
        self.flat, self.lower = segmentation.flat, lower(segmentation.flat)
        self.blocks, self.cues, self.places = segmentation.blocks, cues, places
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
                if len(text) > LONGEST_TITLE:
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
        days = [m for m in self.within([index]) if is_full(m)] if len(text) <= LONGEST_TITLE else []
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
