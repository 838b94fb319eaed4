"""SlowLane: runs the calls that can hang away from the sampler thread, each with a deadline."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

logger = logging.getLogger(__name__)

Value = TypeVar("Value")

# A reading that comes due a little after a tick is made with it, not a whole tick later.
_SLACK_SECONDS = 0.05
_STOP_SECONDS = 0.2


class SlowReading(Generic[Value]):
    """The latest result of one slow call, renewed by the lane at its period.

    `value` is None until the first success; `stale` says that the last call failed or is overdue; `error` is why.
    """

    def __init__(self, name: str, read: Callable[[], Value], period_seconds: float, deadline_seconds: float) -> None:
        self.name = name
        self.period_seconds = period_seconds
        self.deadline_seconds = deadline_seconds
        self.read = read
        self.enabled = True  # a reading that nobody wants is not renewed
        self.value: Value | None = None
        self.error: Exception | None = None
        self.finished: float | None = None
        self.started: float | None = None  # while a call is under way
        self.due = 0.0

    @property
    def stale(self) -> bool:
        """Whether the value shown is not what a call now would give."""
        return self.error is not None or self.overdue

    @property
    def overdue(self) -> bool:
        """Whether a call is under way for longer than its deadline."""
        started = self.started
        return started is not None and time.monotonic() - started > self.deadline_seconds

    def renew(self) -> None:
        """Make the call and keep what it gives; called by the lane's worker."""
        try:
            value = self.read()
        except Exception as error:  # noqa: BLE001 (whatever a driver throws is this reading's result)
            if self.error is None:
                logger.warning("slow reading %s failed: %s", self.name, error)
            self.error = error
        else:
            self.value, self.error = value, None
            self.finished = time.monotonic()


class SlowLane:
    """One worker thread for all slow readings, started with the first of them.

    A call that outlasts its deadline keeps its thread, which ends when the call does; its reading turns stale and is
    not called again while it hangs, nor is another of its name, and a fresh worker goes on with the others. The worker
    has no clock of its own: the sampler calls `tend` at each tick.
    """

    def __init__(self) -> None:
        self._readings: tuple[SlowReading[Any], ...] = ()
        self._wake = threading.Condition()
        self._stopping = False
        self._worker: threading.Thread | None = None
        self._current: SlowReading[Any] | None = None
        self._hung: dict[str, float] = {}  # since when, by name

    def register(
        self, name: str, read: Callable[[], Value], period_seconds: float, deadline_seconds: float = 2.0
    ) -> SlowReading[Value]:
        """Call `read` every `period_seconds` from now on."""
        reading = SlowReading(name, read, period_seconds, deadline_seconds)
        with self._wake:
            # One who lets go of a reading that hangs and asks anew finds it as it is: overdue.
            reading.started = self._hung.get(name)
            self._readings = (*self._readings, reading)
            self._start_worker()
            self._wake.notify_all()
        return reading

    def unregister(self, reading: SlowReading[Any]) -> None:
        """Call it no more; a call under way ends by itself."""
        with self._wake:
            self._readings = tuple(known for known in self._readings if known is not reading)

    def tend(self) -> None:
        """Wake the worker when a reading is due, and replace the worker when its call is overdue."""
        with self._wake:
            if self._current is not None:
                if self._current.overdue:
                    logger.warning("slow reading %s hangs; the others go on without it", self._current.name)
                    self._hung[self._current.name] = self._current.started or 0.0
                    self._worker = self._current = None
                    self._start_worker()
            elif self._next() is not None:
                self._wake.notify_all()

    def stop(self) -> None:
        """End the worker; one that hangs in a call is left to end with it. Idempotent."""
        with self._wake:
            self._stopping = True
            worker, self._worker = self._worker, None
            self._wake.notify_all()
        if worker is not None and worker is not threading.current_thread():
            worker.join(_STOP_SECONDS)

    def _start_worker(self) -> None:
        if self._worker is None and not self._stopping:
            # A daemon, so that a call that never returns cannot keep the program alive.
            self._worker = threading.Thread(target=self._work, name="hm-slow", daemon=True)
            self._worker.start()

    def _work(self) -> None:
        me = threading.current_thread()
        while True:
            with self._wake:
                while self._worker is me and (reading := self._next()) is None:
                    self._wake.wait()
                if self._worker is not me:
                    return
                assert reading is not None
                reading.started = time.monotonic()
                reading.due = reading.started + reading.period_seconds
                self._current = reading
            reading.renew()
            with self._wake:
                reading.started = None
                if self._worker is me:
                    self._current = None
                elif self._hung.pop(reading.name, None) is not None:
                    for waiting in self._readings:
                        if waiting.name == reading.name:
                            waiting.started = None

    def _next(self) -> SlowReading[Any] | None:
        """The reading that has waited longest of those due."""
        latest_due = time.monotonic() + _SLACK_SECONDS
        waiting = [
            reading
            for reading in self._readings
            if reading.enabled and reading.started is None and reading.due <= latest_due
        ]
        return min(waiting, key=lambda reading: reading.due) if waiting else None
