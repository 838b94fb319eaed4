"""Connections that wait without holding a worker: TLS handshake and request are read as they come, then answered.

cheroot reads on the worker and shakes hands on the accept thread, so that one silent client can hold up all others
(cheroot#748). Here a connection sits in the selector until bytes come, and only a whole request is parsed. The server's
loop answers it where the answer is ready; else a worker takes the step that the bytes allow, and the connection goes
back. Deadlines count the whole header, not each read.
"""

from __future__ import annotations

import contextlib
import io
import re
import socket
import ssl
import time
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cheroot.server import HTTPConnection

from api import texts
from api.serving.wire import Request, head, refusal
from api.texts import Text

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LARGEST_HEADER = 16 * 1024
LARGEST_BODY = 64 * 1024
HEADER_SECONDS = 3.0
BODY_SECONDS = 10.0
IDLE_SECONDS = 20.0
DRAIN_SECONDS = 1.0
# A whole answer must be taken within this time, however slowly; each event of a stream likewise.
WRITE_SECONDS = 10.0
_CHUNK = 16 * 1024
_JOINED_BYTES = 16 * 1024
_DRAINED_CHUNKS = 16  # at a time, then others get their turn
_ONCE = (b"host", b"content-length", b"authorization")
_HEADER_END = b"\r\n\r\n"
_SLASHES = re.compile(rb"\A([A-Z]+ )//+")
_CONTENT_LENGTH = re.compile(rb"[0-9]{1,12}")


class Stage(Enum):
    """What a connection waits for."""

    HEADER = "header"  # from the first byte, or from the accept, to the end of the header
    BODY = "body"
    IDLE = "idle"  # between two requests
    DRAIN = "drain"  # refused: what it still sends is thrown away, so that it gets to read its answer


class ClientTooSlowError(TimeoutError):
    """The client does not take its answer."""


class RefusedError(Exception):
    """The request cannot be parsed; the connection is answered and closed."""

    def __init__(self, status: str, text: Text) -> None:
        super().__init__(status)
        self.status = status
        self.text = text


class Writer:
    """Sends an answer: gathered until it is flushed, within one deadline for all of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._parts: list[bytes] = []
        self.bytes_written = 0

    def write(self, data: bytes) -> int:
        """Add to the answer."""
        self._parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Send what was gathered; ClientTooSlowError when the client does not take it."""
        self._connection.send(*self.taken())

    def taken(self) -> list[bytes]:
        """What was gathered, which is then the caller's to send."""
        parts, self._parts = self._parts, []
        size = sum(map(len, parts))
        self.bytes_written += size
        # A header and a short body leave in one packet; a long body is not copied: each worker's heap would grow by it.
        return [b"".join(parts)] if size <= _JOINED_BYTES else parts


class Connection(HTTPConnection):
    """One client. `communicate` takes the next step that is possible without waiting for the client to speak."""

    RequestHandlerClass = Request

    def __init__(
        self,
        server: Any,  # noqa: ANN401 (cheroot's server, which has no types)
        sock: socket.socket,
        address: tuple[str, int],
        tls: ssl.SSLContext | None,
    ) -> None:
        super().__init__(server, sock, lambda *_: io.BytesIO())
        self.remote_addr = _plain_address(address[0])
        self.remote_port = address[1]
        self.stage = Stage.HEADER
        self.is_waiting = False  # in the selector, not with a worker
        self.began = time.monotonic()
        self.deadline = self.began + HEADER_SECONDS
        self.wants_write = False
        self.ssl_env: dict[str, str] = {}
        self.wfile = Writer(self)
        self._received = bytearray()
        self._unsent: Sequence[bytes | memoryview] = ()  # the end of an answer that the loop could not send at once
        self._continued = False
        self._last_asked = b""
        self._last_environ: WSGIEnvironment | None = None
        self.closed_by_client = False
        self._shaking_hands = tls is not None
        sock.settimeout(0)
        if tls is not None:
            self.socket = tls.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
            self.ssl_env = {"wsgi.url_scheme": "https", "HTTPS": "on"}

    def advance(self) -> bool:
        """Read, and answer what is ready, without ever waiting: whether that was all, and no worker has to go on.

        Nothing is left to do either for a client that has gone: `closed_by_client` says so.
        """
        if self._shaking_hands or self.stage not in (Stage.HEADER, Stage.IDLE):
            return False
        try:
            if not self._receive():
                return not self.wants_write
            return self._answer_at_once()
        except Exception:  # noqa: BLE001 (a worker comes to the same, and deals with it)
            self.wfile.taken()
            return False

    def communicate(self) -> bool:
        """Whether the connection stays open, after reading what there is and answering what is whole."""
        try:
            if self._shaking_hands and not self._shake_hands():
                return True
            unsent, self._unsent = self._unsent, ()
            self.send(*unsent)
            return self._serve()
        except OSError:
            return False  # the client has gone, speaks no TLS, or does not take its answer

    def expire(self) -> None:
        """Tell a client whose time is up so, if that is possible without waiting, and close."""
        if self._received and self.stage in (Stage.HEADER, Stage.BODY):
            with contextlib.suppress(OSError):
                self.socket.send(refusal("408 Request Timeout", 408, texts.REQUEST_TIMEOUT))
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.cut()
        self.socket.close()
        self.server.forget(self)

    def cut(self) -> None:
        """Make whatever a worker does with the socket fail, so that the worker comes back."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)

    def send(self, *parts: bytes | memoryview) -> None:
        """Send all parts within one deadline; ClientTooSlowError otherwise."""
        deadline = time.monotonic() + WRITE_SECONDS
        for part in parts:
            self._send(memoryview(part), deadline)

    def _send(self, view: memoryview, deadline: float) -> None:
        try:
            while view:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise ClientTooSlowError
                # Most answers fit into the socket's buffer, and no waiting is set up for them.
                try:
                    view = view[self.socket.send(view) :]
                except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                    self.socket.settimeout(left)
                    view = view[self.socket.send(view) :]
                    self.socket.settimeout(0)
        except TimeoutError as error:
            raise ClientTooSlowError from error

    def _send_now(self, parts: Sequence[bytes]) -> list[memoryview]:
        """What the socket does not take at once."""
        views = [memoryview(part) for part in parts]
        while views:
            try:
                views[0] = views[0][self.socket.send(views[0]) :]
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                break
            if not views[0]:
                del views[0]
        return views

    def _answer_at_once(self) -> bool:
        end = self._received.find(_HEADER_END)
        if end < 0:
            return len(self._received) <= LARGEST_HEADER
        if end + len(_HEADER_END) != len(self._received) or not self._received.startswith(b"GET /"):
            return False
        environ = self._asked(bytes(self._received))
        answer = None if environ is None else self.server.ready_answer(environ)
        if answer is None:
            return False
        self.wfile.write(head(answer.status, answer.headers, self.server.server_name))
        self.wfile.write(answer.body)
        self._received.clear()
        self._enter(Stage.IDLE, IDLE_SECONDS)
        self._unsent = self._send_now(self.wfile.taken())
        return not self._unsent

    def _asked(self, whole: bytes) -> WSGIEnvironment | None:
        """What a whole GET asks for, None where a worker has to see; who asks the same again was parsed already."""
        if whole != self._last_asked:
            self._last_asked, self._last_environ = whole, None
            if self._body_length(whole[: -len(_HEADER_END)])[0]:
                return None
            request = self._parsed(whole)
            if request.ready and not request.close_connection and request.response_protocol == "HTTP/1.1":
                self._last_environ = self.server.gateway(request).env
            self.wfile.taken()  # a refusal, which a worker writes again
        return None if self._last_environ is None else self._last_environ.copy()

    def _serve(self) -> bool:
        while self.stage is not Stage.DRAIN:
            try:
                whole = self._take_request()
            except RefusedError as refused:
                self.wfile.write(refusal(refused.status, int(refused.status[:3]), refused.text))
                self._begin_to_drain()
                break
            if whole is None:
                if not self._receive():
                    return not self.closed_by_client
                continue
            if not self._answer(whole):
                break
        return self._drain() if self.stage is Stage.DRAIN else False

    def _begin_to_drain(self) -> None:
        self.wfile.flush()
        self._enter(Stage.DRAIN, DRAIN_SECONDS)
        self.socket.shutdown(socket.SHUT_WR)

    def _drain(self) -> bool:
        for _ in range(_DRAINED_CHUNKS):
            if not self._receive():
                return not self.closed_by_client
            self._received.clear()
        return True

    def _receive(self) -> bool:
        """Whether more bytes have come."""
        try:
            data = self.socket.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError):
            self.wants_write = False
            return False
        except ssl.SSLWantWriteError:
            self.wants_write = True
            return False
        if not data:
            self.closed_by_client = True
            return False
        if self.stage is Stage.IDLE:
            self._enter(Stage.HEADER, HEADER_SECONDS)
        self._received += data
        return True

    def _take_request(self) -> bytes | None:
        """The bytes of the next whole request, None while some are missing; RefusedError when it can never be one."""
        while self._received.startswith(b"\r\n"):
            del self._received[:2]
        end = self._received.find(_HEADER_END, 0, LARGEST_HEADER + len(_HEADER_END))
        if end < 0:
            if len(self._received) > LARGEST_HEADER:
                raise RefusedError("431 Request Header Fields Too Large", texts.HEADER_TOO_LARGE)
            return None
        length, expects_continue = self._body_length(bytes(self._received[:end]))
        if length and expects_continue and not self._continued:
            self._continued = True
            self.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        total = end + len(_HEADER_END) + length
        if len(self._received) < total:
            if self.stage is not Stage.BODY:
                self._enter(Stage.BODY, BODY_SECONDS)
            return None
        whole = bytes(self._received[:total])
        del self._received[:total]
        return whole

    def _body_length(self, header: bytes) -> tuple[int, bool]:
        """How long the body is, and whether the client waits to be told that it may send it."""
        fields: dict[bytes, bytes] = {}
        for line in header.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            name = name.lower()
            if name != name.strip() or (name in _ONCE and name in fields):
                raise RefusedError("400 Bad Request", texts.BAD_REQUEST)
            fields[name] = value.strip()
        if b"transfer-encoding" in fields:
            raise RefusedError("411 Length Required", texts.LENGTH_REQUIRED)
        text = fields.get(b"content-length", b"0")
        if not _CONTENT_LENGTH.fullmatch(text):
            raise RefusedError("400 Bad Request", texts.BAD_REQUEST)
        if int(text) > LARGEST_BODY:
            raise RefusedError("413 Content Too Large", texts.BODY_TOO_LARGE)
        return int(text), fields.get(b"expect", b"").lower() == b"100-continue"

    def _answer(self, whole: bytes) -> bool:
        """Whether the connection stays open after the answer."""
        self._continued = False
        request = self._parsed(whole)
        if not request.ready:
            self._begin_to_drain()
            return False
        request.respond()
        self.wfile.flush()
        self._enter(Stage.IDLE, IDLE_SECONDS)
        return not request.close_connection

    def _parsed(self, whole: bytes) -> Request:
        # The address that is shown ends with a slash, and people write another one after it; cheroot would take what
        # follows two slashes for a host.
        self.rfile = io.BytesIO(_SLASHES.sub(rb"\1/", whole, count=1))
        request = Request(self.server, self)
        request.parse_request()
        return request

    def _shake_hands(self) -> bool:
        """Whether the TLS handshake is done."""
        try:
            self.socket.do_handshake()
        except ssl.SSLWantReadError:
            self.wants_write = False
            return False
        except ssl.SSLWantWriteError:
            self.wants_write = True
            return False
        except ssl.SSLError as error:
            if error.reason == "HTTP_REQUEST":
                # Below TLS the socket still works: tell the client in the language that it speaks.
                socket.socket.send(self.socket, refusal("400 Bad Request", 400, texts.USE_HTTPS))
            raise
        self._shaking_hands = False
        return True

    def _enter(self, stage: Stage, seconds: float) -> None:
        self.stage = stage
        self.began = time.monotonic()
        self.deadline = self.began + seconds


@lru_cache(maxsize=256)
def _plain_address(address: str) -> str:
    """An IPv4 address as such also where a socket of both families shows it as ::ffff:a.b.c.d."""
    return address.removeprefix("::ffff:").partition("%")[0] if "." in address else address.partition("%")[0]
