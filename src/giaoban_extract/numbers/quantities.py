"""Quantities: a numeral with its sign, unit, bound, range or whole, as one mention.

The order is that of the expression: sign or currency, numeral, "/ whole" or "- upper end", unit, "trở lên".
"""

from __future__ import annotations

from fractions import Fraction

from giaoban_extract.numbers.bounds import Bounds
from giaoban_extract.numbers.numerals import Numerals, plain
from giaoban_extract.numbers.readings import Found
from giaoban_extract.numbers.spelled import Exact, Numeral
from giaoban_extract.numbers.units import Unit, UnitMatch, Units
from giaoban_extract.text.identifiers import Bound
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.tokens import Tokens

_MINUS = "-−–"
_SLASH = "/"
_BASE_REACH = 9
"""How many tokens "từ A ..." may stand before "lên B" for A to be the base."""


class Quantities:
    """Reads what can be a figure. Whether it is one is decided by the contexts of dates.py and nonfigures.py."""

    def __init__(self, numerals: Numerals, units: Units, bounds: Bounds) -> None:
        self.numerals, self.units, self.bounds = numerals, units, bounds

    def read(self, tokens: Tokens, i: int, floor: int) -> Found | None:
        """The quantity whose numeral begins at token i; nothing before token `floor` belongs to it."""
        numeral = self.numerals.read(tokens, i)
        if numeral is None:
            return None
        return (
            self._fraction(tokens, numeral, floor)
            or self._range(tokens, numeral, floor)
            or self._rate_base(tokens, numeral, floor)
            or self._simple(tokens, numeral, floor)
        )

    # -- one value

    def _simple(self, tokens: Tokens, numeral: Numeral, floor: int) -> Found:
        begin, prefix = self._currency_before(tokens, numeral.begin, floor)
        match = prefix or self.units.at(tokens, numeral.end)
        end, value = numeral.end, _value(numeral, match)
        if match is not None and match is not prefix:
            end = match.end
            value, end = self._after_unit(tokens, match, value, end)
        begin, value = self._sign(tokens, numeral, begin, value, match, floor)
        return self._mention(tokens, begin, numeral, end, match, value, floor)

    def _after_unit(self, tokens: Tokens, match: UnitMatch, value: Exact, end: int) -> tuple[Exact, int]:
        """ "hai tấn rưỡi", "một đô la và 42 xu"."""
        if tokens.low[end] in self.numerals.halves and match.known:
            return value + Fraction(match.unit.factor, 2), end + 1
        if match.unit.cents:
            i = end + (tokens.low[end] == "và")
            cents = self.numerals.read(tokens, i)
            if cents is not None and tokens.low[cents.end] in match.unit.cents:
                return value + Fraction(cents.value) / 100, cents.end + 1
        return value, end

    def _currency_before(self, tokens: Tokens, i: int, floor: int) -> tuple[int, UnitMatch | None]:
        if i <= floor or tokens.is_word(i - 1) or not tokens.touches(i - 1):
            return i, None
        match = self.units.known(tokens, i - 1)
        if match is None or match.unit.kind != "money" or match.end != i:
            return i, None
        return i - 1, match

    def _sign(self, tokens: Tokens, numeral: Numeral, begin: int, value: Exact, match: UnitMatch | None, floor: int) -> tuple[int, Exact]:
        """A minus that is no range, hyphen or list bullet ("-5%", "(-5%)"), or the word "âm"."""
        before, low = begin - 1, tokens.low
        if before < floor:
            return begin, value
        if low[before] in self.numerals.minus:
            counted = match is not None and match.unit.whole
            alone = match is None and (low[before - 1] == "\n")
            return (before, -value) if alone or (not counted and low[before] != "trừ") else (begin, value)
        if low[before] not in _MINUS or not tokens.touches(before) or (tokens.touches(before - 1) and low[before - 1] != "("):
            return begin, value
        bullet = low[before - 1] in "\n;:" and match is not None and match.unit.kind in ("money", "measure", "duration")
        if bullet or tokens.number[before - 1] or (match is not None and match.unit.whole):
            return begin, value
        return before, -value

    def _mention(
        self,
        tokens: Tokens,
        begin: int,
        numeral: Numeral,
        end: int,
        match: UnitMatch | None,
        value: Exact,
        floor: int,
        *,
        upper: Exact | None = None,
        whole: Exact | None = None,
        kind: str | None = None,
    ) -> Found:
        """Assemble the mention; `end` is the token after the unit, `numeral.end` the one after the (last) numeral."""
        bound, first = self.bounds.before(tokens, begin, numeral.end, floor)
        if bound == "exact":
            bound = self.bounds.after(tokens, end)
        unit = match.unit if match else None
        start, stop = tokens.start[begin], tokens.end[max(end, numeral.end) - 1]
        mention = Mention(
            start=start,
            end=stop,
            figure_end=_figure_end(tokens, numeral.end, end, unit is not None and unit.whole),
            kind=kind or (unit.kind if unit else "number"),
            value=plain(value),
            value_max=plain(upper),
            out_of=plain(whole),
            unit=unit.symbol if unit else None,
            bound=bound,
            bound_start=tokens.start[first],
            noun=_noun_span(tokens, match, end),
            per=self._per(tokens, end) if unit else None,
        )
        return Found(begin, max(end, numeral.end), mention, match is not None and match.known, numeral.end)

    def _per(self, tokens: Tokens, i: int) -> str | None:
        """What a rate is per: the words behind the slash or "mỗi"."""
        match = self.bounds.per.at(tokens.low, i)
        if match is None or not tokens.is_word(match[1]):
            return None
        begin = match[1]
        end = self.units.phrase_end(tokens, begin)
        return tokens.flat[tokens.start[begin] : tokens.end[end - 1]]

    # -- a/b

    def _fraction(self, tokens: Tokens, numeral: Numeral, floor: int) -> Found | None:
        low, slash = tokens.low, numeral.end
        spelled = low[slash] == "phần"
        if low[slash] != _SLASH and not spelled:
            return self._mixed(tokens, numeral, floor)
        whole = self.numerals.read(tokens, slash + 1)
        if whole is None and spelled and (digit := self.numerals.digits.get(low[slash + 1], 0)) > 1:
            whole = Numeral(slash + 1, slash + 2, digit)
        if whole is None or not whole.value or (not spelled and not tokens.number[slash + 1]):
            return None
        if low[whole.end] == _SLASH and tokens.touches(whole.end - 1) and tokens.touches(whole.end):
            return None  # "24/2012/..." is no share of a whole
        match = self.units.at(tokens, whole.end)
        top, bottom = _counted_value(numeral), _counted_value(whole)
        if numeral.magnitude == 1 and whole.magnitude > 1 and whole.lead * whole.magnitude == whole.value:
            top *= whole.magnitude  # "186/150 triệu đồng": the magnitude is that of both
        joined = Numeral(numeral.begin, whole.end, numeral.value)
        end = match.end if match else whole.end
        if match is not None and match.unit.kind == "measure":
            value = Fraction(top) / Fraction(bottom) * match.unit.factor
            return self._mention(tokens, numeral.begin, joined, end, match, value, floor)
        return self._mention(tokens, numeral.begin, joined, end, match, top, floor, whole=bottom, kind="fraction")

    def _mixed(self, tokens: Tokens, numeral: Numeral, floor: int) -> Found | None:
        """ "5 1/2"."""
        i, low = numeral.end, tokens.low
        if numeral.spelled or low[i + 1] != _SLASH or low[i + 3] == _SLASH:
            return None
        if not (low[i].isdecimal() and low[i + 2].isdecimal() and len(low[i]) == len(low[i + 2]) == 1 and low[numeral.begin].isdecimal()):
            return None
        top, bottom = int(low[i]), int(low[i + 2])
        match = self.units.at(tokens, i + 3)
        if not 0 < top < bottom or (match is not None and match.unit.whole):
            return None
        value = (numeral.value + Fraction(top, bottom)) * (match.unit.factor if match else 1)
        joined = Numeral(numeral.begin, i + 3, value)
        kind = None if match else "fraction"
        return self._mention(tokens, numeral.begin, joined, match.end if match else i + 3, match, value, floor, kind=kind)

    # -- two ends

    def _range(self, tokens: Tokens, first: Numeral, floor: int) -> Found | None:
        """ "10 - 15%", "từ 3 đến 5 triệu đồng", "1000 đồng đến 2000 đồng", "hai ba người"."""
        own = None
        joint = self.bounds.range.at(tokens.low, first.end)
        if joint is None:
            own = self.units.known(tokens, first.end)
            joint = self.bounds.range.at(tokens.low, own.end) if own else None
        if joint is None:
            return self._two_or_three(tokens, first, floor)
        start = self.bounds.starts_bound(tokens, joint[1])
        begin, prefix = self._currency_before(tokens, first.begin, floor)
        last = self.numerals.read(tokens, start + (prefix is not None and tokens.low[start] == tokens.low[begin]))
        if last is None or (tokens.low[last.end] == _SLASH and tokens.number[last.end + 1]):
            return None
        match = prefix or self.units.at(tokens, last.end)
        if own is not None and (match is None or not _same_words(tokens, own, match)):
            return None
        low_end, high_end = _value(first, match), _value(last, match)
        if last.magnitude > 1 and first.magnitude == 1 and (own is None or own.unit.kind != "money"):
            low_end *= last.magnitude if first.lead <= last.lead else Fraction(last.magnitude, 1000)
        if low_end > high_end or (low_end == high_end and tokens.low[first.end] in _MINUS):
            return None
        joined = Numeral(first.begin, last.end, first.value)
        end = match.end if match and match is not prefix else last.end
        kind = "duration" if match and match.unit.kind == "duration" else "range"
        return self._mention(tokens, begin, joined, end, match, low_end, floor, upper=high_end, kind=kind)

    def _two_or_three(self, tokens: Tokens, first: Numeral, floor: int) -> Found | None:
        """ "hai ba người": two neighbouring digit words are a range."""
        upper = self.numerals.digits.get(tokens.low[first.end], 0)
        if not first.spelled or first.end != first.begin + 1 or upper != first.value + 1 or upper < 3:
            return None
        match = self.units.at(tokens, first.end + 1)
        if match is None or tokens.low[first.end] in self.numerals.ambiguous:
            return None
        joined = Numeral(first.begin, first.end + 1, first.value)
        factor = match.unit.factor
        return self._mention(tokens, first.begin, joined, match.end, match, first.value * factor, floor, upper=upper * factor, kind="range")

    def _rate_base(self, tokens: Tokens, numeral: Numeral, floor: int) -> Found | None:
        """The earlier value of "từ 40% (năm 2015) lên hơn 60%": not reached, but started from."""
        begin = self.bounds.before(tokens, numeral.begin, numeral.end, floor)[1]
        low = tokens.low
        if begin <= floor or low[begin - 1] not in self.bounds.range_from:
            return None
        match = self.units.at(tokens, numeral.end)
        i = match.end if match else numeral.end
        for j in range(i, i + _BASE_REACH):
            if low[j] in "\n;.":
                return None
            change = self.bounds.change.at(low, j)
            if change is None:
                continue
            other = self.numerals.read(tokens, self.bounds.starts_bound(tokens, change[1]))
            if other is None:
                continue
            unit = self.units.at(tokens, other.end)
            if _family(unit) == _family(match) or match is None:
                base = self._simple(tokens, numeral, floor)
                return base._replace(mention=_with_kind(base.mention, "rate_base"))
        return None


def _family(match: UnitMatch | None) -> Unit | None:
    return match.unit if match else None


def _same_words(tokens: Tokens, first: UnitMatch, last: UnitMatch) -> bool:
    """Whether both ends of a range name one unit; things counted must be the same things."""
    if first.unit != last.unit:
        return False
    return not first.unit.whole or tokens.low[first.begin : first.end] == tokens.low[last.begin : last.end]


def _with_kind(mention: Mention, kind: str, bound: Bound | None = None) -> Mention:
    return Mention(
        mention.start, mention.end, mention.figure_end, kind, mention.value, mention.value_max, mention.out_of, mention.unit,
        bound or mention.bound, mention.iso, mention.bound_start, mention.noun, mention.per,
    )  # fmt: skip


def _value(numeral: Numeral, match: UnitMatch | None) -> Exact:
    """Value in base units; the thing counted decides what a comma before three digits is."""
    if match is None:
        return numeral.value
    if match.unit.whole and numeral.grouped is not None:
        return numeral.grouped
    return numeral.value * match.unit.factor


def _counted_value(numeral: Numeral) -> Exact:
    return numeral.value if numeral.grouped is None else numeral.grouped


def _figure_end(tokens: Tokens, numeral_end: int, end: int, counted: bool) -> int:
    """Where the figure's own text ends: with a unit that is glued or written with signs or digits, else with the numeral."""
    stop = tokens.end[numeral_end - 1]
    if end <= numeral_end or counted:
        return stop
    unit = tokens.flat[tokens.start[numeral_end] : tokens.end[end - 1]]
    if not unit.replace(" ", "").isalpha():
        return tokens.end[end - 1]
    return tokens.end[numeral_end] if tokens.touches(numeral_end - 1) else stop


def _noun_span(tokens: Tokens, match: UnitMatch | None, end: int) -> tuple[int, int] | None:
    if match is None or not match.known or not match.unit.whole:
        return None
    return tokens.start[match.begin], tokens.end[match.end - 1]
