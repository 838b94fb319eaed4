"""MemoryProbe: how physical memory and swap are used."""

from __future__ import annotations

import sys

from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.linux.memory import LinuxMemoryReader
from hertzmon_gui.collector.probes.portable.memory import PortableMemoryReader
from hertzmon_gui.collector.probes.readers import MemoryCounters, MemoryReader
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.model.snapshot import Memory, Swap
from hertzmon_gui.model.source import Demand


def _reader(context: ProbeContext) -> MemoryReader:
    if sys.platform == "linux":
        return LinuxMemoryReader(context.root)
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableMemoryReader()


class MemoryProbe:
    """Reads memory and swap."""

    name = "memory"
    period_seconds = 0.0

    def __init__(self, context: ProbeContext, reader: MemoryReader | None = None) -> None:
        self._reader = reader or _reader(context)
        self._rates = CounterRates()

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        return demand.charts

    def read(self, clock: Clock) -> Memory:
        """Read the amounts and make parts of them that add up to the total."""
        counters = self._reader.counters()
        self._rates.begin(clock.monotonic, after_gap=clock.after_gap)
        unused = min(counters.free, counters.total)
        cached = min(counters.cached, counters.total - unused)
        return Memory(
            total=counters.total,
            available=counters.available,
            used=counters.used,
            free=counters.free,
            percent=counters.percent,
            apps=counters.total - unused - cached,
            cached=cached,
            unused=unused,
            shared=counters.shared,
            dirty=counters.dirty,
            swap=self._swap(counters),
        )

    def _swap(self, counters: MemoryCounters) -> Swap | None:
        total, free = counters.swap_total, counters.swap_free
        if total is None or free is None:
            return None
        used = max(0, total - free)
        return Swap(
            total=total,
            used=used,
            free=free,
            percent=round(100 * used / total, 1) if total else 0.0,
            in_rate=self._rates.rate("in", counters.swapped_in),
            out_rate=self._rates.rate("out", counters.swapped_out),
            in_bytes=counters.swapped_in,
            out_bytes=counters.swapped_out,
        )

    def close(self) -> None:
        """Give back descriptors."""
        self._reader.close()
