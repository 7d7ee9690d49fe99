"""Whether a word can be a Vietnamese syllable: the measure by which a decoding is told from a wrong one.

Vietnamese writes syllable by syllable, and a syllable is an onset, a rime and at most one tone, each of a short closed list
(the spelling rules of chữ quốc ngữ as school grammars give them). A word read in the wrong encoding is rarely one.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# "kr" and "pl" begin place names of the Central Highlands (Krông Pắc, Plông), which news of these provinces is full of.
_ONSETS = "b c ch d đ g gh gi h k kh kr l m n ng ngh nh p ph pl qu r s t th tr v x"

# Nucleus: its codas; "-" is none. Written with the final "k" of the same place names (Đắk Lắk, Đăk).
_RIMES = {
    "a": "- c ch i k m n ng nh o p t u y", "ă": "c k m n ng p t", "â": "c k m n ng p t u y",
    "e": "- c m n ng o p t", "ê": "- ch m n ng nh p t u", "i": "- a c ch m n ng nh p t u", "iê": "c m n ng p t u",
    "o": "- a c e i k m n ng o p t", "ô": "- c i k m n ng p t", "ơ": "- i m n ng p t",
    "oa": "c ch i m n ng nh o p t y", "oă": "c m n ng t", "oe": "n o t", "oo": "c n ng",
    "u": "- a c i m n ng p t y", "uâ": "n ng t y", "uê": "- ch n nh", "uô": "c i m n ng t", "uơ": "-",
    "uy": "a ch n nh p t u", "uyê": "n t", "ư": "- a c i m n ng t u", "ươ": "c i m n ng p t u",
    "y": "- ch n nh p t u", "yê": "m n ng t u",
}  # fmt: skip

_TONES = "\u0300\u0301\u0303\u0309\u0323"
TONED = {unicodedata.normalize("NFC", vowel + tone): (vowel, tone) for vowel in "aăâeêioôơuưy" for tone in _TONES}
"""Every small letter with a tone: its vowel, and the tone as a combining mark."""

_WITHOUT_TONE = str.maketrans({letter: vowel for letter, (vowel, _) in TONED.items()})
_STOPPED = ("c", "ch", "p", "t")
_TONES_OF_STOPPED = "\u0301\u0323"


@cache
def _syllables() -> frozenset[str]:
    """All syllables without their tones."""
    rimes = [nucleus + coda.replace("-", "") for nucleus, codas in _RIMES.items() for coda in codas.split()]
    return frozenset(onset + rime for onset in ("", *_ONSETS.split()) for rime in rimes)


def is_syllable(word: str) -> bool:
    """Whether a small composed word is spelled as a Vietnamese syllable, wherever its tone stands ("hoà", "hòa")."""
    bare = word.translate(_WITHOUT_TONE)
    if bare not in _syllables():
        return False
    tones = [TONED[letter][1] for letter in word if letter in TONED]
    if bare.endswith(_STOPPED):  # stopped syllables have one of two tones, never none
        return len(tones) == 1 and tones[0] in _TONES_OF_STOPPED
    return len(tones) <= 1
