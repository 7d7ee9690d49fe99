"""Roman numerals as ordinals, quarters, terms and list markers carry them."""

from __future__ import annotations

_TENS = ("", "X", "XX", "XXX", "XL")
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")

ROMAN = {tens + ones: 10 * t + o for t, tens in enumerate(_TENS) for o, ones in enumerate(_ONES) if t + o}
"""I to XLIX in capitals; larger ones do not occur and would collide with abbreviations (CL, LC, MC)."""


def roman_value(word: str) -> int | None:
    """Value of a Roman numeral written in capitals."""
    return ROMAN.get(word)
