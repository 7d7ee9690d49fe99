"""Spelled-out numbers ("hai triệu ba trăm nghìn bốn trăm lẻ hai") and their values, from patterns/numbers.yaml.

Values are exact (`int` or `Fraction`) until a mention is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from giaoban_extract.library.yamlfile import Reader, read_pattern_file
from giaoban_extract.numbers.phrases import PhraseTree, read_section, tree_of, word_set
from giaoban_extract.text.tokens import Tokens

Exact = int | Fraction

BILLION = 10**9
TOO_LARGE = 10**18
"""Values from here on are not multiplied any further: nobody means them."""

MAX_DECIMALS = 24

_KEYS = (
    "digits", "only_after_tens", "ten", "tens", "hundred", "magnitudes", "collectives", "suffixes", "fillers", "points", "halves",
    "minus", "spelling", "not_magnitudes", "not_numerals", "ambiguous_starters", "five_nouns", "year_signs",
)  # fmt: skip


@dataclass(slots=True)
class Numeral:
    """A numeral over tokens [begin, end).

    grouped     the other reading of "12,683" (12683), for things counted whole; else None
    magnitude   factor of the last magnitude word, 1 without one
    spelled     whether it begins with a word
    lead        the value before its first magnitude ("1,5" of "1,5 tỷ"), to compare the ends of a range
    """

    begin: int
    end: int
    value: Exact
    grouped: Exact | None = None
    magnitude: int = 1
    spelled: bool = False
    lead: Exact = 0


class SpelledNumbers:
    """The number words of the language and what they say in a row."""

    def __init__(self, path: Path, read: Reader = read_pattern_file) -> None:
        section = read_section(path, _KEYS, read)
        self.spelling: Mapping[str, str] = section.spellings("spelling")
        self.digits = section.numbers("digits")
        self.short = word_set(section.phrases("only_after_tens"), {}, path)
        self.ten, self.tens, self.hundred = section.text("ten"), section.text("tens"), section.text("hundred")
        self.magnitudes = section.numbers("magnitudes")
        self.collectives = section.numbers("collectives")
        self.suffixes = section.numbers("suffixes")
        self.fillers = word_set(section.phrases("fillers"), {}, path)
        self.points = word_set(section.phrases("points"), {}, path)
        self.halves = word_set(section.phrases("halves"), {}, path)
        self.minus = word_set(section.phrases("minus"), {}, path)
        self.not_magnitudes = tree_of(section.phrases("not_magnitudes"), self.spelling)
        self.not_numerals: PhraseTree[str] = tree_of(section.phrases("not_numerals"), self.spelling)
        self.ambiguous = word_set(section.phrases("ambiguous_starters"), {}, path)
        self._five_nouns = tree_of(section.phrases("five_nouns"), self.spelling)
        self._year_signs = word_set(section.phrases("year_signs"), self.spelling, path)
        self.starters = (self.digits.keys() - self.short) | {self.ten}
        self.multipliers = {**self.collectives, self.hundred: 100, **self.magnitudes}

    def is_five(self, tokens: Tokens, i: int, floor: int) -> bool:
        """Whether 'năm' at token i counts ("năm gia đình") and is no year ("trong năm hộ nghèo giảm")."""
        signs_year = tokens.low[i - 1] in self._year_signs or (i > floor and tokens.number[i - 1]) or tokens.low[i - 1] in self.digits
        return not signs_year and self._five_nouns.at(tokens.low, i + 1) is not None

    def spelled(self, tokens: Tokens, i: int) -> Numeral | None:
        """The spelled-out number that begins at token i ("hai triệu ba trăm nghìn bốn trăm lẻ hai")."""
        low = tokens.low
        group = self._group(tokens, i)
        if group is None:
            return None
        value, end = group
        above: Exact = 0  # what stands before "tỷ" is multiplied as a whole
        section: Exact = 0
        current: Exact = value
        magnitude, lead = 1, value
        while True:
            factor = self.magnitude_at(tokens, end, self.magnitudes)
            if factor is not None and above + section + current < TOO_LARGE:
                above, section, magnitude = _scale(above, section, current, factor, magnitude)
                current, end = 0, end + 1
                continue
            if magnitude > 1 and low[end] in self.halves:
                current, end = current + Fraction(magnitude, 2), end + 1
                break
            if low[end] in self.points and (point := self._decimals(tokens, end + 1)) and current + section + above >= 0:
                current, end = current + point[0], point[1]
                if self.magnitude_at(tokens, end, self.magnitudes) is None:
                    break
                continue
            if magnitude == 1:
                break
            follow = self._next_group(tokens, end, magnitude)
            if follow is None:
                break
            current, end, closed = follow
            if closed:
                break
        return Numeral(i, end, above + section + current, None, magnitude, True, lead)

    def _next_group(self, tokens: Tokens, i: int, magnitude: int) -> tuple[Exact, int, bool] | None:
        """The group after a magnitude word: value, end, and whether the number ends with it."""
        low = tokens.low
        filler = low[i] in self.fillers
        group = self._group(tokens, i + filler, after_filler=filler)
        if group is None:
            return (self.digits[low[i]] * magnitude // 10, i + 1, True) if low[i] in self.short else None
        value, end = group
        factor = self.magnitude_at(tokens, end, self.magnitudes)
        if factor is not None and (factor < magnitude or magnitude < factor == BILLION):
            return value, end, False
        if factor is not None:
            return None
        if end == i + 1 and not filler and low[i] in self.digits:
            if not self.is_tail_digit(tokens, i):
                return None
            return value * magnitude // 10, end, True  # "bốn triệu sáu"
        return value, end, low[end] not in self.fillers and low[end] not in self.points

    def is_tail_digit(self, tokens: Tokens, i: int) -> bool:
        """Whether a lone digit word abbreviates the next magnitude ("một triệu hai"): not 'một', and not 'năm', which is year."""
        return (self.digits.get(tokens.low[i], 0) > 1 and tokens.low[i] not in self.ambiguous) or tokens.low[i] in self.short

    def _group(self, tokens: Tokens, i: int, after_filler: bool = False) -> tuple[int, int] | None:
        """A number below one thousand: value and end. 'năm' counts as five only where it cannot be the noun year."""
        low = tokens.low
        word = low[i]
        if word == self.ten:
            unit = self._unit_digit(tokens, i + 1)
            return (10 + unit, i + 2) if unit else (10, i + 1)
        digit = self.digits.get(word)
        if digit is None or (word in self.short and not after_filler):
            return None
        following = low[i + 1]
        if following == self.hundred:
            return self._after_hundred(tokens, digit * 100, i + 2)
        if following == self.tens or (following in self.collectives and self.collectives[following] == 10):
            if digit == 0:
                return None
            unit = self._unit_digit(tokens, i + 2) if following == self.tens else 0
            return (digit * 10 + unit, i + 3) if unit else (digit * 10, i + 2)
        if following in self.collectives and digit:
            return digit * self.collectives[following], i + 2
        if self._short_pair(tokens, i):
            return digit * 10 + self.digits[following], i + 2
        return digit, i + 1

    def _after_hundred(self, tokens: Tokens, value: int, i: int) -> tuple[int, int]:
        low = tokens.low
        if low[i] in self.fillers and (unit := self.digits.get(low[i + 1])):
            return value + unit, i + 2
        if low[i] in self.halves:
            return value + 50, i + 1
        if low[i] == self.ten or low[i + 1] == self.tens:
            rest = self._group(tokens, i)
            return (value + rest[0], rest[1]) if rest else (value, i)
        digit = self.digits.get(low[i])
        if not digit:
            return value, i
        after = self.digits.get(low[i + 1])
        if after and not self._noun_year(tokens, i + 1):  # "hai trăm năm chín": tens without their word
            return value + digit * 10 + after, i + 2
        if self._noun_year(tokens, i):
            return value, i
        return value + digit * 10, i + 1  # "ba trăm hai"

    def _unit_digit(self, tokens: Tokens, i: int) -> int:
        """The ones after "mười" and "mươi"; 0 when what follows is no unit digit of this number."""
        word = tokens.low[i]
        if self._noun_year(tokens, i) or tokens.low[i + 1] in (self.tens, self.hundred):
            return 0
        return self.digits.get(word, 0)

    def _noun_year(self, tokens: Tokens, i: int) -> bool:
        """Whether token i is 'năm' that means year: after a whole number it does unless digits or magnitudes go on."""
        word, following = tokens.low[i], tokens.low[i + 1]
        return word in self.ambiguous and following not in self.digits and following not in self.magnitudes

    def _short_pair(self, tokens: Tokens, i: int) -> bool:
        """Two digit words for tens and ones ("bốn bảy nghìn", "ba lăm", "chín chín"); "hai ba" alone means two or three."""
        first, second = self.digits.get(tokens.low[i], 0), tokens.low[i + 1]
        ones = self.digits.get(second)
        if not first or not ones or tokens.low[i + 2] in (self.hundred, self.tens):
            return False
        if second in self.short or (ones == 4 and second != "bốn"):
            return True
        if second in self.ambiguous or ones == first + 1:
            return False
        return tokens.low[i + 2] in self.magnitudes or ones == first

    def _decimals(self, tokens: Tokens, i: int) -> tuple[Fraction, int] | None:
        """Digits after "phẩy": one by one, or a number below hundred ("phẩy hai mươi lăm")."""
        low = tokens.low
        group = self._group(tokens, i)
        if group and 10 <= group[0] < 100 and low[i + 1] == self.tens:
            return Fraction(group[0], 100), group[1]
        text = ""
        while (digit := self.digits.get(low[i])) is not None and len(text) < MAX_DECIMALS:
            text += str(digit)
            i += 1
        return (Fraction(int(text), 10 ** len(text)), i) if text else None

    def digit_row(self, tokens: Tokens, i: int) -> tuple[int, int] | None:
        """Digits said one after another, as years are: "một chín tám tư", "hai không mười ba" (2013). Value and end."""
        low = tokens.low
        text, j = "", i
        while len(text) < 4:
            if low[j] == self.ten:
                unit = self._unit_digit(tokens, j + 1)
                text += str(10 + unit)
                j += 2 if unit else 1
            elif (digit := self.digits.get(low[j])) is not None:
                text += str(digit)
                j += 1
                if low[j] == self.tens:
                    j += 1
                    if low[j] not in self.digits:
                        text += "0"
            else:
                break
        return (int(text), j) if len(text) == 4 else None

    def magnitude_at(self, tokens: Tokens, i: int, words: Mapping[str, int]) -> int | None:
        factor = words.get(tokens.low[i])
        if factor is None or self.not_magnitudes.at(tokens.low, i) or (tokens.raw(i).istitle() and not tokens.raw(i - 1).istitle()):
            return None
        return factor


def _scale(above: Exact, section: Exact, current: Exact, factor: int, magnitude: int) -> tuple[Exact, Exact, int]:
    """Apply a magnitude word: "tỷ" multiplies all that was said before it, a smaller one only its own group."""
    if factor == BILLION:
        whole = section + current
        return above + whole * factor, 0, factor
    if not current and section:
        return above, section * factor, magnitude * factor
    return above, section + current * factor, factor
