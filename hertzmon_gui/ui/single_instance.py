"""One window per data directory: a second start raises the first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_RAISE = b"raise\n"
_PATIENCE_MS = 1000


def server_name(directory: Path) -> str:
    """The local socket's name for a data directory; hashed, for paths may be longer than socket names."""
    return "hertzmon-" + hashlib.sha256(str(directory.absolute()).encode()).hexdigest()[:24]


def raise_first(directory: Path) -> bool:
    """Ask the HertzMon that uses `directory` to show its window; False when no window answers."""
    socket = QLocalSocket()
    socket.connectToServer(server_name(directory))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_RAISE)
    written = socket.waitForBytesWritten(_PATIENCE_MS)
    # The first answers by hanging up.
    socket.waitForDisconnected(_PATIENCE_MS)
    return written


class InstanceServer(QObject):
    """Listens for later starts; `on_raise` is called for each. Only this user can connect."""

    def __init__(self, directory: Path, on_raise: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_raise = on_raise
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = server_name(directory)
        # The data directory's lock is ours, so a socket of this name is left over from a crash.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readLine().data()) == _RAISE:
                self._on_raise()
            socket.disconnectFromServer()
            socket.deleteLater()
