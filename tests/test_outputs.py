"""Records as files: CSV, Excel, Parquet, JSON; what a spreadsheet does with them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from giaoban_extract import Extractor
from giaoban_extract.commands.run import run as run_here
from giaoban_extract.outputs import parquet, spreadsheet
from giaoban_extract.outputs.formats import Format
from giaoban_extract.outputs.rows import COLUMNS, NAMES, rows
from giaoban_extract.outputs.writers import atomic_path, open_writer
from giaoban_extract.pipeline import Pipeline
from giaoban_extract.running.batch import Options
from giaoban_extract.running.tasks import Setup

ROOT = Path(__file__).parents[1]
SAMPLES = sorted((ROOT / "samples").glob("*.txt"))
HOSTILE = '=HYPERLINK("http://x")\n\n=1+1 Hội kết nạp 12 hội viên. @SUM(A1) tặng 5 suất quà. -2 <script>\x01 +3 con bò.'


@pytest.fixture(scope="module")
def documents(pipeline: Pipeline) -> list[dict[str, Any]]:
    texts = {f"samples/{path.name}": path.read_bytes().decode("utf-8-sig") for path in SAMPLES}
    texts["=cmd|' /C calc'!A0.txt"] = HOSTILE
    return [
        *(pipeline.document(text, source) | {"text": text} for source, text in texts.items()),
        {"source": "gone.txt", "error": {"kind": "missing", "message": "no"}},
    ]


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def written(documents: list[dict[str, Any]], format: Format, path: Path, *, single: bool = False) -> Path:
    with open_writer(format, path, io.StringIO(), single=single) as writer:
        for document in documents:
            writer.write(document)
    return path


def test_rows_have_every_record_and_every_column(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        found = list(rows(document))
        assert len(found) == len(document.get("records", []))
        assert all(tuple(row) == NAMES for row in found)


def test_columns_name_every_field_of_a_record_but_spans(documents: list[dict[str, Any]]) -> None:
    def leaves(value: Any, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
        if not isinstance(value, dict):
            return {path}
        return {leaf for key, inner in value.items() for leaf in leaves(inner, (*path, key))}

    seen = {leaf for document in documents for record in document.get("records", []) for leaf in leaves(record)}
    whole = {("period",), ("counted",), ("action",)}  # null in some records
    spans = {path for path in seen if path[-1] == "span"}
    assert seen - whole - spans - {("period", "text")} == {column.path for column in COLUMNS if not column.of_article}


def test_csv_says_that_it_is_utf8_and_holds_numbers_as_numbers(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    data = written(documents, Format.csv, tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    expected = [row for document in documents for row in rows(document)]
    assert len(found) == len(expected)
    for read, row in zip(found, expected, strict=True):
        assert float(read["figure_value"]) == row["figure_value"]
        assert read["sentence_text"].lstrip("'") == row["sentence_text"].lstrip("'")


def test_no_cell_of_a_csv_is_a_formula(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    text = written(documents, Format.csv, tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    for cell in cells:
        if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
            float(cell)  # a number may be negative; nothing else begins so


def test_the_workbook_is_typed_and_has_three_sheets(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(documents, Format.xlsx, tmp_path / "a.xlsx"))
    assert book.sheetnames == ["records", "by indicator", "ignored"]
    sheet = book["records"]
    expected = [row for document in documents for row in rows(document)]
    assert sheet.max_row == len(expected) + 1
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None
    for cells, row in zip(sheet.iter_rows(min_row=2), expected, strict=True):
        for cell, column in zip(cells, COLUMNS, strict=True):
            value = row[column.name]
            if value is None:
                assert cell.value is None
            elif column.kind in ("number", "whole"):
                assert cell.data_type == "n"
                assert cell.value == pytest.approx(value)
            elif column.kind == "day":
                assert cell.value == datetime.fromisoformat(value)
            else:
                assert cell.data_type == "s"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(documents, Format.xlsx, tmp_path / "a.xlsx"))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=") for cell in cells)
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)


def test_the_second_sheet_adds_up_to_the_first(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(documents, Format.xlsx, tmp_path / "a.xlsx"))
    head, *body = book["by indicator"].iter_rows(values_only=True)
    names = [str(name) for name in head]
    expected = [row for document in documents for row in rows(document)]
    assert sum(int(row[names.index("figures")] or 0) for row in body) == len(expected)
    total = sum(float(row[names.index("sum")] or 0) for row in body)
    assert total == pytest.approx(sum(row["figure_value"] or 0 for row in expected))


def test_the_third_sheet_holds_the_ignored_numbers(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written(documents, Format.xlsx, tmp_path / "a.xlsx"))
    assert book["ignored"].max_row == 1 + sum(len(document.get("ignored", [])) for document in documents)


def test_parquet_is_typed(documents: list[dict[str, Any]], tmp_path: Path) -> None:
    table = pyarrow.parquet.read_table(written(documents, Format.parquet, tmp_path / "a.parquet"))
    expected = [row for document in documents for row in rows(document)]
    assert table.column_names == list(NAMES)
    assert table.column("figure_value").to_pylist() == [None if r["figure_value"] is None else float(r["figure_value"]) for r in expected]
    assert {str(table.schema.field(name).type) for name in ("published", "period_start")} == {"date32[day]"}


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("single", [True, False])
def test_json_is_one_document_or_a_list(documents: list[dict[str, Any]], tmp_path: Path, count: int, single: bool) -> None:
    read = json.loads(written(documents[:count], Format.json, tmp_path / "a.json", single=single).read_text(encoding="utf-8"))
    assert read == (documents[0] if single and count == 1 else documents[:count])


@pytest.mark.parametrize("format", list(Format))
def test_a_file_appears_whole_or_not_at_all(documents: list[dict[str, Any]], tmp_path: Path, format: Format) -> None:
    target = tmp_path / f"a.{format}"
    target.write_text("old", encoding="utf-8")

    def interrupted() -> None:
        with open_writer(format, target, io.StringIO(), single=False) as writer:
            writer.write(documents[0])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_a_path_that_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="folder"), atomic_path(tmp_path):
        pass
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="no regular file"), atomic_path(tmp_path / "pipe"):
        pass


def test_groups_of_rows_in_parquet_are_one_table(documents: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pyarrow.parquet.read_table(written(documents, Format.parquet, tmp_path / "whole.parquet"))
    monkeypatch.setattr(parquet, "GROUP", 1)
    parted = written(documents, Format.parquet, tmp_path / "parted.parquet")
    assert pyarrow.parquet.read_table(parted).equals(whole)
    assert pyarrow.parquet.ParquetFile(parted).num_row_groups == sum(bool(document.get("records")) for document in documents)


def test_more_records_than_a_sheet_holds_are_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)
    path = tmp_path / "a.xlsx"
    with pytest.raises(SystemExit) as end:
        run_here([str(SAMPLES[0])], Options(Setup()), None, partial(open_writer, Format.xlsx, path, io.StringIO()), path, quiet=True)
    assert end.value.code == 2
    expected = f"giaoban-extract: {path}: a sheet holds 2 records; write -f parquet or -f csv, or keep a --store\n"
    assert capsys.readouterr().err == expected
    assert list(tmp_path.iterdir()) == []


def test_ignored_numbers_that_a_sheet_has_no_rows_for_are_left_out(
    documents: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_ROWS", 2)
    few = [{**document, "records": []} for document in documents if "ignored" in document]
    assert sum(len(document["ignored"]) for document in few) > 2
    book = openpyxl.load_workbook(written(few, Format.xlsx, tmp_path / "a.xlsx"))
    assert book.worksheets[2].max_row == 1 + 2


def test_documents_make_rows_for_data_frames() -> None:
    import pandas

    document = Extractor().extract("Hội Nông dân huyện kết nạp 845 hội viên mới, đạt 105,6% kế hoạch.")
    frame = pandas.DataFrame(document.to_rows())
    assert list(frame.columns) == list(NAMES)
    assert frame["figure_value"].tolist() == [845, 105.6]


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "giaoban_extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT, env={**os.environ})


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl", "json", "txt"])
def test_the_format_is_that_of_the_ending(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"figures.{ending}"
    result = run("samples", "-o", target)
    assert result.returncode == 0, result.stderr
    assert target.stat().st_size > 1000


@pytest.mark.parametrize("format", ["xlsx", "parquet"])
def test_formats_of_files_need_one(format: str) -> None:
    result = run("samples", "-f", format)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"giaoban-extract: -f {format} needs a file to write to: add -o figures.{format}\n"


def test_a_missing_extra_names_itself(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['xlsxwriter'] = None; sys.argv = ['giaoban-extract', '-o', 'a.xlsx', *sys.argv[1:]];"
        "from giaoban_extract.commands.cli import main; main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(SAMPLES[0])], capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path
    )
    assert result.returncode == 2
    assert result.stderr == "giaoban-extract: xlsxwriter is not installed; install it with: pip install 'giaoban-extract[tables]'\n"
    assert list(tmp_path.iterdir()) == []
