"""Which rules match a figure, and how well: a score as the sum of named reasons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from giaoban_extract.library.index import PieceNumber, Rule
from giaoban_extract.reading.candidates import Candidate, Neighbour, Told
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.shortlist import Shortlist
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


class Matcher:
    """Rules of a library against the words of one article."""

    def __init__(self, page: Page) -> None:
        self.page, self.library, self.stream = page, page.library, page.stream
        self.standing = Standing(page.library, page.hits, page.stream.breaks)
        self._in_clause: dict[Stretch, set[PieceNumber]] = {}
        self._headed: dict[tuple[tuple[int, int], ...], set[PieceNumber]] = {}
        self._before: dict[int, tuple[int, set[PieceNumber]]] = {}
        self._counted: dict[tuple[PieceNumber, int], Stretch | None] = {}

    # --- rules ---

    def candidates(self, site: Site, before: list[Neighbour], after: list[Neighbour], rules: Shortlist) -> list[Candidate]:
        """Every rule of a shortlist that matches the figure, best first."""
        found = []
        for rule in self._possible(site, before, after, rules):
            candidate = self._match(rule, site, before, after)
            if candidate is not None:
                found.append(candidate)
        found.sort(key=lambda c: c.order, reverse=True)
        return found

    def _possible(self, site: Site, earlier: list[Neighbour], later: list[Neighbour], rules: Shortlist) -> list[Rule]:
        """Rules of which every piece begins where it would have to, that nothing rules out and that ask for no other neighbours."""
        standing, clause = self.standing, site.clause
        follows: set[str] = set().union(*[neighbour.names for neighbour in earlier])
        precedes: set[str] = set().union(*[neighbour.names for neighbour in later])
        before = self._begun(site.low, site.position) | self._in_force(site.headings)
        left = before | standing.openings(range(*site.column)) if site.column else before
        right = standing.openings(range(site.position + 1, site.high))
        counted = standing.openings(site.heads)
        by_piece = ((counted, rules.by_head), (before, rules.by_left), (right, rules.by_right))
        found = [index[piece] for pieces, index in by_piece for piece in pieces & index.known]
        begun = self._begun_in(clause)
        return [
            rule
            for some in (*found, rules.anywhere)
            for rule in some
            if rule.needs_left <= left
            and rule.needs_right <= right
            and not (rule.follows and follows.isdisjoint(rule.follows))
            and not (rule.precedes and precedes.isdisjoint(rule.precedes))
            and (rule.never.isdisjoint(begun) or not any(standing.inside(piece, *clause) for piece in rule.never))
        ]

    def _begun_in(self, clause: Stretch) -> set[PieceNumber]:
        """Pieces that begin in a clause, in which figures may stand together."""
        found = self._in_clause.get(clause)
        if found is None:
            found = self._in_clause[clause] = self.standing.openings(range(*clause))
        return found

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

    def _match(self, rule: Rule, site: Site, before: list[Neighbour], after: list[Neighbour]) -> Candidate | None:
        head = None
        if rule.head is not None:
            head = self._at_heads(rule.head, site)
            if head is None:
                return None
        headings = [self._headed_by(pieces, site) for pieces in rule.heading] if rule.heading else ()
        if None in headings or self._ruled_out(rule, site.clause):
            return None
        found = Candidate(rule, 0.0, 0, FAR, [], head[1] if head is not None else site.position + 1, [], self.page)
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
        for stretches in headings:
            found.told.append(Told("heading", stretches, HEADING))
        if rule.weight:
            found.told.append(Told("weight", None, rule.weight))
        found.score = sum([reason.points for reason in found.told])
        return found

    def _headed_by(self, pieces: Sequence[PieceNumber], site: Site) -> tuple[Stretch, ...] | None:
        """Where the pieces of a condition stand in the headings and the title; None where one is missing."""
        found = []
        for piece in pieces:
            stretch = self._in_headings(piece, site, titles=True)
            if stretch is None:
                return None
            found.append(stretch)
        return tuple(found)

    def _ruled_out(self, rule: Rule, clause: Stretch) -> bool:
        """Whether all pieces of a condition stand in the clause; conditions of one piece have been looked at."""
        return len(rule.never) < len(rule.unless) and any(
            len(pieces) > 1 and all(self.standing.inside(piece, *clause) for piece in pieces) for pieces in rule.unless
        )

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
