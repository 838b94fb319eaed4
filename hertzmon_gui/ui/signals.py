"""SIGINT and SIGTERM, and Ctrl+Break on Windows, end the window as Ctrl+Q does."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


class SignalWatch(QObject):
    """Calls `quit_program` on the GUI thread when one of the signals comes.

    Python runs its handlers between byte codes, and while Qt waits for events there are none: the wake-up descriptor
    makes Qt's loop turn, and the handler then runs.
    """

    def __init__(self, quit_program: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._quit_program = quit_program
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.settimeout(0.0)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._before: dict[signal.Signals, Any] = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        self._descriptor_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    def close(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._descriptor_before)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        self._quit_program()

    def _drain(self) -> None:
        self._reader.recv(64)
