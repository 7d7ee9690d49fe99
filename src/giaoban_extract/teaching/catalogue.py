"""The rule library for reading: what there is, and one subject (an indicator or organisation) with its phrases and examples."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import Any

from giaoban_extract.library.declarations import NAME_KINDS, Declarations, DeclaredRule, Example, Groups, Subject
from giaoban_extract.library.index import Library, Rule
from giaoban_extract.library.yamlfile import Scalar
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.teaching.check import judge, reading_at, unmark

Entry = dict[str, Any]
_GROUP = re.compile(r"@([\w-]+)")


class UnknownSubject(KeyError):
    """No indicator and no organisation has this identifier; `near` are the known ones like it."""

    def __init__(self, identifier: str, known: list[str]) -> None:
        super().__init__(identifier)
        self.identifier = identifier
        self.near = difflib.get_close_matches(identifier, known, 3) or [name for name in known if identifier in name][:3]


def entries(library: Library) -> list[Entry]:
    """Every indicator and organisation: id, kind, label, layer, file, line and the number of rules (or names) and examples.

    `layer`, `file` and `line` are where it was declared, `extended_by` the layers that added to it.
    """
    declared = library.declarations
    rules = Counter(rule.indicator for rule in library.rules)
    indicators = [_entry(subject, "indicator", rules[subject.id]) for subject in declared.indicators.values()]
    names = ((subject, sum(map(len, subject.phrases.values()))) for subject in declared.organisations.values())
    return indicators + [_entry(subject, "organisation", count) for subject, count in names]


def _entry(subject: Subject, kind: str, rules: int) -> Entry:
    positive = sum(example.positive for example in subject.examples)
    return {
        "id": subject.id,
        "kind": kind,
        "label": subject.label,
        "layer": subject.source.layer,
        "extended_by": subject.layers[1:],
        "file": subject.source.file,
        "line": subject.key.line,
        "rules": rules,
        "examples": positive,
        "counterexamples": len(subject.examples) - positive,
    }


def subject(pipeline: Pipeline, identifier: str) -> Entry:
    """One indicator or organisation: its entry, note and unit, phrases, the word groups that they use, and examples as read.

    Raises UnknownSubject.
    """
    library = pipeline.library
    declared = library.declarations
    entry = next((e for e in entries(library) if e["id"] == identifier), None)
    if entry is None:
        raise UnknownSubject(identifier, [*declared.indicators, *declared.organisations])
    found: Subject
    if entry["kind"] == "indicator":
        found = declared.indicators[identifier]
        rules = [rule for rule in library.rules if rule.indicator == identifier]
        entry |= {"note": found.note, "unit": found.unit, "phrases": [_rule(rule) for rule in rules]}
        texts = [(text, rule.declared.groups) for rule in rules if rule.declared for text in _texts(rule.declared)]
    else:
        found = declared.organisations[identifier]
        entry["phrases"] = [
            {"phrase": str(p), "kind": NAME_KINDS[key], **_place(declared, p)} for key, names in found.phrases.items() for p in names
        ]
        texts = [(phrase["phrase"], declared.groups) for phrase in entry["phrases"]]
    entry["groups"] = _used(texts)
    entry["readings"] = [_read(pipeline, example) for example in found.examples]
    return entry


def _rule(rule: Rule) -> Entry:
    """A rule with its conditions as written and where it stands."""
    assert rule.declared is not None
    model = rule.declared.model
    conditions = {name: getattr(model, name) for name in type(model).model_fields if name in model.model_fields_set - {"phrase"}}
    place = {"layer": rule.layer, "file": rule.file, "line": rule.line}
    return {
        "phrase": str(rule.phrase),
        **place,
        "id": rule.id,
        **{name: _plain(value) for name, value in conditions.items() if name != "id"},
    }


def _plain(value: Any) -> Any:
    return [str(item) for item in value] if isinstance(value, tuple) else str(value) if isinstance(value, str) else value


def _texts(rule: DeclaredRule) -> list[str]:
    model = rule.model
    return [model.phrase, *model.unless, *model.heading]


def _place(declared: Declarations, written: Scalar) -> Entry:
    source = declared.sources[written.path]
    return {"layer": source.layer, "file": source.file, "line": written.line}


def _used(texts: list[tuple[str, Groups]]) -> dict[str, list[str]]:
    """The groups that texts name, and those that these name."""
    found: dict[str, list[str]] = {}
    waiting = [(name, scope) for text, scope in texts for name in _GROUP.findall(text)]
    while waiting:
        name, scope = waiting.pop(0)
        home = scope.find(name)
        if home is not None and name not in found:
            found[name] = [str(word) for word in home.phrases[name]]
            waiting += [(inner, home) for word in found[name] for inner in _GROUP.findall(word)]
    return found


def _read(pipeline: Pipeline, example: Example) -> Entry:
    """An example, what came out for its first figure, and whether it holds."""
    text, spans = unmark(example.model.text)
    analysis = pipeline.analyse(text)
    writer = RecordWriter(analysis.view, analysis.page)
    reading = reading_at(analysis, *spans[0])
    record = writer.record(reading) if reading else None
    return {
        "text": str(example.model.text),
        "layer": example.layer,
        "file": example.file,
        "line": example.line,
        "counterexample": not example.positive,
        "known_gap": example.model.known_gap,
        "holds": not judge(pipeline, example, analysis),
        "indicator": record["indicator"]["id"] if record else None,
        "organisation": record["organisation"]["id"] if record else None,
        "value": record["figure"]["value"] if record else None,
        "unit": record["figure"]["unit"] if record else None,
    }
