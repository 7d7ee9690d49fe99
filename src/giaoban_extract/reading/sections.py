"""Headings and what they govern: which block stands under which headings, and whether a section tells of plans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from giaoban_extract.library.gazetteer import Hits, Term
from giaoban_extract.library.index import Library
from giaoban_extract.text.segment import Segmentation
from giaoban_extract.text.stream import COMMA, FIGURE, NONE, Stream

_UNMARKED_LEVEL = 2
"""Rank of a heading without a number or letter."""


_LABEL = 14
"""Words that the label of a paragraph may have."""
_LED_ON = 2
"""Sentences before the last one of an introduction that may belong to it."""
_DEEPEST = 8
"""Headings above one another; each that ends with a colon may stand under the one before, and of hundreds in a row the nearest govern."""


@dataclass(frozen=True, slots=True)
class Section:
    """The surroundings of one block.

    headings   sentence indexes of the headings above, innermost first
    planned    the section sets tasks or targets
    related    the block belongs to a list of other articles (portal chrome)
    label      end of the words by which a paragraph of plans is headed itself ("Phương hướng quý II: ..."), a position of the stream
    """

    headings: tuple[int, ...]
    planned: bool
    related: bool
    label: int | None = None


def is_caption(stream: Stream, hits: Hits, cue: Term, low: int, high: int) -> bool:
    """ "Ảnh: Hội viên ra quân" and "Hình ảnh: ..." (a colon or dash follows the word), not "Ảnh hưởng của bão"."""
    return any(end < high and stream.breaks[end] > NONE for end in hits.at[low].get(cue, ()))


def _plan_label(segmentation: Segmentation, stream: Stream, hits: Hits, cue: Term, low: int, high: int) -> int | None:
    """Where the label of a paragraph ends that begins with a word of planning; None where it has none."""
    if low >= high or cue not in hits.at[low]:
        return None
    for position in range(low + 1, min(high, low + _LABEL)):
        if stream.breaks[position] > COMMA:
            return position if ":" in segmentation.flat[stream.ends[position - 1] : stream.starts[position]] else None
        if stream.keys[position] is FIGURE:
            return None
    return None


def _introducing(stream: Stream, hits: Hits, part_cue: Term, first: int, last: int) -> tuple[int, ...]:
    """The sentences that introduce a list, the last first: "Dư nợ đạt 612 tỷ đồng. Trong đó, ủy thác qua hội 609 tỷ. Cụ thể:"."""
    sentences = [last]
    while sentences[-1] > first and len(sentences) <= _LED_ON:
        low, high = stream.sentence_bounds[sentences[-1]]
        if low < high and part_cue not in hits.at[low]:
            break
        sentences.append(sentences[-1] - 1)
    return tuple(sentences)


def read_sections(segmentation: Segmentation, stream: Stream, hits: Hits, library: Library) -> list[Section]:
    """One section per block."""
    first_sentence: dict[int, int] = {}
    for index, item in enumerate(segmentation.sentences):
        first_sentence.setdefault(item.block, index)
    planned_cue, related_cue = library.cues["planned_heading"], library.cues["related"]
    report_cue, caption_cue = library.cues["report_heading"], library.cues["caption"]
    count = Counter(s.block for s in segmentation.sentences)
    stack: list[tuple[int, int, bool]] = []
    introduced: tuple[tuple[int, ...], bool] | None = None
    related = False
    sections = []
    for number, block in enumerate(segmentation.blocks):
        sentence = first_sentence[number]
        low, high = stream.sentence_bounds[sentence]
        label = None
        if introduced and not block.level:
            introduced = None
        if block.kind == "heading" and low < high and not is_caption(stream, hits, caption_cue, low, high):
            rank = block.level or _UNMARKED_LEVEL
            opens_list = segmentation.flat[block.end - 1] == ":" and not block.level
            while stack and (stack[-1][0] > rank or (stack[-1][0] == rank and not opens_list)):
                stack.pop()
            tells = hits.stands(report_cue, low, high)
            plans = not tells and any(start <= low + 4 for start in hits.starts(planned_cue, low, high))
            related = any(start <= low + 1 for start in hits.starts(related_cue, low, high))
            headings = tuple(s for _, s, _ in reversed(stack))
            inherited = bool(stack and stack[-1][2])
            stack.append((rank, sentence, plans or (inherited and not tells)))
            del stack[:-_DEEPEST]
            planned = stack[-1][2]
        else:
            headings = tuple(s for _, s, _ in reversed(stack))
            planned = bool(stack and stack[-1][2])
            label = _plan_label(segmentation, stream, hits, library.cues["planned_label"], low, high)
        if introduced:
            headings, planned = (*introduced[0], *headings), planned or introduced[1]
        sections.append(Section(headings, planned or label is not None, related, label))
        last = sentence + count[number] - 1
        if block.kind == "paragraph" and segmentation.flat[block.end - 1] == ":":
            low, high = stream.sentence_bounds[last]
            introduced = (
                _introducing(stream, hits, library.cues["part"], sentence, last),
                any(hits.stands(cue, low, high) for cue in (planned_cue, library.cues["planned"])),
            )
    return sections
