"""`trace` tells of every number why it was read as it was."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban_extract.library.layers import Layer
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.teaching.trace import print_traces, traces
from rule_texts import COFFEE

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
TEXT = "Hội Nông dân huyện Tam Nông, ngày 5/7/2024: quý II/2024 kết nạp 845 hội viên mới, đạt 105,6% kế hoạch."


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "giaoban_extract", "trace", *arguments], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_every_number_has_a_trace_in_text_order(pipeline: Pipeline) -> None:
    document = pipeline.document(TEXT, "x")
    found = list(traces(pipeline.analyse(TEXT)))
    places = [(t["start"], t["end"]) for t in found]
    assert places == sorted(places)
    assert len(found) == len(document["records"]) + len(document["ignored"])
    assert [t["record"] for t in found if "record" in t] == document["records"]
    assert [t["ignored"] for t in found if "ignored" in t] == [i["reason"] for i in document["ignored"]]


def test_the_winner_stands_first_and_no_other_has_more(pipeline: Pipeline) -> None:
    (found,) = traces(pipeline.analyse(TEXT), TEXT.index("845"))
    winner, *others = [c for c in found["candidates"] if "support" in c]
    assert (winner["indicator"], winner["verdict"]) == ("membership.new_members", "won")
    assert winner["support"] >= max(c["support"] for c in others)
    assert winner["support"] == pytest.approx(sum(r["points"] for r in winner["reasons"]), abs=0.05)
    assert all(c["verdict"].startswith("lost: ") for c in others)


def test_a_rule_of_another_unit_is_told(pipeline: Pipeline) -> None:
    (found,) = traces(pipeline.analyse("Hội Nông dân huyện kết nạp 12 kg hội viên"))
    assert any("unit kg does not suit the indicator's person" in c["verdict"] for c in found["candidates"])


def test_a_unit_that_does_not_suit_is_told_by_whose_it_is_not(tmp_path: Path) -> None:
    rules = '- "@harvest {figure} cà phê"\n      - {phrase: "{figure} cà phê", unit: [area, kg]}'
    (tmp_path / "rules.yaml").write_text(COFFEE.replace('- "@harvest {figure} cà phê"', rules), encoding="utf-8")
    layered = Pipeline.load(layers=[Layer("mine", tmp_path)])
    (found,) = traces(layered.analyse("Bà con thu hoạch 12 lít cà phê"))
    verdicts = {c["phrase"]: c["verdict"] for c in found["candidates"] if c["indicator"] == "farm.coffee"}
    assert verdicts == {
        "@harvest {figure} cà phê": "lost: unit litre does not suit the indicator's mass",
        "{figure} cà phê": "lost: unit litre does not suit the rule's area, kg",
    }


def test_the_text_form_names_rule_file_and_line(pipeline: Pipeline) -> None:
    file = io.StringIO()
    assert print_traces(traces(pipeline.analyse(TEXT), TEXT.index("845")), file) == 1
    text = file.getvalue()
    assert "indicators/membership.yaml:" in text
    assert "doer      farmers_union" in text
    assert "period    2024-Q2" in text
    assert "1. membership.new_members  won" in text


def test_a_rule_of_a_layer_is_told_with_its_layer(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(COFFEE, encoding="utf-8")
    layered = Pipeline.load(layers=[Layer("mine", tmp_path)])
    file = io.StringIO()
    print_traces(traces(layered.analyse("Bà con thu hoạch 12 tấn cà phê")), file)
    assert "1. farm.coffee  won  [farm.coffee/@harvest-ca-phe]  rules.yaml:12 of layer mine" in file.getvalue()


def test_the_command_prints_json_and_finds_an_offset() -> None:
    source = SAMPLE.read_text(encoding="utf-8")
    (found,) = json.loads(run(str(SAMPLE), "--at", str(source.index("1.125")), "-f", "json").stdout)
    assert found["text"] == "1.125"
    assert found["record"]["organisation"]["id"] == "trade_unions"


@pytest.mark.parametrize(
    ("arguments", "message"), [((str(SAMPLE), "--at", "2"), "no number stands at offset 2"), (("missing.txt",), "no such file")]
)
def test_what_cannot_be_traced_is_one_line(arguments: tuple[str, ...], message: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
