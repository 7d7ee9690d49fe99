"""What README.md and docs/ show is what comes out, and the annotated articles keep their level."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from readme import PAGES, ROOT, followed

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_outputs_on_a_page_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "<!-- output of:" in text or "<!-- printed -->" in text
    assert followed(page) == text, "run `make readme` and look at the difference"


def test_the_python_of_the_readme_runs() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert result.stdout.splitlines() == [
        "845 membership.new_members farmers_union amount",
        "105.6 membership.new_members farmers_union of_target",
    ]


def test_every_option_that_the_readme_names_exists() -> None:
    help_text = subprocess.run(
        [sys.executable, "-m", "giaoban_extract", "extract", "--help"], capture_output=True, check=True, text=True, env={"COLUMNS": "200"}
    ).stdout
    assert set(re.findall(r"--[a-z-]{3,}", README)) <= set(re.findall(r"--[a-z-]{3,}", help_text))


def test_files_that_the_readme_names_exist() -> None:
    for name in re.findall(r"`((?:src|patterns|samples|docs|benchmarks|tests)/[\w./-]*)`", README) + re.findall(
        r"\]\((\w[\w./-]+)\)", README
    ):
        assert (ROOT / name).exists(), name
