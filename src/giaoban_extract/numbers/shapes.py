"""Numbers that their own spelling gives away: links, phone numbers, document codes, names with digits, list markers."""

from __future__ import annotations

from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.text.roman import roman_value
from giaoban_extract.text.tokens import Tokens

_CLASS_LETTERS = frozenset("ABCDEGHINPQSTXabc")
"""Letters glued to digits that make a name ("12A", "5G", "30a"), units and magnitudes (K, L, M, V, W) aside."""


class Shapes:
    """Links, phone numbers and names; what may make a name or a link comes from patterns/nonfigures.yaml."""

    def __init__(self, prefixes: frozenset[str], links: tuple[str, ...]) -> None:
        self._prefixes, self._links = prefixes, links

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The link, phone number or name around the digits at token i."""
        if code_end(tokens, i) is not None:
            return self._link(tokens, i, floor)
        return self._link(tokens, i, floor) or self._phone(tokens, i) or self._name(tokens, i, floor)

    def _link(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The whole of an address or e-mail around the number."""
        if not (tokens.touches(i) or tokens.touches(i - 1)):
            return None
        span = tokens.link_around(i, self._links)
        if span is None:
            return None
        start, stop = span
        begin, end = i, i + 1
        while begin > floor and tokens.start[begin - 1] >= start and tokens.low[begin - 1] != "\n":
            begin -= 1
        while tokens.end[end] <= stop and tokens.low[end] != "\n":
            end += 1
        return found(tokens, begin, end, "contact")

    def _phone(self, tokens: Tokens, i: int) -> Found | None:
        """ "0913.456.789", "0269 3824 123", "02053.820.xxx": a leading nought and nine to eleven digits, some of them masked."""
        low, end = tokens.low, i + 1
        if low[i][0] != "0" or len(low[i]) < 3 or "," in low[i]:
            return None
        digits = low[i].replace(".", "")
        while len(digits) < 9 and tokens.start[end] - tokens.end[end - 1] <= 1:
            part = end + (low[end] in "-.")
            if not tokens.number[part] and (low[part].strip("x") or len(digits) < 4):
                break
            digits += low[part].replace(".", "").replace("x", "0")
            end = part + 1
        return found(tokens, i, end, "contact") if 9 <= len(digits) <= 11 and digits.isdecimal() else None

    def _name(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "F1", "VNPT-2", "Covid-19", "5G", "12A1", "4.0"."""
        low = tokens.low
        begin, end = i, i + 1
        if i > floor and tokens.is_word(i - 1) and tokens.touches(i - 1):
            raw = tokens.raw(i - 1)
            if low[i - 1] in self._prefixes or raw.isupper():
                begin = i - 1
        elif i - 1 > floor and low[i - 1] in "-–" and tokens.is_word(i - 2):
            glued = tokens.touches(i - 1) and tokens.touches(i - 2)
            known = low[i - 2] in self._prefixes and (tokens.touches(i - 1) or len(low[i - 2]) > 3)
            if known or (glued and tokens.raw(i - 2).isupper() and roman_value(tokens.raw(i - 2)) is None):
                begin = i - 2
        if begin < i and low[end] == "%":
            return None
        letter = tokens.raw(end)
        if tokens.touches(i) and letter in _CLASS_LETTERS and low[i].isdecimal() and len(low[i]) < 4:
            end += 1
        if begin == i and end == i + 1:
            return None
        while tokens.touches(end - 1) and (tokens.number[end] or (tokens.is_word(end) and tokens.raw(end).isupper())) and end < i + 6:
            end += 1
        return found(tokens, begin, end, "name")


def code_end(tokens: Tokens, i: int) -> int | None:
    low, end, letters = tokens.low, i + 1, False
    if tokens.is_word(end) and len(low[end]) == 1 and tokens.touches(i) and low[end + 1] in "-/":
        end += 1  # "06b/NQ-BCH"
    while low[end] in "-–/" and low[end] != "\n":
        part = end + 1
        spaced = not tokens.touches(end - 1) and not tokens.touches(end)
        capital = tokens.is_word(part) and tokens.raw(part)[:2].isupper() and (len(low[part]) > 1 or low[part + 1] in "-/")
        if capital and (not spaced or low[part + 1] in "-/–"):
            letters, end = True, part + 1
        elif tokens.number[part] and low[part].isdecimal() and tokens.touches(end) and (letters or _is_year_in_code(tokens, part)):
            end = part + 1
        else:
            break
        while (tokens.number[end] or tokens.raw(end).isupper()) and tokens.touches(end - 1) and tokens.is_word(end - 1):
            end += 1  # "QH15"
    return end if letters else None


def _is_year_in_code(tokens: Tokens, i: int) -> bool:
    """The year of "24/2012/NĐ-CP"."""
    return len(tokens.low[i]) == 4 and tokens.low[i + 1] in "/-"


def marker(tokens: Tokens, i: int) -> Found | None:
    """ "1.", "2)", "III-", "(3)" at the head of a block or of an item; "[1]" of a pager."""
    low = tokens.low
    before, after = low[i - 1], low[i + 1]
    if before == "[" and after == "]":
        end = i + 2
        while tokens.number[end] and low[end].isdecimal():  # "[1] 2 3 4"
            end += 1
        return found(tokens, i, end if end > i + 2 else i + 1, "page")
    text = low[i]
    short = len(text) <= 2 if text.isdecimal() else len(text) <= 6 and (roman_value(tokens.raw(i)) is not None or _is_numbering(text))
    if not short:
        return None
    if before == "(" and after == ")" and tokens.touches(i) and text.isdecimal():
        return found(tokens, i, i + 1, "list_marker")
    if before in "-–" and after in "-–" and low[i - 2] == low[i + 2] == "\n" != after:
        return found(tokens, i, i + 1, "page")
    if not tokens.opens_block(i) or after == "\n":
        return None
    if after not in ".)/-–:|":  # the first cell of a table's row: "3 Nhà đại đoàn kết"
        row = text.isdecimal() and tokens.raw(i + 1).istitle() and len(after) > 1
        return found(tokens, i, i + 1, "list_marker") if row else None
    if tokens.number[i + 2] and after != "|" and (tokens.touches(i + 1) or not tokens.touches(i)):
        return None
    if low[i + 2] == "\n" and not text.isdecimal():
        return None
    capital = not tokens.is_word(i + 2) or tokens.raw(i + 2)[:1].isupper() or not tokens.touches(i + 1)
    return found(tokens, i, i + 1, "list_marker") if capital else None


def _is_numbering(text: str) -> bool:
    """ "1.1", "2.3.1": section numbers."""
    return all(len(part) <= 2 for part in text.split(".")) and "," not in text
