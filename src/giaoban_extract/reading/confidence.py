"""How likely a record is strictly right, from the evidence that chose its indicator.

A logistic function of a few pieces of evidence. `benchmarks/fit_confidence.py`, run without arguments, prints its weights;
`benchmarks/accuracy.py` prints how often records of each confidence are right.
"""

from __future__ import annotations

import math

from giaoban_extract.reading.readings import NEAREST_ID, Hang, Reading, yields
from giaoban_extract.text.identifiers import OTHER

SURE, FAR = 8.0, 4.0
"""Support and margin beyond these tell no more."""

_BIAS = -0.23
_WEIGHTS = {
    "unnamed": 1.40,
    "unnamed_rival": -0.67,
    "other_rule": -0.72,
    "support": 0.16,
    "margin": 0.61,
    "nearest": -0.77,
    "sentence": 0.38,
}


def evidence(reading: Reading) -> dict[str, float]:
    """What speaks for and against a reading.

    unnamed       no rule and no neighbour named an indicator; unnamed_rival: how near the best one came
    other_rule    a rule says that the figure is none of the indicators
    support       the points of the chosen indicator; margin: by how much they exceed the next indicator's
    nearest       only the words of the examples speak for it
    sentence      the doer is named in the sentence
    """
    best: dict[str, float] = {}
    for points, candidate in reading.ranking:
        if points > best.get(candidate.indicator, 0.0) and not yields(reading, candidate):
            best[candidate.indicator] = points
    rival = max((points for indicator, points in best.items() if indicator != reading.indicator), default=0.0)
    found = {"sentence": float(reading.focus.source == "sentence")}
    if reading.chosen is None:
        return {**found, "unnamed": 1.0, "unnamed_rival": rival}
    mine = best.get(reading.indicator, 0.0)
    return {
        **found,
        "other_rule": float(reading.indicator == OTHER),
        "support": min(mine, SURE),
        "margin": max(-1.0, min(mine - rival, FAR)),
        "nearest": float(isinstance(reading.chosen, Hang) and reading.chosen.id == NEAREST_ID),
    }


def confidence(reading: Reading) -> float:
    """A number in (0, 1), rounded to two digits."""
    logit = _BIAS + sum(_WEIGHTS[name] * value for name, value in evidence(reading).items())
    return round(1.0 / (1.0 + math.exp(-logit)), 2)
