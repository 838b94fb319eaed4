"""A machine for probes to read: a tree of files in a temporary folder, clocks, and a slow lane without a thread."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from hertzmon_gui.collector.probe import Clock, Probe, ProbeContext
from hertzmon_gui.collector.slow_lane import SlowLane, SlowReading
from hertzmon_gui.model.source import Demand

Value = TypeVar("Value")

WANTED = Demand(processes=True, process_gpu=True, connections=True)


class PromptLane(SlowLane):
    """Makes each call at once, on the caller's thread, and again whenever `renew` says so."""

    def __init__(self) -> None:
        super().__init__()
        self.readings: list[SlowReading[object]] = []
        self.answers = True  # False: no call is ever made

    def register(
        self, name: str, read: Callable[[], Value], period_seconds: float, deadline_seconds: float = 2.0
    ) -> SlowReading[Value]:
        reading = SlowReading(name, read, period_seconds, deadline_seconds)
        self.readings.append(reading)  # type: ignore[arg-type]  # each reading keeps its own type
        if self.answers:
            reading.renew()
        return reading

    def unregister(self, reading: SlowReading[object]) -> None:
        self.readings.remove(reading)

    def renew(self) -> None:
        for reading in list(self.readings):
            if self.answers and reading.enabled and reading in self.readings:
                reading.renew()


class Machine:
    """A folder that stands in for `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lane = PromptLane()
        self.time = 100.0

    @property
    def context(self) -> ProbeContext:
        return ProbeContext(slow_lane=self.lane, root=self.root)

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, in place so that descriptors held on them see it; parents are made."""
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def link(self, name: str, target: str) -> None:
        """Make a symbolic link from one place of the tree to another, whose folder is made."""
        path, place = self.root / name, self.root / target
        path.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir(parents=True, exist_ok=True)
        path.symlink_to(place)

    def remove(self, name: str) -> None:
        path = self.root / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()

    def tick(self, seconds: float = 1.0, *, after_gap: bool = False, demand: Demand = WANTED) -> Clock:
        """Let time pass, renew the slow readings, and give the clock of the next tick."""
        self.time += seconds
        self.lane.renew()
        return Clock(wall=1.7e9 + self.time, monotonic=self.time, demand=demand, after_gap=after_gap)

    def read(self, probe: Probe[Value], seconds: float = 1.0) -> Value:
        """What a probe whose section comes through the slow lane shows at the next tick."""
        clock = self.tick(seconds)
        assert probe.wanted(clock.demand), "there is nothing to show yet"
        return probe.read(clock)
