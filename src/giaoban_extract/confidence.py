"""How likely a record is strictly right, from the evidence that chose it.

A logistic function of named pieces of evidence; the weights are fitted to annotated articles (benchmarks/accuracy.py prints
the reliability table).
"""

from __future__ import annotations

import math

from giaoban_extract.library import OTHER
from giaoban_extract.linking import Hang, Reading

_SOURCES = {"clause": 0.6, "sentence": 0.5, "paragraph": 0.3, "heading": 0.5, "title": 0.4, "article": 0.0}


def confidence(reading: Reading) -> float:
    """A number in (0, 1), rounded to two digits."""
    chosen = reading.chosen
    if chosen is None or reading.indicator == OTHER:
        logit = -0.4
    else:
        rivals = [c.score for c in reading.candidates if c.rule.indicator != reading.indicator]
        rivals += [h.score for h in reading.hangs if h.indicator != reading.indicator]
        margin = chosen.score - max(rivals, default=0.0)
        logit = 0.1 + 0.15 * min(chosen.score, 8.0) + 0.25 * min(margin, 3.0) - (0.3 if isinstance(chosen, Hang) else 0.0)
    logit += _SOURCES.get(reading.focus.source, 0.0)
    return round(1.0 / (1.0 + math.exp(-logit)), 2)
