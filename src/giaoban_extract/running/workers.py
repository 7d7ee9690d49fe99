"""Tasks done side by side, their outcomes in the order of the tasks, with bounded memory.

Processes of this machine (`in_processes`) or a Dask cluster (`on_cluster`). A process that dies takes only its article with it.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack

from giaoban_extract.running.tasks import CRASHED, Outcome, Setup, Task, perform

AHEAD = 8
"""Tasks per worker that are handed out before the first of them is needed."""

PATIENCE = "20s"
"""How long a scheduler may take to answer."""


class NoCluster(Exception):
    """No Dask scheduler answers; the message names its address."""


Item = Task | list[Outcome]
"""A task, or outcomes that are there already and only keep their place in the order."""
_Waiting = deque[tuple[Item, Future[list[Outcome]] | None]]
"""Items that were handed out, in order, each task with what will come of it."""


def in_this_process(setup: Setup, items: Iterable[Item]) -> Iterator[list[Outcome]]:
    """One after the other."""
    for item in items:
        yield perform(setup, item) if isinstance(item, Task) else item


def in_processes(setup: Setup, items: Iterable[Item], jobs: int) -> Iterator[list[Outcome]]:
    """In `jobs` processes, which are started when the first task comes. Raises PatternError before any is."""
    pool: ProcessPoolExecutor | None = None
    waiting: _Waiting = deque()
    try:
        for item in items:
            if isinstance(item, Task):
                pool = pool or _pool(setup, jobs)
                waiting.append((item, _submit(pool, setup, item)))
            else:
                waiting.append((item, None))
            while len(waiting) > jobs * AHEAD or (waiting and waiting[0][1] is None):
                pool = yield from _next(setup, waiting, pool, jobs)
        while waiting:
            pool = yield from _next(setup, waiting, pool, jobs)
    finally:
        if pool is not None:
            # With nothing left to do the processes end at once; not waiting for that would race with the end of Python itself.
            pool.shutdown(wait=not waiting, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, setup: Setup, task: Task) -> Future[list[Outcome]]:
    """A task handed out; where a process has died since, one that fails as those before it do."""
    try:
        return pool.submit(perform, setup, task)
    except BrokenProcessPool as error:
        future: Future[list[Outcome]] = Future()
        future.set_exception(error)
        return future


def _next(
    setup: Setup, waiting: _Waiting, pool: ProcessPoolExecutor | None, jobs: int
) -> Generator[list[Outcome], None, ProcessPoolExecutor | None]:
    """The outcomes of the first item. Where a process died, all that waited are done anew, one at a time, so that one is to blame."""
    try:
        outcomes = _done(*waiting[0])
    except BrokenProcessPool:
        again = [item for item, _ in waiting]
        waiting.clear()
        for item in again:
            yield _alone(setup, item) if isinstance(item, Task) else item
        return _pool(setup, jobs)
    waiting.popleft()
    yield outcomes
    return pool


def _done(item: Item, future: Future[list[Outcome]] | None) -> list[Outcome]:
    """What is there already, or what comes of a task. Raises what the task's worker met."""
    if isinstance(item, list):
        return item
    assert future is not None
    return future.result()


def _alone(setup: Setup, task: Task) -> list[Outcome]:
    """A task in a process of its own."""
    with _pool(setup, 1) as pool:
        try:
            return pool.submit(perform, setup, task).result()
        except BrokenProcessPool:
            return [Outcome(task.name, kind=CRASHED, message="the process that read it died, for want of memory perhaps")]


def _pool(setup: Setup, jobs: int) -> ProcessPoolExecutor:
    """Processes that share what is loaded here, where the system can fork safely; elsewhere each loads it."""
    setup.pipeline()  # a fault in a rule file is told once, here
    method = "fork" if sys.platform == "linux" else "spawn"
    if method == "fork":
        from giaoban_extract.text.words import warm_up

        warm_up()
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(method), initializer=_leave_interrupts_to_the_parent)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_cluster(setup: Setup, items: Iterable[Item], address: str | None) -> Iterator[list[Outcome]]:
    """On a Dask cluster: that of a scheduler's address, or one of this machine alone. Raises ImportError and NoCluster.

    Articles are read here and sent; the workers need this package and the folders of the layers.
    """
    from distributed import Client, LocalCluster

    with ExitStack() as stack:
        if address is None:
            address = stack.enter_context(LocalCluster(host="127.0.0.1", dashboard_address=None, silence_logs=logging.CRITICAL))
        try:
            client = stack.enter_context(Client(address, timeout=PATIENCE))
        except OSError as error:
            raise NoCluster(f"{address}: no Dask scheduler answers: {error}") from None
        ahead = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        yield from _ordered(setup, items, stack.enter_context(client.get_executor(pure=False)), ahead)


def _ordered(setup: Setup, items: Iterable[Item], executor: Executor, ahead: int) -> Iterator[list[Outcome]]:
    waiting: _Waiting = deque()
    for item in items:
        waiting.append((item, executor.submit(perform, setup, item) if isinstance(item, Task) else None))
        while len(waiting) > ahead:
            yield _or_crashed(*waiting.popleft())
    while waiting:
        yield _or_crashed(*waiting.popleft())


def _or_crashed(item: Item, future: Future[list[Outcome]] | None) -> list[Outcome]:
    """Whatever a worker on another machine met concerns one article."""
    try:
        return _done(item, future)
    except Exception as error:
        assert isinstance(item, Task)
        return [Outcome(item.name, kind=CRASHED, message=f"the worker failed: {type(error).__name__}: {error}")]
