"""A TrueType font made on the spot: boxes of plausible widths for every letter of Vietnamese.

PDF fixtures need a font that covers Vietnamese; what is read of a PDF is its text layer, so how the glyphs look matters to nobody,
and no font file with a licence of its own has to come with the tests.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

EM = 1000
_NARROW, _WIDE = set("iljtfrI.,;:'!|()[]-/ "), set("mwMW%@")
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SIGNS = "“”‘’–—…•●\u00a0\u00ad°²³\uf0b7"


def letters() -> str:
    """All characters that the font has: printable ASCII, Vietnamese letters in NFC, and the signs of print."""
    ascii_ = "".join(map(chr, range(32, 127)))
    small = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
    return ascii_ + "đĐ" + "".join(small) + "".join(small).upper() + _SIGNS


def _width(character: str) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    return 280 if base in _NARROW else 840 if base in _WIDE else 660 if base.isupper() else 500


def make_font(path: Path) -> None:
    """Write the font as a TrueType file."""
    characters = list(dict.fromkeys(letters()))
    names = {character: f"u{ord(character):04X}" for character in characters}
    pen = TTGlyphPen(None)
    for corner, point in enumerate([(50, 0), (50, 500), (250, 500), (250, 0)]):
        (pen.lineTo if corner else pen.moveTo)(point)
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap({ord(character): name for character, name in names.items()})
    builder.setupGlyf({".notdef": box, **dict.fromkeys(names.values(), box)})
    builder.setupHorizontalMetrics({".notdef": (500, 50), **{name: (_width(c), 50) for c, name in names.items()}})
    builder.setupHorizontalHeader(ascent=900, descent=-250)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=900, sTypoDescender=-250, usWinAscent=900, usWinDescent=250)
    builder.setupPost()
    builder.save(str(path))
