"""A stop from the keyboard: at once while a run waits for an article, else when what is being written or stored is whole."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stop:
    """Whether a run was asked to stop. A second time it stops wherever it is."""

    def __init__(self) -> None:
        self.asked = False
        self._waiting = False

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Meanwhile Ctrl-C (SIGINT) is left to this; in a thread, where Python allows no handler, it ends the program as ever."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, self._ask)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _ask(self, number: int, frame: FrameType | None) -> None:
        again, self.asked = self.asked, True
        if self._waiting or again:
            raise KeyboardInterrupt

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Meanwhile nothing is lost by a stop at once."""
        self._waiting = True
        try:
            if self.asked:
                raise KeyboardInterrupt
            yield
        finally:
            self._waiting = False
