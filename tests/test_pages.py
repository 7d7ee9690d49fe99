"""What README.md and docs/ show is what comes out, and the annotated articles keep their level."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

import picture
import reference
from giaoban_extract.pipeline import Pipeline
from readme import PAGES, README_VI, ROOT, followed, in_step

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
    of_the_program = re.sub(r"## How fast.*?\n## ", "", README, flags=re.DOTALL)  # those of the benchmarks
    assert set(re.findall(r"--[a-z-]{3,}", of_the_program)) <= set(re.findall(r"--[a-z-]{3,}", help_text))


def test_the_reference_is_current(pipeline: Pipeline) -> None:
    for path, text in reference.pages(pipeline).items():
        assert path.read_text(encoding="utf-8") == text, "run `make readme` and look at the difference"


def test_the_picture_is_current(pipeline: Pipeline) -> None:
    with Image.open(picture.PICTURE) as taken:
        assert taken.info[picture.NOTE] == picture.taken_of(pipeline), "run `make picture` and look at it"


def test_the_vietnamese_readme_keeps_step() -> None:
    text = README_VI.read_text(encoding="utf-8")
    assert in_step(text, README) == text, "run `make readme`"
    heads = [re.findall(r"^#+", page, re.MULTILINE) for page in (README, text)]
    assert heads[0] == heads[1]
    links = [re.findall(r"\]\(([^)]+)\)", page) for page in (README, text)]
    assert [link for link in links[0] if "README" not in link] == [link for link in links[1] if "README" not in link]
    codes = [set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page, flags=re.DOTALL))) for page in (README, text)]
    assert codes[0] == codes[1]


MARKDOWN = [ROOT / "README.md", README_VI, *sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("[A-Z]*[A-Z].md"))]


@pytest.mark.parametrize("page", sorted(set(MARKDOWN)), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text):
        if re.match(r"https?:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{link} in {page.name}"
        if anchor:
            heads = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, link
    for name in re.findall(r"`((?:src|patterns|packs|samples|docs|benchmarks|tests)/[\w./-]*)`", text):
        assert (ROOT / name).exists(), f"{name} in {page.name}"
