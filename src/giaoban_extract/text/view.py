"""The article's text as its user has it, and the normalised view that everything else reads.

The source is never changed. `View.text` is what the readers and rules see: NFC, one kind of space, no zero-width
characters, `\\n` for line ends and one tone placement ("hoà" and "hòa" are both "hòa"). Every character of the view knows
the source characters that it stands for, so a span of the view always has an exact span of the source.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

Span = tuple[int, int]
"""Half-open character range (start, end)."""

# Characters that print nothing and may stand inside a word: joiners, soft hyphen, bidi marks, a stray byte order mark.
_INVISIBLE = dict.fromkeys([0x00AD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF])
_SPACES = dict.fromkeys([0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_LINE_ENDS = dict.fromkeys([0x85, 0x2028, 0x2029], "\n")
# One character for one character, so that offsets stay: eth typed for đ, fancy dashes and quotes kept as they are.
_SAME_LENGTH = {**_SPACES, **_LINE_ENDS, 0x00D0: "Đ", 0x00F0: "đ", 0x0189: "Đ"}
_NEEDS_MAP = re.compile("[" + "".join(map(chr, _INVISIBLE)) + "]")
# Characters of which each stands for itself, composes onto nothing and prints something: nearly all of any text.
_PLAIN = re.compile("[ -~\n\u00a1-\u00ac\u00ae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205e]+")
_NOT_SAME = re.compile("[" + "".join(map(chr, _SAME_LENGTH)) + "]")

# Tone placement: the accent of an open "oa", "oe", "uy" on the second vowel moves to the first ("uỷ" -> "ủy"), except
# after q, where u belongs to the consonant ("quý").
_TONES = "\u0300\u0301\u0309\u0303\u0323"
_OLD_TONE = re.compile(
    r"([oOuU])(?<![qQ].)(?:(?<=[oO])([àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ])|(?<=[uU])([ỳýỷỹỵỲÝỶỸỴ]))(?!\w)", re.DOTALL
)  # a set of letters at its head: the text is searched for these first


def _move_tone(match: re.Match[str]) -> str:
    first, second = match.group(1), match.group(2) or match.group(3)
    apart = unicodedata.normalize("NFD", second)
    base, tone = apart[0], apart[1:]
    return unicodedata.normalize("NFC", first + tone) + base


def lower(text: str) -> str:
    """Lower case with the same length (a few capitals, such as "İ", would grow)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True)
class View:
    """A normalised reading of `source`; `starts` maps each view character to its first source character.

    `starts` is None where view and source agree character by character. Otherwise it has one entry more than the text,
    whose last one is the source's length.
    """

    source: str
    text: str
    starts: array[int] | None = field(default=None, repr=False)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, character for character."""
        return lower(self.text)

    def to_source(self, start: int, end: int) -> Span:
        """The source span of a view span: from the first character's first code point to the last one's last.

        Invisible characters after the last visible one are left out.
        """
        if self.starts is None:
            return start, end
        if end <= start:
            return self.starts[start], self.starts[start]
        first, last = self.starts[start], self.starts[end]
        while last - 1 > first and ord(self.source[last - 1]) in _INVISIBLE:
            last -= 1
        return first, last


def make_view(source: str) -> View:
    """The view of a decoded text. Total: any string has one, lone surrogates and NUL included."""
    if unicodedata.is_normalized("NFC", source) and not _NEEDS_MAP.search(source):
        return View(source, _same_length(source))
    stretches: list[str] = []
    starts = array("l")
    begin, size = _cluster_end(source, -1), len(source)
    while begin < size:
        plain = _PLAIN.match(source, begin)
        if plain:
            end = plain.end() if plain.end() == size else plain.end() - 1  # marks may stand on its last character
            stretches.append(source[begin:end])
            starts.extend(range(begin, end))
            begin = end
            if begin == size:
                break
        end = _cluster_end(source, begin)
        composed = unicodedata.normalize("NFC", "".join([c for c in source[begin:end] if ord(c) not in _INVISIBLE]))
        stretches.append(composed)
        starts.append(begin)
        if len(composed) > 1:
            starts.extend(_starts_of_marks(source, begin, end, composed))
        begin = end
    starts.append(size)
    return View(source, _same_length("".join(stretches)), starts)


def _starts_of_marks(source: str, begin: int, end: int, composed: str) -> Iterator[int]:
    """Where the marks of a cluster stand that compose onto nothing: behind as many code points, taken apart, as come before them."""
    position, passed, wanted = begin, 0, 0
    for character in composed[:-1]:
        wanted += len(unicodedata.normalize("NFD", character))
        while passed < wanted and position < end - 1:
            passed += 0 if ord(source[position]) in _INVISIBLE else len(unicodedata.normalize("NFD", source[position]))
            position += 1
        yield position


def _cluster_end(source: str, begin: int) -> int:
    """Where a character ends with the marks that compose onto it and the invisible characters behind it; of -1, before the text,
    where its first visible character stands."""
    end = begin + 1
    while end < len(source) and (ord(source[end]) in _INVISIBLE or (begin >= 0 and unicodedata.combining(source[end]))):
        end += 1
    return end


def _same_length(text: str) -> str:
    """Normalisation that keeps the length: spaces, line ends, eth, tone placement."""
    if _NOT_SAME.search(text):
        text = text.translate(_SAME_LENGTH)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return _OLD_TONE.sub(_move_tone, text)
