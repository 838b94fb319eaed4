"""Real sockets for the tests of the server: clients that behave, and clients that do not."""

from __future__ import annotations

import contextlib
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from api.remote_access import ApiRemoteAccess
from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from tests.api.support import contract_snapshot
from tests.fakes import FakeSource

# How long a test waits for what must come; nothing here measures time.
PATIENCE_SECONDS = 30.0


class Live:
    """The whole API behind its facade, with its own data directory; stopped at the end of its `with`."""

    def __init__(self, directory: Path, source: FakeSource | None = None, **settings: object) -> None:
        self.directory = DataDirectory(directory)
        self.settings = SettingsStore(directory)
        self.settings.change(**{"api_port": 0, **settings})
        self.source = source or FakeSource(contract_snapshot())
        self.access = ApiRemoteAccess(self.source, self.settings, self.directory)
        self.states: list[ApiState] = []
        self._changed = threading.Condition()
        self.access.subscribe(self._on_state)

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *_: object) -> None:
        self.access.stop()

    def _on_state(self, state: ApiState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def wait_for(self, condition: Callable[[ApiState], bool]) -> ApiState:
        """The state once it is as wanted."""
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self.access.state), PATIENCE_SECONDS), self.access.state
        return self.access.state

    def start(self) -> ApiState:
        """Start, and wait until it listens."""
        self.access.start()
        return self.wait_for(lambda state: state.phase is ApiPhase.LISTENING)

    @property
    def port(self) -> int:
        """Where it listens."""
        port = self.access.state.port
        assert port is not None
        return port

    def token(self) -> str:
        """A service token that may do everything."""
        with contextlib.suppress(ValueError):
            self.access.revoke_service_token("test")
        return self.access.create_service_token("test", ["admin"], 1)


@contextlib.contextmanager
def serving(directory: Path, source: FakeSource | None = None, **settings: object) -> Iterator[Live]:
    """The whole API, listening at a free port."""
    with Live(directory, source, **settings) as live:
        live.start()
        yield live


@contextlib.contextmanager
def connected(port: int, host: str = "127.0.0.1", source: str | None = None) -> Iterator[socket.socket]:
    """A TCP connection, from another loopback address where `source` names one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE_SECONDS)
        if source is not None and sys.platform != "darwin":  # which has no 127.0.0.5
            client.bind((source, 0))
        client.connect((host, port))
        yield client


def trusting_context() -> ssl.SSLContext:
    """A client that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def request_bytes(path: str = "/healthz", *lines: str, method: str = "GET", body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines]
    if body:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def read_response(client: socket.socket, buffer: bytearray | None = None) -> tuple[int, dict[str, str], bytes]:
    """One response: status, headers in lower case, body."""
    data = bytearray() if buffer is None else buffer
    while b"\r\n\r\n" not in data:
        chunk = client.recv(65536)
        if not chunk:
            raise ConnectionError(f"closed after {bytes(data)!r}")
        data += chunk
    head, _, rest = bytes(data).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    length = int(headers.get("content-length", "0"))
    body = bytearray(rest)
    while len(body) < length:
        chunk = client.recv(65536)
        if not chunk:
            break
        body += chunk
    if buffer is not None:
        buffer[:] = body[length:]
    return int(lines[0].split()[1]), headers, bytes(body[:length])


def ask(live: Live, raw: bytes) -> tuple[int, dict[str, str], bytes]:
    """The response to these bytes on a connection of their own."""
    with connected(live.port) as client:
        client.sendall(raw)
        return read_response(client)


def closed_by_server(client: socket.socket) -> bool:
    """Whether the server closes this connection, whatever it says before."""
    try:
        while client.recv(65536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def read_to_end(client: socket.socket) -> bytes:
    """Everything until the server closes."""
    data = bytearray()
    with contextlib.suppress(ConnectionError):
        while chunk := client.recv(65536):
            data += chunk
    return bytes(data)
