"""Which rules match a figure, and how well: a score as the sum of named reasons.

Order of candidates (total): score, words matched, nearness, rule id. Losers are kept for `trace`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from giaoban_extract.library import PieceNumber, Rule
from giaoban_extract.page import Page
from giaoban_extract.standing import MAX_WORDS, Standing, Stretch
from giaoban_extract.stream import ASIDE, COMMA, FIGURE, SEMICOLON

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
REACH = 110
"""Words on either side of a figure that are looked at; a step costs 1 or more, so farther ones could not govern."""
LOOSE_HEAD = 0.65
"""Share of the counted phrase's points that stay when the rule's governing words are far away."""
NEXT_ITEM = 8.0
"""Extra distance to words behind a comma that the next figure of a list may claim."""
COLUMN = 4.0
"""Distance of the head of a table column."""
LABEL = 0.8
"""What words in the label of a figure are worth on top."""
_BEHIND_LABEL = re.compile(r"[:|]")
LIGHT_WORDS = 5
"""Light words that may stand between a figure and what it counts."""


@dataclass(frozen=True, slots=True)
class Site:
    """A figure's surroundings, in stream positions.

    position   the figure
    low        first word that may govern it (start of its sentence, or of the one before in its block)
    sentence   first word of its sentence
    high       end of what follows it: the next figure, semicolon or sentence end
    heads      positions at which the counted phrase may begin
    headings   word ranges of the headings above it
    column     word range of the head of its table column, if it has one
    clause     word range between semicolons
    label      first word of the label that the figure fills ("Hội viên mới: 845"), if it does
    """

    position: int
    low: int
    sentence: int
    high: int
    heads: tuple[int, ...]
    headings: tuple[tuple[int, int], ...]
    column: tuple[int, int] | None
    clause: tuple[int, int]
    label: int | None


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
    def id(self) -> str:
        """The rule's identifier."""
        return self.rule.id

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
        self.page, self.library, self.stream, self.hits = page, page.library, page.stream, page.hits
        self.standing = Standing(page.library, page.hits, page.stream.breaks)
        self._headed: dict[tuple[tuple[int, int], ...], set[PieceNumber]] = {}
        self._before: dict[int, tuple[int, set[PieceNumber]]] = {}
        self._counted: dict[tuple[PieceNumber, int], Stretch | None] = {}

    # --- sites ---

    def site(self, position: int) -> Site:
        """The surroundings of the figure at a stream position."""
        stream, page = self.stream, self.page
        number = stream.sentences[position]
        first, last = stream.sentence_bounds[number]
        same_block = number > 0 and page.segmentation.sentences[number - 1].block == page.segmentation.sentences[number].block
        high = position + 1
        last, nearest = min(last, position + REACH), max(first, position - REACH)
        while high < last and stream.keys[high] is not FIGURE and stream.breaks[high] < SEMICOLON:
            high += 1
        begin, end = position, position + 1
        while begin > nearest and stream.breaks[begin] < SEMICOLON:
            begin -= 1
        while end < last and stream.breaks[end] < SEMICOLON:
            end += 1
        return Site(
            position=position,
            low=max(stream.sentence_bounds[number - 1][0] if same_block else first, position - REACH),
            sentence=first,
            high=high,
            heads=self._heads(position, high),
            headings=tuple(stream.sentence_bounds[h] for h in page.section_of(position).headings),
            column=page.column_head(position),
            clause=(begin, end),
            label=self._label(position, first),
        )

    def _label(self, position: int, first: int) -> int | None:
        """Where the label of a figure begins that stands right behind a colon or a column line and names nothing itself."""
        stream = self.stream
        figure = stream.figure(position)
        if position == first or stream.breaks[position] not in (ASIDE, SEMICOLON) or figure.noun is not None:
            return None
        if _BEHIND_LABEL.search(self.page.segmentation.flat, max(0, stream.ends[position - 1]), stream.starts[position]) is None:
            return None
        begin = position - 1
        while begin > first and stream.breaks[begin] < SEMICOLON and stream.keys[begin - 1] is not FIGURE:
            begin -= 1
        return begin

    def _heads(self, position: int, high: int) -> tuple[int, ...]:
        """Where the counted phrase may begin: right after the figure, or after light words and the figure's own unit word."""
        light = self.library.light
        figure = self.stream.figure(position)
        heads: list[int] = []
        here = position + 1
        while here < high and len(heads) <= LIGHT_WORDS and self.stream.breaks[here] < COMMA:
            heads.append(here)
            ends = self.hits.at[here].get(light)
            if figure.unit in ("percent", "percentage_point") and self.stream.ends[here] <= figure.end:
                heads.pop()
                here += 1
            elif ends:
                here = ends[-1]
            elif self.stream.ends[here] <= figure.end:
                here += 1
            else:
                break
        return tuple(heads)

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
        told: list[Told] = []
        words, nearest, head_end, head, head_points = 0, FAR, site.position + 1, None, 0.0
        left_spans: list[Stretch] = []
        inside = self.standing.inside
        if rule.head is not None:
            head = self._at_heads(rule.head, site)
            if head is None:
                return None
            head_end, size = head[1], min(head[1] - head[0], MAX_WORDS)
            head_points = HEAD_BASE + HEAD_WORD * size
            words += size
        limit, travelled = site.position, 0.0
        for piece in reversed(rule.left):
            found = self.standing.before(piece, site.low, limit)
            if found is None:
                found = self.standing.before(piece, *site.column) if site.column else None
                distance, where = COLUMN, "column"
                if found is None:
                    found = self._in_headings(piece, site)
                    distance, where = 2 * NEAR, "heading"
                if found is None:
                    return None
            else:
                distance, where = travelled + self._distance(found[1], limit), "before"
                if site.label is not None and found[0] >= site.label:
                    distance, where = 0.0, "label"
                limit, travelled = found[0], distance
                nearest = min(nearest, distance)
                left_spans.append(found)
            if distance > FAR:
                return None
            size = min(found[1] - found[0], MAX_WORDS)
            points = (LEFT_BASE + LEFT_WORD * size) * _near(distance)
            told.append(Told(where, found, points + (LABEL if where == "label" else 0.0)))
            words += size
        if head is not None:
            tied = 1.0 if not rule.left else LOOSE_HEAD + (1.0 - LOOSE_HEAD) * _near(nearest)
            told.insert(0, Told("counts", head, head_points * tied))
        start = head_end
        claimed = site.high < len(self.stream.keys) and self.stream.keys[site.high] is FIGURE
        for piece in rule.right:
            found = self.standing.after(piece, start, site.high)
            if found is None:
                return None
            distance = self._distance(start, found[0])
            if claimed and COMMA in self.stream.breaks[start : found[0] + 1]:
                distance += NEXT_ITEM
            size = min(found[1] - found[0], MAX_WORDS)
            told.append(Told("after", found, (RIGHT_BASE + RIGHT_WORD * size) * _near(distance)))
            words += size
            start = found[1]
        for wanted, neighbours, label in ((rule.follows, before, "follows"), (rule.precedes, after, "precedes")):
            if wanted:
                neighbour = next(n for n in neighbours if not n.names.isdisjoint(wanted))
                told.append(Told(f"{label} {neighbour.indicator}", None, CONDITION * _near(neighbour.distance)))
                nearest = min(nearest, neighbour.distance)
        for pieces in rule.heading:
            ranges = [self._in_headings(piece, site, titles=True) for piece in pieces]
            if None in ranges:
                return None
            told.append(Told("heading", tuple([stretch for stretch in ranges if stretch]), HEADING))
        for pieces in rule.unless:
            for piece in pieces:
                if not inside(piece, *site.clause):
                    break
            else:
                return None
        if rule.weight:
            told.append(Told("weight", None, rule.weight))
        score = sum([reason.points for reason in told])
        return Candidate(rule, score, words, nearest, told, head_end, left_spans, self.page)

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
