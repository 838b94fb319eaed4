"""CpuProbe: what the CPUs do, as a whole and one by one, how fast they run and how much waits for them."""

from __future__ import annotations

import sys

from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.linux.cpu import LinuxCpuReader
from hertzmon_gui.collector.probes.portable.cpu import PortableCpuReader
from hertzmon_gui.collector.probes.readers import CpuClocks, CpuCounters, CpuFacts, CpuReader, CpuTicks
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.model.snapshot import CoreUsage, Cpu, CpuFrequency, CpuSeconds, CpuTimes
from hertzmon_gui.model.source import Demand

_CLOCKS_PERIOD_SECONDS = 2.0
_NO_CLOCKS = CpuClocks(by_core={}, mean=None)


def _reader(context: ProbeContext) -> CpuReader:
    if sys.platform == "linux":
        return LinuxCpuReader(context.root)
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableCpuReader()


class CpuProbe:
    """Reads the CPUs; shares are None until two readings exist."""

    name = "cpu"
    period_seconds = 0.0

    def __init__(self, context: ProbeContext, reader: CpuReader | None = None) -> None:
        self._reader = reader or _reader(context)
        self._clocks = context.slow_lane.register("cpu clocks", self._reader.clocks, _CLOCKS_PERIOD_SECONDS)
        self._rates = CounterRates()
        self._previous: CpuCounters | None = None
        self._facts = CpuFacts(physical_count=None, model_name=None)
        self._facts_of: frozenset[int] | None = None

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        self._clocks.enabled = demand.charts
        return demand.charts

    def read(self, clock: Clock) -> Cpu:
        """Read the counters and set them against the last ones."""
        counters = self._reader.counters()
        previous = None if clock.after_gap else self._previous
        self._previous = counters
        if self._facts_of != counters.cores.keys():
            self._facts, self._facts_of = self._reader.facts(), frozenset(counters.cores)

        clocks = self._clocks.value or _NO_CLOCKS
        percent, times = usage(counters, None if previous is None else previous.total, counters.total)
        cores = []
        for index, ticks in counters.cores.items():
            core_percent, core_times = usage(counters, None if previous is None else previous.cores.get(index), ticks)
            cores.append(CoreUsage(index, core_percent, core_times, clocks.by_core.get(index)))

        self._rates.begin(clock.monotonic, after_gap=clock.after_gap)
        return Cpu(
            logical_count=len(counters.cores),
            physical_count=self._facts.physical_count,
            percent=percent,
            times=times,
            cores=tuple(cores),
            frequency=None if clocks.mean is None else CpuFrequency(clocks.mean, clocks.minimum, clocks.maximum),
            load_average=self._reader.load_average(),
            context_switches_per_second=self._rates.rate("context switches", counters.context_switches),
            interrupts_per_second=self._rates.rate("interrupts", counters.interrupts),
            model_name=self._facts.model_name,
            seconds=CpuSeconds(
                **{
                    field: ticks / counters.ticks_per_second
                    for field, ticks in zip(counters.fields, counters.total, strict=True)
                }
            ),
            context_switches=counters.context_switches,
            interrupts=counters.interrupts,
        )

    def close(self) -> None:
        """Give back descriptors."""
        self._clocks.enabled = False
        self._reader.close()


def usage(counters: CpuCounters, before: CpuTicks | None, after: CpuTicks) -> tuple[float | None, CpuTimes | None]:
    """The busy share and the split of the time between two readings, in percent; None when no time passed.

    psutil.cpu_percent's formula: neither idle nor waiting for IO, to one decimal. Single counters go back by a little
    on real machines (iowait above all), so that each difference is at least 0.
    """
    if before is None or len(before) != len(after):
        return None, None
    grown = [max(0.0, now - then) for now, then in zip(after, before, strict=True)]
    total = sum(grown)
    if total <= 0:
        return None, None
    shares = dict(zip(counters.fields, [100 * part / total for part in grown], strict=True))
    busy = total - sum(part for name, part in zip(counters.fields, grown, strict=True) if name in {"idle", "iowait"})
    return round(100 * busy / total, 1), CpuTimes(**shares)
