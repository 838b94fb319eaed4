"""Doorbell: waits for the first client, for whom the server is loaded only then."""

from __future__ import annotations

import contextlib
import selectors
import socket
from collections.abc import Sequence

# How often whoever waits for clients looks after what he shows them.
UPKEEP_SECONDS = 3600.0


class Doorbell:
    """Watches listening sockets without accepting; who knocks waits in the sockets' queue."""

    def __init__(self, listeners: Sequence[socket.socket]) -> None:
        self._receiver, self._sender = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for watched in (*listeners, self._receiver):
            self._selector.register(watched, selectors.EVENT_READ)

    def wait(self, seconds: float) -> bool:
        """Whether within this time somebody knocked, or the wait was ended by `request_stop`."""
        return bool(self._selector.select(seconds))

    def request_stop(self) -> None:
        """End the wait; callable from any thread, any number of times until `close`."""
        with contextlib.suppress(OSError):
            self._sender.send(b"\0")

    def close(self) -> None:
        """Let go of the sockets, which stay open."""
        self._selector.close()
        self._receiver.close()
        self._sender.close()
