"""Which rules match a figure, and how well: a score as the sum of named reasons.

Order of candidates (total): score, words matched, nearness, rule id. Losers are kept for `trace`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from giaoban_extract.library import Piece, Rule
from giaoban_extract.page import Page
from giaoban_extract.stream import ASIDE, COMMA, FIGURE, NONE, SEMICOLON

HEAD_BASE, HEAD_WORD = 2.0, 0.9
LEFT_BASE, LEFT_WORD = 1.2, 0.6
RIGHT_BASE, RIGHT_WORD = 1.0, 0.6
MAX_WORDS = 5
"""Words of one piece beyond this add nothing."""
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
    """An already read figure beside the one in hand: its indicator and its distance."""

    indicator: str
    distance: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A rule that matched, with its score and reasons (text, points).

    `nearest` is the distance of the nearest governing piece, `left_spans` are the pieces before the figure, nearest first.
    """

    rule: Rule
    score: float
    words: int
    nearest: float
    reasons: tuple[tuple[str, float], ...]
    head_end: int
    left_spans: tuple[tuple[int, int], ...]

    @property
    def id(self) -> str:
        """The rule's identifier."""
        return self.rule.id

    @property
    def order(self) -> tuple[float, int, float, str]:
        """Sort key, best last."""
        return (round(self.score, 6), self.words, -self.nearest, self.rule.id)


class Matcher:
    """Rules of a library against the words of one article."""

    def __init__(self, page: Page) -> None:
        self.page, self.library, self.stream, self.hits = page, page.library, page.stream, page.hits

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
        for rule in self._possible(site):
            candidate = self._match(rule, site, before, after)
            if candidate is not None:
                found.append(candidate)
        found.sort(key=lambda c: c.order, reverse=True)
        return found

    def _possible(self, site: Site) -> dict[Rule, None] | Iterable[Rule]:
        """Rules whose key piece has a chance: its first term stands where that piece would have to begin."""
        library, at = self.library, self.hits.at
        rules: dict[str, Rule] = {}
        for head in site.heads:
            for term in at[head]:
                for rule in library.by_head.get(term, ()):
                    rules[rule.id] = rule
        for position in range(site.low, site.position):
            for term in at[position]:
                for rule in library.by_left.get(term, ()):
                    rules[rule.id] = rule
        for low, high in site.headings:
            for position in range(low, high):
                for term in at[position]:
                    for rule in library.by_left.get(term, ()):
                        rules[rule.id] = rule
        for position in range(site.position + 1, site.high):
            for term in at[position]:
                for rule in library.by_right.get(term, ()):
                    rules[rule.id] = rule
        for rule in library.anywhere:
            rules[rule.id] = rule
        return rules.values()

    def _match(self, rule: Rule, site: Site, before: tuple[Neighbour, ...], after: tuple[Neighbour, ...]) -> Candidate | None:
        reasons: list[tuple[str, float]] = []
        words, nearest, head_end, head, head_points = 0, FAR, site.position + 1, None, 0.0
        left_spans: list[tuple[int, int]] = []
        if rule.head is not None:
            head = self._at_heads(rule.head, site)
            if head is None:
                return None
            head_end, size = head[1], min(head[1] - head[0], MAX_WORDS)
            head_points = HEAD_BASE + HEAD_WORD * size
            words += size
        limit, travelled = site.position, 0.0
        for piece in reversed(rule.left):
            found = self._before(piece, site.low, limit)
            if found is None:
                found = self._before(piece, *site.column) if site.column else None
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
            reasons.append((f"{where} {self._text(*found)!r}", points + (LABEL if where == "label" else 0.0)))
            words += size
        if head is not None:
            tied = 1.0 if not rule.left else LOOSE_HEAD + (1.0 - LOOSE_HEAD) * _near(nearest)
            reasons.insert(0, (f"counts {self._text(*head)!r}", head_points * tied))
        start = head_end
        claimed = site.high < len(self.stream.keys) and self.stream.keys[site.high] is FIGURE
        for piece in rule.right:
            found = self._after(piece, start, site.high)
            if found is None:
                return None
            distance = self._distance(start, found[0])
            if claimed and COMMA in self.stream.breaks[start : found[0] + 1]:
                distance += NEXT_ITEM
            size = min(found[1] - found[0], MAX_WORDS)
            reasons.append((f"after {self._text(*found)!r}", (RIGHT_BASE + RIGHT_WORD * size) * _near(distance)))
            words += size
            start = found[1]
        for wanted, neighbours, label in ((rule.follows, before, "follows"), (rule.precedes, after, "precedes")):
            if wanted:
                neighbour = next((n for n in neighbours if _is_one_of(n.indicator, wanted)), None)
                if neighbour is None:
                    return None
                reasons.append((f"{label} {neighbour.indicator}", CONDITION * _near(neighbour.distance)))
                nearest = min(nearest, neighbour.distance)
        for pieces in rule.heading:
            ranges = [self._in_headings(piece, site, titles=True) for piece in pieces]
            if None in ranges:
                return None
            reasons.append(("heading " + ", ".join(repr(self._text(*r)) for r in ranges if r), HEADING))
        if any(all(self._inside(piece, *site.clause) for piece in pieces) for pieces in rule.unless):
            return None
        if rule.weight:
            reasons.append(("weight", rule.weight))
        return Candidate(rule, sum(points for _, points in reasons), words, nearest, tuple(reasons), head_end, tuple(left_spans))

    # --- pieces ---

    def _ends(self, piece: Piece, start: int, limit: int) -> list[int]:
        """Ends of all matches of a piece that begins at a position; its terms touch each other."""
        at, breaks, ends = self.hits.at, self.stream.breaks, []
        for sequence in piece:
            reached = [start]
            for number, term in enumerate(sequence):
                reached = [
                    end
                    for position in reached
                    if position < len(at) and (number == 0 or breaks[position] == NONE)
                    for end in at[position].get(term, ())
                    if end <= limit
                ]
                if not reached:
                    break
            ends.extend(reached)
        return ends

    def _at_heads(self, piece: Piece, site: Site) -> tuple[int, int] | None:
        """The longest match of a head piece at any place where the counted phrase may begin."""
        best: tuple[int, int] | None = None
        for head in site.heads:
            for end in self._ends(piece, head, site.high):
                if best is None or end - head > best[1] - best[0]:
                    best = (head, end)
        return best

    def _before(self, piece: Piece, low: int, limit: int) -> tuple[int, int] | None:
        """The match nearest before a position: the greatest end, then the longest."""
        best: tuple[int, int] | None = None
        for sequence in piece:
            for start in reversed(self.hits.starts(sequence[0], low, limit)):
                if best is not None and start < best[0] - MAX_WORDS:
                    break
                ends = self._ends((sequence,), start, limit)
                if ends:
                    found = (start, max(ends))
                    if best is None or (found[1], -found[0]) > (best[1], -best[0]):
                        best = found
        return best

    def _after(self, piece: Piece, low: int, high: int) -> tuple[int, int] | None:
        """The first match after a position; of those that begin there, the longest."""
        best: tuple[int, int] | None = None
        for sequence in piece:
            for start in self.hits.starts(sequence[0], low, high):
                ends = self._ends((sequence,), start, high)
                if ends:
                    found = (start, max(ends))
                    if best is None or (found[0], -found[1]) < (best[0], -best[1]):
                        best = found
                    break
        return best

    def _inside(self, piece: Piece, low: int, high: int) -> bool:
        return any(self._ends((s,), start, high) for s in piece for start in self.hits.starts(s[0], low, high))

    def _in_headings(self, piece: Piece, site: Site, *, titles: bool = False) -> tuple[int, int] | None:
        for low, high in (*site.headings, *(self.page.title if titles else ())):
            found = self._before(piece, low, high)
            if found is not None:
                return found
        return None

    def _distance(self, end: int, position: int) -> float:
        """Cost of the way from the end of a match to the position that follows it."""
        cost = self.stream.cost
        return cost[position] - cost[end - 1] - 1.0 if 0 < end <= position < len(cost) else 0.0

    def _text(self, start: int, end: int) -> str:
        return " ".join(self.page.segmentation.flat[self.stream.starts[start] : self.stream.ends[end - 1]].lower().split())


def _near(distance: float) -> float:
    return 1.0 / (1.0 + max(distance, 0.0) / NEAR)


def _is_one_of(indicator: str, wanted: tuple[str, ...]) -> bool:
    return any(indicator == target or (target.endswith(".*") and indicator.startswith(target[:-1])) for target in wanted)
