"""Feed: the snapshots as the API's workers see them; closing it ends every stream and every long poll at once."""

from __future__ import annotations

import threading

from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.snapshot import Snapshot


class Feed:
    """Follows a bus until it is closed; the bus goes on."""

    def __init__(self, bus: SnapshotBus) -> None:
        self._bus = bus
        self._changed = threading.Condition()
        self._waiting = 0
        self._closed = False
        self._unsubscribe = bus.subscribe(self._announce)

    @property
    def latest(self) -> Snapshot | None:
        """The newest snapshot, or None before the first."""
        return self._bus.latest

    @property
    def closed(self) -> bool:
        """Whether the API is stopping."""
        return self._closed

    def wait_newer(self, seq: int, timeout_seconds: float) -> Snapshot | None:
        """Wait for a snapshot newer than `seq`; None when the time runs out or the feed closes first."""
        with self._changed:
            self._waiting += 1
            try:
                self._changed.wait_for(lambda: self._closed or self._seq() > seq, timeout_seconds)
            finally:
                self._waiting -= 1
        latest = self._bus.latest
        return latest if not self._closed and latest is not None and latest.seq > seq else None

    def close(self) -> None:
        """Wake every waiter for the last time."""
        self._unsubscribe()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _announce(self, _snapshot: Snapshot) -> None:
        with self._changed:
            if self._waiting:
                self._changed.notify_all()

    def _seq(self) -> int:
        latest = self._bus.latest
        return -1 if latest is None else latest.seq
