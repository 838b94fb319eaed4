"""SnapshotBridge: carries snapshots from the sampler thread to the GUI thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.snapshot import Snapshot

_MOST_WAITING = 8


class SnapshotBridge(QObject):
    """Calls `deliver` on the GUI thread with the newest snapshot that has come.

    The sampler only appends to a bounded queue and, unless one is on its way already, posts one signal without a
    payload; so a window that is busy or gone neither grows the queue nor delays the sampler.
    """

    _woken = Signal()

    def __init__(self, bus: SnapshotBus, deliver: Callable[[Snapshot], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: deque[Snapshot] = deque(maxlen=_MOST_WAITING)
        self._signal_in_flight = False
        self._deliver = deliver
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(self._take)

    def close(self) -> None:
        """Deliver nothing more, not even what is on its way; any number of times."""
        self._unsubscribe()
        self._waiting.clear()

    def _take(self, snapshot: Snapshot) -> None:
        """On the sampler thread."""
        self._waiting.append(snapshot)
        if not self._signal_in_flight:
            self._signal_in_flight = True
            self._woken.emit()

    @Slot()
    def _drain(self) -> None:
        # Cleared first: a snapshot that comes while this one is drawn needs a signal of its own.
        self._signal_in_flight = False
        newest = None
        while self._waiting:
            newest = self._waiting.popleft()
        if newest is not None:
            self._deliver(newest)
