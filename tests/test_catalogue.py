"""`rules list` and `rules show`: the library as its authors look at it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.outputs.terminal import print_subject
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.teaching.catalogue import UnknownSubject, entries, subject


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "giaoban_extract", "rules", *arguments], capture_output=True, text=True, check=False, encoding="utf-8"
    )


def test_every_subject_is_listed_where_it_stands(pipeline: Pipeline) -> None:
    found = entries(pipeline.library)
    assert [e["id"] for e in found] == [*pipeline.library.indicators, *pipeline.library.organisations]
    for entry in found:
        line = (builtin_patterns() / entry["file"]).read_text(encoding="utf-8").split("\n")[entry["line"] - 1]
        assert line.strip() == entry["id"].rpartition(".")[2] + ":"


def test_the_counts_are_those_of_the_library(pipeline: Pipeline) -> None:
    found = entries(pipeline.library)
    assert sum(e["rules"] for e in found if e["kind"] == "indicator") == len(pipeline.library.rules)
    assert sum(e["examples"] + e["counterexamples"] for e in found) == len(pipeline.library.declarations.examples)


def test_a_subject_shows_phrases_groups_and_readings(pipeline: Pipeline) -> None:
    found = subject(pipeline, "membership.new_members")
    assert found["unit"] == "person"
    assert any(phrase["phrase"].startswith("@") and phrase["line"] > 1 for phrase in found["phrases"])
    assert "kết nạp" in [word for words in found["groups"].values() for word in words]
    assert all(example["holds"] for example in found["readings"])
    assert {example["counterexample"] for example in found["readings"]} == {True, False}


def test_an_organisation_shows_its_names(pipeline: Pipeline) -> None:
    found = subject(pipeline, "policy_bank")
    assert any("ngân hàng chính sách xã hội" in phrase["phrase"] for phrase in found["phrases"])


@pytest.mark.parametrize("identifier", ["other", "housing.built", "farmers_union"])
def test_the_text_form_fits_the_terminal(pipeline: Pipeline, identifier: str) -> None:
    file = io.StringIO()
    print_subject(subject(pipeline, identifier), file, 90)
    assert max(map(len, file.getvalue().splitlines())) <= 90


def test_an_unknown_subject_names_those_like_it(pipeline: Pipeline) -> None:
    with pytest.raises(UnknownSubject) as error:
        subject(pipeline, "membership.new")
    assert "membership.new_members" in error.value.near
    result = run("show", "membership.new")
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "did you mean" in result.stderr


def test_both_commands_print_json() -> None:
    assert len(json.loads(run("list", "-f", "json").stdout)) > 90
    assert json.loads(run("show", "housing.built", "-f", "json").stdout)["id"] == "housing.built"
