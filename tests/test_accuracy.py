"""The annotated articles keep their level: what is right today may not become wrong unnoticed."""

from __future__ import annotations

from pathlib import Path

import pytest
from accuracy import Tally, annotated, compare

from giaoban_extract.pipeline import Pipeline

FRESH = Path(__file__).resolve().parent / "fresh"
LEVELS = {
    "round1": (0.90, 0.87),
    "round2": (0.92, 0.90),
    "round3": (0.94, 0.92),
    "round4": (0.95, 0.93),
    "round5": (0.92, 0.90),
    "round6": (0.94, 0.93),
    "round7": (0.92, 0.91),
    "round8": (0.91, 0.86),
    "round9": (0.92, 0.91),
    "round10": (0.94, 0.94),
}
"""Strict and full F1 that a round may not fall below."""


@pytest.mark.parametrize("name", LEVELS)
def test_a_round_of_articles_keeps_its_level(pipeline: Pipeline, name: str) -> None:
    tally = Tally()
    for article, text, gold in annotated(FRESH / name):
        compare(tally, article, text, gold, pipeline.document(text, article))
    total = tally.found + tally.spurious + tally.gold
    strict, full = LEVELS[name]
    assert 2 * tally.strict / total >= strict
    assert 2 * tally.full / total >= full
    assert tally.found >= 0.97 * tally.gold
