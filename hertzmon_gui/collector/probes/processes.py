"""ProcessesProbe: all processes."""

from __future__ import annotations

import sys

from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.processes.descriptors import DescriptorBudget
from hertzmon_gui.collector.processes.reader import ProcessReader
from hertzmon_gui.model.snapshot import Processes
from hertzmon_gui.model.source import Demand


class ProcessesProbe:
    """Sweeps all processes when somebody wants them, at most once a second: nobody reads a table faster."""

    name = "processes"
    period_seconds = 1.0

    def __init__(self, context: ProbeContext) -> None:
        self._reader = _reader(context)

    def wanted(self, demand: Demand) -> bool:
        """Wanted for the table, or because single processes are watched: counts and ends need the others too."""
        return demand.processes or bool(demand.watched)

    def read(self, clock: Clock) -> Processes:
        """Sweep."""
        return self._reader.sweep(clock)

    def close(self) -> None:
        """Give back the descriptors."""
        self._reader.close()


def _reader(context: ProbeContext) -> ProcessReader:
    if sys.platform != "linux":
        from hertzmon_gui.collector.processes.psutil_reader import PsutilProcessReader

        return PsutilProcessReader()
    from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
    from hertzmon_gui.collector.processes.user_names import UserNames

    return LinuxProcessReader(context.root, UserNames(context.root, context.slow_lane), DescriptorBudget())
