"""ProcessReader: the two ways to read all processes, behind one protocol."""

from __future__ import annotations

from typing import Protocol

from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.model.snapshot import Processes


class ProcessReader(Protocol):
    """Reads all processes; called by one thread only."""

    def sweep(self, clock: Clock) -> Processes:
        """Every process at this tick, CPU and IO shares over the time since the last sweep.

        A share is None where there is no earlier reading to compare with: in the first sweep, after a gap.
        IO is read for all processes when the demand says so, else for those watched.
        """

    def close(self) -> None:
        """Let go of everything."""
