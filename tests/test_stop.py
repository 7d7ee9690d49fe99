"""Ctrl-C: at once while a run waits, else when what is being written is whole; a second time wherever it is."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from giaoban_extract.running.batch import INTERRUPTED, Batch, Options
from giaoban_extract.running.stop import Stop
from giaoban_extract.running.tasks import Setup

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")


def press() -> None:
    """Ctrl-C, which Python hands over before its next line."""
    os.kill(os.getpid(), signal.SIGINT)


def test_what_is_being_written_is_not_broken_off() -> None:
    stop = Stop()
    with stop.heeded():
        press()
        assert stop.asked
        with pytest.raises(KeyboardInterrupt), stop.waiting():
            pytest.fail("waited for more")


def test_waiting_is_broken_off_at_once() -> None:
    stop, reached = Stop(), []

    def wait() -> None:
        with stop.waiting():
            press()
            reached.append("on")

    with stop.heeded(), pytest.raises(KeyboardInterrupt):
        wait()
    assert not reached


def test_a_second_time_it_stops_wherever_it_is() -> None:
    stop = Stop()
    with stop.heeded():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


def test_the_handler_of_before_is_back_behind_it() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stop().heeded():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_a_thread_has_no_handler_and_needs_none() -> None:
    done: list[bool] = []

    def heed() -> None:
        with Stop().heeded():
            done.append(True)

    thread = threading.Thread(target=heed)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_while_it_writes_ends_behind_that_article(tmp_path: Path, jobs: int) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.txt").write_text("Hội Nông dân xã kết nạp 12 hội viên.", encoding="utf-8")
    batch, written = Batch([str(tmp_path)], Options(Setup(), jobs=jobs)), []
    with batch.stop.heeded():
        for document in batch.documents():
            if len(written) == 2:
                press()
            written.append(document["source"])
    assert len(written) == 3
    assert batch.interrupted
    assert batch.exit_code() == INTERRUPTED
    assert "stopped: 3 read" in batch.summary()
