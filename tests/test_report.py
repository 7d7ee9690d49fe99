"""The report command: over paths, over a store, and what it says when it can't. The page itself is tested in a browser."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "giaoban_extract", *map(str, arguments)], cwd=cwd, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(3):
        text = f"Giao ban quý {'I' * (number + 1)} năm 2024 tỉnh Gia Lai\n\nHội Nông dân tỉnh kết nạp {100 * (number + 1)} hội viên mới."
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def data(page: Path) -> Any:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return json.loads(found[1])


def values(page: Path) -> list[float]:
    column: list[float] = data(page)["columns"]["figure_value"]["at"]
    return column


def test_a_report_over_paths_holds_their_figures(folder: Path) -> None:
    done = run("report", ".", "-o", "r.html", cwd=folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr == b"giaoban-extract: 3 read, 0 failed, 3 records, 0% other\n"
    assert values(folder / "r.html") == [100, 200, 300]
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert len(re.findall(r'data-change="', page)) == 2
    assert run("report", ".", cwd=folder).stdout.decode() == page


def test_a_report_over_a_store_is_that_over_its_articles(folder: Path) -> None:
    run("report", "*.txt", "-o", "paths.html", cwd=folder)
    first = run("report", "--store", "kho.db", "*.txt", "-o", "both.html", cwd=folder)
    assert b"3 read, 0 failed" in first.stderr
    (folder / "0.txt").unlink()
    stored = run("report", "--store", "kho.db", "-o", "store.html", cwd=folder)
    assert stored.stderr == first.stderr
    assert (folder / "store.html").read_bytes() == (folder / "paths.html").read_bytes() == (folder / "both.html").read_bytes()


def test_a_report_names_what_could_not_be_read_and_ends_with_one(folder: Path) -> None:
    (folder / "3.txt").write_bytes(b"")
    done = run("report", "--store", "kho.db", ".", "-o", "r.html", cwd=folder)
    assert done.returncode == 1
    page = (folder / "r.html").read_text(encoding="utf-8")
    assert "./3.txt" in page
    assert 'id="failures"' in page
    again = run("report", "--store", "kho.db", "-o", "again.html", cwd=folder)
    assert again.returncode == 1
    assert (folder / "again.html").read_text(encoding="utf-8") == page


def test_a_report_leaves_out_what_is_less_sure(folder: Path) -> None:
    run("report", "--min-confidence", "1", "--store", "kho.db", ".", "-o", "r.html", cwd=folder)
    assert values(folder / "r.html") == []
    run("report", "--store", "kho.db", "-o", "r.html", cwd=folder)
    assert values(folder / "r.html") == [100, 200, 300]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "-o", "r.html"], "nothing to report on: name files or folders, or a --store"),
        (["report", "--store", "none.db", "-o", "r.html"], "none.db: no such store"),
        (["report", "0.txt", "-o", "r.csv"], "r.csv: a report is a page: name it .html"),
        (["report", "0.txt", "-o", "gone/r.html"], "gone/r.html: cannot be written: No such file or directory"),
        (["report", "0.txt", "--patterns", "none", "-o", "r.html"], "none"),
    ],
)
def test_what_cannot_be_reported_is_one_line(folder: Path, arguments: list[str], message: str) -> None:
    done = run(*arguments, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not (folder / "r.html").exists()
    assert not (folder / "none.db").exists()


def test_an_empty_store_says_how_to_fill_it(folder: Path) -> None:
    (folder / "none").mkdir()
    assert run("--store", "kho.db", "none", "-f", "jsonl", cwd=folder).returncode == 2
    done = run("report", "--store", "kho.db", "-o", "r.html", cwd=folder)
    assert done.returncode == 2
    assert done.stderr == b"giaoban-extract: the store holds no article; fill it with: giaoban-extract --store FILE PATH...\n"


@pytest.mark.parametrize("document", ["{", '{"records": []}', '{"source": "x", "schema_version": "1"}', "[]", "null"])
def test_a_store_that_somebody_wrote_into_is_no_page(folder: Path, document: str) -> None:
    run("--store", "kho.db", ".", "-f", "jsonl", cwd=folder)
    database = sqlite3.connect(folder / "kho.db")
    database.execute("UPDATE articles SET document = ? WHERE source LIKE '%1.txt'", (document,))
    database.commit()
    database.close()
    done = run("report", "--store", "kho.db", "-o", "r.html", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.decode() == "giaoban-extract: kho.db: what it holds of ./1.txt is no document; delete the file and run again\n"
    assert not (folder / "r.html").exists()


def test_a_mistyped_path_leaves_the_report_that_is_there(folder: Path) -> None:
    (folder / "r.html").write_text("old", encoding="utf-8")
    done = run("report", "newz", "-o", "r.html", cwd=folder)
    assert done.returncode == 2
    assert b"newz: " in done.stderr
    assert (folder / "r.html").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in folder.iterdir()) == ["0.txt", "1.txt", "2.txt", "r.html"]


def test_what_other_rules_read_is_counted(folder: Path) -> None:
    run("--store", "kho.db", "0.txt", "1.txt", "-f", "jsonl", cwd=folder)
    (folder / "rules.yaml").write_text("disable: []\n", encoding="utf-8")
    run("--store", "kho.db", "--patterns", "rules.yaml", "2.txt", "-f", "jsonl", cwd=folder)
    done = run("report", "--store", "kho.db", "-o", "r.html", cwd=folder)
    assert done.returncode == 0
    assert b"1 as other rules read them: name their files to read them again" in done.stderr


def test_a_report_knows_the_names_of_a_layer(folder: Path) -> None:
    layer = """
theme: tra
label: Chè
label_en: Tea
indicators:
  picked:
    label: Chè hái
    label_en: Tea picked
    unit: any
    note: chè
    rules: ["hái {figure} chè"]
    examples: ["Hội Nông dân hái [30] tấn chè"]
"""
    (folder / "tra.yaml").write_text(layer, encoding="utf-8")
    (folder / "3.txt").write_text("Hội Nông dân tỉnh hái 30 tấn chè.", encoding="utf-8")
    done = run("report", ".", "--patterns", "tra.yaml", "-o", "r.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert data(folder / "r.html")["words"]["theme.tra"] == ["Chè", "Tea"]
    assert data(folder / "r.html")["words"]["indicator.tra.picked"] == ["Chè hái", "Tea picked"]
