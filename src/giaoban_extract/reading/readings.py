"""Everything known of one figure, and what speaks for each indicator that it may have: rules that match and neighbours it hangs on."""

from __future__ import annotations

from dataclasses import dataclass, field

from giaoban_extract.reading.candidates import Candidate, Neighbour
from giaoban_extract.reading.focus import Focus
from giaoban_extract.reading.measures import Measure
from giaoban_extract.reading.sentence_periods import FigurePeriod
from giaoban_extract.reading.sites import Site
from giaoban_extract.text.identifiers import OTHER, Status
from giaoban_extract.text.mentions import Mention

ACCEPT = 1.3
"""Score below which no indicator is named."""
NEARNESS = 4.0
"""What a share of 1 in the examples' words adds to a score."""
MATCHES_WELL = 2.5
"""Score of a rule of which a governing phrase or the counted noun stands at the figure."""
VETO = 2.5
"""The most by which words like those of other statistics raise what a candidate needs."""
_LEANING = frozenset(f"reading/{name}" for name in ("part", "total", "change", "target"))
"""Ways to hang on a figure that words say outright."""
_SHARE, _AT_HAND = "reading/share", 2.2
"""A percentage that stands at its figure is of it, whatever words both are among: "khởi công 5.920 nhà, đạt 93,1%"."""
NEAREST_ID = "nearest"
"""Of an indicator that is named by nearness alone."""


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

    @property
    def part(self) -> bool:
        """Whether it is said to be part of a figure before it, as are those that are listed with it."""
        return any(hang.id == "reading/part" for hang in self.hangs)


def share(reading: Reading, candidate: Candidate | Hang) -> float:
    """How much the words around a figure are those of a candidate's examples, from 0 to 1.

    No weights are fitted to the examples of a layer: its rules count as told in their words where they match well.
    """
    fitted = reading.shares.get(candidate.indicator, 0.0)
    return max(fitted, min(1.0, candidate.score / MATCHES_WELL)) if candidate.added else fitted


def _is_said(hang: Hang) -> bool:
    return hang.id in _LEANING or (hang.id == _SHARE and hang.score >= _AT_HAND)


def needed(reading: Reading, candidate: Candidate | Hang | None) -> float:
    """The support below which no indicator is named: more where the words are like those of other statistics.

    Not of what is said to be part, total or change of a figure that has its indicator: whose words those are was told there.
    """
    if isinstance(candidate, Hang) and candidate.indicator != OTHER and _is_said(candidate):
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
