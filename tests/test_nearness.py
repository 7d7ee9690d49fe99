"""The fitted weights fit the library: they name its indicators, and shares are a distribution over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading.nearness import load_nearness

WEIGHTS = json.loads((builtin_patterns() / "nearness.json").read_text(encoding="utf-8"))


def test_the_weights_are_of_indicators_of_the_library(pipeline: Pipeline) -> None:
    assert set(WEIGHTS["indicators"]) <= set(pipeline.library.indicators)
    assert len(WEIGHTS["indicators"]) == len(WEIGHTS["bias"])


def test_the_file_is_in_order_so_that_fits_can_be_compared() -> None:
    assert list(WEIGHTS["weights"]) == sorted(WEIGHTS["weights"])


def test_shares_add_up_to_one(pipeline: Pipeline) -> None:
    (reading,) = pipeline.analyse("Hội kết nạp 25 hội viên mới.").readings
    assert sum(reading.shares.values()) == pytest.approx(1.0)
    assert max(reading.shares, key=lambda name: reading.shares[name]) == "membership.new_members"


@pytest.mark.parametrize("content", ["{", "[]", '{"indicators": ["a"], "bias": [], "weights": {}}'])
def test_a_broken_file_of_weights_says_how_to_make_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "nearness.json").write_text(content, encoding="utf-8")
    with pytest.raises(PatternError, match=r"benchmarks/fit\.py"):
        load_nearness(tmp_path)


def test_a_library_without_weights_adds_nothing(tmp_path: Path) -> None:
    assert load_nearness(tmp_path).shares({"u:person": 1.0}) == {}
