"""The rule library proves itself: every example and counterexample of every file is a case."""

import re
from collections import Counter

import pytest
import yaml

from giaoban_extract.facts.places import load_places
from giaoban_extract.library.compiler import load_library
from giaoban_extract.library.declarations import Example
from giaoban_extract.library.index import Library
from giaoban_extract.library.layers import builtin_patterns
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading.candidates import Candidate
from giaoban_extract.teaching.check import check_example, reading_at, unmark

ISLANDS = re.compile("Trường Sa|Hoàng Sa")
LIBRARY: Library = load_library(examples=True)
EXAMPLES = LIBRARY.declarations.examples
ORGANISATION_NAMES = [
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
    "Hội LHPN",
    "Hội Phụ nữ",
    "Hội Cựu chiến binh",
    "Hội CCB",
    "Đoàn Thanh niên",
    "Công đoàn",
    "MTTQ",
    "Mặt trận",
    "Liên đoàn Lao động",
    "LĐLĐ",
    "Hội Người cao tuổi",
    "Hội Chữ thập đỏ",
    "các cấp Hội",
    "Hội",
    "Đoàn",
    "Ủy ban Mặt trận Tổ quốc",
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e.file.rsplit('/', 1)[-1]}:{e.line}")
def test_an_example_reads_as_its_author_says(pipeline: Pipeline, example: Example) -> None:
    failures = check_example(pipeline, example)
    if example.model.known_gap:
        pytest.xfail("marked as a known gap")
    assert not failures, "\n".join(map(str, failures))


def test_known_gaps_are_few() -> None:
    assert sum(e.model.known_gap for e in EXAMPLES) <= 0.02 * len(EXAMPLES)


@pytest.mark.parametrize("indicator", sorted(LIBRARY.indicators))
def test_an_indicator_has_examples_and_counterexamples_enough(indicator: str) -> None:
    own = [e.positive for e in EXAMPLES if e.subject == indicator and e.kind == "indicator"]
    assert own.count(True) >= 8
    assert own.count(False) >= 3


def masked(example: Example) -> str:
    """An example with numbers, names and organisations taken out: what is left must be wording of its own."""
    text, _ = unmark(example.model.text)
    text = re.sub(r"(?<=[\w,”\"] )(?:[^\W\d_]*\b)?[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*)*", "~", text)
    for name in sorted(ORGANISATION_NAMES, key=len, reverse=True):
        text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", "~", text)
    return re.sub(r"[\d.,%/]+", "#", text.lower()).strip()


def frame(pipeline: Pipeline, example: Example) -> frozenset[str] | None:
    """The words by which the first figure of an example is known: the noun that it counts and the verbs around it."""
    text, ((start, end), *_) = unmark(example.model.text)
    reading = reading_at(pipeline.analyse(text), start, end)
    assert reading is not None
    if isinstance(reading.chosen, Candidate):
        words = (reason for reason, _ in reading.chosen.reasons)
        return frozenset(w for w in words if w.startswith(("counts", "before", "after")))
    return None


@pytest.mark.parametrize("indicator", sorted(LIBRARY.indicators))
def test_an_indicator_is_said_in_four_ways_or_more(pipeline: Pipeline, indicator: str) -> None:
    own = [e for e in EXAMPLES if e.subject == indicator and e.positive and not e.model.known_gap]
    assert len({frame(pipeline, e) for e in own} - {None}) >= 4


def test_the_library_is_broad() -> None:
    own = [e.positive for e in EXAMPLES if e.kind == "indicator"]
    assert own.count(True) >= 900
    assert own.count(False) >= 250


def test_no_rule_names_a_place() -> None:
    """But for the islands in the names of nationwide funds."""
    places = load_places(builtin_patterns())
    texts = {rule.phrase: rule.phrase for rule in LIBRARY.rules}
    for file in (builtin_patterns() / "groups.yaml", *(builtin_patterns() / "indicators").glob("*.yaml")):
        raw = yaml.safe_load(file.read_text(encoding="utf-8"))
        groups = raw.get("groups", {})
        texts |= {f"{file.name}: {phrase}": str(phrase) for phrases in groups.values() for phrase in phrases}
    assert [where for where, text in texts.items() if any(p.provinces for p in places.find(ISLANDS.sub("", text)))] == []


def test_no_two_examples_of_an_indicator_are_one_wording() -> None:
    seen = Counter((e.subject, masked(e)) for e in EXAMPLES if e.positive and not e.model.known_gap)
    assert [wording for wording, count in seen.items() if count > 1] == []


def test_no_phrase_is_longer_than_twelve_words() -> None:
    for rule in LIBRARY.rules:
        words = re.sub(r"\([^)]*\|[^)]*\)|\[[^\]]*\]|@\w+|\.\.\.|\{figure\}", " x ", rule.phrase).split()
        assert len(words) <= 12, rule.id


def test_rule_ids_are_unique_and_stable() -> None:
    identifiers = [rule.id for rule in LIBRARY.rules]
    assert len(set(identifiers)) == len(identifiers)
    assert identifiers == [rule.id for rule in load_library().rules]


def test_examples_left_out_change_no_rule() -> None:
    """The reader blanks examples before parsing; lines and rules must stay what they are."""
    light = load_library()
    assert [(r.id, r.file, r.line) for r in light.rules] == [(r.id, r.file, r.line) for r in LIBRARY.rules]
    assert light.indicators == LIBRARY.indicators
