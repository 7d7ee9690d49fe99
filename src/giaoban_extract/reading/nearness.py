"""How near a figure's words are to the library's examples: a linear model over them, one weight per word, place and indicator.

It adds to the rules and never replaces them: a rule whose indicator the examples support gets more, and where no rule
matches, an indicator may be named by nearness alone. The weights stand in `patterns/nearness.json`, fitted by
`benchmarks/fit.py` to the examples of the pattern files and to annotated articles; the words that speak for an indicator
can be read there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from giaoban_extract.library.shelf import Shelf
from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.reading.measures import Measure
from giaoban_extract.reading.page import Page
from giaoban_extract.reading.sites import Site
from giaoban_extract.text.mentions import Mention
from giaoban_extract.text.stream import FIGURE, SEMICOLON

COUNTED_WORDS = 6
AFTER_WORDS = 14
BEFORE_WORDS = 25
NEAR_BEFORE = 5

Features = dict[str, float]


def features(page: Page, position: int, mention: Mention, measure: Measure, site: Site) -> Features:
    """The words around a figure as weighted features, named by place: h counted, r after, ln and lf before (near, far), 2 for pairs."""
    stream, keys = page.stream, page.stream.keys
    found: Features = {f"u:{mention.unit}": 1.0, f"m:{measure.name}": 1.0}

    def add(name: str, weight: float) -> None:
        found[name] = found.get(name, 0.0) + weight

    first = position + 1
    for here in range(first, min(site.high, first + COUNTED_WORDS)):
        add(f"h:{keys[here]}", 1.0)
        if here + 1 < site.high:
            add(f"h2:{keys[here]}_{keys[here + 1]}", 1.0)
    if first < site.high:
        add(f"h0:{keys[first]}", 1.0)
        if first + 1 < site.high:
            add(f"h0:{keys[first]}_{keys[first + 1]}", 1.0)
    for here in range(first + COUNTED_WORDS, min(site.high, first + AFTER_WORDS)):
        add(f"r:{keys[here]}", 0.5)
    figures = 0
    for here in range(position - 1, max(site.sentence, position - BEFORE_WORDS) - 1, -1):
        if keys[here] is FIGURE:
            figures += 1
            continue
        distance = position - here
        weight = (1.0 if distance <= 4 else 0.6 if distance <= 8 else 0.3) * (0.5 if figures else 1.0)
        if stream.breaks[here + 1] >= SEMICOLON:
            weight *= 0.5
        add(f"l{'n' if distance <= NEAR_BEFORE and not figures else 'f'}:{keys[here]}", weight)
        if here + 1 < position and keys[here + 1] is not FIGURE:
            add(f"l2:{keys[here]}_{keys[here + 1]}", weight)
    return found


Weights = Sequence[Any]
"""Of a feature, the numbers of indicators, each with its weight behind it: `[number, weight, number, weight, ...]`, as in the file."""


class Nearness:
    """The fitted weights: names of indicators, a bias for each, and of every feature those of the indicators that it speaks for."""

    def __init__(self, indicators: Sequence[str], bias: Sequence[float], weights: Shelf[str, Weights]) -> None:
        self.indicators, self.bias, self.weights = indicators, bias, weights
        self._begun: dict[tuple[tuple[str, float], ...], list[float]] = {}

    def shares(self, found: Features) -> dict[str, float]:
        """How the words divide over the indicators: shares that sum to 1 (empty without weights)."""
        if not self.bias:
            return {}
        items = list(found.items())
        unit_and_measure = tuple(items[:2])  # which speak for or against every indicator, and are few
        begun = self._begun.get(unit_and_measure)
        if begun is None:
            begun = self._begun[unit_and_measure] = self._add(unit_and_measure, list(self.bias))
        scores = self._add(items[2:], list(begun))
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return {indicator: power / total for indicator, power in zip(self.indicators, powers, strict=True)}

    def _add(self, features: Iterable[tuple[str, float]], scores: list[float]) -> list[float]:
        weights, known = self.weights, self.weights.known
        for name, value in features:
            if name in known:
                row = iter(weights[name])
                for number, weight in zip(row, row, strict=False):  # in pairs
                    scores[number] += weight * value
        return scores


def nearness_of(data: Mapping[str, Any]) -> Nearness:
    """Weights as benchmarks/fit.py writes them. Raises what a mapping of another shape raises."""
    names, bias, weights = list(data["indicators"]), list(data["bias"]), data["weights"]
    if len(names) != len(bias) or any(len(row) % 2 for row in weights.values()):
        raise ValueError("names, biases and weights do not match")
    return Nearness(names, bias, Shelf((), weights, tuple))


def load_nearness(folder: Path) -> Nearness:
    """The weights of a pattern folder; none where it has no nearness.json. Raises PatternError."""
    path = folder / "nearness.json"
    if not path.is_file():
        return Nearness([], [], Shelf(()))
    try:
        return nearness_of(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise PatternError(path, None, f"is no file of weights ({error}); make it with benchmarks/fit.py") from None
