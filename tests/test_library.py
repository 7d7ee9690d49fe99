"""A fault in a rule file is one line that says where, what and what to do."""

import shutil
from pathlib import Path

import pytest

from giaoban_extract.library.compiler import load_library
from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.library.yamlfile import PatternError

THEME = """theme: demo
label: Thử
label_en: Demo
groups:
  go: [đi, chạy]
indicators:
  walks:
    unit: count
    label: Chuyến đi
    label_en: Walks
    rules:
      - "@go {figure} chuyến"
    examples:
      - "Hội đi [12] chuyến"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "patterns"
    (target / "indicators").mkdir(parents=True)
    for name in ("groups.yaml", "reading.yaml", "organisations.yaml"):
        shutil.copy(builtin_patterns() / name, target / name)
    return target


def load(folder: Path, text: str, *, examples: bool = True) -> None:
    (folder / "indicators" / "demo.yaml").write_text(text, encoding="utf-8")
    load_library(folder, examples=examples)


def test_a_sound_file_loads(folder: Path) -> None:
    load(folder, THEME)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("label_en: Demo", "labl_en: Demo", "demo.yaml:3: unknown key 'labl_en'; did you mean 'label_en'?"),
        ("unit: count", "unit: pieces", "demo.yaml:8: indicators.walks.unit: input should be"),
        ('    rules:\n      - "@go {figure} chuyến"\n', "", "demo.yaml:7: 'indicators.walks.rules' is missing: a new indicator needs"),
        ('    examples:\n      - "Hội đi [12] chuyến"\n', "", "demo.yaml:7: 'indicators.walks.examples' is missing"),
        ('      - "Hội đi [12] chuyến"', "", "indicators.walks.examples"),
        ("[12]", "12", "demo.yaml:14: an example marks its figure [like this]; this one marks none"),
        ("@go {figure}", "@goo {figure}", "demo.yaml:12: group @goo is not defined; did you mean @go?"),
        ("{figure} chuyến", "{figur} chuyến", "only {figure} may stand in braces"),
        ("@go {figure} chuyến", "(@go {figure} chuyến", "'(' is never closed before the end, a gap or the figure\n    (@go"),
        ("@go {figure} chuyến", "{figure}", "needs words or a condition"),
        ("  go: [đi, chạy]", '  go: [đi, "@go"]', "group @go holds itself"),
        ('- "@go {figure} chuyến"', '- {phrase: "@go {figure}", follows: [demo.runs]}', "names 'demo.runs', which is no indicator"),
        ('      - "@go {figure} chuyến"', '      - {phrase: "@go {figure}", weight: 9}', "weight"),
        ('      - "@go {figure} chuyến"', '      - {phrase: "@go {figure}", unles: x}', "unknown key 'unles'; did you mean 'unless'?"),
        ("theme: demo", "theme: demo\ntheme: demo", "demo.yaml:2: 'theme' stands twice (first on line 1)"),
        ("label: Thử", "label: [Thử", "is not valid YAML"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place(folder: Path, old: str, new: str, message: str) -> None:
    assert old in THEME
    with pytest.raises(PatternError) as caught:
        load(folder, THEME.replace(old, new, 1))
    assert message in str(caught.value)


def test_the_same_indicator_in_two_files_names_both(folder: Path) -> None:
    (folder / "indicators" / "alpha.yaml").write_text(THEME, encoding="utf-8")
    with pytest.raises(PatternError, match=r"'demo.walks' stands twice \(first in indicators/alpha.yaml:7, built-in\)"):
        load(folder, THEME)


def test_a_folder_without_indicators_is_said_to_be_one(folder: Path) -> None:
    with pytest.raises(PatternError, match="holds no indicator file"):
        load_library(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PatternError, match=r"groups\.yaml: cannot be read"):
        load_library(tmp_path)
