"""CollectorService: the sampler thread, and what readers may ask of it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from hertzmon_gui.collector.default_probes import default_probes
from hertzmon_gui.collector.demand import DemandBook
from hertzmon_gui.collector.probe import Clock, ProbeContext, ProbeFactory
from hertzmon_gui.collector.processes.control import LocalProcessControl
from hertzmon_gui.collector.scheduler import Scheduler
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.collector.tick_clock import TickClock
from hertzmon_gui.model.actions import ProcessControl
from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.history import History
from hertzmon_gui.model.source import Capabilities, DemandHandle

logger = logging.getLogger(__name__)

# A rate needs two readings: the second follows the first at once, not a whole interval later.
_SECOND_READING_SECONDS = 0.1
# Closer readings would measure nothing: the kernel counts CPU time in steps of 10 ms.
_LEAST_SECONDS = 0.1
_STOP_SECONDS = 0.7


class CollectorService:
    """The local machine as a SnapshotSource.

    `start` returns at once: probes are built and closed on the sampler thread. `stop` is immediate and idempotent; a
    call that hangs in a driver is left behind in a daemon thread. A stopped service cannot be started again.
    """

    def __init__(
        self,
        interval_seconds: float = 1.0,
        probes: Sequence[ProbeFactory] | None = None,
        *,
        root: Path = Path("/"),
    ) -> None:
        self._interval = _checked_interval(interval_seconds)
        self._factories = probes
        self._slow_lane = SlowLane()
        self._context = ProbeContext(slow_lane=self._slow_lane, root=root)
        self._bus = SnapshotBus()
        self._history = History(interval_seconds)
        self._demands = DemandBook(self._demand_grew)
        self._control = LocalProcessControl()
        self._wake = threading.Condition()
        self._stopping = threading.Event()
        self._paused = False
        self._refresh = False
        self._thread: threading.Thread | None = None

    @property
    def bus(self) -> SnapshotBus:
        """Where snapshots appear."""
        return self._bus

    @property
    def history(self) -> History:
        """The recent values of every chartable metric."""
        return self._history

    @property
    def capabilities(self) -> Capabilities:
        """What may be offered."""
        return Capabilities(process_actions=True, local=True)

    @property
    def process_control(self) -> ProcessControl:
        """What acts on processes."""
        return self._control

    @property
    def interval_seconds(self) -> float:
        """The time from one tick to the next."""
        return self._interval

    @property
    def paused(self) -> bool:
        """Whether sampling is suspended."""
        return self._paused

    def start(self) -> None:
        """Start sampling; the first snapshot appears as soon as the probes have been read once."""
        if self._thread is not None:
            raise RuntimeError("a collector service starts once")
        self._thread = threading.Thread(target=self._sample, name="hm-sampler", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End sampling, wake every waiter and end the threads, within a second."""
        with self._wake:
            self._stopping.set()
            self._wake.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_STOP_SECONDS)
            if self._thread.is_alive():
                logger.warning("the sampler hangs in a probe and is left behind")
        self._slow_lane.stop()
        self._bus.close()

    def set_interval(self, seconds: float) -> None:
        """Tick at another pace from now on; ValueError when it is not a positive number."""
        with self._wake:
            self._interval = _checked_interval(seconds)
            self._wake.notify_all()

    def set_paused(self, paused: bool) -> None:
        """Suspend or resume sampling; the time between is a gap in the history."""
        with self._wake:
            self._paused = paused
            self._wake.notify_all()

    def refresh_now(self) -> None:
        """Tick at once, also while paused."""
        with self._wake:
            self._refresh = True
            self._wake.notify_all()

    def register_demand(self, name: str) -> DemandHandle:
        """Become a reader; `name` is for diagnostics. It needs nothing until it says so."""
        return self._demands.register(name)

    def _demand_grew(self) -> None:
        if not self._paused:
            self.refresh_now()

    def _sample(self) -> None:
        factories = default_probes() if self._factories is None else self._factories
        scheduler = Scheduler(factories, self._context)
        try:
            self._run(scheduler)
        except Exception:
            logger.exception("the sampler ended")
        finally:
            scheduler.close()
            self._bus.close()

    def _run(self, scheduler: Scheduler) -> None:
        times = TickClock()
        interval = self._interval
        deadline = time.monotonic()
        everything = False
        while not self._stopping.is_set():
            after_gap = times.advance(interval)
            clock = Clock(times.wall, times.monotonic, self._demands.union, after_gap)
            snapshot = scheduler.tick(clock, interval, everything=everything)
            if self._stopping.is_set():
                return  # left behind in a call that hung: nobody expects a snapshot any more
            self._history.append(snapshot)
            self._bus.publish(snapshot)
            now = time.monotonic()
            if deadline <= now:  # missed ticks are skipped, the grid stays
                deadline += interval * (math.floor((now - deadline) / interval) + 1)
            until = deadline
            if scheduler.wants_second_reading:
                until = min(deadline, clock.monotonic + _SECOND_READING_SECONDS)
            was_paused, everything = self._wait(until, interval, second=scheduler.wants_second_reading)
            if was_paused:
                times.forget()
            if self._interval != interval:
                interval = self._interval
                self._history.set_interval(interval)
                deadline = time.monotonic()

    def _wait(self, until: float, interval: float, *, second: bool) -> tuple[bool, bool]:
        """Wait for the next tick; whether sampling was paused meanwhile, and whether a refresh was asked for."""
        was_paused = False
        earliest = time.monotonic() + _LEAST_SECONDS
        with self._wake:
            while not self._stopping.is_set():
                if self._refresh:
                    was_paused |= self._paused
                    remaining = earliest - time.monotonic()
                    if remaining <= 0:
                        break
                    self._wake.wait(remaining)
                    continue
                if self._paused and not second:
                    was_paused = True
                    self._wake.wait()
                    continue
                remaining = until - time.monotonic()
                if remaining <= 0 or was_paused or self._interval != interval:
                    break
                self._wake.wait(remaining)
            refresh, self._refresh = self._refresh, False
            return was_paused, refresh


def _checked_interval(seconds: float) -> float:
    if not 0 < seconds < math.inf:
        raise ValueError(f"an interval of {seconds} s is not possible")
    return seconds
