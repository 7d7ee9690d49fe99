"""From figures with their surroundings to readings: which indicator each figure reports, and why.

Figures are read in three rounds, because one explains the other: first what is counted, then money (which may be the value
of something counted), then percentages and changes (which describe another figure). In each round the candidates are the
rules that match and the ways in which a figure hangs on its neighbour (`Hang`); the highest score wins, and a figure
without a candidate above `ACCEPT` is a reported statistic that no indicator covers (`other`).
"""

from __future__ import annotations

from giaoban_extract.library.index import Rule
from giaoban_extract.reading.candidates import Candidate, Neighbour, names_of
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.hanging import OWN_STEP, Hanging
from giaoban_extract.reading.measures import MONEY, PERCENT_UNITS
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.readings import ACCEPT, NEAREST_ID, Hang, Reading, needed, rank
from giaoban_extract.reading.rules import Matcher
from giaoban_extract.reading.shortlist import Shortlists, shortlist
from giaoban_extract.reading.unit_families import suits
from giaoban_extract.text.stream import COMMA, SEMICOLON

NEAREST = 3
"""Indicators that may be named by nearness alone."""
NEIGHBOURHOOD = 14.0
"""Distance within which a figure can be the value of another's activity, or the activity of its value."""


def rejected(reading: Reading, matcher: Matcher) -> list[tuple[Candidate, str]]:
    """Rules that match a figure and are of another unit, best first, each with that reason."""

    def unsuited(rule: Rule) -> bool:
        return not suits(matcher.library.indicators[rule.indicator].unit, rule.units, reading.mention, reading.measure)

    def why(rule: Rule) -> str:
        wanted = (
            f"the rule's {', '.join(sorted(rule.units))}"
            if rule.units
            else f"the indicator's {matcher.library.indicators[rule.indicator].unit}"
        )
        return f"unit {reading.mention.unit or 'none'} does not suit {wanted}"

    others = shortlist(matcher.library, unsuited)
    return [(found, why(found.rule)) for found in matcher.candidates(reading.site, reading.before, reading.after, others)]


def link(page: Page, matcher: Matcher, shortlists: Shortlists, readings: list[Reading]) -> None:
    """Choose an indicator for every reading, in place."""
    _Linker(page, matcher, shortlists, readings).run()


class _Linker:
    def __init__(self, page: Page, matcher: Matcher, shortlists: Shortlists, readings: list[Reading]) -> None:
        self.page, self.library, self.stream, self.matcher, self.readings = page, page.library, page.stream, matcher, readings
        self.done = [False] * len(readings)
        self.shortlists = shortlists
        self.hanging = Hanging(page, readings, self.done)

    def run(self) -> None:
        rounds: tuple[list[int], list[int], list[int]] = ([], [], [])
        for number, reading in enumerate(self.readings):
            if reading.mention.unit in PERCENT_UNITS or reading.measure.name == "change":
                rounds[2].append(number)
            else:
                rounds[1 if reading.mention.unit in MONEY else 0].append(number)
        for numbers in rounds:
            for number in numbers:
                self._choose(number)
                self.done[number] = True
        for number, reading in enumerate(self.readings):
            if reading.chosen is None:  # a figure read later may explain one before it ("95 chiến sĩ hiến 80 đơn vị máu")
                self._choose(number)
        self._group()

    def _choose(self, number: int) -> None:
        reading = self.readings[number]
        reading.before, reading.after = self._neighbours(number, -1), self._neighbours(number, 1)
        rules = self.shortlists.suiting(reading.mention, reading.measure)
        reading.candidates = self.matcher.candidates(reading.site, reading.before, reading.after, rules)
        reading.taught = any(c.added and c.score >= ACCEPT for c in reading.candidates)
        reading.hangs = [*self.hanging.hangs(number), *self._near(reading)]
        reading.ranking = rank(reading)
        best = next((candidate for points, candidate in reading.ranking if points >= needed(reading, candidate)), None)
        if best is not None:
            reading.chosen = best
            reading.indicator = best.indicator
            if isinstance(best, Candidate) and best.rule.organisation and reading.focus.source not in ("clause", "sentence"):
                reading.focus = Focus(best.rule.organisation, None, "article")

    def _near(self, reading: Reading) -> list[Hang]:
        """Indicators that no rule names but whose examples are near."""
        known = {c.indicator for c in reading.candidates}
        least = min(sorted(reading.shares.values())[-NEAREST:], default=0.0)
        nearest = sorted([(-share, indicator) for indicator, share in reading.shares.items() if share >= least])[:NEAREST]
        return [
            Hang(NEAREST_ID, indicator, 0.0, ())
            for _, indicator in nearest
            if indicator not in known
            and indicator in self.library.indicators
            and suits(self.library.indicators[indicator].unit, frozenset(), reading.mention, reading.measure)
        ]

    def _neighbours(self, number: int, step: int) -> list[Neighbour]:
        """Read figures on one side, nearest first and not too far: in the sentence, and before it in the one before."""
        here, cost = self.readings[number], self.stream.cost
        low, high = here.site.low, self.page.sentence_end(here.position)
        found: list[Neighbour] = []
        index = number + step
        while 0 <= index < len(self.readings) and low <= self.readings[index].position < high:
            other = self.readings[index]
            distance = abs(cost[here.position] - cost[other.position]) - OWN_STEP
            if distance > NEIGHBOURHOOD:
                break
            both_money = here.mention.unit in MONEY and other.mention.unit in MONEY
            if self.done[index] and other.measure.name in ("amount", "rate") and not both_money:
                found.append(Neighbour(other.indicator, names_of(other.indicator), distance))
            index += step
        return found

    def _group(self) -> None:
        """Figures of one activity share a group: no semicolon or sentence end between, and money or people hang on a count."""
        group = 0
        for number, reading in enumerate(self.readings):
            if number == 0 or not self._together(self.readings[number - 1], reading):
                group += 1
            reading.group = group

    def _together(self, before: Reading, here: Reading) -> bool:
        breaks = self.stream.breaks[before.position + 1 : here.position + 1]
        if max(breaks, default=0) >= SEMICOLON:
            return False
        hangs = isinstance(here.chosen, Hang) or (isinstance(here.chosen, Candidate) and bool(here.chosen.rule.follows))
        return hangs or max(breaks, default=0) < COMMA
