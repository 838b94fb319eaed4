"""Deferred: work that nobody who asks has to wait for, done once for all who asked for it meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Deferred:
    """Calls `action` in a thread of its own, `seconds` after somebody asked for it first."""

    def __init__(self, name: str, seconds: float, action: Callable[[], None]) -> None:
        self._name = name
        self._seconds = seconds
        self._action = action
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def ask(self) -> None:
        """Have it done; costs nothing while it is about to be done."""
        if self._timer is None:
            with self._lock:
                if self._timer is None:
                    self._timer = threading.Timer(self._seconds, self._act)
                    self._timer.name = self._name
                    self._timer.daemon = True  # a disk that hangs does not keep the program
                    self._timer.start()

    def finish(self) -> None:
        """Do what was asked for now, and wait until it is done."""
        timer = self._timer
        if timer is not None:
            timer.cancel()
            timer.join()
            if self._timer is timer:  # it had not begun
                self._act()

    def _act(self) -> None:
        self._timer = None  # who asks from now on may have come too late for this time
        self._action()
