"""SnapshotSource: where a reader gets its snapshots from, and how it says what it needs of them."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from hertzmon_gui.model.actions import ProcessControl
from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.history import History
from hertzmon_gui.model.snapshot import ProcessKey


class Demand(Struct, frozen=True):
    """What one reader needs; the scheduler samples the union of all demands.

    `process_io`, `process_gpu` and `connections` are costly and are read only while someone wants them.
    `watched` are processes whose rows a reader looks at even when it does not want the whole table.
    """

    charts: bool = True  # CPU, memory, disks, network, GPU, sensors: what charts draw
    processes: bool = False
    process_io: bool = False
    process_gpu: bool = False
    connections: bool = False
    watched: frozenset[ProcessKey] = frozenset()

    def union(self, other: Demand) -> Demand:
        """Whatever either of the two needs."""
        return Demand(
            charts=self.charts or other.charts,
            processes=self.processes or other.processes,
            process_io=self.process_io or other.process_io,
            process_gpu=self.process_gpu or other.process_gpu,
            connections=self.connections or other.connections,
            watched=self.watched | other.watched,
        )


NOTHING = Demand(charts=False)


class Capabilities(Struct, frozen=True):
    """What a source can do beside showing numbers; the UI offers only these."""

    process_actions: bool
    local: bool


class DemandHandle(Protocol):
    """One reader's standing demand; setting it again replaces it, closing it withdraws it."""

    def set(self, demand: Demand) -> None:
        """Replace what this reader needs."""

    def close(self) -> None:
        """Need nothing more."""


class SnapshotSource(Protocol):
    """The local collector, or a remote host: the UI cannot tell which."""

    @property
    def bus(self) -> SnapshotBus:
        """Where snapshots appear."""

    @property
    def history(self) -> History:
        """The recent values of every chartable metric."""

    @property
    def capabilities(self) -> Capabilities:
        """What may be offered."""

    @property
    def process_control(self) -> ProcessControl | None:
        """What acts on processes; None where `capabilities.process_actions` is False."""

    @property
    def interval_seconds(self) -> float:
        """The time from one tick to the next."""

    @property
    def paused(self) -> bool:
        """Whether sampling is suspended."""

    def set_interval(self, seconds: float) -> None:
        """Tick at another pace from now on."""

    def set_paused(self, paused: bool) -> None:
        """Suspend or resume sampling; the time between is a gap in the history."""

    def refresh_now(self) -> None:
        """Tick at once, also while paused."""

    def register_demand(self, name: str) -> DemandHandle:
        """Become a reader; `name` is for diagnostics."""
