"""Server: cheroot's parser, gateway and workers around a loop of our own that no client can hold up."""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import ssl
import sys
import threading
import time
import traceback as tracebacks
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from cheroot.workers.threadpool import ThreadPool, WorkerThread
from cheroot.wsgi import Server as CherootServer

from api.serving.access_log import escaped
from api.serving.connections import LARGEST_BODY, LARGEST_HEADER, Connection, Stage
from api.serving.doorbell import UPKEEP_SECONDS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from api.responses import Answer

logger = logging.getLogger(__name__)

WORKERS = 16
MOST_CONNECTIONS = 64
MOST_HEADERS_PER_ADDRESS = 4
# A browser opens six connections at once; only who is still reading after this counts as slow.
GRACE_SECONDS = 0.2
# What a stop waits for answers under way before it cuts them off.
_FINISH_SECONDS = 0.3
_SWEEP_SECONDS = 0.25
_ACCEPTS_AT_A_TIME = 16


class Workers(ThreadPool):
    """cheroot's workers under names that tell whose they are."""

    def _spawn_worker(self) -> WorkerThread:
        worker = WorkerThread(self.server)  # type: ignore[no-untyped-call]
        worker.name = f"hm-api-{worker.name.rpartition('-')[2]}"
        worker.start()
        return worker


class Server(CherootServer):
    """Serves a WSGI application on listening sockets until `request_stop`; `run` owns the calling thread.

    `ready_answer` is asked there first, and answers without waiting or not at all; all else is for the workers.
    `upkeep` is called there once an hour.
    """

    def __init__(
        self,
        listeners: Sequence[socket.socket],
        application: Callable[..., Iterable[bytes]],
        ready_answer: Callable[[WSGIEnvironment], Answer | None],
        tls: ssl.SSLContext | None,
        upkeep: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(listeners[0].getsockname()[:2], application, numthreads=WORKERS, server_name="HertzMon")
        self.requests = Workers(self, min=WORKERS)
        self.max_request_header_size = LARGEST_HEADER
        self.max_request_body_size = LARGEST_BODY
        self.software = "HertzMon"
        self.ready_answer = ready_answer
        self._listeners = listeners
        self._tls = tls
        self._upkeep = upkeep
        self._kept_up = time.monotonic()
        self._lock = threading.Lock()
        self._all: set[Connection] = set()
        self._stopping = False
        self._swept = 0.0
        self._selector = selectors.DefaultSelector()
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._wake_receiver.settimeout(0)
        self._wake_sender.settimeout(0)

    def run(self, end_streams: Callable[[], None]) -> None:
        """Serve until asked to stop; `end_streams` is called then, and within a second all is closed."""
        self.requests.start()
        for listener in self._listeners:
            self._selector.register(listener, selectors.EVENT_READ, listener)
        self._selector.register(self._wake_receiver, selectors.EVENT_READ, None)
        self.ready = True
        try:
            while not self._stopping:
                self._turn()
        finally:
            self.ready = False
            end_streams()
            self._close_everything()

    def request_stop(self) -> None:
        """Make `run` end; callable from any thread, any number of times."""
        self._stopping = True
        self._wake()

    @property
    def can_add_keepalive_connection(self) -> bool:
        """Whether a connection may stay open after its answer."""
        return bool(self.ready)

    def put_conn(self, conn: Connection) -> None:
        """Take a connection back from a worker and wait for what its client does next."""
        with self._lock:
            taken = self.ready
            if taken:
                event = selectors.EVENT_WRITE if conn.wants_write else selectors.EVENT_READ
                conn.is_waiting = True
                self._selector.register(conn.socket, event, conn)
        if not taken:
            conn.close()
        elif sys.platform == "win32":
            self._wake()  # select() there does not see what is registered while it waits

    def forget(self, conn: Connection) -> None:
        """Give the place of a closed connection free."""
        with self._lock:
            self._all.discard(conn)

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """Log what cheroot has to say."""
        logger.log(level, "%s", escaped(f"{msg}{': ' + tracebacks.format_exc() if traceback else ''}"))

    def _turn(self) -> None:
        ready = self._selector.select(_SWEEP_SECONDS if self._all else UPKEEP_SECONDS)
        # Before the workers get their connections: one that sends a byte at a time would be with a worker at every
        # sweep, and outlive its deadline.
        now = time.monotonic()
        if self._all and now - self._swept >= _SWEEP_SECONDS / 2:
            self._swept = now
            self._sweep(now)
        if now - self._kept_up >= UPKEEP_SECONDS:
            self._kept_up = now
            self._upkeep()
        for key, _ in ready:
            if isinstance(key.data, Connection):
                if key.data.is_waiting:
                    self._advance(key.data)
            elif key.data is None:
                self._drain_wakes()
            else:
                self._accept(key.data)

    def _advance(self, conn: Connection) -> None:
        if not conn.advance():
            self._stop_waiting(conn)
            self.requests.put(conn)
        elif conn.closed_by_client:
            self._drop(conn)  # no worker's turn: it would keep a place from who comes next

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(_ACCEPTS_AT_A_TIME):
            try:
                sock, address = listener.accept()
            except OSError:
                return  # no more, or the client has gone, or no descriptors are left
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if len(self._all) >= MOST_CONNECTIONS and not self._make_room():
                sock.close()
                continue
            try:
                conn = Connection(self, sock, address[:2], self._tls)
            except OSError:
                sock.close()
                continue
            with self._lock:
                self._all.add(conn)
            self.put_conn(conn)

    def _sweep(self, now: float) -> None:
        """Close whoever is past the deadline, and the slowest of an address that has too many slow ones."""
        slow: dict[str, list[Connection]] = {}
        for conn in self._waiting():
            if conn.deadline <= now:
                self._stop_waiting(conn)
                conn.expire()
            elif conn.stage is Stage.HEADER and now - conn.began > GRACE_SECONDS:
                slow.setdefault(conn.remote_addr, []).append(conn)
        for conns in slow.values():
            conns.sort(key=lambda conn: conn.began)
            for conn in conns[:-MOST_HEADERS_PER_ADDRESS]:
                self._drop(conn)

    def _make_room(self) -> bool:
        """Close the slowest of an address that floods, else who is slow, else who has been idle longest.

        Who has only just come is closed only when there is nobody else: it may be about to speak.
        """
        now = time.monotonic()
        waiting = self._waiting()
        readers = [conn for conn in waiting if conn.stage is not Stage.IDLE]
        busiest = _of_one_address(readers)
        floods = len(busiest) > MOST_HEADERS_PER_ADDRESS
        candidates = (
            (busiest if floods else [])
            or _of_one_address([conn for conn in readers if now - conn.began > GRACE_SECONDS])
            or [conn for conn in waiting if conn.stage is Stage.IDLE]
            or busiest
        )
        if not candidates:
            return False
        self._drop(min(candidates, key=lambda conn: conn.began))
        return True

    def _waiting(self) -> list[Connection]:
        with self._lock:
            return [conn for conn in self._all if conn.is_waiting]

    def _drop(self, conn: Connection) -> None:
        self._stop_waiting(conn)
        conn.close()

    def _stop_waiting(self, conn: Connection) -> None:
        with self._lock:
            self._selector.unregister(conn.socket)
            conn.is_waiting = False

    def _close_everything(self) -> None:
        for listener in self._listeners:
            self._selector.unregister(listener)
            listener.close()
        for conn in self._waiting():
            self._drop(conn)
        end = time.monotonic() + _FINISH_SECONDS
        while self._busy() and time.monotonic() < end:
            time.sleep(0.01)
        for conn in self._busy():
            conn.cut()
        self.requests.stop(timeout=_FINISH_SECONDS)
        self._selector.close()
        self._wake_receiver.close()
        self._wake_sender.close()
        # cheroot enters every server into a table of the logging module, which would keep it for ever.
        statistics: dict[str, Any] = getattr(logging, "statistics", {})
        statistics.pop(f"Cheroot HTTPServer {id(self)}", None)

    def _busy(self) -> list[Connection]:
        with self._lock:
            return list(self._all)

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_sender.send(b"\0")

    def _drain_wakes(self) -> None:
        with contextlib.suppress(OSError):
            while self._wake_receiver.recv(1024):
                pass


def _of_one_address(conns: list[Connection]) -> list[Connection]:
    """The connections of the address that has the most."""
    by_address: dict[str, list[Connection]] = {}
    for conn in conns:
        by_address.setdefault(conn.remote_addr, []).append(conn)
    return max(by_address.values(), key=len, default=[])
