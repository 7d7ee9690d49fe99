"""The rule library for reading: what there is, and one subject (an indicator or organisation) with its phrases and examples."""

from __future__ import annotations

import difflib
import re
from typing import Any

from giaoban_extract.check import judge, reading_at, unmark
from giaoban_extract.library import Example
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.records import RecordWriter
from giaoban_extract.yamlfile import read_pattern_file

Entry = dict[str, Any]
BUILT_IN = "built-in"
_GROUP = re.compile(r"@(\w+)")
_NAMES = ("names", "units", "people", "topics")


class UnknownSubject(KeyError):
    """No indicator and no organisation has this identifier; `near` are the known ones like it."""

    def __init__(self, identifier: str, known: list[str]) -> None:
        super().__init__(identifier)
        self.identifier = identifier
        self.near = difflib.get_close_matches(identifier, known, 3) or [name for name in known if identifier in name][:3]


def entries(pipeline: Pipeline) -> list[Entry]:
    """Every indicator and organisation: id, kind, label, layer, file, line and the number of rules (or names) and examples."""
    library = pipeline.library
    rules: dict[str, int] = dict.fromkeys(library.indicators, 0)
    for rule in library.rules:
        rules[rule.indicator] += 1
    found: list[Entry] = []
    for indicator in library.indicators.values():
        found.append(_entry(indicator, "indicator", rules[indicator.id], library.counts))
    raw = read_pattern_file(library.folder / "organisations.yaml")["organisations"]
    counts = {name: count for name, count in library.counts.items() if name not in library.indicators}  # `other` is both
    for organisation in library.organisations.values():
        found.append(_entry(organisation, "organisation", sum(len(raw[organisation.id].get(key, ())) for key in _NAMES), counts))
    return found


def _entry(subject: Any, kind: str, rules: int, counts: dict[str, tuple[int, int]]) -> Entry:
    examples, counterexamples = counts.get(subject.id, (0, 0))
    return {
        "id": subject.id,
        "kind": kind,
        "label": subject.label,
        "layer": BUILT_IN,
        "file": subject.file,
        "line": subject.line,
        "rules": rules,
        "examples": examples,
        "counterexamples": counterexamples,
    }


def subject(pipeline: Pipeline, identifier: str) -> Entry:
    """One indicator or organisation: its entry, note and unit, phrases, the word groups that they use, and examples as read.

    Raises UnknownSubject.
    """
    library = pipeline.library
    entry = next((e for e in entries(pipeline) if e["id"] == identifier), None)
    if entry is None:
        raise UnknownSubject(identifier, [*library.indicators, *library.organisations])
    path = library.folder / entry["file"]
    raw = read_pattern_file(path)
    groups = {**read_pattern_file(library.folder / "groups.yaml")["groups"], **raw.get("groups", {})}
    if entry["kind"] == "indicator":
        indicator = library.indicators[identifier]
        entry |= {"note": indicator.note, "unit": indicator.unit}
        phrases = [{"phrase": r.phrase, "file": r.file, "line": r.line} for r in library.rules if r.indicator == identifier]
        written = raw["indicators"][identifier.rpartition(".")[2]]["rules"]
        for phrase, item in zip(phrases, written, strict=True):
            if isinstance(item, dict):
                phrase |= {str(key): value for key, value in item.items() if key != "phrase"}
        texts = [str(value) for phrase in phrases for value in phrase.values()]
    else:
        own = raw["organisations"][identifier]
        phrases = [{"phrase": str(p), "kind": kind, "file": entry["file"]} for kind in _NAMES for p in own.get(kind, ())]
        texts = [str(phrase["phrase"]) for phrase in phrases]
    entry["phrases"] = phrases
    entry["groups"] = _used(texts, groups)
    entry["readings"] = [_read(pipeline, example) for example in library.examples if example.subject == identifier]
    return entry


def _used(texts: list[str], groups: dict[str, list[Any]]) -> dict[str, list[str]]:
    """The groups that texts name, and those that these name."""
    found: dict[str, list[str]] = {}
    waiting = [name for text in texts for name in _GROUP.findall(text)]
    while waiting:
        name = waiting.pop(0)
        if name in groups and name not in found:
            found[name] = [str(word) for word in groups[name]]
            waiting += [inner for word in found[name] for inner in _GROUP.findall(word)]
    return found


def _read(pipeline: Pipeline, example: Example) -> Entry:
    """An example, what came out for its first figure, and whether it holds."""
    text, spans = unmark(example.model.text)
    analysis = pipeline.analyse(text)
    writer = RecordWriter(analysis.view, analysis.page)
    reading = reading_at(analysis, *spans[0])
    record = writer.record(reading) if reading else None
    return {
        "text": example.model.text,
        "file": example.file,
        "line": example.line,
        "counterexample": not example.positive,
        "holds": not judge(pipeline, example, analysis),
        "indicator": record["indicator"]["id"] if record else None,
        "organisation": record["organisation"]["id"] if record else None,
        "value": record["figure"]["value"] if record else None,
        "unit": record["figure"]["unit"] if record else None,
    }
