"""Running the library's own examples: every marked figure must be read as its example says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from giaoban_extract.library import Example, Library
from giaoban_extract.linking import Hang, Reading
from giaoban_extract.pipeline import Analysis, Pipeline
from giaoban_extract.records import RecordWriter
from giaoban_extract.text import Span

_MARK = re.compile(r"\[([^\[\]]*\w[^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold: where it stands, what was wanted, what came out and by which rule."""

    example: Example
    figure: str
    wanted: str
    found: str
    why: str

    def __str__(self) -> str:
        place = f"{self.example.file}:{self.example.line}"
        return f"{place}: {self.figure!r}: wanted {self.wanted}, found {self.found} ({self.why})\n    {self.example.model.text}"


def unmark(text: str) -> tuple[str, list[Span]]:
    """An example's text without its marks, and the spans that were marked."""
    plain, spans, position = "", [], 0
    for match in _MARK.finditer(text):
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
        wanted = _wanted(example, pipeline.library)
        found = writer.record(reading) if reading else None
        for field, value, right in _judge(example, wanted, found):
            if not right:
                failures.append(Failure(example, text[start:end], f"{field} {value}", _value(found, field), _why(reading)))
    return failures


def check_all(pipeline: Pipeline, examples: list[Example]) -> Iterator[tuple[Example, list[Failure]]]:
    """Every example with its failures, in order."""
    for example in examples:
        yield example, check_example(pipeline, example)


def reading_at(analysis: Analysis, start: int, end: int) -> Reading | None:
    """The reading of the figure that overlaps a source span."""
    for reading in analysis.readings:
        first, last = analysis.view.to_source(reading.mention.start, reading.mention.end)
        if first < end and start < last:
            return reading
    return None


def _wanted(example: Example, library: Library) -> dict[str, Any]:
    model = example.model
    wanted = {
        field: getattr(model, field)
        for field in ("value", "unit", "measure", "bound", "period", "status", "direction", "organisation", "indicator")
        if getattr(model, field) is not None
    }
    if example.positive:
        wanted.setdefault("indicator" if example.subject in library.indicators else "organisation", example.subject)
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


def _why(reading: Reading | None) -> str:
    if reading is None:
        return "the number was not read as a figure"
    if reading.chosen is None:
        best = f"; best was {reading.candidates[0].rule.id} with {reading.candidates[0].score:.1f}" if reading.candidates else ""
        return "no rule" + best
    if isinstance(reading.chosen, Hang):
        return f"{reading.chosen.id}, score {reading.chosen.score:.1f}"
    rule = reading.chosen.rule
    return f"{rule.id} at {rule.file}:{rule.line}, score {reading.chosen.score:.1f}"
