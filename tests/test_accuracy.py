"""The annotated articles keep their level: what is right today may not become wrong unnoticed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from giaoban_extract.pipeline import Pipeline

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from accuracy import Tally, compare  # noqa: E402

LEVELS = {"round1": (0.90, 0.87), "round2": (0.92, 0.90), "round3": (0.94, 0.92)}
"""Strict and full F1 that a round may not fall below."""


@pytest.mark.parametrize("name", LEVELS)
def test_a_round_of_articles_keeps_its_level(pipeline: Pipeline, name: str) -> None:
    tally = Tally()
    for path in sorted((ROOT / "tests" / "fresh" / name).glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8-sig")
        compare(tally, path.stem, text, json.loads(path.read_text(encoding="utf-8")), pipeline.document(text, path.stem))
    total = tally.found + tally.spurious + tally.gold
    strict, full = LEVELS[name]
    assert 2 * tally.strict / total >= strict
    assert 2 * tally.full / total >= full
    assert tally.found >= 0.97 * tally.gold
