"""Scheduler: decides which probes a tick reads, and builds the snapshot from what they say. It has no thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from hertzmon_gui.collector.own_cost import OwnCostMeter
from hertzmon_gui.collector.probe import Clock, NoData, Probe, ProbeContext, ProbeFactory
from hertzmon_gui.collector.processes.gpu_shares import with_gpu_shares
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.model.snapshot import ProbeState, ProbeStatus, Snapshot

logger = logging.getLogger(__name__)

_FIRST_RETRIES = 3  # so often is a failing probe read at each tick before it is backed off from
_LONGEST_BACKOFF_SECONDS = 30.0
_NO_DATA_RETRY_SECONDS = 30.0
_LOG_AGAIN_SECONDS = 600.0


class Scheduler:
    """The probes and how each fares; `tick` is called by one thread only."""

    def __init__(self, factories: Iterable[ProbeFactory], context: ProbeContext) -> None:
        self._slow_lane = context.slow_lane
        self._seats = [_build(factory, context) for factory in factories]
        self._own = OwnCostMeter()
        self._seq = 0
        self._last_time: float | None = None
        self.wants_second_reading = False  # a rate needs two; the sampler need not let a whole interval pass

    def tick(self, clock: Clock, interval_seconds: float, *, everything: bool = False) -> Snapshot:
        """Read the probes that are wanted and due, or all wanted ones, and build the next snapshot."""
        started = time.perf_counter()
        slack = interval_seconds / 2
        sections: dict[str, Any] = {}
        self.wants_second_reading = False
        for seat in self._seats:
            seat.update(clock, slack, everything)
            self.wants_second_reading |= seat.second_reading_due
            if seat.section is not None:
                sections[seat.name] = seat.section
        if clock.demand.process_gpu and "processes" in sections and "gpus" in sections:
            sections["processes"] = with_gpu_shares(sections["processes"], sections["gpus"])
        if clock.after_gap:
            self._own.forget()
        elapsed = None if self._last_time is None else clock.monotonic - self._last_time
        self._last_time = clock.monotonic
        self._seq += 1
        snapshot = Snapshot(
            seq=self._seq,
            wall_time=clock.wall,
            monotonic_time=clock.monotonic,
            interval_seconds=elapsed,
            own=self._own.read(clock.monotonic, (time.perf_counter() - started) * 1000),
            probes=tuple(seat.status(clock.monotonic) for seat in self._seats),
            after_gap=clock.after_gap,
            **sections,
        )
        # Last, because the lane's thread would compete with the probes for the interpreter.
        self._slow_lane.tend()
        return snapshot

    def close(self) -> None:
        """Close every probe."""
        self._own.close()
        for seat in self._seats:
            seat.close()


class _Seat:
    """One probe, its last section and its health."""

    def __init__(self, name: str, probe: Probe[object] | None, problem: str | None = None) -> None:
        self.name = name
        self.section: object | None = None
        self.second_reading_due = False
        self._probe = probe
        self._late: Callable[[], str | None] | None = getattr(probe, "late", None)  # of a LateProbe
        self._state = ProbeState.IDLE if probe is not None else ProbeState.FAILED
        self._detail = problem
        self._duration_ms: float | None = None
        self._read_at: float | None = None
        self._was_read = False
        self._retry_at = 0.0
        self._failures = 0
        self._logged: tuple[str, float] | None = None

    def update(self, clock: Clock, slack_seconds: float, everything: bool) -> None:
        """Read the probe if it is wanted and due; otherwise its last section stands."""
        probe = self._probe
        if probe is None:
            return
        try:
            wanted = probe.wanted(clock.demand)
        except Exception as error:  # noqa: BLE001 (as in _read)
            self._fail(f"{type(error).__name__}: {error}", clock.monotonic, error)
            return
        if not wanted:
            self.section, self._read_at, self.second_reading_due = None, None, False
            self._state, self._detail = ProbeState.IDLE, None
            return
        if self._failures or self._state is ProbeState.NO_DATA:
            due = clock.monotonic >= self._retry_at
        else:
            read_at = self._read_at
            due = (
                everything
                or read_at is None
                or self.second_reading_due
                or clock.after_gap
                or clock.monotonic - read_at >= probe.period_seconds - slack_seconds
            )
        if due:
            self._read(probe, clock)

    def _read(self, probe: Probe[object], clock: Clock) -> None:
        started = time.perf_counter()
        if self._read_at is None and self._was_read and not clock.after_gap:
            clock = msgspec.structs.replace(clock, after_gap=True)  # nobody looked meanwhile
        self._was_read = True
        try:
            section = probe.read(clock)
            problem = nonsense(section)
            late = None if self._late is None else self._late()
        except NoData as reason:
            self._set_no_data(str(reason), clock.monotonic)
        except Exception as error:  # noqa: BLE001 (one probe's failure never harms another's)
            self._fail(f"{type(error).__name__}: {error}", clock.monotonic, error)
        else:
            if problem is not None:
                self._fail(f"the reading cannot be true: {problem}", clock.monotonic, None)
            else:
                self._set_section(section, late, clock)
        self._duration_ms = (time.perf_counter() - started) * 1000

    def _set_section(self, section: object, late: str | None, clock: Clock) -> None:
        if self._failures:
            logger.info("probe %s works again", self.name)
            self._failures = 0
        self.second_reading_due = self._read_at is None or clock.after_gap
        self.section, self._read_at = section, clock.monotonic
        self._state, self._detail = ProbeState.OK if late is None else ProbeState.STALE, late

    def _set_no_data(self, reason: str, now: float) -> None:
        if self._state is not ProbeState.NO_DATA:
            logger.info("probe %s: %s", self.name, reason)
        self._clear(ProbeState.NO_DATA, reason)
        self._failures = 0
        self._retry_at = now + _NO_DATA_RETRY_SECONDS

    def _fail(self, problem: str, now: float, error: Exception | None) -> None:
        self._clear(ProbeState.FAILED, problem)
        self._failures += 1
        if self._failures >= _FIRST_RETRIES:
            self._retry_at = now + min(2.0 ** (self._failures - _FIRST_RETRIES), _LONGEST_BACKOFF_SECONDS)
        if self._logged is None or self._logged[0] != problem or now - self._logged[1] > _LOG_AGAIN_SECONDS:
            self._logged = (problem, now)
            logger.warning("probe %s failed: %s", self.name, problem, exc_info=error)

    def _clear(self, state: ProbeState, detail: str) -> None:
        self.section, self._read_at, self.second_reading_due = None, None, False
        self._state, self._detail = state, detail

    def status(self, now: float) -> ProbeStatus:
        """How the probe fares at this time."""
        return ProbeStatus(
            name=self.name,
            state=self._state,
            duration_ms=self._duration_ms,
            age_seconds=None if self._read_at is None else now - self._read_at,
            detail=self._detail,
        )

    def close(self) -> None:
        if self._probe is not None:
            try:
                self._probe.close()
            except Exception:
                logger.exception("probe %s did not close", self.name)


def _build(factory: ProbeFactory, context: ProbeContext) -> _Seat:
    name = getattr(factory, "name", getattr(factory, "__name__", "probe"))
    try:
        probe = factory(context)
        if probe.name not in Snapshot.__struct_fields__:
            raise ValueError(f"the snapshot has no section {probe.name!r}")
    except Exception as error:
        logger.exception("probe %s could not be made", name)
        return _Seat(name, None, f"{type(error).__name__}: {error}")
    return _Seat(probe.name, probe)
