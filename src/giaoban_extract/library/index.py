"""The rule library as the reading uses it: indicators, organisations, and an index of rules over one gazetteer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from giaoban_extract.library.gazetteer import Gazetteer, Term
from giaoban_extract.library.layers import BUILT_IN, Layer
from giaoban_extract.library.shelf import Shelf

if TYPE_CHECKING:
    from giaoban_extract.library.declarations import Declarations, DeclaredRule

Piece = Sequence[Sequence[Term]]
"""Alternative sequences of terms that must touch each other."""
PieceNumber = int
"""A piece by its place in `Library.pieces`: rules share most of theirs, and what is found out of one serves them all."""
SequenceTree = dict[Term, "Branch"]
"""What a sequence of terms may go on with."""
Branch = tuple[list[PieceNumber], SequenceTree]
"""Behind a term: the pieces that end with it, and what may follow."""
Beginning = tuple[frozenset[PieceNumber], list[tuple[Term, SequenceTree]]]
"""Of the terms that begin at a word: the pieces that one term is all of, and the terms that may go on, with what they go on with."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An entry of the catalogue. `unit` is a unit family; `layer` the layer that declared it."""

    id: str
    theme: str
    label: str
    label_en: str
    unit: str
    note: str
    layer: str
    file: str
    line: int


@dataclass(slots=True, eq=False)
class Rule:
    """A compiled rule; pieces in the order written, conditions as in docs/rules.md. Never changed once made.

    (Not frozen: a library has thousands, and a frozen dataclass takes several times as long to make.)
    """

    id: str
    indicator: str
    phrase: str
    layer: str
    file: str
    line: int
    left: Sequence[PieceNumber]
    head: PieceNumber | None
    right: Sequence[PieceNumber]
    unless: Sequence[Sequence[PieceNumber]]
    heading: Sequence[Sequence[PieceNumber]]
    units: frozenset[str]
    follows: tuple[str, ...]
    precedes: tuple[str, ...]
    weight: float
    organisation: str | None
    number: int = -1
    """Its place among the rules of the library."""
    declared: DeclaredRule | None = None
    """The rule as written; not kept where the library was compiled in an earlier run."""
    needs_left: frozenset[PieceNumber] = field(init=False)
    needs_right: frozenset[PieceNumber] = field(init=False)
    """What must stand on either side of a figure for the rule to be worth a look."""
    never: frozenset[PieceNumber] = field(init=False)
    """Of `unless`, the conditions of one piece: any of them in the figure's clause rules it out."""

    added: bool = field(init=False)
    """Whether a layer on top of the built-in library brought it."""

    def __post_init__(self) -> None:
        self.added = self.layer != BUILT_IN
        self.needs_left, self.needs_right = frozenset(self.left), frozenset(self.right)
        self.never = frozenset([pieces[0] for pieces in self.unless if len(pieces) == 1])


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the catalogue; `secondary` ones (bank, government, party) govern only their own clause."""

    id: str
    label: str
    label_en: str
    secondary: bool
    layer: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Name:
    """What a gazetteer term says of an organisation: `kind` is name, unit, people or topic."""

    organisation: str
    kind: str


class Beginnings(dict[tuple[Term, ...], Beginning]):
    """What begins where some terms do, remembered: the same words stand in all articles. Up to a limit; one that is passed is harmless."""

    LIMIT = 10_000

    def __init__(self, sequences: Shelf[Term, Branch]) -> None:
        super().__init__()
        self._sequences = sequences

    def __missing__(self, terms: tuple[Term, ...]) -> Beginning:
        known = self._sequences.known
        branches = [(term, self._sequences[term]) for term in terms if term in known]
        pieces = frozenset([piece for _, (ending, _) in branches for piece in ending])
        found = pieces, [(term, further) for term, (_, further) in branches if further]
        if len(self) < self.LIMIT:
            self[terms] = found
        return found


@dataclass(slots=True)
class Library:
    """Everything that the reader knows, compiled. `names`, `not_doer`, `light` and `cues` are looked up by term.

    `layers` are those on top of the built-in one; `units` and `nonfigures` what they add to the number reader.
    """

    gazetteer: Gazetteer = field(default_factory=Gazetteer)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    pieces: Shelf[PieceNumber, Piece] = field(default_factory=lambda: Shelf(()))
    sequences: Shelf[Term, Branch] = field(default_factory=lambda: Shelf(([], {})))
    """All sequences of the pieces, by their first term, then by their second ..."""
    by_head: Shelf[PieceNumber, list[Rule]] = field(default_factory=lambda: Shelf([]))
    by_left: Shelf[PieceNumber, list[Rule]] = field(default_factory=lambda: Shelf([]))
    by_right: Shelf[PieceNumber, list[Rule]] = field(default_factory=lambda: Shelf([]))
    """Rules by the piece that is looked for first: what is counted, else the nearest before the figure, else the first after it."""
    anywhere: list[Rule] = field(default_factory=list)
    size: int = 0
    """How many rules there are."""
    names: dict[Term, Name] = field(default_factory=dict)
    not_doer: Term = -1
    no_name: Term = -1
    light: Term = -1
    action: Term = -1
    stops: frozenset[str] = frozenset()
    levels: dict[str, Term] = field(default_factory=dict)
    cues: dict[str, Term] = field(default_factory=dict)
    funding_of: dict[str, str] = field(default_factory=dict)
    layers: tuple[Layer, ...] = ()
    themes: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Labels of the themes in Vietnamese and English."""
    units: list[dict[Any, Any]] = field(default_factory=list)
    nonfigures: list[dict[Any, Any]] = field(default_factory=list)
    declared: Declarations | None = None
    """What it was compiled from; None where that was in an earlier run."""
    beginnings: Beginnings = field(init=False)

    def __post_init__(self) -> None:
        self.beginnings = Beginnings(self.sequences)

    @property
    def declarations(self) -> Declarations:
        """What the layers declare. There only for a library that was loaded with its examples or from a folder of its own."""
        assert self.declared is not None, "the library is one that an earlier run compiled; load it with examples"
        return self.declared

    @property
    def rules(self) -> list[Rule]:
        """All rules, in order."""
        indexes = (self.by_head, self.by_left, self.by_right)
        found = [rule for index in indexes for _, rules in index.everything() for rule in rules]
        return sorted([*found, *self.anywhere], key=lambda rule: rule.number)

    def add_piece(self, piece: Piece) -> PieceNumber:
        """Number a piece that is not there yet."""
        number = len(self.pieces)
        self.pieces.put(number, piece)
        for first, *others in piece:
            branch = self.sequences[first] if first in self.sequences.known else self.sequences.put(first, ([], {}))
            for term in others:
                branch = branch[1].setdefault(term, ([], {}))
            branch[0].append(number)
        return number

    def add(self, rule: Rule) -> None:
        """Put a rule into the index under the piece by which it is found."""
        rule.number, self.size = self.size, self.size + 1
        if rule.head is not None:
            index, key = self.by_head, rule.head
        elif rule.left:
            index, key = self.by_left, rule.left[-1]
        elif rule.right:
            index, key = self.by_right, rule.right[0]
        else:
            self.anywhere.append(rule)
            return
        (index[key] if key in index.known else index.put(key, [])).append(rule)
