"""The packs that come with the program: layers written with the tools that an analyst has."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from accuracy import annotated, place

from giaoban_extract.facts.places import load_places
from giaoban_extract.library.declarations import Declarations, Example
from giaoban_extract.library.layers import BUILT_IN, builtin_patterns, named_layers, packs
from giaoban_extract.library.merging import declare
from giaoban_extract.library.yamlfile import read_pattern_file
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.teaching.check import check_example

EVALUATION = Path(__file__).parents[2] / "shared" / "eval"
PACKS = sorted(packs())
DECLARED: dict[str, Declarations] = {name: declare(layers=named_layers([name], environment=False), examples=True) for name in PACKS}
CASES = [(name, example) for name, declared in DECLARED.items() for example in declared.examples if example.layer == name]
LOADED: dict[str, Pipeline] = {}


def loaded(name: str) -> Pipeline:
    if name not in LOADED:
        LOADED[name] = Pipeline.load(layers=named_layers([name], environment=False), examples=True)
    return LOADED[name]


def test_there_is_a_pack_on_the_economy() -> None:
    assert "kinh-te-xa-hoi" in PACKS
    own = [i for i in DECLARED["kinh-te-xa-hoi"].indicators.values() if i.source.layer == "kinh-te-xa-hoi"]
    assert len(own) >= 25


@pytest.mark.parametrize(("name", "example"), CASES, ids=lambda v: f"{v.file}:{v.line}" if isinstance(v, Example) else v)
def test_an_example_of_a_pack_reads_as_its_author_says(name: str, example: Example) -> None:
    failures = check_example(loaded(name), example)
    assert not failures, "\n".join(map(str, failures))


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_takes_nothing_from_the_built_in_indicators(name: str) -> None:
    pipeline = loaded(name)
    built_in = [e for e in pipeline.library.declarations.examples if e.layer == BUILT_IN]
    stolen = [failure for example in built_in for failure in check_example(pipeline, example) if not failure.meant]
    assert not stolen, "\n".join(map(str, stolen))


@pytest.mark.parametrize("name", PACKS)
def test_an_indicator_of_a_pack_has_examples_and_counterexamples_enough(name: str) -> None:
    counts = Counter((e.subject, e.positive) for pack, e in CASES if pack == name)
    own = [i.id for i in DECLARED[name].indicators.values() if i.source.layer == name]
    assert [i for i in own if counts[i, True] < 10 or counts[i, False] < 4] == []


@pytest.mark.parametrize("name", PACKS)
def test_no_rule_of_a_pack_names_a_place(name: str) -> None:
    places = load_places(builtin_patterns())
    phrases = [str(r.model.phrase) for i in DECLARED[name].indicators.values() for r in i.rules if r.source.layer == name]
    for path in sorted(packs()[name].glob("*.yaml")):
        phrases += [str(phrase) for group in read_pattern_file(path).get("groups", {}).values() for phrase in group]
    assert [phrase for phrase in phrases if any(p.provinces for p in places.find(phrase))] == []


G, S, D, J, T, B, F = (
    "macro.grdp_growth", "macro.sector_growth", "safety.deaths", "safety.injured", "safety.traffic_accidents", "budget.revenue",
    "farming.cultivated_area",
)  # fmt: skip
WANTED = {
    "vietnews-11-grdp-tphcm-quy-1": [G, "macro.grdp", "macro.grdp", *[G] * 4, *[S] * 18],
    "vietnews-13-tai-nan-giao-thong-thang-9": [D, T, D, J, T, J, D, D, T, J, D, D, J, D, T, D, J, T, T, D, D, J, J, D],
    "c14-ubnd-huyen-kinh-te-xa-hoi-9-thang": [
        *[B] * 5, *["macro.gross_output"] * 3, F, F, F, "farming.output", "farming.output", "enterprise.new", "enterprise.capital",
        "enterprise.new", "enterprise.capital", "enterprise.stock", "enterprise.stock", "society.income_per_capita",
        "society.poverty_rate", "society.poverty_rate", B,
    ],
}  # fmt: skip
"""What the pack's catalogue says of the figures that the built-in one calls other, in the order of the annotation."""


@pytest.mark.skipif(not EVALUATION.is_dir(), reason="the evaluation articles are not beside this checkout")
def test_most_of_what_is_other_gets_an_indicator_of_the_pack() -> None:
    pipeline, right, total = loaded("kinh-te-xa-hoi"), 0, 0
    for folder in ("dev", "real"):
        for name, text, gold in annotated(EVALUATION / folder):
            wanted = WANTED.get(name)
            if wanted is None:
                continue
            records = pipeline.document(text, name)["records"]
            others = [figure for figure in gold["figures"] if figure["indicator"] == "other"]
            for figure, indicator in zip(others, wanted, strict=True):
                start, end = place(text, figure)
                found = [r["indicator"]["id"] for r in records if r["figure"]["start"] < end and start < r["figure"]["end"]]
                total += 1
                right += found == [indicator]
    assert total == sum(map(len, WANTED.values()))
    assert right / total >= 0.85, f"{right} of {total}"
