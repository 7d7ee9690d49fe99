"""docs/reading.md keeps its word: every line of its tables is a case."""

import re
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.pipeline import Pipeline
from giaoban_extract.reading.records import RecordWriter
from giaoban_extract.teaching.check import reading_at, unmark

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "reading.md").read_text(encoding="utf-8")


def cases() -> list[tuple[str, dict[str, str]]]:
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        head, _, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().splitlines()]
        found += [(row[0], dict(zip(head[1:], row[1:], strict=True))) for row in rows]
    return found


def value_of(record: dict[str, Any], field: str) -> Any:
    if field in ("indicator", "organisation"):
        return record[field]["id"]
    if field in ("value", "unit", "bound"):
        return record["figure"][field]
    if field == "period":
        return record["period"] and record["period"]["code"]
    return record[field]


@pytest.mark.parametrize(("text", "wanted"), cases(), ids=lambda c: c[:50] if isinstance(c, str) else "")
def test_a_policy_reads_as_the_page_says(pipeline: Pipeline, text: str, wanted: dict[str, str]) -> None:
    plain, ((start, end),) = unmark(text)
    analysis = pipeline.analyse(plain)
    reading = reading_at(analysis, start, end)
    assert reading is not None
    record = RecordWriter(analysis.view, analysis.page).record(reading)
    assert {field: str(value_of(record, field) or "") for field in wanted} == wanted


def test_the_page_has_cases_for_every_policy() -> None:
    assert len(cases()) >= 35
