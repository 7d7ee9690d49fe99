"""What goes wrong around a run, provoked for real: disks, pipes, files, folders, stores, signals. docs/faults.md lists all of them."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from giaoban_extract.running.batch import Batch, Options
from giaoban_extract.running.store import Store, StoreError
from giaoban_extract.running.tasks import Setup
from rule_texts import COFFEE

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "gia-lai-2024-q2.txt"
PROGRAM = [sys.executable, "-m", "giaoban_extract"]
FILES = ["json", "jsonl", "csv", "xlsx", "parquet", "txt"]
HALF = "Hội Nông dân \ud800 kết nạp 12 hội viên \udfff mới"
"""A text with halves of surrogate pairs, as a line of JSON may hold it."""


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *(os.fspath(a) if isinstance(a, Path) else str(a) for a in arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


def is_one_line(errors: bytes) -> bool:
    return errors.count(b"\n") == 1 and errors.startswith(b"giaoban-extract: ")


# --- disks and folders ---


def _namespace_works() -> bool:
    probe = ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return shutil.which("unshare") is not None and subprocess.run(probe, capture_output=True, check=False).returncode == 0


OWN_MOUNTS = pytest.mark.skipif(not _namespace_works(), reason="needs Linux that lets a user mount a file system of his own")


def on_small_disk(folder: Path, size: str, command: list[str], *, read_only: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command with a file system of its own on a folder; the last line of the output lists what is left there."""
    script = f'mount -t tmpfs -o size={size} tmpfs "$0"; {"mount -o remount,ro " + chr(34) + "$0" + chr(34) + ";" if read_only else ""}'
    script += '"$@"; code=$?; echo; ls -A "$0" | tr "\\n" " "; exit $code'
    whole = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, str(folder), *command]
    return subprocess.run(whole, capture_output=True, text=True, encoding="utf-8", check=False)


@OWN_MOUNTS
@pytest.mark.parametrize("ending", FILES)
def test_a_full_disk_is_one_line_and_leaves_no_half_file(tmp_path: Path, ending: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    many = tmp_path / "many.jsonl"
    text = SAMPLE.read_text(encoding="utf-8")
    many.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n in range(6)), encoding="utf-8")
    command = [*PROGRAM, "-q", str(many), "--jobs", "1", "-o", str(disk / f"out.{ending}")]
    result = on_small_disk(disk, "8k", command)
    assert result.returncode == 2, result.stderr
    assert is_one_line(result.stderr.encode()), result.stderr
    assert f"out.{ending}: cannot be written: " in result.stderr
    assert "No space left on device" in result.stderr
    assert result.stdout.split("\n")[-1].split() == []


@OWN_MOUNTS
@pytest.mark.parametrize("ending", FILES)
def test_a_read_only_folder_is_one_line(tmp_path: Path, ending: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    result = on_small_disk(disk, "64k", [*PROGRAM, "-q", str(SAMPLE), "-o", str(disk / f"out.{ending}")], read_only=True)
    assert result.returncode == 2
    assert is_one_line(result.stderr.encode()), result.stderr
    assert f"out.{ending}: cannot be written: Read-only file system" in result.stderr


@OWN_MOUNTS
@pytest.mark.parametrize("read_only", [False, True], ids=["full", "read-only"])
def test_a_store_without_room_is_one_line(tmp_path: Path, read_only: bool) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = [*PROGRAM, "-q", "-f", "jsonl", "--store", str(disk / "s.db"), str(SAMPLE)]
    result = on_small_disk(disk, "16k", command, read_only=read_only)
    assert result.returncode == 2
    assert is_one_line(result.stderr.encode()), result.stderr
    assert "s.db: the store can't be used: " in result.stderr


@OWN_MOUNTS
def test_a_cache_without_room_is_done_without(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["env", f"GIAOBAN_CACHE={disk}", *PROGRAM, "-q", "-f", "jsonl", str(SAMPLE)]
    result = on_small_disk(disk, "64k", command)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout.split("\n")[0])["records"]
    assert result.stdout.split("\n")[-1].split() == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "table"])
def test_standard_output_on_a_full_disk_is_one_line(format: str) -> None:
    with open("/dev/full", "wb") as full:
        result = subprocess.run([*PROGRAM, "-q", "-f", format, str(SAMPLE)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert is_one_line(result.stderr), result.stderr
    assert b"No space left on device" in result.stderr


# --- streams, locale, home ---


@pytest.mark.parametrize(
    "arguments", [["-f", "jsonl"], ["-f", "json"], ["-f", "csv"], ["-f", "table"], ["trace"], ["numbers"]], ids=" ".join
)
def test_any_locale_and_encoding_of_standard_output_gives_utf8(tmp_path: Path, arguments: list[str]) -> None:
    accented, plain = tmp_path / "bản tin.txt", tmp_path / "a.txt"
    for path in (accented, plain):
        shutil.copy(SAMPLE, path)
    ascii_only = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"}
    for path, environment in ((accented, {"LC_ALL": "C"}), (plain, {"LC_ALL": "C", **ascii_only})):
        usual, broken = run(*arguments, path), run(*arguments, path, **environment)
        assert (broken.returncode, broken.stderr) == (0, usual.stderr)
        assert broken.stdout.decode("utf-8") == usual.stdout.decode("utf-8")


@pytest.mark.parametrize("home", ["/nonexistent", "/dev/null", ""])
def test_without_a_home_there_is_no_cache_and_no_word_of_it(home: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key not in ("GIAOBAN_CACHE", "XDG_CACHE_HOME", "HOME")}
    if home:
        environment |= {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache"}
    else:
        environment["GIAOBAN_CACHE"] = "/dev/null/cache"
    result = subprocess.run([*PROGRAM, "-f", "jsonl", str(SAMPLE)], capture_output=True, check=False, env=environment)
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout)["records"]


@pytest.mark.parametrize("format", ["json", "csv", "table"])
def test_a_reader_that_goes_away_ends_every_format_quietly(tmp_path: Path, format: str) -> None:
    for number in range(60):
        shutil.copy(SAMPLE, tmp_path / f"{number}.txt")
    command = [*PROGRAM, "-q", "--jobs", "1", "-f", format, str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.read(20)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait() == 0


# --- files ---


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_breaks_off_while_it_is_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    shutil.copy(SAMPLE, tmp_path / "b.txt")
    result = run("-q", "-f", "jsonl", "/proc/self/mem", tmp_path / "b.txt")
    first, second = map(json.loads, result.stdout.splitlines())
    assert (result.returncode, first["error"]["kind"]) == (1, "unreadable")
    assert second["records"]
    assert is_one_line(result.stderr)


def without_rights(command: list[str]) -> list[str]:
    """A command to which the modes of files apply, as they do not to root. Skips where that can't be had."""
    if os.geteuid() != 0:
        return command
    stripped = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"]
    if shutil.which("setpriv") is None or subprocess.run([*stripped, "true"], capture_output=True, check=False).returncode:
        pytest.skip("root, and no setpriv that gives its rights away")
    return [*stripped, *command]


def test_a_file_that_may_not_be_read_is_an_error_of_its_own(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        shutil.copy(SAMPLE, tmp_path / name)
    (tmp_path / "a.txt").chmod(0)
    result = subprocess.run(without_rights([*PROGRAM, "-q", "-f", "jsonl", str(tmp_path)]), capture_output=True, check=False)
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["error"] == {"kind": "unreadable", "message": "cannot be read: Permission denied"}
    assert second["records"]
    assert result.returncode == 1
    assert is_one_line(result.stderr)


@pytest.mark.parametrize("what", ["-o", "--store"])
def test_a_folder_that_may_not_be_written_to_is_one_line(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o555)
    command = without_rights([*PROGRAM, "-q", str(SAMPLE), what, str(folder / "x.json")])
    result = subprocess.run(command, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert is_one_line(result.stderr), result.stderr
    assert list(folder.iterdir()) == []


def test_a_file_that_may_not_be_written_over_keeps_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    (folder / "x.json").write_text("old", encoding="utf-8")
    folder.chmod(0o555)
    command = without_rights([*PROGRAM, "-q", str(SAMPLE), "-o", str(folder / "x.json")])
    assert subprocess.run(command, capture_output=True, check=False).returncode == 2
    assert (folder / "x.json").read_text(encoding="utf-8") == "old"


NEEDS_PIPES = pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")


def start(*arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, "-q", "-f", "jsonl", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(process: subprocess.Popen[bytes]) -> tuple[int, list[dict[str, Any]], bytes]:
    try:
        output, errors = process.communicate(timeout=120)
    finally:
        process.kill()
    return process.returncode, [json.loads(line) for line in output.splitlines()], errors


@NEEDS_PIPES
@pytest.mark.parametrize("store", [[], ["--store"]], ids=["plain", "store"])
def test_a_file_that_vanishes_during_a_run_is_an_error_of_its_own(tmp_path: Path, store: list[str]) -> None:
    gate, folder = tmp_path / "gate", tmp_path / "news"
    os.mkfifo(gate)
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (folder / name).write_text("Hội tặng 5 suất quà.", encoding="utf-8")
    process = start("--jobs", 1, *store, *[tmp_path / "s.db" for _ in store], gate, folder)
    with gate.open("wb") as pipe:  # opens when the program opens it to read, and by then it has found all files
        (folder / "b.txt").unlink()
        (folder / "c.txt").unlink()
        (folder / "c.txt").mkdir()
        pipe.write("Hội tặng 6 suất quà.".encode())
    code, documents, errors = finish(process)
    assert [Path(document["source"]).name for document in documents] == ["gate", "a.txt", "b.txt", "c.txt", "d.txt"]
    assert [document.get("error", {}).get("kind") for document in documents] == [None, None, "missing", "folder", None]
    assert (code, errors.count(b"\n"), b"Traceback" in errors) == (1, 2, False)


@NEEDS_PIPES
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("store", [[], ["--store"]], ids=["plain", "store"])
def test_a_named_pipe_is_read_once(tmp_path: Path, jobs: int, store: list[str]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = start("--jobs", jobs, *store, *[tmp_path / "s.db" for _ in store], pipe)
    with pipe.open("wb") as stream:
        stream.write("Hội tặng 6 suất quà.".encode())
    code, documents, errors = finish(process)
    assert (code, errors, [r["figure"]["value"] for r in documents[0]["records"]]) == (0, b"", [6])


# --- text that is no UTF-8 ---


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "xlsx", "parquet", "table"])
def test_half_a_character_in_an_article_stops_no_file(tmp_path: Path, format: str) -> None:
    article, target = tmp_path / "a.jsonl", tmp_path / "out"
    article.write_text(
        json.dumps({"id": "x\udc80", "title": "T \ud800", "text": HALF}) + "\n" + json.dumps({"text": "5 suất quà"}), "ascii"
    )
    result = run("-q", "-f", format, "-o", target, article)
    assert (result.returncode, result.stderr) == (0, b"")
    data = target.read_bytes()
    if format == "json":
        figure = json.loads(data)[0]["records"][0]["figure"]
        assert HALF[figure["start"] : figure["end"]] == figure["text"] == "12"
        assert json.loads(data)[0]["records"][0]["sentence"]["text"] == HALF
    elif format in ("jsonl", "csv", "table"):
        assert "12" in data.decode("utf-8")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are characters there")
@pytest.mark.parametrize(
    "arguments", [["-f", "jsonl"], ["-o", "out.jsonl"], ["-o", "out.xlsx"], ["--store", "s.db"], ["trace"]], ids=" ".join
)
def test_a_name_that_is_no_utf8_stops_nothing(tmp_path: Path, arguments: list[str]) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/b\xff.txt")
    shutil.copy(SAMPLE, path)
    result = subprocess.run([*PROGRAM, *arguments, path], capture_output=True, check=False, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are characters there")
def test_rules_in_a_file_whose_name_is_no_utf8_are_rules(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/rules\xff"))
    folder.mkdir()
    (folder / "mine\udcfe.yaml").write_text(COFFEE, encoding="utf-8")
    article = tmp_path / "a.txt"
    article.write_text("Bà con thu hoạch 12 tấn cà phê", encoding="utf-8")
    for arguments in (["-f", "jsonl"], ["-f", "jsonl", "--store", tmp_path / "s.db"], ["-f", "jsonl"]):
        result = run("-q", *arguments, "--patterns", folder, article, GIAOBAN_CACHE=str(tmp_path / "cache"))
        assert json.loads(result.stdout)["records"][0]["indicator"]["id"] == "farm.coffee"


def test_what_a_store_holds_of_half_a_character_comes_back_the_same(tmp_path: Path) -> None:
    article = tmp_path / "a.jsonl"
    article.write_text(json.dumps({"id": "x\udc80", "text": HALF}), encoding="ascii")
    first, second = (run("-q", "-f", "jsonl", "--with-text", "--store", tmp_path / "s.db", article) for _ in range(2))
    assert first.stdout == second.stdout
    assert json.loads(second.stdout)["text"] == HALF
    stored = sqlite3.connect(tmp_path / "s.db").execute("SELECT sentence_text, figure_value FROM figures").fetchall()
    assert stored == [(HALF.encode("utf-8", "backslashreplace").decode(), 12)]


# --- stores ---


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"Quý I năm 2024\n\nHội Nông dân xã kết nạp {number + 12} hội viên mới.", encoding="utf-8")
    return folder


def documents(folder: Path, path: Path) -> list[dict[str, Any]]:
    with Store(path) as store:
        return list(Batch([str(folder)], Options(Setup(), store=store, library_hash="lib")).documents())


def test_a_store_that_is_damaged_anywhere_gives_the_same_or_says_so(news: Path, tmp_path: Path) -> None:
    path, chance = tmp_path / "s.db", random.Random(11)
    expected = documents(news, path)
    whole = path.read_bytes()
    texts = sqlite3.connect(path).execute("SELECT text FROM articles").fetchall()
    assert len(texts) == len(expected)
    said = 0
    for _ in range(60):
        at = chance.randrange(len(whole))
        piece = whole[at : at + chance.choice((1, 16, 400, 4096))]
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(whole[:at] + bytes(chance.randrange(256) for _ in piece) + whole[at + len(piece) :])
        try:
            found = documents(news, path)
        except StoreError:
            said += 1
            continue
        assert [document["source"] for document in found] == [document["source"] for document in expected]
    assert said


def test_a_stored_document_that_is_no_json_is_read_again(news: Path, tmp_path: Path) -> None:
    expected = documents(news, tmp_path / "s.db")
    database = sqlite3.connect(tmp_path / "s.db")
    for number, broken in enumerate(("{", "", "[]", "null", '{"schema_version": "1"}')):
        database.execute("UPDATE articles SET document = ? WHERE source LIKE ?", (broken, f"%{number:02}.txt"))
    database.commit()
    database.close()
    assert documents(news, tmp_path / "s.db") == expected
    assert documents(news, tmp_path / "s.db") == expected


# --- signals ---


def heeds_the_keyboard() -> None:
    """In a group of its own, and with Ctrl-C, which a shell takes from what it runs in the background."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_stop_from_the_keyboard_at_any_moment_is_quiet_and_leaves_whole_articles(news: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    for trial in range(12):
        output, store = tmp_path / f"{trial}.jsonl", tmp_path / "s.db"
        command = [*PROGRAM, "--jobs", str(1 + trial % 2), "--store", str(store), "-o", str(output), str(news), str(SAMPLE)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=heeds_the_keyboard)
        time.sleep(chance.uniform(0.05, 2.0))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        if process.returncode not in (0, 130):  # before the first line of the program Python answers in its own way
            assert process.returncode in (-signal.SIGINT, 1)
            assert b"giaoban_extract/" not in errors, errors
        else:
            assert b"Traceback" not in errors, errors
        if output.exists():
            assert all(json.loads(line)["records"] for line in output.read_text(encoding="utf-8").splitlines())
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    finished = run("-q", "-f", "jsonl", "--store", tmp_path / "s.db", news)
    assert finished.stdout == run("-q", "-f", "jsonl", news).stdout
