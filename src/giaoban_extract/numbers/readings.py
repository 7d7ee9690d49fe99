"""What a recogniser of the number reader hands back: a mention and the tokens that it takes up."""

from __future__ import annotations

from typing import NamedTuple

from giaoban_extract.text.identifiers import Bound
from giaoban_extract.text.mentions import Mention, Number
from giaoban_extract.text.tokens import Tokens


class Found(NamedTuple):
    """A mention over tokens [begin, end).

    certain   whether a unit or noun of the pattern files stands behind the numeral, so that a mere context does not overrule it
    after     the token after the bare numeral, before any unit
    """

    begin: int
    end: int
    mention: Mention
    certain: bool = True
    after: int = 0


def found(
    tokens: Tokens,
    begin: int,
    end: int,
    kind: str,
    *,
    value: Number | None = None,
    value_max: Number | None = None,
    unit: str | None = None,
    iso: str | None = None,
    bound: Bound = "exact",
) -> Found:
    """A mention whose figure text is its whole text: dates, periods and everything else that is no figure."""
    start, stop = tokens.start[begin], tokens.end[end - 1]
    mention = Mention(start, stop, stop, kind, value, value_max, None, unit, bound, iso, start)
    return Found(begin, end, mention, after=end)
