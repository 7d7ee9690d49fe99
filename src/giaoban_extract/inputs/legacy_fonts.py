"""Letters of the Vietnamese encodings from before Unicode: TCVN3 (ABC), VNI and VISCII, each to composed Unicode (NFC).

All take text whose characters U+0000 to U+00FF stand for the bytes, that is bytes decoded as latin-1. TCVN3 and VNI are
codes of *fonts* (.VnTime, VNI-Times) on a Windows that knows nothing of them, so they also take the cp1252 characters
which such text became when somebody saved it as Unicode: "Héi n«ng d©n", "Hoäi Noâng daân". What isn't a letter of the
code stays as cp1252 has it: the fonts keep the quotes, dashes and ellipsis of Windows in 0x80 to 0x9F.

Sources: TCVN 5712:1993 (VN3) for TCVN3; RFC 1456 for VISCII, which has 134 letters and no such punctuation; for VNI, which
is no standard, the layout of the fonts VNI-Times as VNI Software ships them.
"""

from __future__ import annotations

import re
import unicodedata

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"


def _windows_punctuation() -> dict[int, str]:
    """U+0080 to U+009F, which print nothing, to what cp1252 has at these bytes; its five gaps stay."""
    table = {}
    for byte in range(0x80, 0xA0):
        character = bytes([byte]).decode("cp1252", "ignore")
        if character:
            table[byte] = character
    return table


_PUNCTUATION = _windows_punctuation()

# TCVN 5712:1993, code VN3, rows A0 to F0, a space where VN3 has no letter. It has the seven capitals without a tone and no
# others: the font .VnTimeH draws the small letters as capitals instead.
_TCVN3_ROWS = (
    " ĂÂÊÔƠƯĐăâêôơưđ ",
    "     àảãáạ ằẳẵắ ",
    "      ặầẩẫấậè ẻẽ",
    "éẹềểễếệìỉ   ĩíịò",
    " ỏõóọồổỗốộờởỡớợù",
    " ủũúụừửữứựỳỷỹýỵ ",
)
_TCVN3 = _PUNCTUATION | {0xA0 + i: letter for i, letter in enumerate("".join(_TCVN3_ROWS)) if letter != " "}
# Programs that made Unicode of it changed two characters that look the same: the micro sign, and the soft hyphen (ư), which
# Acrobat and Word give as a minus. A minus is only taken for ư inside a word.
_TCVN3[0x03BC] = "à"
_MINUS_IN_WORD = re.compile(r"(?<=[A-Za-z\u00A1-\u00FF])\u2212|\u2212(?=[a-z\u00A1-\u00FF])")
_NOT_TCVN3 = re.compile("[" + "".join(chr(code) for code in range(0xC0, 0x100) if code not in _TCVN3) + "]")
# Signs of a page that is partly in another font. As letters (ằ ã ì â) they are no word by themselves.
_ALONE = re.compile(r"((?<!\S)[»·×©](?=[\s\d])|(?<=\s)[»·×©](?!\S)|(?<=\d)×(?=\d))")


def from_tcvn3(text: str, gap: str | None = None) -> str:
    """TCVN3, also called ABC (fonts .VnTime and the like): one byte a letter, TCVN 5712:1993 VN3.

    Toned capitals come back small, as they are written: "HéI NGHÞ" is "HộI NGHị". Ă Â Ê Ô Ơ Ư Đ come back as capitals.
    Letters of cp1252 in whose place VN3 has none stay, or become `gap`.
    """
    if gap is not None:
        text = _NOT_TCVN3.sub(gap, text)
    pieces = _ALONE.split(_MINUS_IN_WORD.sub("\u00ad", text))
    return "".join(piece if i % 2 else piece.translate(_TCVN3) for i, piece in enumerate(pieces))


# VNI for Windows: a letter is an ASCII vowel (ô for ơ, ö for ư) and then, where it has marks, one byte that bears them all.
_VNI_TONES = {"ù": ACUTE, "ø": GRAVE, "û": HOOK, "õ": TILDE, "ï": DOT}
_VNI_CIRCUMFLEX = {"â": "", "á": ACUTE, "à": GRAVE, "å": HOOK, "ã": TILDE, "ä": DOT}
_VNI_BREVE = {"ê": "", "é": ACUTE, "è": GRAVE, "ú": HOOK, "ü": TILDE, "ë": DOT}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_letters() -> dict[str, str]:
    """Every VNI spelling of a letter. The vowel tells the case; its mark may be a small or a capital one."""
    marks = {vowel: dict(_VNI_TONES) for vowel in "aeouyôö"}
    for vowel in "aeo":
        marks[vowel] |= {mark: _CIRCUMFLEX + tone for mark, tone in _VNI_CIRCUMFLEX.items()}
    marks["a"] |= {mark: _BREVE + tone for mark, tone in _VNI_BREVE.items()}
    letters = dict(_VNI_ALONE)
    for vowel, its_marks in marks.items():
        for mark, accents in its_marks.items():
            letters[vowel + mark] = letters[vowel + mark.upper()] = unicodedata.normalize("NFC", _VNI_ALONE.get(vowel, vowel) + accents)
    return letters | {written[0].upper() + written[1:]: letter.upper() for written, letter in letters.items()}


_VNI = _vni_letters()
_VNI_LETTER = re.compile("|".join(sorted(_VNI, key=lambda written: (-len(written), written))) + "|[\u00c0-\u00ff]")


def from_vni(text: str, gap: str | None = None) -> str:
    """VNI for Windows (fonts VNI-Times and the like): a vowel and a byte for its marks.

    Marks that stand behind no vowel stay the letters that cp1252 has there, or become `gap`.
    """
    return _VNI_LETTER.sub(lambda match: _VNI.get(match[0]) or (match[0] if gap is None else gap), text.translate(_PUNCTUATION))


# RFC 1456, VISCII 1.1: rows 80 to F0, and six rare capitals in the place of control characters.
_VISCII_ROWS = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
    "Õắằặấầẩậẽẹếềểễệố",
    "ồổỗỠƠộờởịỰỨỪỬơớƯ",
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ",
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư",
    "àáâãảăữẫèéêẻìíĩỉ",
    "đựòóôõỏọụùúũủýợỮ",
)
VISCII_CONTROLS = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_VISCII = VISCII_CONTROLS | {0x80 + i: letter for i, letter in enumerate("".join(_VISCII_ROWS))}


def from_viscii(text: str) -> str:
    """VISCII (RFC 1456): one byte a letter for all 134, and no punctuation beyond ASCII."""
    return text.translate(_VISCII)
