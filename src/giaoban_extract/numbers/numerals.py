"""Numerals and their values: digit literals with magnitude words, and spelled-out numbers.

The reading policy of separators is the genre's: dot and space group thousands, the comma is the decimal sign, and a comma
before exactly three digits has two readings, of which the thing counted decides (`Numeral.grouped`).
"""

from __future__ import annotations

from fractions import Fraction

from giaoban_extract.numbers.spelled import TOO_LARGE, Exact, Numeral, SpelledNumbers
from giaoban_extract.text.mentions import Number
from giaoban_extract.text.tokens import Tokens

MAX_DIGITS = 24
"""A longer run of digits is an identifier, not a quantity, and has no value."""


_VULGAR = {"½": Fraction(1, 2), "¼": Fraction(1, 4), "¾": Fraction(3, 4)}
"""Fractions of one character, behind digits: "5½ ha"."""


def plain(value: Exact | None) -> Number | None:
    """An exact value as JSON has it: int when whole, else the nearest float."""
    if value is None or isinstance(value, int):
        return value
    if value.denominator == 1:
        return value.numerator
    return float(value)


def read_digits(text: str) -> tuple[Exact, int | None] | None:
    """Value of a digit literal, and its second reading where a lone comma may group thousands. None when it is too long."""
    if len(text) > MAX_DIGITS + 8:
        return None
    if text.isdecimal():
        return int(text), None
    last = max(text.rfind("."), text.rfind(","))
    sign, tail = text[last], text[last + 1 :]
    groups = text[:last].replace(",", ".").split(".")
    head = "".join(groups)
    decimal = Fraction(int(head + tail), 10 ** len(tail))
    if text.count(sign) > 1:  # the same sign again: groups, unless the last one is short ("1,173,5")
        return (int(head + tail), None) if len(tail) == 3 else (decimal, None)
    if len(groups) > 1 or len(tail) != 3 or len(head) > 3 or not head.strip("0"):
        return decimal, None
    return (int(head + tail), None) if sign == "." else (decimal, int(head + tail))


class Numerals(SpelledNumbers):
    """Reads numerals from tokens: adds digit literals to what words can say. Built once from patterns/numbers.yaml."""

    def read(self, tokens: Tokens, i: int) -> Numeral | None:
        """The numeral that begins at token i, digits or words; None when there is none or it is too long to be a quantity."""
        return self._digits(tokens, i) if tokens.number[i] else self.spelled(tokens, i)

    def _digits(self, tokens: Tokens, i: int, ceiling: int | None = None) -> Numeral | None:
        """Digits from token i on; below a magnitude of `ceiling`, which bounds the recursion through "tỷ ... triệu ... nghìn"."""
        text = tokens.low[i]
        end = i + 1
        while _groups_on(tokens, text, end):  # "2 000 000": the space groups thousands
            text += tokens.low[end]
            end += 1
        if end > i + 1:
            text = text.replace(".", ",")
        reading = read_digits(text)
        if reading is None:
            return None
        numeral = Numeral(i, end, reading[0], reading[1], lead=reading[0])
        part = _VULGAR.get(tokens.low[end])
        if part is not None and tokens.touches(end - 1):
            numeral.value, numeral.end, numeral.grouped = numeral.value + part, end + 1, None
        if not self._suffix(tokens, numeral):
            self._multiply(tokens, numeral)
        if numeral.magnitude > 1:
            numeral.grouped = None
            if ceiling is None or numeral.magnitude < ceiling:
                self._remainder(tokens, numeral)
        return numeral

    def _suffix(self, tokens: Tokens, numeral: Numeral) -> bool:
        """ "10k", "100tr", "3M", "1tr5": a letter glued to the digits."""
        end = numeral.end
        factor = self.suffixes.get(tokens.raw(end)) or self.suffixes.get(tokens.low[end] if len(tokens.low[end]) > 1 else "")
        if factor is None or not tokens.touches(end - 1) or (len(tokens.low[end]) == 1 and tokens.number[end + 1] and tokens.touches(end)):
            return False
        numeral.value, numeral.magnitude, numeral.end = numeral.value * factor, factor, end + 1
        if tokens.number[end + 1] and tokens.touches(end) and tokens.low[end + 1].isdecimal() and len(tokens.low[end + 1]) <= 3:
            tail = tokens.low[end + 1]
            numeral.value += Fraction(int(tail) * factor, 10 ** len(tail))
            numeral.end += 1
        return True

    def _multiply(self, tokens: Tokens, numeral: Numeral) -> None:
        """Magnitude words after digits: "7 trăm", "1.173,5 ngàn tỷ"."""
        last = 1
        while (factor := self.magnitude_at(tokens, numeral.end, self.multipliers)) is not None:
            numeral.value *= factor
            numeral.magnitude = factor if last == 1 else last * factor
            last = numeral.magnitude
            numeral.end += 1
            if last > TOO_LARGE:
                break

    def _remainder(self, tokens: Tokens, numeral: Numeral) -> None:
        """What follows a magnitude: "rưỡi", a smaller magnitude ("1 tỷ 200 triệu"), a lone digit ("1 triệu hai"), "1 nghìn 200"."""
        end, low = numeral.end, tokens.low
        if low[end] in self.halves:
            numeral.value += Fraction(numeral.magnitude, 2)
            numeral.end += 1
            return
        if tokens.number[end]:
            below = self._digits(tokens, end, numeral.magnitude)
            if below is None:
                return
            lone = below.magnitude == 1 and numeral.magnitude == 1000 and len(low[end]) == 3 and low[below.end] not in "/.-–"
            if (1 < below.magnitude < numeral.magnitude and below.value < numeral.magnitude) or lone:
                numeral.value, numeral.end, numeral.magnitude = numeral.value + below.value, below.end, below.magnitude
            return
        digit = self.digits.get(low[end])
        if digit is None:
            return
        spelled = self.spelled(tokens, end)
        if spelled and 1 < spelled.magnitude < numeral.magnitude and spelled.value < numeral.magnitude:
            numeral.value, numeral.end, numeral.magnitude = numeral.value + spelled.value, spelled.end, spelled.magnitude
        elif self.is_tail_digit(tokens, end) and low[end + 1] in "\n.,;":
            numeral.value += digit * numeral.magnitude // 10
            numeral.end += 1


def _groups_on(tokens: Tokens, text: str, i: int) -> bool:
    """Whether token i continues a number whose thousands are grouped by single spaces ("1 000", "2 000 000,5")."""
    if not tokens.number[i] or tokens.start[i] - tokens.end[i - 1] != 1 or not text.isdecimal() or text[0] == "0":
        return False
    if len(text) > 3 and tokens.end[i - 1] - tokens.start[i - 1] != 3:
        return False
    whole = tokens.low[i].split(",")[0]
    return len(whole) == 3 and whole.isdecimal() and len(text) <= 12
