"""The article laid out for linking: its words, where phrases of the library stand in them, its sections; and questions about cues."""

from __future__ import annotations

from dataclasses import dataclass

from giaoban_extract.library.gazetteer import Hits
from giaoban_extract.library.index import Library
from giaoban_extract.numbers.tables import Row
from giaoban_extract.reading.sections import Section
from giaoban_extract.text.segment import Segmentation
from giaoban_extract.text.stream import FIGURE, SEMICOLON, Stream


@dataclass(frozen=True, slots=True)
class Page:
    """What every linking step reads. Positions are those of the stream; a cue is a list of phrases in patterns/reading.yaml."""

    library: Library
    segmentation: Segmentation
    stream: Stream
    hits: Hits
    sections: list[Section]
    title: tuple[tuple[int, int], ...]
    rows: dict[int, Row]

    def sentence_start(self, position: int) -> int:
        """The first word of the sentence that holds a position."""
        return self.stream.sentence_bounds[self.stream.sentences[position]][0]

    def sentence_end(self, position: int) -> int:
        """The end of the sentence that holds a position."""
        return self.stream.sentence_bounds[self.stream.sentences[position]][1]

    def block_of(self, position: int) -> int:
        """The block that holds a position."""
        return self.segmentation.sentences[self.stream.sentences[position]].block

    def opens_block(self, sentence: int) -> bool:
        """Whether a sentence is the first of its block."""
        return sentence == 0 or self.segmentation.sentences[sentence - 1].block != self.segmentation.sentences[sentence].block

    def meets_again(self, sentence: int) -> bool:
        """Whether a sentence turns back to the meeting, to shortcomings or to what comes next: no longer what was told before."""
        low, high = self.stream.sentence_bounds[sentence]
        return self.stands("meeting_again", low, min(high, low + 3))

    def section_of(self, position: int) -> Section:
        """The section that holds a position."""
        return self.sections[self.block_of(position)]

    def column_head(self, position: int) -> tuple[int, int] | None:
        """Words of the head of the table column in which a position stands."""
        row = self.rows.get(self.block_of(position))
        head = row.head_of(row.column(self.stream.starts[position])) if row else None
        if head is None:
            return None
        low, high = self.stream.position_at(head[0]), self.stream.position_at(head[1])
        return (low, high) if low < high else None

    def words(self, first: int, end: int) -> str:
        """A stretch of words as the text has it, in lower case."""
        return " ".join(self.segmentation.flat[self.stream.starts[first] : self.stream.ends[end - 1]].lower().split())

    def one_clause(self, low: int, high: int) -> bool:
        """Whether no semicolon and no sentence end parts two positions."""
        return max(self.stream.breaks[low + 1 : high + 1], default=0) < SEMICOLON

    def starts(self, cue: str, low: int, high: int) -> list[int]:
        """Where a cue begins in a stretch of words."""
        return self.hits.starts(self.library.cues[cue], low, high)

    def stands(self, cue: str, low: int, high: int) -> bool:
        """Whether a cue begins in a stretch of words."""
        return self.hits.stands(self.library.cues[cue], low, high)

    def opens(self, cue: str, position: int) -> bool:
        """Whether a cue begins at a position."""
        return position < len(self.hits.at) and self.library.cues[cue] in self.hits.at[position]

    def cue_before(self, cue: str, position: int, *, reach: int = 8, slack: int = 0, strongest: int = SEMICOLON - 1) -> int | None:
        """Start of the longest cue that ends at most `slack` words before a position: in its sentence, over breaks no stronger
        than `strongest`, and with no figure between."""
        term, stream = self.library.cues[cue], self.stream
        low = max(self.sentence_start(position), position - reach)
        for start in range(low, position):
            for end in self.hits.at[start].get(term, ()):
                if not position - slack <= end <= position:
                    continue
                if max(stream.breaks[end : position + 1], default=0) <= strongest and FIGURE not in stream.keys[end:position]:
                    return start
        return None

    def cue_after(self, cue: str, position: int, *, slack: int = 0, strongest: int = 0) -> bool:
        """Whether a cue begins at most `slack` words behind a position, with no figure and no break stronger than given between."""
        for start in range(position + 1, min(position + 2 + slack, self.sentence_end(position))):
            if self.stream.breaks[start] > strongest or self.stream.keys[start] is FIGURE:
                return False
            if self.opens(cue, start):
                return True
        return False
