"""Vietnamese text written in the encodings from before Unicode, for tests. The program itself only reads them.

The tables go from letter to bytes and are spelled out by vowel as typists know them, apart from the program's own tables
(rows of the code charts, marks and vowels), so that a slip in either shows.
"""

from __future__ import annotations

import unicodedata

SMALL = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
"""The 67 letters that carry a mark, with the vowels that carry none."""

LETTERS = [letter for letter in SMALL + SMALL.upper() if not letter.isascii()]
"""All 134 Vietnamese letters beyond ASCII."""


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


# Letters of .VnTime as cp1252 shows them. The soft hyphen, which is ư, can't be seen: it is added below.
_TCVN3 = _pairs(
    """
    à µ  ả ¶  ã ·  á ¸  ạ ¹    ă ¨  ằ »  ẳ ¼  ẵ ½  ắ ¾  ặ Æ    â ©  ầ Ç  ẩ È  ẫ É  ấ Ê  ậ Ë
    đ ®
    è Ì  ẻ Î  ẽ Ï  é Ð  ẹ Ñ    ê ª  ề Ò  ể Ó  ễ Ô  ế Õ  ệ Ö
    ì ×  ỉ Ø  ĩ Ü  í Ý  ị Þ
    ò ß  ỏ á  õ â  ó ã  ọ ä    ô «  ồ å  ổ æ  ỗ ç  ố è  ộ é    ơ ¬  ờ ê  ở ë  ỡ ì  ớ í  ợ î
    ù ï  ủ ñ  ũ ò  ú ó  ụ ô    ừ õ  ử ö  ữ ÷  ứ ø  ự ù
    ỳ ú  ỷ û  ỹ ü  ý ý  ỵ þ
    Ă ¡  Â ¢  Ê £  Ô ¤  Ơ ¥  Ư ¦  Đ §
    """
) | {"ư": "\u00ad"}

# VNI-Times as cp1252 shows it.
_VNI_SMALL = _pairs(
    """
    á aù à aø ả aû ã aõ ạ aï  ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë  â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä
    é eù è eø ẻ eû ẽ eõ ẹ eï  ê eâ ế eá ề eà ể eå ễ eã ệ eä
    í í  ì ì  ỉ æ  ĩ ó  ị ò
    ó où ò oø ỏ oû õ oõ ọ oï  ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä  ơ ô  ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï
    ú uù ù uø ủ uû ũ uõ ụ uï  ư ö  ứ öù ừ öø ử öû ữ öõ ự öï
    ý yù ỳ yø ỷ yû ỹ yõ ỵ î   đ ñ
    """
)
_VNI = _VNI_SMALL | {letter.upper(): written.upper() for letter, written in _VNI_SMALL.items()}

_VISCII = _pairs(
    """
    à E0 ả E4 ã E3 á E1 ạ D5  ă E5 ằ A2 ẳ C6 ẵ C7 ắ A1 ặ A3  â E2 ầ A5 ẩ A6 ẫ E7 ấ A4 ậ A7
    À C0 Ả C4 Ã C3 Á C1 Ạ 80  Ă C5 Ằ 82 Ẳ 02 Ẵ 05 Ắ 81 Ặ 83  Â C2 Ầ 85 Ẩ 86 Ẫ 06 Ấ 84 Ậ 87
    è E8 ẻ EB ẽ A8 é E9 ẹ A9  ê EA ề AB ể AC ễ AD ế AA ệ AE
    È C8 Ẻ CB Ẽ 88 É C9 Ẹ 89  Ê CA Ề 8B Ể 8C Ễ 8D Ế 8A Ệ 8E
    ì EC ỉ EF ĩ EE í ED ị B8  Ì CC Ỉ 9B Ĩ CE Í CD Ị 98
    ò F2 ỏ F6 õ F5 ó F3 ọ F7  ô F4 ồ B0 ổ B1 ỗ B2 ố AF ộ B5  ơ BD ờ B6 ở B7 ỡ DE ớ BE ợ FE
    Ò D2 Ỏ 99 Õ A0 Ó D3 Ọ 9A  Ô D4 Ồ 90 Ổ 91 Ỗ 92 Ố 8F Ộ 93  Ơ B4 Ờ 96 Ở 97 Ỡ B3 Ớ 95 Ợ 94
    ù F9 ủ FC ũ FB ú FA ụ F8  ư DF ừ D7 ử D8 ữ E6 ứ D1 ự F1
    Ù D9 Ủ 9C Ũ 9D Ú DA Ụ 9E  Ư BF Ừ BB Ử BC Ữ FF Ứ BA Ự B9
    ỳ CF ỷ D6 ỹ DB ý FD ỵ DC  Ỳ 9F Ỷ 14 Ỹ 19 Ý DD Ỵ 1E   đ F0 Đ D0
    """
)

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TYPOGRAPHY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-", "\ufeff": ""})


def to_tcvn3(text: str) -> bytes:
    """Text in TCVN3. Toned capitals, which it has not, are written small, as a typist with caps lock on gets them."""
    return "".join(_TCVN3.get(c) or _TCVN3.get(c.lower(), c) for c in _composed(text)).encode("cp1252")


def to_vni(text: str) -> bytes:
    """Text in VNI for Windows."""
    return "".join(_VNI.get(c, c) for c in _composed(text)).encode("cp1252")


def to_viscii(text: str) -> bytes:
    """Text in VISCII; quotes and dashes, which it has not, as ASCII has them."""
    plain = _composed(text).translate(_TYPOGRAPHY)
    return b"".join(bytes.fromhex(_VISCII[c]) if c in _VISCII else c.encode("ascii") for c in plain)


def to_windows_1258(text: str, *, composed: bool = False) -> bytes:
    """Text in windows-1258: every tone a character of its own, as its keyboard gives it, or only where it must be one."""
    written = []
    for character in _composed(text):
        apart = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in apart if mark in _TONES), "")
        whole = unicodedata.normalize("NFC", apart.replace(tone, "")) + tone if tone else character
        if composed:
            try:
                written.append(character.encode("cp1258"))
                continue
            except UnicodeEncodeError:
                pass
        written.append(whole.encode("cp1258"))
    return b"".join(written)


def small_tones(text: str) -> str:
    """What comes back from TCVN3: the text composed, its toned capitals small ("HỘI NGHỊ" is "HộI NGHị")."""
    return "".join(c.lower() if c in LETTERS and c not in "ĂÂĐÊÔƠƯ" else c for c in _composed(text))


def plain(text: str) -> str:
    """What comes back from VISCII: the text composed, with the quotes and dashes of ASCII."""
    return _composed(text).translate(_TYPOGRAPHY)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).removeprefix("\ufeff")
