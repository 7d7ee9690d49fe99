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


def test_a_sign_says_that_a_share_fell(pipeline: Pipeline) -> None:
    records = pipeline.document("Kết quả quý II\n\nHội kết nạp 120 hội viên (-5,2% so với cùng kỳ).", "x")["records"]
    assert [(r["figure"]["value"], r["measure"], r["direction"], r["indicator"]["id"]) for r in records] == [
        (120, "amount", None, "membership.new_members"),
        (5.2, "change", "decrease", "membership.new_members"),
    ]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Hội kết nạp 46 hội viên, đạt 115% chỉ tiêu đại hội đề ra; giúp 12 hộ thoát nghèo.", ["reported", "reported", "reported"]),
        ("Thực hiện Chương trình mục tiêu quốc gia 1719, các cấp Hội duy trì 254 tổ truyền thông.", ["reported"]),
        ("Hội đề ra mục tiêu kết nạp 46 hội viên.", ["planned"]),
        ("Từ nay đến hết năm, toàn khối giúp 60 hộ thoát nghèo.", ["planned"]),
    ],
)
def test_what_is_planned_and_what_a_plan_only_measures(pipeline: Pipeline, sentence: str, wanted: list[str]) -> None:
    records = pipeline.document(f"Hội Nông dân tỉnh giao ban quý III năm 2022\n\n{sentence}", "x")["records"]
    assert [record["status"] for record in records] == wanted
