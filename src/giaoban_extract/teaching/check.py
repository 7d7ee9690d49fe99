"""Running the library's own examples: every marked figure must be read as its example says."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from giaoban_extract.library.declarations import MARK, Example
from giaoban_extract.library.layers import BUILT_IN
from giaoban_extract.pipeline import Analysis, Pipeline
from giaoban_extract.reading.readings import Reading
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.teaching.trace import Trace, traces
from giaoban_extract.text.identifiers import OTHER
from giaoban_extract.text.view import Span

SHOWN = 3
"""Candidates that a failure shows."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: what was wanted of its figure, what came out, and the trace of the figure (None: it is none).

    `thief` is set where a rule of a layer names a figure that an example of another layer claims: the rule that took it and the
    rule that lost it.
    """

    example: Example
    figure: str
    field: str
    wanted: str
    found: str
    trace: Trace | None
    thief: tuple[Trace, Trace] | None = None

    @property
    def meant(self) -> bool:
        """Whether it is what layers are for: they name a figure that the built-in library calls other."""
        winner = next((c for c in (self.trace or {}).get("candidates", ()) if c["verdict"] == "won"), None)
        other = self.field == "indicator" and self.wanted == OTHER and self.example.layer == BUILT_IN
        return other and winner is not None and winner["added"]

    def __str__(self) -> str:
        """Where, what and why, in lines for reading."""
        lines = [f"{place_of(self.example)}: {self.figure!r}: {self.field} wanted {self.wanted}, found {self.found}"]
        lines.append(f"    {self.example.model.text}")
        if self.thief:
            taker, loser = self.thief
            lines.append(f"    stolen: {_rule(taker)} took it from {_rule(loser)}")
        if self.trace is None:
            lines.append("    the number was not read as a figure; `giaoban-extract trace` tells what it was read as")
        elif "ignored" in self.trace:
            lines.append(f"    the number is ignored: {self.trace['ignored']}")
        else:
            for number, candidate in enumerate(self.trace["candidates"][:SHOWN], 1):
                lines.append(f"    {number}. {candidate['indicator']}  {candidate['verdict']}  {_rule(candidate)}")
            if not self.trace["candidates"]:
                lines.append("    no rule matches here")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """The failure as plain data."""
        example = self.example
        place = {"subject": example.subject, "layer": example.layer, "file": example.file, "line": example.line}
        asked = {"text": str(example.model.text), "counterexample": not example.positive, "figure": self.figure, "field": self.field}
        thief = {"by": self.thief[0], "from": self.thief[1]} if self.thief else None
        candidates = None if self.trace is None else self.trace.get("candidates")
        return {**place, **asked, "wanted": self.wanted, "found": self.found, "stolen": thief, "candidates": candidates}


@dataclass(slots=True)
class Tally:
    """What a run over examples came to. A known gap does not fail; `closed` are those that hold meanwhile."""

    examples: int = 0
    failed: int = 0
    known_gaps: int = 0
    named: int = 0
    """Figures of examples of `other` that a layer names, as it is meant to."""
    closed: list[Example] = dataclasses.field(default_factory=list)
    failures: list[Failure] = dataclasses.field(default_factory=list)

    def add(self, example: Example, faults: list[Failure]) -> list[Failure]:
        """Count an example in; returns its failures that count."""
        self.examples += 1
        self.named += sum(fault.meant for fault in faults)
        faults = [fault for fault in faults if not fault.meant]
        if example.model.known_gap:
            self.known_gaps += bool(faults)
            if not faults:
                self.closed.append(example)
            return []
        self.failed += bool(faults)
        self.failures += faults
        return faults

    def to_dict(self) -> dict[str, Any]:
        """Counts and failures as plain data."""
        counts = {name: getattr(self, name) for name in ("examples", "failed", "known_gaps", "named")}
        return {**counts, "failures": [failure.to_dict() for failure in self.failures]}


def place_of(example: Example) -> str:
    """File and line of an example: of a layer's as its user names the file, of a built-in one within the library."""
    return f"{example.file if example.layer == BUILT_IN else example.model.text.path}:{example.line}"


def _rule(candidate: Trace) -> str:
    if not candidate["file"]:
        return f"[{candidate['rule']}]"
    layer = "" if candidate["layer"] == BUILT_IN else f" of layer {candidate['layer']}"
    return f"[{candidate['rule']}] {candidate['file']}:{candidate['line']}{layer}"


def unmark(text: str) -> tuple[str, list[Span]]:
    """An example's text without its marks, and the spans that were marked."""
    plain, spans, position = "", [], 0
    for match in MARK.finditer(text):
        plain += text[position : match.start()]
        spans.append((len(plain), len(plain) + len(match.group(1))))
        plain += match.group(1)
        position = match.end()
    return plain + text[position:], spans


def check_example(pipeline: Pipeline, example: Example) -> list[Failure]:
    """What does not hold of one example."""
    return judge(pipeline, example, pipeline.analyse(unmark(example.model.text)[0]))


def judge(pipeline: Pipeline, example: Example, analysis: Analysis) -> list[Failure]:
    """What does not hold of an example that was read."""
    text, spans = unmark(example.model.text)
    writer = RecordWriter(analysis.view, analysis.page)
    failures = []
    for start, end in spans:
        reading = reading_at(analysis, start, end)
        wanted = _wanted(example)
        found = writer.record(reading) if reading else None
        for field, value, right in _judge(example, wanted, found):
            if not right:
                trace = next(traces(analysis, start), None)
                thief = _thief(example, trace) if field == "indicator" else None
                failures.append(Failure(example, text[start:end], field, str(value), _value(found, field), trace, thief))
    return failures


def _thief(example: Example, trace: Trace | None) -> tuple[Trace, Trace] | None:
    """The layer's rule that won, and the rule of the example's subject that lost, where an example of another layer lost by it."""
    candidates = trace.get("candidates", []) if trace else []
    winner = next((c for c in candidates if c["verdict"] == "won"), None)
    if winner is None or winner["layer"] in (None, BUILT_IN, example.layer):
        return None
    wanted = example.model.indicator or example.subject
    loser = next((c for c in candidates if c is not winner and (not example.positive or c["indicator"] == wanted)), None)
    return (winner, loser) if loser else None


def check_all(pipeline: Pipeline, examples: Iterable[Example]) -> Iterator[tuple[Example, list[Failure]]]:
    """Every example with its failures, in order. Examples that speak of an indicator which a layer disabled are left out."""
    indicators, organisations = pipeline.library.indicators, pipeline.library.organisations
    for example in examples:
        model = example.model
        if (model.indicator or OTHER) in indicators and (model.organisation or OTHER) in organisations:
            yield example, check_example(pipeline, example)


def reading_at(analysis: Analysis, start: int, end: int) -> Reading | None:
    """The reading of the figure that overlaps a source span."""
    for reading in analysis.readings:
        first, last = analysis.view.to_source(reading.mention.start, reading.mention.end)
        if first < end and start < last:
            return reading
    return None


def _wanted(example: Example) -> dict[str, Any]:
    model = example.model
    wanted = {
        field: getattr(model, field)
        for field in ("value", "unit", "measure", "bound", "period", "status", "direction", "organisation", "indicator")
        if getattr(model, field) is not None
    }
    if example.positive:
        wanted.setdefault(example.kind, example.subject)
    return wanted


def _judge(example: Example, wanted: dict[str, Any], found: dict[str, Any] | None) -> Iterator[tuple[str, Any, bool]]:
    for field, value in wanted.items():
        yield field, value, found is not None and _value(found, field) == str(value)
    if not example.positive and "indicator" not in wanted and "organisation" not in wanted:
        taken = found is not None and example.subject in (_value(found, "indicator"), _value(found, "organisation"))
        yield "indicator", f"other than {example.subject}", not taken


def _value(found: dict[str, Any] | None, field: str) -> str:
    if found is None:
        return "no figure"
    if field in ("indicator", "organisation"):
        return str(found[field]["id"])
    if field in ("value", "unit", "bound"):
        value = found["figure"][field]
        return str(float(value)) if field == "value" and value is not None else str(value)
    if field == "period":
        return str(found["period"]["code"] if found["period"] else None)
    return str(found[field])
