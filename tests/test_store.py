"""The store: what is unchanged is not read again, and whatever happens it holds whole articles."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.library.fingerprint import library_digest
from giaoban_extract.library.layers import Layer
from giaoban_extract.running.batch import Batch, Options
from giaoban_extract.running.store import FORMAT, Store, StoreError
from giaoban_extract.running.tasks import Setup, Task, perform

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "news"
    target.mkdir()
    for number in range(4):
        (target / f"{number}.txt").write_text(f"Quý I năm 2024\n\nHội Nông dân xã kết nạp {number + 12} hội viên mới.", encoding="utf-8")
    (target / "dump.jsonl").write_text(
        "".join(json.dumps({"id": f"j{n}", "text": f"Hội tặng {n + 5} suất quà."}) + "\n" for n in range(3)), encoding="utf-8"
    )
    return target


def run_over(folder: Path, path: Path, library: str = "lib") -> tuple[Batch, list[dict[str, Any]]]:
    with Store(path) as store:
        batch = Batch([str(folder)], Options(Setup(), store=store, library_hash=library))
        return batch, list(batch.documents())


def content(path: Path) -> list[tuple[Any, ...]]:
    """All that a store holds, but for the keys that SQLite gave."""
    database = sqlite3.connect(path)
    articles = database.execute("SELECT source, content_hash, library_hash, tool_version, document, text FROM articles ORDER BY source")
    figures = database.execute("SELECT source, number, indicator_id, figure_value FROM figures ORDER BY source, number")
    ignored = database.execute("SELECT a.source, i.number, i.text FROM ignored i JOIN articles a ON a.id = i.article_id ORDER BY 1, 2")
    return [*articles.fetchall(), *figures.fetchall(), *ignored.fetchall()]


def test_a_second_run_reads_nothing_and_puts_out_the_same(folder: Path, tmp_path: Path) -> None:
    first, one = run_over(folder, tmp_path / "s.db")
    second, two = run_over(folder, tmp_path / "s.db")
    assert (first.stored, second.stored, second.read) == (0, 7, 7)
    assert one == two


def test_a_changed_article_is_read_again_and_replaced(folder: Path, tmp_path: Path) -> None:
    run_over(folder, tmp_path / "s.db")
    (folder / "2.txt").write_text("Hội Nông dân xã kết nạp 99 hội viên mới.", encoding="utf-8")
    batch, documents = run_over(folder, tmp_path / "s.db")
    assert batch.stored == 6
    assert [r["figure"]["value"] for r in documents[2]["records"]] == [99]
    values = sqlite3.connect(tmp_path / "s.db").execute("SELECT figure_value FROM figures WHERE source LIKE '%2.txt'").fetchall()
    assert values == [(99,)]


def test_other_rules_read_everything_again(folder: Path, tmp_path: Path) -> None:
    run_over(folder, tmp_path / "s.db")
    assert run_over(folder, tmp_path / "s.db", "other")[0].stored == 0


def test_the_digest_of_the_library_follows_rules_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("# one\n", encoding="utf-8")
    layer = Layer("mine", path)
    digests = [library_digest((), None), library_digest((), "viscii"), library_digest((layer,), None)]
    path.write_text("# two\n", encoding="utf-8")
    digests.append(library_digest((layer,), None))
    assert len(set(digests)) == 4
    assert library_digest((), None) == digests[0]


def test_what_could_not_be_read_is_tried_again(folder: Path, tmp_path: Path) -> None:
    (folder / "9.txt").write_text(" ", encoding="utf-8")
    batch, documents = run_over(folder, tmp_path / "s.db")
    assert (batch.failed, documents[4]["error"]["kind"]) == (1, "empty")
    found = sqlite3.connect(tmp_path / "s.db").execute("SELECT error_kind FROM articles WHERE source LIKE '%9.txt'").fetchall()
    assert found == [("empty",)]
    (folder / "9.txt").write_text("Hội tặng 5 suất quà.", encoding="utf-8")
    assert run_over(folder, tmp_path / "s.db")[0].failed == 0


def test_views_answer_the_common_questions(tmp_path: Path) -> None:
    folder = tmp_path / "n"
    folder.mkdir()
    told = {
        "a": "Gia Lai: Quý I năm 2024\n(Ngày 2/4/2024)\n\nHội Nông dân tỉnh Gia Lai kết nạp 845 hội viên mới.",
        "b": "Nông dân Gia Lai quý I năm 2024\n(Ngày 3/4/2024)\n\nHội Nông dân tỉnh Gia Lai kết nạp 845 hội viên mới.",
        "c": "Gia Lai: Quý II năm 2024\n(Ngày 2/7/2024)\n\nHội Nông dân tỉnh Gia Lai kết nạp 610 hội viên mới.",
    }
    for name, text in told.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    run_over(folder, tmp_path / "s.db")
    database = sqlite3.connect(tmp_path / "s.db")
    assert database.execute("SELECT indicator_id, figure_value, articles FROM duplicates").fetchall() == [
        ("membership.new_members", 845, 2)
    ]
    assert database.execute("SELECT period_code, figure_value FROM latest").fetchall() == [("2024-Q2", 610)]
    by = database.execute("SELECT period_code, figures, least, most FROM by_province_period_indicator ORDER BY 1").fetchall()
    assert by == [("2024-Q1", 2, 845, 845), ("2024-Q2", 1, 610, 610)]


# --- faults ---


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    Store(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {FORMAT + 1}")
    database.close()
    with pytest.raises(StoreError, match="newer version"):
        Store(path)


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE mine (x)")
    database.close()
    with pytest.raises(StoreError, match="database of something else"):
        Store(path)


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"this is no database at all" * 100)
    article = tmp_path / "a.txt"
    article.write_text("Hội tặng 5 suất quà.", encoding="utf-8")
    result = run("--store", path, article)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"giaoban-extract: {path}: the store can't be used: file is not a database")
    assert result.stderr.count("\n") == 1


def test_an_article_that_has_no_room_leaves_the_store_as_it_was(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    run_over(folder, path)
    before = content(path)
    with Store(path) as store:
        database = store._database
        database.execute(f"PRAGMA max_page_count = {database.execute('PRAGMA page_count').fetchone()[0]}")
        (short,) = perform(Setup(), Task(str(folder / "0.txt")))
        long = replace(short, text=short.text * 100_000)
        with pytest.raises(StoreError, match="the store can't be used: database or disk is full"):
            store.put(long, "lib")
        assert not database.in_transaction
    assert content(path) == before


def test_a_store_that_somebody_takes_apart_meanwhile_says_so(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store(path) as store:
        sqlite3.connect(path).execute("DROP TABLE articles")
        with pytest.raises(StoreError, match="no such table: articles"):
            store.find(str(folder / "0.txt"), "digest", "lib")


def test_two_runs_on_one_store_take_turns(folder: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "giaoban_extract", "-q", "-f", "jsonl", "--jobs", "1", "--store", str(tmp_path / "s.db"), str(folder)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [process.communicate() for process in runs]
    assert [process.returncode for process in runs] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0]
    run_over(folder, tmp_path / "t.db", sqlite3.connect(tmp_path / "s.db").execute("SELECT library_hash FROM articles").fetchone()[0])
    assert content(tmp_path / "s.db") == content(tmp_path / "t.db")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "giaoban_extract", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_run_on_an_unchanged_store_loads_no_tokenizer_and_no_rules(folder: Path, tmp_path: Path) -> None:
    assert run("-q", "--store", tmp_path / "s.db", folder).returncode == 0
    code = (
        "import sys\nfrom giaoban_extract.commands.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert end.code in (0, None), end.code\n"
        "heavy = ('underthesea', 'giaoban_extract.pipeline', 'giaoban_extract.library.rulefile')\n"
        "print(*(m for m in heavy if m in sys.modules), file=sys.stderr)"
    )
    arguments = ["-q", "-f", "jsonl", "--store", str(tmp_path / "s.db"), str(folder)]
    result = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, encoding="utf-8", check=True)
    assert len(result.stdout.splitlines()) == 7
    assert result.stderr.split() == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_run_that_is_killed_loses_nothing_and_the_next_one_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number:03}.txt").write_text(
            f"Quý I năm 2024\n\nHội tặng {number + 2} suất quà, kết nạp {number + 9} hội viên.", encoding="utf-8"
        )
    command = [sys.executable, "-m", "giaoban_extract", "-q", "-f", "jsonl", "--jobs", "2", "--store", str(tmp_path / "s.db"), str(folder)]
    moment = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(moment.uniform(0.5, 2.0))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    finished = subprocess.run(command, capture_output=True, check=True)
    undisturbed = [*command]
    undisturbed[undisturbed.index(str(tmp_path / "s.db"))] = str(tmp_path / "t.db")
    assert finished.stdout == subprocess.run(undisturbed, capture_output=True, check=True).stdout
    assert content(tmp_path / "s.db") == content(tmp_path / "t.db")
