"""Many articles side by side: the same documents in the same order, whatever happens to a worker."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from giaoban_extract.library.layers import Layer
from giaoban_extract.library.yamlfile import PatternError
from giaoban_extract.running import workers
from giaoban_extract.running.batch import Batch, Options
from giaoban_extract.running.tasks import Outcome, Setup, Task, perform

ROOT = Path(__file__).parents[1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    target = tmp_path / "news"
    target.mkdir()
    for number in range(30):
        (target / f"{number:02}.txt").write_text(f"Hội Nông dân xã kết nạp {number + 12} hội viên mới.", encoding="utf-8")
    (target / "07.txt").write_bytes(b"\x00\x01\x02")
    return target


def documents(folder: Path, **options: object) -> list[dict[str, object]]:
    return list(Batch([str(folder)], Options(Setup(), **options)).documents())  # type: ignore[arg-type]


def test_processes_give_what_one_process_gives(folder: Path) -> None:
    one = documents(folder, jobs=1)
    assert documents(folder, jobs=2) == one
    assert one[7]["error"] == {"kind": "binary", "message": one[7]["error"]["message"]}  # type: ignore[index]


def test_processes_that_are_not_forked_give_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = documents(folder, jobs=1)
    monkeypatch.setattr(workers, "sys", SimpleNamespace(platform="darwin"))
    assert documents(folder, jobs=2) == one


class Elsewhere(Executor):
    """An executor whose machine cannot do one of the tasks."""

    def submit(self, function: Callable[..., Any], /, setup: Setup, task: Task) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        if "13" in task.name:
            future.set_exception(ModuleNotFoundError("No module named 'giaoban_extract'"))
        else:
            future.set_result(function(setup, task))
        return future


def test_what_a_worker_on_another_machine_met_concerns_one_article(folder: Path) -> None:
    tasks = [Task(str(folder / f"{number}.txt")) for number in (12, 13, 14)]
    outcomes = [outcome for found in workers._ordered(Setup(), tasks, Elsewhere(), 1) for outcome in found]
    assert [outcome.kind for outcome in outcomes] == ["", "crashed", ""]
    assert outcomes[1].message == "the worker failed: ModuleNotFoundError: No module named 'giaoban_extract'"


def test_a_cluster_gives_what_one_process_gives(folder: Path) -> None:
    assert documents(folder, cluster=True) == documents(folder, jobs=1)


def test_a_cluster_at_an_address_is_used(folder: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(host="127.0.0.1", n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        assert documents(folder, cluster=True, scheduler=cluster.scheduler_address) == documents(folder, jobs=1)


def dying(setup: Setup, task: Task) -> list[Outcome]:
    if "13" in Path(task.name).name:
        os.kill(os.getpid(), signal.SIGKILL)
    return perform(setup, task)


@pytest.mark.skipif(sys.platform != "linux", reason="the worker is replaced by forking")
def test_a_worker_that_dies_takes_only_its_article_with_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = documents(folder, jobs=1)
    monkeypatch.setattr(workers, "perform", dying)
    found = documents(folder, jobs=2)
    assert [d["source"] for d in found] == [d["source"] for d in expected]
    assert found[13]["error"]["kind"] == "crashed"  # type: ignore[index]
    assert [d for n, d in enumerate(found) if n != 13] == [d for n, d in enumerate(expected) if n != 13]


@pytest.mark.skipif(sys.platform != "linux", reason="the worker is replaced by forking")
def test_a_worker_that_died_before_the_next_task_is_handed_out_takes_only_its_article(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "perform", dying)

    def items() -> Iterator[Task]:
        for name in ("13.txt", "14.txt", "15.txt"):
            yield Task(str(folder / name))
            time.sleep(1)  # the death is known by then

    kinds = [outcome.kind for outcomes in workers.in_processes(Setup(), items(), 1) for outcome in outcomes]
    assert kinds == ["crashed", "", ""]


def test_a_broken_rule_file_is_told_before_any_process_starts(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("thme: x\n", encoding="utf-8")
    with pytest.raises(PatternError, match="unknown key 'thme'"):
        list(Batch([str(folder)], Options(Setup((Layer("mine", path),)), jobs=2)).documents())


def test_documents_come_as_they_are_ready_and_memory_is_bounded(folder: Path) -> None:
    handed = 0

    def items() -> object:
        nonlocal handed
        for path in sorted(folder.iterdir()):
            handed += 1
            yield Task(str(path))

    outcomes = workers.in_processes(Setup(), items(), 1)  # type: ignore[arg-type]
    next(outcomes)
    assert handed <= workers.AHEAD + 1
    outcomes.close()  # type: ignore[attr-defined]


def heeds_the_keyboard() -> None:
    """In a group of its own, and with Ctrl-C, which a shell takes from what it runs in the background."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_a_stop_from_the_keyboard_keeps_what_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    sample = (ROOT / "samples" / "gia-lai-2024-q2.txt").read_text(encoding="utf-8")
    for number in range(4000):
        (folder / f"{number:04}.txt").write_text(sample, encoding="utf-8")
    output = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "giaoban_extract", "--jobs", "2", "--store", str(tmp_path / "s.db"), "-o", str(output), str(folder)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heeds_the_keyboard)
    while process.poll() is None and not any(part.stat().st_size for part in tmp_path.glob(".out.jsonl.*")):
        time.sleep(0.05)  # until the first articles are done, however long the start takes
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert "stopped: " in errors
    assert "Traceback" not in errors
    lines = output.read_text(encoding="utf-8").splitlines()
    assert 0 < len(lines) < 4000
    assert all(json.loads(line)["records"] for line in lines)


def test_a_scheduler_that_does_not_answer_is_one_line(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("Hội tặng 5 suất quà.", encoding="utf-8")
    code = (
        "import dask, sys; dask.config.set({'distributed.comm.timeouts.connect': '1s'});"
        "from giaoban_extract.running import workers; workers.PATIENCE = '2s'; from giaoban_extract.commands.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", str(article)]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("giaoban-extract: tcp://127.0.0.1:9: no Dask scheduler answers")


def test_when_all_is_done_no_process_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hội tặng 5 suất quà.", encoding="utf-8")
    outcomes = list(workers.in_processes(Setup(), [Task(str(path))] * 3, 2))
    assert [outcome.document is not None for (outcome,) in outcomes] == [True] * 3
    assert multiprocessing.active_children() == []
