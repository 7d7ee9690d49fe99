"""The table for reading: widths, numbers in words, and texts that try to write to the terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from giaoban_extract.outputs.terminal import print_entries, print_table
from giaoban_extract.outputs.wording import number_text
from giaoban_extract.pipeline import Pipeline

ARTICLE = (
    "Giao ban quý II năm 2024\n\n"
    "Hội Nông dân huyện vận động hơn 1,25 tỷ đồng xây dựng nông thôn mới, hiến 530m2 đất. "
    "Tỷ lệ hộ khá tăng 7,8% so với cùng kỳ. Phấn đấu trong quý III kết nạp 120 hội viên.\n"
)


def table(pipeline: Pipeline, text: str, width: int) -> str:
    file = io.StringIO()
    print_table([pipeline.document(text, "text")], file, width)
    return file.getvalue()


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_is_wider_than_the_terminal(pipeline: Pipeline, width: int) -> None:
    lines = table(pipeline, ARTICLE, width).splitlines()
    assert max(map(len, lines)) <= width


def test_values_read_as_they_are_said(pipeline: Pipeline) -> None:
    text = table(pipeline, ARTICLE, 120)
    assert ">1,25 tỷ đ" in text
    assert "530 m²" in text
    assert "+7,8 %" in text
    assert "[kế hoạch]" in text


def test_articles_cannot_write_to_the_terminal(pipeline: Pipeline) -> None:
    text = table(pipeline, "Tin \x1b]0;hacked\x07 giao ban\n\nHội \x1b[31mkết nạp 25 hội viên \u202emới. [bold]Xong[/bold].\n", 100)
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    assert "[bold]" in text


@pytest.mark.parametrize(("value", "text"), [(1234567, "1.234.567"), (0.5, "0,5"), (1234.5, "1.234,5"), (3.0, "3")])
def test_numbers_are_written_the_vietnamese_way(value: float, text: str) -> None:
    assert number_text(value) == text


def test_an_article_that_was_not_read_is_a_line_among_the_tables() -> None:
    file = io.StringIO()
    print_table([{"source": "gone\n.txt", "error": {"kind": "missing", "message": "no such file"}}], file, 80)
    assert file.getvalue() == "gone .txt: no such file\n"


ENTRY = {"id": "farm.coffee", "label": "Cà phê", "rules": 1, "examples": 2, "counterexamples": 3, "extended_by": []}


@pytest.mark.parametrize(("width", "place"), [(80, False), (140, True)])
def test_a_list_of_subjects_names_files_where_there_is_room(width: int, place: bool) -> None:
    file = io.StringIO()
    print_entries([ENTRY | {"layer": "mine", "file": "rules.yaml", "line": 12}], file, width)
    assert ("rules.yaml:12" in file.getvalue()) is place
    assert ("Cà phê [mine]" in file.getvalue()) is not place
    assert max(map(len, file.getvalue().splitlines())) <= width


def test_a_list_of_subjects_in_a_pipe_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    file = io.StringIO()
    print_entries([ENTRY | {"layer": "mine", "file": "rules.yaml", "line": 12}], file)
    assert "rules.yaml:12" in file.getvalue()


# --- on a terminal itself ---

CODES = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")


def on_terminal(*arguments: object, columns: int = 80) -> tuple[int, str]:
    """Exit code, and what a terminal is sent on standard output and standard error; the codes that move and colour are taken out."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "giaoban_extract", *map(str, arguments)]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": str(columns)}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                data = os.read(ours, 1 << 16)
            except OSError:  # so Linux tells that the other end is closed
                break
            if not data:
                break
            shown += data
    os.close(ours)
    return process.returncode, CODES.sub("", shown.decode())


def test_a_run_over_files_shows_how_far_it_is_and_is_quiet_with_q(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text("Hội Nông dân kết nạp 12 hội viên", encoding="utf-8")
    output = tmp_path / "figures.csv"
    code, shown = on_terminal(tmp_path, "-o", output)
    assert code == 0
    assert [f"{done}/3 files" in shown for done in (0, 3)] == [True, True]
    assert shown.endswith("giaoban-extract: 3 read, 0 failed, 3 records, 0% other\r\n")
    assert on_terminal(tmp_path, "-o", output, "-q") == (0, "")


def test_a_report_is_not_printed_on_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hội Nông dân kết nạp 12 hội viên", encoding="utf-8")
    assert on_terminal("report", tmp_path) == (2, "giaoban-extract: a page is nothing to read on a terminal: add -o report.html\r\n")
