"""The article as a row of words, which is what rules and names are matched on.

Punctuation is kept as the *break* before a word. A figure is one word of the row with the key `FIGURE`, so that a phrase
never matches inside a number and the distance over a long number is that of one word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from giaoban_extract.text.mentions import FIGURE_KINDS, Mention
from giaoban_extract.text.segment import Segmentation

FIGURE = "\x00"
"""Key of a figure in the row; no word has it."""

# Breaks before a word, by strength.
NONE, COMMA, ASIDE, SEMICOLON, SENTENCE, BLOCK = range(6)
_BREAK_OF = {",": COMMA, "(": ASIDE, ")": ASIDE, "[": ASIDE, "]": ASIDE, ":": ASIDE, ";": SEMICOLON, "|": SEMICOLON}

COST = (1.0, 2.0, 2.5, 5.0, 12.0, 20.0)
"""What one step over a word costs, by the break before it: the distance that weakens a governing word."""
FIGURE_COST = 2.0
"""What a figure between costs on top."""

WORD = re.compile(r"\w+|[^\w\s]")

# y and i are one vowel at the end of an open syllable in Vietnamese spelling: tỷ/tỉ, kỹ/kĩ, quý/quí.
_Y_SYLLABLE = re.compile(r"(?:qu|[bcdđghklmnprstvx]|[ckgnpt]h|tr)[yỳýỷỹỵ]")
_Y_TO_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_WORD_ONLY = re.compile(r"\w+")


class _Folded(dict[str, str]):
    """Keys of the words seen so far, up to a limit."""

    LIMIT = 50_000

    def __missing__(self, word: str) -> str:
        key = word.lower()
        if _Y_SYLLABLE.fullmatch(key):
            key = key.translate(_Y_TO_I)
        if len(self) < self.LIMIT:
            self[word] = key
        return key


_folded = _Folded()


def fold(word: str) -> str:
    """The key under which a word is matched: lower case, final y as i."""
    return _folded[word]


def keys_of(phrase: str) -> tuple[str, ...]:
    """The keys of a written phrase; punctuation in it is passed over."""
    words = phrase.split() if phrase.replace(" ", "").isalpha() else _WORD_ONLY.findall(phrase)
    return tuple(map(_folded.__getitem__, words))


@dataclass(frozen=True, slots=True)
class Stream:
    """Words of an article. Lists run in parallel; positions are word indexes, offsets are view characters.

    keys      folded word, or FIGURE
    starts, ends   offsets
    breaks    strength of the break before the word
    cost      cumulative cost: the distance from word i to a later word j is cost[j] - cost[i]
    sentences sentence index of each word
    figure_at position of each figure mention (by index into `figures`)
    figures   the mentions that may be figures, in text order
    sentence_bounds   first and last+1 word of each sentence
    at_position       the figure mentions by their positions
    """

    keys: list[str]
    starts: list[int]
    ends: list[int]
    breaks: list[int]
    cost: list[float]
    sentences: list[int]
    figure_at: list[int]
    figures: list[Mention]
    sentence_bounds: list[tuple[int, int]]
    at_position: dict[int, Mention]

    def figure(self, position: int) -> Mention:
        """The mention of the figure at a position."""
        return self.at_position[position]

    def position_at(self, offset: int) -> int:
        """The first word that starts at or after an offset."""
        return bisect_left(self.starts, offset)


def make_stream(segmentation: Segmentation, mentions: Sequence[Mention]) -> Stream:
    """The row of words of all sentences; list markers in front of a block are left out."""
    figures = [m for m in mentions if m.kind in FIGURE_KINDS]
    stream = Stream([], [], [], [], [], [], [], figures, [], {})
    keys, starts, ends, breaks, cost, figure_at = stream.keys, stream.starts, stream.ends, stream.breaks, stream.cost, stream.figure_at
    flat, folded = segmentation.flat, _folded
    upcoming, count = 0, len(figures)
    total = 0.0
    previous_block = -1
    for number, sentence in enumerate(segmentation.sentences):
        first, stop = len(keys), sentence.end
        pending = BLOCK if sentence.block != previous_block else SENTENCE
        previous_block = sentence.block
        position = sentence.start
        while position < stop:
            for match in WORD.finditer(flat, position, stop):
                while upcoming < count and figures[upcoming].start < position:
                    upcoming += 1
                    figure_at.append(-1)
                start, end = match.span()
                if upcoming < count and figures[upcoming].start <= start:
                    break
                position = end
                word = match[0]
                if not (word[0].isalnum() or word[0] == "_"):
                    pending = max(pending, _BREAK_OF.get(word, NONE))
                    continue
                total += COST[pending]
                keys.append(folded[word])
                starts.append(start)
                ends.append(end)
                breaks.append(pending)
                cost.append(total)
                pending = NONE
            else:
                while upcoming < count and figures[upcoming].start < position:
                    upcoming += 1
                    figure_at.append(-1)
                if upcoming == count or figures[upcoming].start >= stop:
                    break
            figure = figures[upcoming]
            position = max(figure.figure_end, figure.start + 1)
            upcoming += 1
            figure_at.append(len(keys))
            stream.at_position[len(keys)] = figure
            total += COST[pending] + FIGURE_COST
            keys.append(FIGURE)
            starts.append(figure.start)
            ends.append(position)
            breaks.append(pending)
            cost.append(total)
            pending = NONE
        stream.sentences.extend([number] * (len(keys) - first))
        stream.sentence_bounds.append((first, len(keys)))
    figure_at.extend([-1] * (len(figures) - len(figure_at)))
    return stream
