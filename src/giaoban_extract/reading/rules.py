"""Which rules match a figure, and how well: a score as the sum of named reasons.

Order of candidates (total): score, words matched, nearness, rule id. Losers are kept for `trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from giaoban_extract.library.index import PieceNumber, Rule
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.sites import Site
from giaoban_extract.reading.standing import MAX_WORDS, Standing, Stretch
from giaoban_extract.text.stream import COMMA, FIGURE

HEAD_BASE, HEAD_WORD = 2.0, 0.9
LEFT_BASE, LEFT_WORD = 1.2, 0.6
RIGHT_BASE, RIGHT_WORD = 1.0, 0.6
CONDITION = 1.6
"""What a neighbouring figure of the right activity is worth, before distance."""
HEADING = 1.2
NEAR = 10.0
"""Distance at which a piece weighs half."""
FAR = 75.0
"""Distance beyond which a piece no longer governs."""
LOOSE_HEAD = 0.65
"""Share of the counted phrase's points that stay when the rule's governing words are far away."""
NEXT_ITEM = 8.0
"""Extra distance to words behind a comma that the next figure of a list may claim."""
COLUMN = 4.0
"""Distance of the head of a table column."""
LABEL = 0.8
"""What words in the label of a figure are worth on top."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An already read figure beside the one in hand: its indicator, the names by which rules speak of it, and its distance."""

    indicator: str
    names: frozenset[str]
    distance: float


class Told(NamedTuple):
    """A reason: what it is, the words that it is about (if any), its points."""

    label: str
    words: Stretch | tuple[Stretch, ...] | None
    points: float


@dataclass(slots=True)
class Candidate:
    """A rule that matched, with its score and what told for it.

    `nearest` is the distance of the nearest governing piece, `left_spans` are the pieces before the figure, nearest first.
    """

    rule: Rule
    score: float
    words: int
    nearest: float
    told: list[Told]
    head_end: int
    left_spans: list[Stretch]
    page: Page

    @property
    def order(self) -> tuple[float, int, float, str]:
        """Sort key, best last."""
        return (round(self.score, 6), self.words, -self.nearest, self.rule.id)

    @property
    def reasons(self) -> tuple[tuple[str, float], ...]:
        """Text and points. Put into words when asked for: hardly any candidate is."""
        return tuple((self._worded(told), told.points) for told in self.told)

    def _worded(self, told: Told) -> str:
        if told.words is None:
            return told.label
        stretches = [told.words] if isinstance(told.words[0], int) else told.words
        return f"{told.label} " + ", ".join(repr(self.page.words(*stretch)) for stretch in stretches)


class Matcher:
    """Rules of a library against the words of one article."""

    def __init__(self, page: Page) -> None:
        self.page, self.library, self.stream = page, page.library, page.stream
        self.standing = Standing(page.library, page.hits, page.stream.breaks)
        self._headed: dict[tuple[tuple[int, int], ...], set[PieceNumber]] = {}
        self._before: dict[int, tuple[int, set[PieceNumber]]] = {}
        self._counted: dict[tuple[PieceNumber, int], Stretch | None] = {}

    # --- rules ---

    def candidates(self, site: Site, before: Iterable[Neighbour], after: Iterable[Neighbour]) -> list[Candidate]:
        """Every rule that matches, best first. Whether the figure's unit suits is not looked at here."""
        before, after = tuple(before), tuple(after)
        found = []
        for rule in self._possible(site, before, after):
            candidate = self._match(rule, site, before, after)
            if candidate is not None:
                found.append(candidate)
        found.sort(key=lambda c: c.order, reverse=True)
        return found

    def _possible(self, site: Site, earlier: tuple[Neighbour, ...], later: tuple[Neighbour, ...]) -> list[Rule]:
        """Rules of which every piece begins where it would have to, and that ask for no other neighbours."""
        library, standing = self.library, self.standing
        follows: set[str] = set().union(*[neighbour.names for neighbour in earlier])
        precedes: set[str] = set().union(*[neighbour.names for neighbour in later])
        before = self._begun(site.low, site.position) | self._in_force(site.headings)
        left = before | standing.openings(range(*site.column)) if site.column else before
        right = standing.openings(range(site.position + 1, site.high))
        counted = standing.openings(site.heads)
        by_piece = ((counted, library.by_head), (before, library.by_left), (right, library.by_right))
        found = [index[piece] for pieces, index in by_piece for piece in pieces & index.known]
        return [
            rule
            for rules in (*found, library.anywhere)
            for rule in rules
            if rule.needs_left <= left
            and rule.needs_right <= right
            and not (rule.follows and follows.isdisjoint(rule.follows))
            and not (rule.precedes and precedes.isdisjoint(rule.precedes))
        ]

    def _begun(self, low: int, position: int) -> set[PieceNumber]:
        """Pieces that begin in the words before a figure: those before the figure before it, and some more."""
        reached, pieces = self._before.get(low, (low, set[PieceNumber]()))
        if reached > position:
            return self.standing.openings(range(low, position))
        pieces = pieces | self.standing.openings(range(reached, position))
        self._before[low] = position, pieces
        return pieces

    def _in_force(self, headings: tuple[tuple[int, int], ...]) -> set[PieceNumber]:
        """Pieces that begin in the headings above a figure, which many figures share."""
        found = self._headed.get(headings)
        if found is None:
            found = self._headed[headings] = self.standing.openings(chain.from_iterable(range(*heading) for heading in headings))
        return found

    def _match(self, rule: Rule, site: Site, before: tuple[Neighbour, ...], after: tuple[Neighbour, ...]) -> Candidate | None:
        found = Candidate(rule, 0.0, 0, FAR, [], site.position + 1, [], self.page)
        head = None
        if rule.head is not None:
            head = self._at_heads(rule.head, site)
            if head is None:
                return None
            found.head_end = head[1]
        if rule.left and not self._govern(found, rule.left, site):
            return None
        if head is not None:
            size = min(head[1] - head[0], MAX_WORDS)
            tied = 1.0 if not rule.left else LOOSE_HEAD + (1.0 - LOOSE_HEAD) * _near(found.nearest)
            found.words += size
            found.told.insert(0, Told("counts", head, (HEAD_BASE + HEAD_WORD * size) * tied))
        if rule.right and not self._go_on(found, rule.right, site):
            return None
        for wanted, neighbours, label in ((rule.follows, before, "follows"), (rule.precedes, after, "precedes")):
            if wanted:
                neighbour = next(n for n in neighbours if not n.names.isdisjoint(wanted))
                found.told.append(Told(f"{label} {neighbour.indicator}", None, CONDITION * _near(neighbour.distance)))
                found.nearest = min(found.nearest, neighbour.distance)
        if rule.heading and not self._headed_by(found, rule.heading, site):
            return None
        if rule.unless and any(all(self.standing.inside(piece, *site.clause) for piece in pieces) for pieces in rule.unless):
            return None
        if rule.weight:
            found.told.append(Told("weight", None, rule.weight))
        found.score = sum([reason.points for reason in found.told])
        return found

    def _govern(self, found: Candidate, pieces: Sequence[PieceNumber], site: Site) -> bool:
        """Add what the pieces before the figure tell, nearest first; False where one is missing or too far away."""
        limit, travelled = site.position, 0.0
        for piece in reversed(pieces):
            stretch = self.standing.before(piece, site.low, limit)
            if stretch is not None:
                distance, where = travelled + self._distance(stretch[1], limit), "before"
                if site.label is not None and stretch[0] >= site.label:
                    distance, where = 0.0, "label"
                limit, travelled = stretch[0], distance
                found.nearest = min(found.nearest, distance)
                found.left_spans.append(stretch)
            else:
                stretch = self.standing.before(piece, *site.column) if site.column else None
                distance, where = COLUMN, "column"
                if stretch is None:
                    stretch = self._in_headings(piece, site)
                    distance, where = 2 * NEAR, "heading"
                if stretch is None:
                    return False
            if distance > FAR:
                return False
            size = min(stretch[1] - stretch[0], MAX_WORDS)
            points = (LEFT_BASE + LEFT_WORD * size) * _near(distance)
            found.told.append(Told(where, stretch, points + (LABEL if where == "label" else 0.0)))
            found.words += size
        return True

    def _go_on(self, found: Candidate, pieces: Sequence[PieceNumber], site: Site) -> bool:
        """Add what the pieces behind the figure tell; False where one is missing."""
        keys, breaks, start = self.stream.keys, self.stream.breaks, found.head_end
        claimed = site.high < len(keys) and keys[site.high] is FIGURE
        for piece in pieces:
            stretch = self.standing.after(piece, start, site.high)
            if stretch is None:
                return False
            distance = self._distance(start, stretch[0])
            if claimed and COMMA in breaks[start : stretch[0] + 1]:
                distance += NEXT_ITEM
            size = min(stretch[1] - stretch[0], MAX_WORDS)
            found.told.append(Told("after", stretch, (RIGHT_BASE + RIGHT_WORD * size) * _near(distance)))
            found.words += size
            start = stretch[1]
        return True

    def _headed_by(self, found: Candidate, conditions: Sequence[Sequence[PieceNumber]], site: Site) -> bool:
        """Add what the headings tell that a rule asks for; False where one is missing."""
        for pieces in conditions:
            ranges = [self._in_headings(piece, site, titles=True) for piece in pieces]
            if None in ranges:
                return False
            found.told.append(Told("heading", tuple([stretch for stretch in ranges if stretch]), HEADING))
        return True

    # --- pieces ---

    def _at_heads(self, piece: PieceNumber, site: Site) -> Stretch | None:
        """The longest match of a head piece at any place where the counted phrase may begin."""
        key = (piece, site.position)
        if key not in self._counted:
            self._counted[key] = self._longest_at(piece, site)
        return self._counted[key]

    def _longest_at(self, piece: PieceNumber, site: Site) -> Stretch | None:
        best: Stretch | None = None
        for head in site.heads:
            for end in self.standing.ends(piece, head, site.high):
                if best is None or end - head > best[1] - best[0]:
                    best = (head, end)
        return best

    def _in_headings(self, piece: PieceNumber, site: Site, *, titles: bool = False) -> Stretch | None:
        for low, high in (*site.headings, *(self.page.title if titles else ())):
            found = self.standing.before(piece, low, high)
            if found is not None:
                return found
        return None

    def _distance(self, end: int, position: int) -> float:
        """Cost of the way from the end of a match to the position that follows it."""
        cost = self.stream.cost
        return cost[position] - cost[end - 1] - 1.0 if 0 < end <= position < len(cost) else 0.0


def _near(distance: float) -> float:
    return 1.0 / (1.0 + max(distance, 0.0) / NEAR)


@cache
def names_of(indicator: str) -> frozenset[str]:
    """What a rule may call an indicator that it follows or precedes: its id, or its theme ("credit.*")."""
    parts = indicator.split(".")
    return frozenset([indicator, *(".".join(parts[:number]) + ".*" for number in range(1, len(parts)))])
