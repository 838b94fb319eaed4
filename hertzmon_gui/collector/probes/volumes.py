"""VolumeWatch: how full each mounted file system is, none of them waiting for another."""

from __future__ import annotations

from collections.abc import Callable

from hertzmon_gui.collector.probes.readers import Capacity, Mount
from hertzmon_gui.collector.slow_lane import SlowLane, SlowReading
from hertzmon_gui.model.snapshot import Volume

_TABLE_PERIOD_SECONDS = 5.0
_LOCAL_PERIOD_SECONDS = 5.0
_NETWORK_PERIOD_SECONDS = 20.0
_DEADLINE_SECONDS = 1.0

_Watched = tuple[tuple[Mount, SlowReading[Capacity]], ...]


class VolumeWatch:
    """Reads the mount table in the slow lane, and gives each mount in it a slow reading of its own.

    A mount whose call never returns holds up the others for one deadline, once; it is shown with its last figures,
    marked stale, and is not asked again while the call is under way.
    """

    def __init__(
        self, lane: SlowLane, mounts: Callable[[], tuple[Mount, ...]], capacity: Callable[[Mount], Capacity]
    ) -> None:
        self._lane = lane
        self._mounts = mounts
        self._capacity = capacity
        self._readings: dict[tuple[object, ...], SlowReading[Capacity]] = {}
        self._enabled = True
        self._table: SlowReading[_Watched] = lane.register("mounts", self._renew, _TABLE_PERIOD_SECONDS)

    def enable(self, enabled: bool) -> None:
        """Whether anyone looks."""
        if enabled is not self._enabled:
            self._enabled = enabled
            self._table.enabled = enabled
            for _, reading in self._table.value or ():
                reading.enabled = enabled

    def volumes(self) -> tuple[Volume, ...]:
        """Every listed file system with its last known capacity."""
        return tuple(_volume(mount, reading) for mount, reading in self._table.value or ())

    def late(self) -> str | None:
        """Which file systems do not answer."""
        places = [mount.mountpoint for mount, reading in self._table.value or () if reading.overdue]
        return f"no answer from {', '.join(places)}" if places else None

    def close(self) -> None:
        """Ask no more."""
        self._lane.unregister(self._table)
        for _, reading in self._table.value or ():
            self._lane.unregister(reading)

    def _renew(self) -> _Watched:
        # Runs in the slow lane only, and never twice at a time, so that the readings need no lock.
        mounts = self._mounts()
        kept = {}
        for mount in mounts:
            reading = self._readings.pop(mount.identity, None) or self._register(mount)
            reading.enabled = self._enabled
            kept[mount.identity] = reading
        for gone in self._readings.values():
            self._lane.unregister(gone)
        self._readings = kept
        return tuple((mount, kept[mount.identity]) for mount in mounts)

    def _register(self, mount: Mount) -> SlowReading[Capacity]:
        period = _NETWORK_PERIOD_SECONDS if mount.is_network else _LOCAL_PERIOD_SECONDS
        return self._lane.register(
            f"volume {mount.mountpoint}", lambda: self._capacity(mount), period, _DEADLINE_SECONDS
        )


def _volume(mount: Mount, reading: SlowReading[Capacity]) -> Volume:
    capacity = reading.value
    return Volume(
        device=mount.device,
        mountpoint=mount.mountpoint,
        fstype=mount.fstype,
        total=None if capacity is None else capacity.total,
        used=None if capacity is None else capacity.used,
        free=None if capacity is None else capacity.free,
        percent=None if capacity is None else capacity.percent,
        inodes_total=None if capacity is None else capacity.inodes_total,
        inodes_free=None if capacity is None else capacity.inodes_free,
        is_network=mount.is_network,
        stale=reading.stale,
    )
