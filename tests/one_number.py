"""The number reader of the built-in patterns, and texts that hold one number."""

from __future__ import annotations

from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.numbers.reader import load_number_reader
from giaoban_extract.text.mentions import Mention

READER = load_number_reader(builtin_patterns())


def only(text: str) -> Mention:
    """The one mention of a text."""
    mentions = READER.read(text)
    assert len(mentions) == 1, [text[m.start : m.end] for m in mentions]
    return mentions[0]
