"""Probe: one way to read one part of the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct

from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.source import Demand

Section = TypeVar("Section", covariant=True)


class NoData(Exception):  # noqa: N818 (not an error)
    """This machine has no such thing; the text says what is missing."""


class Clock(Struct, frozen=True):
    """The one pair of times of a tick; `after_gap` says that rates must not reach back beyond it.

    It is set when the machine slept or sampling was paused before, and for a probe that was not wanted meanwhile.
    """

    wall: float
    monotonic: float
    demand: Demand
    after_gap: bool = False


class Probe(Protocol[Section]):
    """Reads one section of the snapshot.

    `name` is the field of `Snapshot` that the section fills. `period_seconds` is the least time between two readings, 0
    for every tick; in between the last section is shown again. `read` runs on the sampler thread and must not block:
    what can hang goes through the slow lane. It raises NoData when this machine has no such thing, anything else when
    it failed. Keep `__init__` cheap and quiet: read nothing there that may be absent.
    """

    name: str
    period_seconds: float

    def wanted(self, demand: Demand) -> bool:
        """Whether anyone needs this section now."""

    def read(self, clock: Clock) -> Section:
        """Read the section."""

    def close(self) -> None:
        """Give back descriptors and driver handles."""


class LateProbe(Protocol):
    """A probe some of whose readings come through the slow lane says which of them are overdue.

    Optional beside what Probe asks for.
    """

    def late(self) -> str | None:
        """What is overdue or failed in the section last read, None when all of it is fresh; marks the probe STALE."""


class ProbeContext(Struct, frozen=True):
    """What a probe is built with. Every path that it reads lies under `root`, so that a fixture tree can stand in."""

    slow_lane: SlowLane
    root: Path = Path("/")


ProbeFactory = Callable[[ProbeContext], Probe[object]]
