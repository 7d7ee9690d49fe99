"""Rules by what the unit of a figure admits: of the rules whose words stand around one, half are of another unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from giaoban_extract.library.index import Library, PieceNumber, Rule
from giaoban_extract.library.shelf import Shelf
from giaoban_extract.reading.measures import Measure
from giaoban_extract.reading.unit_families import is_bare_money, suits
from giaoban_extract.text.mentions import Mention


class Admitted(dict[PieceNumber, list[Rule]]):
    """Of one index of the library those rules that are admitted, by piece, sieved when a text first has it."""

    def __init__(self, index: Shelf[PieceNumber, list[Rule]], admits: Callable[[Rule], bool]) -> None:
        super().__init__()
        self.known = index.known
        self._index, self._admits = index, admits

    def __missing__(self, piece: PieceNumber) -> list[Rule]:
        found = self[piece] = [rule for rule in self._index[piece] if self._admits(rule)]
        return found


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The rules that are admitted, by the piece that is looked for first; as `Library` has them."""

    by_head: Admitted
    by_left: Admitted
    by_right: Admitted
    anywhere: list[Rule]


def shortlist(library: Library, admits: Callable[[Rule], bool]) -> Shortlist:
    """The rules of a library that are admitted."""
    by_head, by_left, by_right = (Admitted(index, admits) for index in (library.by_head, library.by_left, library.by_right))
    return Shortlist(by_head, by_left, by_right, [rule for rule in library.anywhere if admits(rule)])


class Shortlists:
    """The rules of a library that suit a figure, by what of it they depend on; kept from article to article."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._known: dict[tuple[str | None, str, bool], Shortlist] = {}

    def suiting(self, mention: Mention, measure: Measure) -> Shortlist:
        """The rules that a figure's unit and measure suit."""
        key = (mention.unit, measure.name, is_bare_money(mention))
        found = self._known.get(key)
        if found is None:
            indicators = self.library.indicators
            found = shortlist(self.library, lambda rule: suits(indicators[rule.indicator].unit, rule.units, mention, measure))
            self._known[key] = found
        return found
