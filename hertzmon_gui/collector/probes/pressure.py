"""PressureProbe: how long tasks were stalled for want of CPU, memory or IO; Linux only."""

from __future__ import annotations

import re

from hertzmon_gui.collector.files import KeptFile
from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.model.snapshot import Pressure, PressureShare
from hertzmon_gui.model.source import Demand

_AVERAGE = re.compile(rb"^(some|full) avg10=(\d+(?:\.\d+)?)", re.MULTILINE)


def parse_pressure(data: bytes) -> PressureShare | None:
    """The averages over 10 s in one file of /proc/pressure."""
    shares = {kind: min(100.0, float(average)) for kind, average in _AVERAGE.findall(data)}
    return PressureShare(shares[b"some"], shares.get(b"full")) if b"some" in shares else None


class PressureProbe:
    """Reads /proc/pressure; the kernel renews its averages every two seconds."""

    name = "pressure"
    period_seconds = 2.0

    def __init__(self, context: ProbeContext) -> None:
        directory = context.root / "proc/pressure"
        self._cpu = KeptFile(directory / "cpu")
        self._memory = KeptFile(directory / "memory")
        self._io = KeptFile(directory / "io")

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        return demand.charts

    def read(self, clock: Clock) -> Pressure:  # noqa: ARG002 (the kernel has averaged already)
        """Read the three files; NoData where the kernel does not measure (`psi=1` on its command line makes it)."""
        cpu, memory, io = (parse_pressure(file.read_or_none() or b"") for file in (self._cpu, self._memory, self._io))
        if cpu is memory is io is None:
            raise NoData("the system does not measure pressure stalls")
        return Pressure(cpu=cpu, memory=memory, io=io)

    def close(self) -> None:
        """Give back descriptors."""
        for file in (self._cpu, self._memory, self._io):
            file.close()
