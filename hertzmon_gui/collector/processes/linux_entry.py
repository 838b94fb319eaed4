"""ProcessEntry: what is kept of one Linux process between two sweeps."""

from __future__ import annotations

from hertzmon_gui.collector.processes.linux_io import ProcessIo
from hertzmon_gui.collector.processes.linux_stat import Stat
from hertzmon_gui.model.snapshot import ProcessIdentity


class ProcessEntry:
    """A process that is known; compared and hashed as the object that it is."""

    __slots__ = ("comm", "cpu_ticks", "descriptor", "identity", "index", "io", "stack")

    def __init__(self, descriptor: int, stat: Stat, identity: ProcessIdentity) -> None:
        self.descriptor = descriptor  # -1: opened and closed at each read
        self.identity = identity
        self.comm = stat.comm
        self.stack = stat.stack
        self.cpu_ticks = stat.cpu_ticks
        self.index = 0  # in the columns
        self.io: ProcessIo | None = None
