"""Bytes of a text file to its text: told from a byte order mark, from what `--encoding` names, or from the content.

Content tells by what it reads as. Every candidate decodes a bounded sample, and the words that hold more than ASCII must
be Vietnamese syllables (`syllables.py`): nearly all in the right encoding, few in a wrong one. Where no candidate is
clearly right, the file is refused; a wrong text would give wrong figures without a word. UTF-8 is a special case: other
bytes are next to never valid UTF-8, so what decodes is UTF-8, whatever its language. All that may be wrong with it is that
it was TCVN3 or VNI when it was saved ("Héi n«ng d©n"); lines that hold a letter only Vietnamese Unicode has never are.

Every offset into an article refers to the text that `decode` returns: decoded, without byte order mark, converted from a
legacy font where it was in one and then composed (NFC). UTF-8 and UTF-16 are otherwise as they are, line ends always.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate

from giaoban_extract.inputs.legacy_fonts import VISCII_CONTROLS, from_tcvn3, from_viscii, from_vni
from giaoban_extract.inputs.syllables import TONED, is_syllable
from giaoban_extract.text.articles import UnreadableArticle

SAMPLE = 65_536
"""Bytes or characters that are looked at to tell the encoding, from shortly before the first that is not ASCII."""

# What makes a reading clear. Of the words of whole articles the right encoding makes over 99% syllables, a wrong one up to
# 55%; that leaves room for names of other languages. Fewer than three different words are no evidence.
_FEWEST_WORDS = 3
_LEAD = 0.25

_MARKS = (  # UTF-32 before UTF-16, whose mark its own begins with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FONTS: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}
# The same, but a letter that the font has not can't be part of a Vietnamese word: to judge a reading by.
_STRICT_FONTS: dict[str, Callable[[str], str]] = {
    "tcvn3": lambda text: from_tcvn3(text, "\ufffd"),
    "vni": lambda text: from_vni(text, "\ufffd"),
}
_NAMED: dict[str, Callable[[str], str]] = {**_FONTS, "abc": from_tcvn3, "viscii": from_viscii}
_EXAMPLES = "windows-1258, tcvn3, vni or viscii"
_HOLDS_NUL = "is not a text file (it holds NUL bytes); give a .txt or .jsonl file"

# Letters of Vietnamese which cp1252 doesn't have, and the tones of decomposed text.
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u0300\u0301\u0303\u0309\u0323\u1ea0-\u1ef9]")
_QUOTED_GRAVE = re.compile("[\u0305\u0311-\u0317]")
"""What the bytes of a grave accent of windows-1258 with a quotation mark, dash, bullet or ellipsis behind it are in UTF-8."""
_NOT_ASCII = re.compile("[^\x00-\x7f]")
_NOT_ASCII_BYTE = re.compile(rb"[\x80-\xff]")
# What the bytes of VISCII's ươ and of its Đ with a vowel are in UTF-8.
_CHANCE = re.compile("[\u0400-\u043f\u07c0-\u07ff]")
_WORD = re.compile(r"[^\s\x00-@\[-`{-\x7f]+")
# What stands beside words, and within them (H’Mông), in every language and tells nothing.
_BESIDE = "“”‘’„‚‹›«»–—…•°²³±§\ufeff\u200b\u200c\u200d\u200e\u200f"
_WITHIN = re.compile("[‘’–—…]+")
# HĐND, QĐ: capitals of an abbreviation, no syllable and no sign of a wrong encoding.
_INITIALS = re.compile("[BCDĐGHKLMNPQRSTVX]+")
_TONED_SMALL = re.compile("[" + "".join(TONED) + "]")

# Up to one byte in twenty may be a control character (cell marks of Word); compressed data has one in twelve.
_CONTROLS = bytes(set(range(1, 0x20)) - set(b"\t\n\v\f\r\x1a\x1b") - set(VISCII_CONTROLS)) + b"\x7f"
# Text as UTF-16 units: what Vietnamese articles are made of. Other data, and the wrong byte order, is spread all over.
_ARTICLE_CHARACTER = re.compile("[\t\n\r -~\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9\u2000-\u22ff\ufeff]")


def decode(data: bytes, source: str, encoding: str | None = None) -> str:
    """The text of bytes. Raises UnreadableArticle of the kind "encoding", or "binary" for what is no text at all.

    `encoding` is what the user named: a codec of Python's, or tcvn3 (abc), vni, viscii. A byte order mark goes before it, and
    a named utf-8 leaves text of a legacy font as it stands.
    """
    marked = next(((name, mark) for mark, name in _MARKS if data.startswith(mark)), None)
    if marked is not None:
        text = _by_codec(data[len(marked[1]) :], source, marked[0])
        if "\x00" in text[:SAMPLE]:
            raise UnreadableArticle(source, "binary", _HOLDS_NUL)
        font = _NAMED.get(_key(encoding)) if encoding is not None else None
        return mend(text) if encoding is None else _unless_vietnamese(text, font) if font else text
    if encoding is not None:
        return _by_name(data, source, encoding)
    if b"\x00" in data[:SAMPLE]:
        order = _utf16_order(data)
        if order is None:
            raise UnreadableArticle(source, "binary", _HOLDS_NUL)
        return mend(_by_codec(data, source, order))
    head = data[:SAMPLE]
    if (len(head) - len(head.translate(None, _CONTROLS))) * 20 > len(head):
        raise UnreadableArticle(source, "binary", "is not a text file (it holds control characters); give a .txt or .jsonl file")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _by_content(data, source, f"is not UTF-8 (byte {error.start})")
    by_chance = _is_viscii_by_chance(text) or _is_windows_1258_by_chance(text)
    return _by_content(data, source, "is UTF-8 only by chance") if by_chance else mend(text)


def mend(text: str) -> str:
    """The text, with what is clearly TCVN3 or VNI that was saved as Unicode converted, and all else as it is.

    For any text that was Unicode when it was read: a text file's, a document's, a string of JSON.
    A text without any letter that only Vietnamese Unicode has is one piece; otherwise each line without one is. A line too
    short to be clear goes with the clear ones, if it reads as Vietnamese in their font and not as it stands.
    """
    if _NOT_ASCII.search(text) is None:
        return text
    if _VIETNAMESE.search(text) is None:
        font = _font(text)
        if font is not None:
            return _FONTS[font](text)
    lines = text.split("\n")
    doubtful = [i for i, line in enumerate(lines) if _NOT_ASCII.search(line) and not _VIETNAMESE.search(line)]
    sizes = accumulate(len(lines[i]) for i in doubtful)
    if not any(_font(lines[i]) for i, size in zip(doubtful, sizes, strict=True) if size - len(lines[i]) < SAMPLE):
        return text
    fonts = {i: font for i in doubtful if (font := _font(lines[i])) is not None}
    used = set(fonts.values())
    for i in doubtful:
        if i in fonts:
            lines[i] = _FONTS[fonts[i]](lines[i])
        elif len(used) == 1:
            (font,) = used
            converted = _read(font, _STRICT_FONTS[font](lines[i]))
            if converted.right and not converted.wrong and not _read("", lines[i]).right:
                lines[i] = _FONTS[font](lines[i])
    return "\n".join(lines)


def _unless_vietnamese(text: str, convert: Callable[[str], str]) -> str:
    """The lines converted that hold no letter which only Vietnamese Unicode has."""
    return "\n".join(line if _VIETNAMESE.search(line) else convert(line) for line in text.split("\n"))


def _key(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _by_name(data: bytes, source: str, name: str) -> str:
    convert = _NAMED.get(_key(name))
    if convert is None:
        return _by_codec(data, source, name)
    if convert is not from_viscii and _NOT_ASCII_BYTE.search(data):
        try:  # the font's text may have been saved as UTF-8; its own bytes never happen to be UTF-8
            return _unless_vietnamese(data.decode("utf-8"), convert)
        except UnicodeDecodeError:
            pass
    return convert(data.decode("latin-1"))


def _by_codec(data: bytes, source: str, name: str) -> str:
    try:
        codec = codecs.lookup(name).name  # decoding nothing wouldn't look
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise UnreadableArticle(
            source, "encoding", f"is not {name} (byte {error.start}); name its encoding with --encoding, such as {_EXAMPLES}"
        ) from None
    except (LookupError, ValueError):
        raise UnreadableArticle(source, "encoding", f"--encoding {name!r} is no encoding that is known here") from None
    return unicodedata.normalize("NFC", text) if codec == "cp1258" else text


def _utf16_order(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: spaces and ASCII letters have a zero byte, always on the same side."""
    sample = data[: SAMPLE - SAMPLE % 2]
    units = len(sample) // 2
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if units >= 4 and high.count(0) * 4 >= units:
            text = sample[: units * 2].decode(name, "replace")
            if len(_ARTICLE_CHARACTER.findall(text)) >= 0.9 * len(text):
                return name
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sample as one encoding has it: how many words beyond ASCII are Vietnamese syllables, how many can't be.

    `distinct` and `odd` count the same, but each different word once.
    """

    name: str
    text: str
    right: int
    wrong: int
    distinct: int
    odd: int

    @property
    def net(self) -> int:
        return self.right - self.wrong

    def is_clear(self) -> bool:
        """Whether nearly all is Vietnamese: nine words of ten, four of five in a headline."""
        words = self.right + self.wrong
        return self.distinct >= _FEWEST_WORDS and self.wrong <= (words // 10 if words >= 10 else words // 5)

    def leads(self, other: _Reading) -> bool:
        """Whether this is better by two words at least, or reads the same text."""
        return self.net - other.net >= max(2, _LEAD * (self.right + self.wrong)) or self.text == other.text


def _read(name: str, text: str) -> _Reading:
    right = wrong = distinct = odd = 0
    for word, count in Counter(_WORD.findall(text)).items():
        parts = [part for part in _WITHIN.split(word.strip(_BESIDE)) if len(part) > 1 and not part.isascii()]
        parts = [part for part in parts if not _INITIALS.fullmatch(part)]
        if not parts:
            continue
        if all(is_syllable(part.lower()) and _is_cased(part, name) for part in parts):
            right += count
            distinct += 1
        else:
            wrong += count
            odd += 1
    return _Reading(name, text, right, wrong, distinct, odd)


def _is_cased(word: str, name: str) -> bool:
    """Whether a word is small, capital or capitalised. Letters with a tone are always small in TCVN3 ("HộI")."""
    if word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower()):
        return True
    if name != "tcvn3":
        return False
    rest = _TONED_SMALL.sub("", word)
    return rest.isupper() or (word[0].isupper() and rest[1:].islower())


def _font(text: str) -> str | None:
    """The legacy font whose text this clearly is, though it came as Unicode."""
    found = _NOT_ASCII.search(text)
    start = max(0, found.start() - 64) if found else 0
    sample = text[start : start + SAMPLE]
    as_it_is = _read("", sample)
    readings = [as_it_is, *(_read(name, convert(sample)) for name, convert in _STRICT_FONTS.items())]
    best = max(readings, key=lambda reading: reading.net)
    if not best.is_clear() or not all(best.leads(other) for other in readings if other is not best):
        return None
    # Real Unicode must not be touched because it quotes words in a font; font text hardly reads as it is. Most words that
    # read so must be impossible as they stand.
    return best.name if as_it_is.odd >= max(_FEWEST_WORDS, as_it_is.distinct) and as_it_is.wrong > as_it_is.right else None


def _readings(sample: bytes) -> list[_Reading]:
    """The sample in every 8-bit encoding that it can be in, the best first. windows-1258 has bytes that are nothing."""
    text = sample.decode("latin-1")
    readings = [_read(name, convert(text)) for name, convert in _STRICT_FONTS.items()] + [_read("viscii", from_viscii(text))]
    with suppress(UnicodeDecodeError):
        readings.append(_read("windows-1258", unicodedata.normalize("NFC", sample.decode("cp1258"))))
    return sorted(readings, key=lambda reading: (-reading.net, reading.name))


def _by_content(data: bytes, source: str, not_utf8: str) -> str:
    """The text of bytes that are not UTF-8, by the one encoding that makes Vietnamese of them."""
    found = _NOT_ASCII_BYTE.search(data)
    start = max(0, found.start() - 64) if found else 0
    sample = data[start : start + SAMPLE]
    best, *others = _readings(sample)
    rivals = [other for other in others if not best.leads(other)]
    if best.is_clear() and not rivals:
        return _by_name(data, source, best.name)
    likely = " or ".join(reading.name for reading in (best, *rivals) if reading.net > 0) or _EXAMPLES
    reason = "is damaged UTF-8" if _is_damaged_utf8(sample) else "does not tell its encoding clearly"
    raise UnreadableArticle(source, "encoding", f"{not_utf8} and {reason}; name its encoding with --encoding, such as {likely}")


def _is_viscii_by_chance(text: str) -> bool:
    """Whether UTF-8 is short VISCII instead. Its ươ is the bytes of an N'Ko letter, its Đ with a vowel of a Cyrillic one."""
    if _CHANCE.search(text) is None or len(text) > SAMPLE:
        return False
    viscii = _read("viscii", from_viscii(text.encode("utf-8").decode("latin-1")))
    return viscii.right > 0 and viscii.wrong == 0 and _read("", text).right == 0


def _is_windows_1258_by_chance(text: str) -> bool:
    """Whether UTF-8 is a few words of windows-1258 instead: its grave accent and a quotation mark make the bytes of a mark."""
    return _QUOTED_GRAVE.search(text) is not None and _VIETNAMESE.search(text) is None and len(text) <= SAMPLE


def _is_damaged_utf8(sample: bytes) -> bool:
    """Whether all but a few of the characters beyond ASCII are sound UTF-8."""
    beyond = _NOT_ASCII.findall(sample.decode("utf-8", "replace"))
    return beyond.count("\ufffd") * 10 < len(beyond)
