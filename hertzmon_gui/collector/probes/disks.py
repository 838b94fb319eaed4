"""DisksProbe: how full the file systems are and what the block devices do."""

from __future__ import annotations

import sys

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.collector.probes.linux.disks import LinuxDiskReader
from hertzmon_gui.collector.probes.portable.disks import PortableDiskReader
from hertzmon_gui.collector.probes.readers import DiskCounters, DiskFacts, DiskReader
from hertzmon_gui.collector.probes.totals import sum_known
from hertzmon_gui.collector.probes.volumes import VolumeWatch
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.model.snapshot import Disk, Disks
from hertzmon_gui.model.source import Demand


def _reader(context: ProbeContext) -> DiskReader:
    if sys.platform == "linux":
        return LinuxDiskReader(context.root)
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableDiskReader()


class DisksProbe:
    """Reads block devices at each tick, and file systems through the slow lane."""

    name = "disks"
    period_seconds = 0.0

    def __init__(self, context: ProbeContext, reader: DiskReader | None = None) -> None:
        self._reader = reader or _reader(context)
        self._volumes = VolumeWatch(context.slow_lane, self._reader.mounts, self._reader.capacity)
        self._rates = CounterRates()
        self._facts: dict[str, DiskFacts] = {}

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        self._volumes.enable(demand.charts)
        return demand.charts

    def read(self, clock: Clock) -> Disks:
        """Read the devices' counters and set them against the last ones."""
        try:
            counters = self._reader.devices()
        except NoData:  # a container may hide them; its file systems are still of interest
            counters = []
        self._rates.begin(clock.monotonic, after_gap=clock.after_gap)
        # A device that went and came back under the same name may be another one.
        self._facts = {row.name: self._facts.get(row.name) or self._reader.facts(row.name) for row in counters}
        devices = tuple(self._disk(row, self._facts[row.name]) for row in counters)
        counted = [device for device in devices if self._facts[device.name].is_physical] or [
            device for device in devices if device.is_whole
        ]
        return Disks(
            volumes=self._volumes.volumes(),
            devices=devices,
            read_rate=sum_known(device.read_rate for device in counted),
            write_rate=sum_known(device.write_rate for device in counted),
        )

    def _disk(self, row: DiskCounters, facts: DiskFacts) -> Disk:
        name, rates = row.name, self._rates
        reads = rates.difference((name, "reads"), row.reads)
        writes = rates.difference((name, "writes"), row.writes)
        read_ms = rates.difference((name, "read ms"), row.read_ms)
        write_ms = rates.difference((name, "write ms"), row.write_ms)
        busy_ms_per_second = rates.rate((name, "busy ms"), row.busy_ms)
        return Disk(
            name=name,
            read_bytes=row.read_bytes,
            write_bytes=row.write_bytes,
            read_rate=rates.rate((name, "read"), row.read_bytes),
            write_rate=rates.rate((name, "write"), row.write_bytes),
            read_ops_rate=rates.per_second(reads),
            write_ops_rate=rates.per_second(writes),
            # The kernel counts whole jiffies, which can be a hair more than the time that passed.
            busy_percent=None if busy_ms_per_second is None else min(100.0, busy_ms_per_second / 10),
            latency_ms=_latency(reads, writes, read_ms, write_ms),
            model_name=facts.model_name,
            size_bytes=facts.size_bytes,
            is_whole=facts.is_whole,
            reads=row.reads,
            writes=row.writes,
            busy_seconds=None if row.busy_ms is None else row.busy_ms / 1000,
        )

    def late(self) -> str | None:
        """Which file systems do not answer."""
        return self._volumes.late()

    def close(self) -> None:
        """Give back descriptors."""
        self._volumes.close()
        self._reader.close()


def _latency(reads: float | None, writes: float | None, read_ms: float | None, write_ms: float | None) -> float | None:
    """The mean time of a request; None when there was none, or when a counter is unknown."""
    if reads is None or writes is None or read_ms is None or write_ms is None or reads + writes == 0:
        return None
    return (read_ms + write_ms) / (reads + writes)
