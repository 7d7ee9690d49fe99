"""From figures with their surroundings to readings: which indicator each figure reports, and why.

Figures are read in three rounds, because one explains the other: first what is counted, then money (which may be the value
of something counted), then percentages and changes (which describe another figure). In each round the candidates are the
rules that match and the ways in which a figure hangs on its neighbour (`Hang`); the highest score wins, and a figure
without a candidate above `ACCEPT` is a reported statistic that no indicator covers (`other`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from giaoban_extract.library.index import Rule
from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.reading.candidates import Candidate, Neighbour, names_of
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.measures import MONEY, PERCENT_UNITS, Measure
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.rules import Matcher
from giaoban_extract.reading.shortlist import Shortlists, shortlist
from giaoban_extract.reading.sites import Site
from giaoban_extract.reading.timeline import FigurePeriod
from giaoban_extract.reading.unit_families import suits
from giaoban_extract.text.identifiers import OTHER, Status
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.stream import ASIDE, COMMA, SEMICOLON

ACCEPT = 1.3
"""Score below which no indicator is named."""

VALUE, VALUE_CUE, VALUE_BRACKET = 2.4, 1.8, 1.0
"""Money as the value of the activity before it: alone, behind a word such as "trị giá", in brackets."""
WORTH_REACH = 6
OWN_STEP = 3.0
"""The step onto a figure itself, which is no distance."""
NEIGHBOURHOOD = 14.0
"""Distance within which a figure can be the value of another's activity, or the activity of its value."""

NEARNESS = 4.0
"""What a share of 1 in the examples' words adds to a score."""
MATCHES_WELL = 2.5
"""Score of a rule of which a governing phrase or the counted noun stands at the figure."""
VETO = 2.5
"""The most by which words like those of other statistics raise what a candidate needs."""
_LEANING = frozenset(f"reading/{name}" for name in ("part", "total", "change", "target"))
"""Ways to hang on a figure that words say outright."""
NEAREST_ID, NEAREST = "nearest", 3
"""Indicators that may be named by nearness alone."""


@dataclass(frozen=True, slots=True)
class Hang:
    """A figure that takes its indicator from a neighbour: how, from which, and how surely; `added` where a layer brought the indicator."""

    id: str
    indicator: str
    score: float
    reasons: tuple[tuple[str, float], ...]
    added: bool = False


@dataclass(slots=True)
class Reading:
    """Everything known of one figure. `chosen` is None for `other`; `group` and `taught` stand from `link` on."""

    position: int
    mention: Mention
    site: Site
    measure: Measure
    status: Status
    focus: Focus
    period: FigurePeriod
    indicator: str = OTHER
    chosen: Candidate | Hang | None = None
    before: list[Neighbour] = field(default_factory=list)
    after: list[Neighbour] = field(default_factory=list)
    """Figures beside it that were read when its indicator was chosen."""
    candidates: list[Candidate] = field(default_factory=list)
    hangs: list[Hang] = field(default_factory=list)
    ranking: list[tuple[float, Candidate | Hang]] = field(default_factory=list)
    """Both, best first, with what speaks for each (`rank`)."""
    shares: dict[str, float] = field(default_factory=dict)
    group: int = field(init=False)
    taught: bool = field(init=False)
    """Whether a rule of a layer on top of the built-in library matches."""


def share(reading: Reading, candidate: Candidate | Hang) -> float:
    """How much the words around a figure are those of a candidate's examples, from 0 to 1.

    No weights are fitted to the examples of a layer: its rules count as told in their words where they match well.
    """
    fitted = reading.shares.get(candidate.indicator, 0.0)
    return max(fitted, min(1.0, candidate.score / MATCHES_WELL)) if candidate.added else fitted


def needed(reading: Reading, candidate: Candidate | Hang | None) -> float:
    """The support below which no indicator is named: more where the words are like those of other statistics.

    Not of what is said to be part, total or change of a figure that has its indicator: whose words those are was told there.
    """
    if isinstance(candidate, Hang) and candidate.id in _LEANING and candidate.indicator != OTHER:
        return ACCEPT
    return ACCEPT + min(VETO, NEARNESS * reading.shares.get(OTHER, 0.0))


def yields(reading: Reading, candidate: Candidate | Hang) -> bool:
    """Whether a candidate gives way: a built-in rule says that the figure is none of the indicators, and a layer knows one more."""
    return reading.taught and candidate.indicator == OTHER and not candidate.added and isinstance(candidate, Candidate)


def rank(reading: Reading) -> list[tuple[float, Candidate | Hang]]:
    """What may name the indicator, best first, each with its support: its score with what the examples add to it.

    Rules of equal support keep their order: more words, nearer words, then the id.
    """
    both: list[Candidate | Hang] = [*reading.candidates, *reading.hangs]
    supported = [(c.score + NEARNESS * share(reading, c), c) for c in both]
    return sorted(supported, key=lambda item: (yields(reading, item[1]), -round(item[0], 6), isinstance(item[1], Hang)))


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
        reading.hangs = [*self._hangs(number), *self._near(reading)]
        reading.ranking = rank(reading)
        if reading.ranking and reading.ranking[0][0] >= needed(reading, reading.ranking[0][1]):
            best = reading.chosen = reading.ranking[0][1]
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

    # --- hanging on a neighbour ---

    def _antecedent(self, number: int) -> tuple[Reading, float] | None:
        """The nearest amount before, in the same sentence; of a percentage in brackets also the change before it ("giảm 12 vụ (8%)")."""
        here, companion = self.readings[number], None
        for index in range(number - 1, -1, -1):
            other = self.readings[index]
            if other.position < here.site.sentence:
                return None
            bracketed = index == number - 1 and here.mention.unit in PERCENT_UNITS and self.stream.breaks[here.position] == ASIDE
            if self.done[index] and (other.measure.name == "amount" or (bracketed and other.measure.name == "change")):
                near = companion if companion is not None and companion.indicator == other.indicator else other
                return other, max(0.0, self.stream.cost[here.position] - self.stream.cost[near.position] - OWN_STEP)
            if companion is None and self.done[index] and isinstance(other.chosen, Hang):
                companion = other  # "kết nạp 845 hội viên, đạt 105% kế hoạch, nhiều hơn cùng kỳ 41 người": the chain leads on
        return None

    def _whole_of(self, number: int) -> Reading | None:
        """The money of which an amount is said to be part, though people or gifts are counted between: "5,6 tỷ đồng chăm lo 11.420
        lượt đoàn viên; trong đó cấp tỉnh 1,35 tỷ đồng"."""
        here = self.readings[number]
        if here.mention.unit not in MONEY or here.measure.name != "amount":
            return None
        for index in range(number - 1, -1, -1):
            other = self.readings[index]
            if other.position < here.site.sentence:
                return None
            if self.done[index] and other.mention.unit == here.mention.unit and other.measure.name == "amount":
                return other if self.page.stands("part", self.readings[number - 1].position, here.position) else None
        return None

    def _hangs(self, number: int) -> list[Hang]:
        here = self.readings[number]
        found = self._antecedent(number)
        if found is None:
            return []
        other, distance = found
        near = 1.0 / (1.0 + distance / 10.0)
        said = 1.0 / (1.0 + distance / 25.0)
        hangs = []

        def add(name: str, indicator: str, points: float, nearness: float = near) -> None:
            if indicator != OTHER or name in ("change", "target"):
                reasons = ((f"{name} of the figure before", points * nearness),)
                added = self.library.indicators[indicator].layer != BUILT_IN
                hangs.append(Hang(f"reading/{name}", indicator, points * nearness, reasons, added))

        same_unit = here.mention.unit == other.mention.unit or here.mention.unit is None
        breaks = self.stream.breaks[other.position + 1 : here.position + 1]
        close = max(breaks, default=0) < SEMICOLON
        if here.measure.name == "change" and close:
            add("change", other.indicator, 6.5 if ASIDE in breaks[-4:] else 4.5, said)
        elif here.measure.name == "of_target" and close:
            add("target", other.indicator, 6.5)
        elif here.mention.unit in PERCENT_UNITS:
            sure = close and (ASIDE in breaks[-3:] or other.mention.out_of is not None)
            add("share", other.indicator, 5.0 if sure else 3.2 if close else 1.5)
        elif here.measure.name == "rate" and here.mention.unit in MONEY:
            indicator = other.indicator if other.mention.unit in MONEY else self.library.funding_of.get(other.indicator)
            if indicator:
                add("rate", indicator, 4.5)
        elif here.mention.unit in MONEY and other.mention.unit not in MONEY:
            indicator = self.library.funding_of.get(other.indicator)
            if indicator and close:
                worth = self.page.stands("worth", max(other.position, here.position - WORTH_REACH), here.position)
                add("value", indicator, VALUE + (VALUE_CUE if worth else 0.0) + (VALUE_BRACKET if ASIDE in breaks[-2:] else 0.0))
        whole = None if same_unit else self._whole_of(number)
        if whole is not None:
            way = self.stream.cost[here.position] - self.stream.cost[whole.position]
            add("part", whole.indicator, 5.0, 1.0 / (1.0 + way / 25.0))
        if same_unit and here.measure.name == "amount":
            if self.page.stands("part", other.position, here.position):
                add("part", other.indicator, 5.0)
            elif self.page.stands("total", other.position, here.position) and here.mention.unit in MONEY:
                add("total", other.indicator, 4.0)
            elif close and here.mention.unit != "count":
                add("list", other.indicator, 2.6)
            elif close:
                add("list", other.indicator, 2.2)
        return hangs

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
