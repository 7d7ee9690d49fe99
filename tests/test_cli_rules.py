"""The commands on the rule library, as typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from giaoban_extract.library.layers import Layer
from giaoban_extract.library.rulefile import json_schema
from giaoban_extract.library.yamlfile import parse_pattern_text
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.teaching.check import check_all
from giaoban_extract.teaching.suggest import Collector, to_yaml
from giaoban_extract.text.articles import Article

ROOT = Path(__file__).parents[1]
ARTICLES = ROOT / "docs" / "tutorial" / "articles"
LAYER = """theme: party
indicators:
  opinions:
    extend: true
    examples:
      - "Trao [12] suất quà"
    counterexamples:
      - {text: "Trao [13] suất quà", indicator: party.opinions, known_gap: true}
      - {text: "Trao [14] suất quà", indicator: welfare.gifts, known_gap: true}
"""
THIEF = """theme: farm
label: Nông sản
label_en: Farm produce
indicators:
  admitted:
    unit: person
    label: Kết nạp
    label_en: Admitted
    rules: ["kết nạp {figure} hội viên mới"]
    examples: ["Hợp tác xã kết nạp [12] hội viên mới"]
"""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "giaoban_extract", *map(str, arguments)]
    env = {**os.environ, "COLUMNS": "120", **environment}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, env=env)


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "rules.yaml").write_text(LAYER, encoding="utf-8")
    return folder


def test_check_tells_where_what_and_why(layer: Path) -> None:
    result = run("rules", "check", layer, "--only", "party.opinions")
    lines = result.stdout.splitlines()
    assert result.returncode == 1
    assert lines[0] == f"{layer / 'rules.yaml'}:6: '12': indicator wanted party.opinions, found welfare.gifts"
    assert lines[1].strip() == "Trao [12] suất quà"
    assert lines[2].startswith("    1. welfare.gifts  won  [welfare.gifts/")
    assert f"{layer / 'rules.yaml'}:9: holds now; take `known_gap` out" in lines
    assert lines[-1].endswith("in built-in, mine: 1 failed, 1 known gaps")


def test_check_says_what_became_of_a_number_that_is_no_figure(tmp_path: Path) -> None:
    examples = [
        "Theo Nghị quyết [12] của Đảng",
        "Trao [quà] cho 5 hộ",
        "{text: 'Tiếp thu [14] ý kiến', period: 2024-Q2}",
    ]
    path = tmp_path / "mine.yaml"
    path.write_text(LAYER.split("      - ")[0] + "".join(f"      - {example}\n" for example in examples), encoding="utf-8")
    result = run("rules", "check", path, "--only", "party.opinions")
    assert result.returncode == 1
    for line in (
        "'12': indicator wanted party.opinions, found no figure",
        "the number is ignored: document",
        "'quà': indicator wanted party.opinions, found no figure",
        "the number was not read as a figure",
        "'14': period wanted 2024-Q2, found None",
    ):
        assert line in result.stdout


def test_examples_of_what_a_layer_takes_out_are_no_faults(tmp_path: Path) -> None:
    path = tmp_path / "less.yaml"
    path.write_text("disable: [environment.trees]\n", encoding="utf-8")
    loaded = Pipeline.load(layers=[Layer("less", path)], examples=True)
    examples = [e for e in loaded.library.declarations.examples if e.model.indicator == "environment.trees"]
    assert examples
    assert list(check_all(loaded, examples)) == []


def test_check_prints_json(layer: Path) -> None:
    result = run("rules", "check", layer, "--only", "party.opinions", "-f", "json")
    found = json.loads(result.stdout)
    assert (result.returncode, found["failed"], found["known_gaps"], found["layers"]) == (1, 1, 1, ["built-in", "mine"])
    (failure,) = found["failures"]
    assert (failure["subject"], failure["layer"], failure["line"], failure["found"]) == ("party.opinions", "mine", 6, "welfare.gifts")
    assert failure["candidates"][0]["verdict"] == "won"


def test_check_names_both_rules_where_a_layer_steals(tmp_path: Path) -> None:
    path = tmp_path / "thief.yaml"
    path.write_text(THIEF, encoding="utf-8")
    result = run("rules", "check", path, "--only", "membership.new_members")
    assert result.returncode == 1
    stolen = [line.strip() for line in result.stdout.splitlines() if "stolen:" in line]
    assert stolen
    for line in stolen:
        assert line.startswith(
            "stolen: [farm.admitted/ket-nap-hoi-vien-moi] thief.yaml:9 of layer thief took it from [membership.new_members/"
        )


def test_check_of_an_unknown_subject_says_so() -> None:
    result = run("rules", "check", "--only", "nothing")
    assert (result.returncode, result.stderr) == (
        2,
        "giaoban-extract: no subject begins with 'nothing'; `giaoban-extract rules list` names them all\n",
    )


def test_the_environment_names_layers(layer: Path) -> None:
    entry = next(
        e for e in json.loads(run("rules", "list", "-f", "json", GIAOBAN_PATTERNS=str(layer)).stdout) if e["id"] == "party.opinions"
    )
    assert (entry["layer"], entry["extended_by"]) == ("built-in", ["mine"])


def test_show_tells_what_a_layer_adds(tmp_path: Path) -> None:
    path = tmp_path / "more.yaml"
    path.write_text(
        "theme: membership\nindicators:\n  new_members:\n    extend: true\n    rules: ['@admit {figure} nghệ nhân']\n", encoding="utf-8"
    )
    shown = run("rules", "show", "membership.new_members", "--patterns", path).stdout
    assert "built-in, extended by more" in shown
    assert "@admit {figure} nghệ nhân" in shown
    assert "of layer more, more.yaml" in shown


# --- beginning ---


def test_the_template_is_sound_and_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "new" / "rules.yaml"
    assert run("rules", "new", "-o", target).returncode == 0
    assert target.read_text(encoding="utf-8") == run("rules", "new").stdout
    checked = run("rules", "check", target, "--only", "example")
    assert (checked.returncode, checked.stdout) == (0, "5 examples of 1 subjects in built-in, rules: 0 failed, 0 known gaps\n")
    again = run("rules", "new", "-o", target)
    assert (again.returncode, again.stderr) == (2, f"giaoban-extract: {target}: is there already; name a new file\n")


def test_a_template_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = run("rules", "new", "-o", tmp_path / "file" / "rules.yaml")
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert "cannot be written" in result.stderr


def test_what_the_template_shows_in_remarks_loads_too(tmp_path: Path) -> None:
    template = run("rules", "new").stdout
    remarks = [line[2:] for line in template.split("# Also possible")[1].splitlines()[2:] if line.startswith("# ")]
    path = tmp_path / "remarks.yaml"
    path.write_text("theme: membership\n" + "\n".join(remarks), encoding="utf-8")
    library = Pipeline.load(layers=[Layer("x", path)], examples=True).library
    assert "coffee_association" in library.organisations
    assert "culture.events" not in library.indicators


def test_an_earlier_id_shows_the_indicator_of_today_and_says_so(tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.yaml"
    renamed.write_text(THIEF.replace("    unit: person", "    unit: person\n    formerly: farm.joined"), encoding="utf-8")
    shown, usual = (run("rules", "show", name, "--patterns", renamed) for name in ("farm.joined", "farm.admitted"))
    assert (shown.returncode, shown.stdout) == (0, usual.stdout)
    assert (shown.stderr, usual.stderr) == ("giaoban-extract: 'farm.joined' is called 'farm.admitted' now\n", "")
    user = tmp_path / "user.yaml"
    user.write_text("disable: [farm.joined]\n", encoding="utf-8")
    for command in (["list"], ["check", "--only", "welfare.gifts"]):
        result = run("rules", *command, "--patterns", renamed, "--patterns", user)
        assert result.stderr == f"giaoban-extract: {user}:1: 'farm.joined' is called 'farm.admitted' now; write that\n"
        assert result.returncode == 0


def test_the_schema_speaks_of_every_key() -> None:
    assert json.loads(run("rules", "schema").stdout) == json_schema()
    properties = json_schema()["properties"]
    assert {"theme", "groups", "indicators", "organisations", "units", "nonfigures", "reading", "disable"} <= set(properties)


# --- suggest ---


def test_suggest_prints_rules_that_hold(tmp_path: Path) -> None:
    result = run("rules", "suggest", ARTICLES)
    assert result.returncode == 0
    path = tmp_path / "suggested.yaml"
    path.write_text(result.stdout, encoding="utf-8")
    checked = run("rules", "check", path, "--only", "suggested")
    assert checked.returncode == 0
    assert " 0 failed" in checked.stdout
    tonnes = run("-f", "jsonl", "--patterns", path, ARTICLES / "xa-ea-tul.txt").stdout
    assert any(r["indicator"]["id"] == "suggested.ca_phe" for r in json.loads(tonnes)["records"])


def test_suggest_counts_what_it_shows() -> None:
    printed = [run("rules", "suggest", ARTICLES, "-f", "json").stdout for _ in range(2)]
    assert printed[0] == printed[1]
    first, *_ = json.loads(printed[0])
    assert (first["figures"], first["articles"], first["unit"]) == (4, 2, "mass")
    assert sum(first["read_as"].values()) == 4


def test_suggest_with_nothing_to_say_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hội kết nạp 12 hội viên mới.", encoding="utf-8")
    result = run("rules", "suggest", path)
    assert result.returncode == 0
    assert "no phrase stands behind 2 figures or more" in result.stderr
    assert parse_pattern_text(result.stdout, "x") == {}


def test_suggest_tells_of_files_that_it_could_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hội thu hoạch 12 tấn cà phê.", encoding="utf-8")
    result = run("rules", "suggest", path, tmp_path / "gone.txt", "--least", 1)
    assert result.returncode == 1
    assert result.stderr == f"giaoban-extract: {tmp_path / 'gone.txt'}: no such file\n"
    assert parse_pattern_text(result.stdout, "x")


def test_suggest_without_an_article_is_a_fault(tmp_path: Path) -> None:
    result = run("rules", "suggest", tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("giaoban-extract: no article was read;")


PIECES = [
    '12 tấn "cà phê"',
    "# 5 cây [mới]: tốt",
    "thu {7} @nhóm",
    "tăng 3%\u0085",
    "9 ha\u2028đất",
    "1 tỷ đồng - lãi",
    "'8' | 4 ... ò",
    "\U0001f600 6 con",
    "\x07 2 lạ\x7f",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6))
def test_whatever_an_article_holds_the_suggestion_is_a_file_that_loads(pieces: list[str]) -> None:
    collector = Collector(_PIPELINE, 0.9)
    collector.read(Article("a", "Xã báo cáo: " + ", ".join(pieces) + "."))
    text = to_yaml(collector.suggestions(1, 20), collector)
    loaded = parse_pattern_text(text, "suggested.yaml")
    for entry in loaded.get("indicators", {}).values():
        assert entry["examples"]


_PIPELINE = Pipeline.load()
