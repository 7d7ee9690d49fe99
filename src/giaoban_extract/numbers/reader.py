"""Every number of a text, read and classified: the first stage of the product, and `giaoban-extract numbers` on its own.

One pass over the tokens; at each number the recognisers are asked in a fixed order, and the first that answers takes its
tokens: codes and names, times, dates, periods, then quantities, which a context may still turn into something else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from giaoban_extract.library.layers import Layer, builtin_patterns
from giaoban_extract.library.yamlfile import Reader, read_pattern_file
from giaoban_extract.numbers.bounds import Bounds
from giaoban_extract.numbers.calendar import CalendarWords
from giaoban_extract.numbers.dates import Dates
from giaoban_extract.numbers.nonfigures import NonFigures
from giaoban_extract.numbers.numerals import Numerals
from giaoban_extract.numbers.quantities import Quantities
from giaoban_extract.numbers.readings import Found, found
from giaoban_extract.numbers.stretches import Periods
from giaoban_extract.numbers.times import Times
from giaoban_extract.numbers.units import Units
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.roman import ROMAN
from giaoban_extract.text.tokens import Tokens

_ROMAN_LOW = frozenset(r.lower() for r in ROMAN)
_FIRST_OF = {"nhất": 1, "nhì": 2}
_FIRST = "đầu"
_SENTENCE_STARTS = frozenset('\n.!?:;-–—•*+"“”(…/')


class NumberReader:
    """The number reader over the five pattern files of one folder, and what layers add to units and non-figures.

    Immutable after construction; safe to share between threads.
    """

    def __init__(
        self,
        patterns: Path,
        units: Iterable[dict[Any, Any]] = (),
        nonfigures: Iterable[dict[Any, Any]] = (),
        read: Reader = read_pattern_file,
    ) -> None:
        self.numerals = Numerals(patterns / "numbers.yaml", read)
        spelling = self.numerals.spelling
        self.units = Units(patterns / "units.yaml", spelling, units, read)
        self.bounds = Bounds(patterns / "bounds.yaml", spelling, read)
        calendar = CalendarWords(patterns / "periods.yaml", self.numerals, read)
        self.calendar = calendar
        self.times = Times(calendar)
        self.dates = Dates(calendar, self.units)
        self.periods = Periods(calendar, self.units)
        self.quantities = Quantities(self.numerals, self.units, self.bounds)
        self.nonfigures = NonFigures(patterns / "nonfigures.yaml", spelling, self.units, nonfigures, read)
        others = _ROMAN_LOW | self.nonfigures.vague.first_words() | calendar.words["half"] | _FIRST_OF.keys() | {_FIRST}
        self._anchors = frozenset(self.numerals.starters | self.numerals.digits.keys() | others)

    def read(self, flat: str) -> list[Mention]:
        """All mentions of a view's text, sorted and disjoint; offsets are into `flat`."""
        tokens = Tokens(flat, self.numerals.spelling)
        mentions: list[Mention] = []
        low, number, anchors = tokens.low, tokens.number, self._anchors
        i = floor = tokens.first
        previous: Found | None = None
        while i < tokens.last:
            if not number[i] and low[i] not in anchors:
                i += 1
                continue
            reading = self._digits(tokens, i, floor, previous) if number[i] else self._word(tokens, i, floor, previous)
            if reading is None:
                i += 1
                continue
            mentions.append(reading.mention)
            previous = reading
            i = floor = max(reading.end, i + 1)
        return mentions

    def _digits(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found:
        reading = self.nonfigures.strong(tokens, i, floor) or self._datelike(tokens, i, floor, previous)
        if reading is not None:
            return reading
        quantity = self.quantities.read(tokens, i, floor)
        if quantity is None:
            return found(tokens, i, i + 1, "document")
        return self._judged(tokens, i, floor, quantity, previous)

    def _judged(self, tokens: Tokens, i: int, floor: int, quantity: Found, previous: Found | None) -> Found:
        """The quantity, or what its surroundings make of it."""
        if quantity.mention.kind == "duration" and tokens.number[quantity.end]:
            dated = self._datelike(tokens, quantity.end, quantity.after, None)
            if dated is not None and dated.begin < quantity.end:  # "2 ngày 13 và 14-7": the unit word belongs to the date
                stop = tokens.end[quantity.after - 1]
                return quantity._replace(end=quantity.after, mention=replace(quantity.mention, end=stop, figure_end=stop))
        return self.nonfigures.judge(tokens, i, floor, quantity, previous) or quantity

    def _datelike(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        return (
            self.times.read(tokens, i, floor)
            or self.periods.quarter(tokens, i, floor, previous)
            or self.dates.read(tokens, i, floor)
            or self.periods.read(tokens, i, floor)
        )

    # -- words

    def _word(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        """A word that may be a number: a Roman numeral, an ordinal, a vague amount or a spelled-out numeral."""
        word = tokens.low[i]
        if word in _ROMAN_LOW and tokens.raw(i).isupper() and word not in self.numerals.digits:
            period = self.periods.quarter(tokens, i, floor, previous) or self.periods.read(tokens, i, floor)
            return period or self.nonfigures.roman(tokens, i, floor, previous)
        if word in _FIRST_OF:
            return self._named_ordinal(tokens, i, floor)
        if word == _FIRST:
            return self._first(tokens, i, floor)
        if word in self.calendar.words["half"]:
            return self.periods.half_year(tokens, i)
        vague = self.nonfigures.vague.at(tokens.low, i)
        if vague is not None:
            return self._vague(tokens, i, vague[1])
        if word in self.numerals.digits or word == self.numerals.ten:
            return self._spelled(tokens, i, floor, previous)
        return None

    def _named_ordinal(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "thứ nhất", "thứ nhì"."""
        if i <= floor or tokens.low[i - 1] not in self.calendar.words["weekday"]:
            return None
        begin = self.nonfigures.ordinal_begin(tokens, i, floor)
        return found(tokens, begin, i + 1, "ordinal", value=_FIRST_OF[tokens.low[i]])

    def _first(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """ "đầu tiên"."""
        if tokens.low[i + 1] != "tiên":
            return None
        return self.dates.first_day(tokens, i, floor) or found(tokens, i, i + 2, "ordinal", value=1)

    def _vague(self, tokens: Tokens, i: int, end: int) -> Found | None:
        """ "hàng chục nghìn"."""
        first = end
        while tokens.low[end] in self.numerals.multipliers and end < first + 4:
            end += 1
        return found(tokens, i, end, "vague") if end > first else None

    def _spelled(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        low, calendar = tokens.low, self.calendar.words
        before = low[i - 1] if i > floor else ""
        ordinal = before in calendar["weekday"]
        dated = ordinal or any(before in calendar[key] for key in ("day", "month", "quarter", "year"))
        ambiguous = low[i] in self.numerals.ambiguous
        if dated or not (ambiguous or self._is_phrase(tokens, i)):
            reading = self._datelike(tokens, i, floor, previous)
            if reading is not None:
                return reading
        if ordinal:
            numeral = self.numerals.spelled(tokens, i)
            begin = self.nonfigures.ordinal_begin(tokens, i, floor)
            value = int(numeral.value) if numeral else self.numerals.digits[low[i]]
            return found(tokens, begin, numeral.end if numeral else i + 1, "ordinal", value=value)
        if self._is_phrase(tokens, i) or self._is_name(tokens, i):
            return None
        if ambiguous:
            if self.calendar.spelled_year(tokens, i + 1):
                return None
            time = self.times.read(tokens, i, floor)
            if time is not None:
                return time
        return self._half(tokens, i) or self._quantity_in_words(tokens, i, floor, previous)

    def _half(self, tokens: Tokens, i: int) -> Found | None:
        """ "một nửa"."""
        if tokens.low[i + 1] not in self.calendar.words["half"] or self.numerals.digits.get(tokens.low[i]) != 1:
            return None
        half = found(tokens, i, i + 2, "fraction", value=1)
        return half._replace(mention=replace(half.mention, out_of=2))

    def _quantity_in_words(self, tokens: Tokens, i: int, floor: int, previous: Found | None) -> Found | None:
        quantity = self.quantities.read(tokens, i, floor)
        if quantity is None or (quantity.after == i + 1 and not self._counts(tokens, i, floor, quantity)):
            return None
        if self.numerals.digits.get(tokens.low[i]) == 1 and self.nonfigures.is_article(tokens, i, quantity, floor):
            return quantity._replace(mention=replace(quantity.mention, kind="article"))
        return self._judged(tokens, i, floor, quantity, previous)

    def _counts(self, tokens: Tokens, i: int, floor: int, quantity: Found) -> bool:
        """Whether a single digit word is used as a number: it counts or measures something, and 'năm' is no year."""
        if tokens.low[i] in self.numerals.ambiguous:
            return self.numerals.is_five(tokens, i, floor)
        if not quantity.mention.value:
            return quantity.mention.kind == "percent"  # "không" is nearly always a negation
        return quantity.mention.kind != "number" or quantity.begin < i

    def _is_phrase(self, tokens: Tokens, i: int) -> bool:
        """Whether the number word belongs to a phrase in which it is none ("một số", "ngã ba")."""
        phrases, low = self.numerals.not_numerals, tokens.low
        for begin in (i, i - 1, i - 2):
            match = phrases.at(low, begin)
            if match is not None and match[1] > i:
                return True
        return False

    def _is_name(self, tokens: Tokens, i: int) -> bool:
        """Whether a capital makes the word part of a name ("Ba Vì", "anh Ba")."""
        raw = tokens.raw(i)
        if not raw.istitle():
            return False
        following = tokens.raw(i + 1)
        return following.istitle() or tokens.low[i - 1] not in _SENTENCE_STARTS


def load_number_reader(base: Path | None = None, layers: Iterable[Layer] = ()) -> NumberReader:
    """The number reader of a pattern folder (the built-in one by default) with layers on top. Raises `PatternError`."""
    layers = list(layers)
    if not layers:
        return NumberReader(base or builtin_patterns())
    from giaoban_extract.library.merging import declare  # with the models of the pattern files, which cost a moment

    declared = declare(base, layers)
    return NumberReader(base or builtin_patterns(), declared.units, declared.nonfigures)


def to_document(text: str, mentions: list[Mention]) -> dict[str, Any]:
    """What `giaoban-extract numbers` prints for one text; the mentions' offsets must be into `text`."""
    return {
        "text": text,
        "mentions": [
            {
                "text": text[m.start : m.end],
                "start": m.start,
                "end": m.end,
                "kind": m.kind,
                "value": m.value,
                "value_max": m.value_max,
                "out_of": m.out_of,
                "unit": m.unit,
                "bound": m.bound,
                "iso": m.iso,
            }
            for m in mentions
        ],
    }
