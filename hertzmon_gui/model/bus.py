"""SnapshotBus: hands each new snapshot to every reader, without a reader ever blocking the collector."""

from __future__ import annotations

import threading
from collections.abc import Callable

from hertzmon_gui.model.listeners import Listeners
from hertzmon_gui.model.snapshot import Snapshot


class SnapshotBus:
    """The latest snapshot, its subscribers and its waiters.

    Any thread may read, subscribe and wait; only the sampler publishes.
    """

    def __init__(self) -> None:
        self._latest: Snapshot | None = None
        self._subscribers: Listeners[Snapshot] = Listeners("the snapshots")
        self._changed = threading.Condition()
        self._closed = False

    @property
    def latest(self) -> Snapshot | None:
        """The newest snapshot, or None before the first."""
        return self._latest

    @property
    def closed(self) -> bool:
        """Whether the source has stopped for good."""
        return self._closed

    def subscribe(self, subscriber: Callable[[Snapshot], None]) -> Callable[[], None]:
        """Call `subscriber` with each new snapshot, on the sampler thread; returns what ends the subscription."""
        return self._subscribers.add(subscriber)

    def publish(self, snapshot: Snapshot) -> None:
        """Make `snapshot` the latest, call the subscribers, then wake the waiters."""
        self._latest = snapshot
        self._subscribers.tell(snapshot)
        with self._changed:
            self._changed.notify_all()

    def wait_newer(self, seq: int, timeout_seconds: float) -> Snapshot | None:
        """Wait for a snapshot newer than `seq`; None when the time runs out or the bus closes first."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._seq() > seq, timeout_seconds)
        latest = self._latest
        return latest if latest is not None and latest.seq > seq else None

    def close(self) -> None:
        """Wake every waiter for the last time."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _seq(self) -> int:
        return -1 if self._latest is None else self._latest.seq
