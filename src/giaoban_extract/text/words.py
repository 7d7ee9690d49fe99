"""Words by underthesea: where the phrase that a figure counts ends. The only module that imports it, on first use.

What is handed to the tokenizer is short: the stretch behind a figure that the library's own phrases don't explain, up to
the next punctuation mark and at most `WINDOW` characters. Its words are aligned to the text by characters, because
the tokenizer returns no offsets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from giaoban_extract.text.view import Span

WINDOW = 60
"""Characters behind a figure that are tokenized."""

MAX_WORDS = 4
"""Words of a counted phrase."""

_EDGE = re.compile(r"[^\w\s\-“”\"'‘’]|\n")


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    from underthesea import word_tokenize

    def tokenize(text: str) -> list[str]:
        return list(word_tokenize(text, use_token_normalize=False))

    return tokenize


def warm_up() -> None:
    """Load the tokenizer now, so that processes forked from this one share it."""
    _tokenizer()("hội viên")


def words(text: str, start: int, end: int) -> list[Span]:
    """Spans of the words of text[start:end], in order. Characters that the tokenizer changed are skipped over."""
    piece = text[start:end]
    spans, position = [], 0
    for word in _tokenizer()(piece):
        while position < len(piece) and piece[position].isspace():
            position += 1
        first = position
        for character in word:
            if character.isspace():
                continue
            while position < len(piece) and piece[position].isspace():
                position += 1
            position += 1
        spans.append((start + first, start + min(position, len(piece))))
    return spans


def counted_phrase(text: str, start: int, stops: Iterable[str]) -> Span | None:
    """The noun phrase that begins behind a figure: words up to a stop word, a mark or `MAX_WORDS`."""
    edge = _EDGE.search(text, start, start + WINDOW)
    end = edge.start() if edge else min(start + WINDOW, len(text))
    if edge is None and end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end].strip() else end
    if not text[start:end].strip(" -\"“”'‘’"):
        return None
    stop = frozenset(stops)
    taken: list[Span] = []
    for span in words(text, start, end):
        word = text[span[0] : span[1]].lower()
        if word in stop or (taken and word.split()[0] in stop) or len(taken) == MAX_WORDS:
            break
        if not word.strip(" -\"“”'‘’"):
            if taken:
                break
            continue
        taken.append(span)
    return (taken[0][0], taken[-1][1]) if taken else None
