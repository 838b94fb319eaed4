"""How fast the API answers eight connections, beside Glances' web server; and through clients that mean it ill.

The server runs in its own process with its real collector; the client is one thread with a selector, so that it
measures the server and not itself.
"""

from __future__ import annotations

import contextlib
import re
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from api.accounts.service_tokens import TokenStore
from benchmarks.population import population
from benchmarks.table import Row, compared

_CONNECTIONS = 8
_PROCESSES = 1000
_START_SECONDS = 60.0
_CONTENT_LENGTH = re.compile(rb"\r\nContent-Length: *([0-9]+)", re.IGNORECASE)
_GLANCES_API = 3
_GLANCES_BYTES_A_PROCESS = 300


class Load(Struct, frozen=True):
    """What eight connections got: requests per second, and the slowest percent's time."""

    requests_per_second: float
    p99_ms: float

    @property
    def ms_per_request(self) -> float:
        """The time from one answer to the next."""
        return 1000.0 / self.requests_per_second


def run(quick: bool) -> list[Row]:
    """Measure; Glances' rows are the yardstick where it is installed with its web server."""
    seconds = 2.0 if quick else 8.0
    with population(_PROCESSES):
        with _hertzmon() as (port, token):
            bearer = f"Authorization: Bearer {token}"
            cached = _load(port, "/api/system/cpu/", seconds, bearer)
            etag = _etag(port, "/api/system/system/", bearer)
            conditional = _load(port, "/api/system/cpu/", seconds, bearer, f"If-None-Match: {etag}", follow_etag=True)
            processes = _load(port, "/api/system/processes/?limit=1000", seconds, bearer)
            under_attack = _through_a_siege(port, bearer)
        glances_cpu = glances_processes = None
        with contextlib.suppress(RuntimeError), _glances() as glances_port:
            # Its server takes one client at a time: with eight, connects are lost and each waits a second.
            glances_cpu = _load(glances_port, f"/api/{_GLANCES_API}/cpu", seconds, connections=1)
            glances_processes = _load(glances_port, f"/api/{_GLANCES_API}/processlist", seconds, connections=1)
    return [
        _against("API: cpu, a request", cached, glances_cpu, "Glances cpu", 0.5),
        Row("API: cpu", cached.requests_per_second, "requests/s"),
        Row("API: cpu, p99", cached.p99_ms, "ms"),
        compared(
            "API: cpu, nothing newer, a request",
            conditional.ms_per_request,
            "ms",
            "API cpu",
            cached.ms_per_request,
            target=1.0,
        ),
        _against("API: 1,000 processes, a request", processes, glances_processes, "Glances processlist", 0.125),
        Row("API: 1,000 processes", processes.requests_per_second, "requests/s"),
        Row("API: 1,000 processes, p99", processes.p99_ms, "ms", target=25.0),
        Row("API: a request beside 30 silent and 12 dripping clients", under_attack, "ms", target=100.0),
    ]


def _against(name: str, ours: Load, theirs: Load | None, yardstick: str, target: float) -> Row:
    return compared(
        name, ours.ms_per_request, "ms", yardstick, None if theirs is None else theirs.ms_per_request, target=target
    )


@contextlib.contextmanager
def _hertzmon() -> Iterator[tuple[int, str]]:
    with tempfile.TemporaryDirectory() as directory:
        token = TokenStore(Path(directory) / "service-tokens.json").create("benchmark", ["system", "processes"], 1)
        command = [sys.executable, "-m", "hertzmon_gui", "--headless", "--port", "0", "--data-dir", directory]
        with _running(command, capture=True) as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            if "http://127.0.0.1:" not in line:
                raise RuntimeError(f"HertzMon did not start: {line!r}")
            port = int(line.split("http://127.0.0.1:", 1)[1].split("/", 1)[0])
            _wait_until_answered(port, "/api/system/processes/", f"Authorization: Bearer {token}")
            yield port, token


@contextlib.contextmanager
def _glances() -> Iterator[int]:
    program = shutil.which("glances")
    if program is None:
        raise RuntimeError("Glances is not installed")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [program, "-w", "-B", "127.0.0.1", "-p", str(port), "--disable-check-update", "-t", "1"]
    with _running(command) as process:
        # It answers before it has listed the processes.
        least = _PROCESSES * _GLANCES_BYTES_A_PROCESS
        _wait_until_answered(port, f"/api/{_GLANCES_API}/processlist", process=process, least_bytes=least)
        yield port


@contextlib.contextmanager
def _running(command: Sequence[str], *, capture: bool = False) -> Iterator[subprocess.Popen[str]]:
    output = subprocess.PIPE if capture else subprocess.DEVNULL
    with subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait_until_answered(
    port: int, path: str, *lines: str, process: subprocess.Popen[str] | None = None, least_bytes: int = 0
) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError, ValueError):
            status, head = _ask(port, path, *lines)
            if status == 200 and int(_field(head, b"content-length") or 0) >= least_bytes:
                return
        if process is not None and process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers at port {port}")


def _request(path: str, *lines: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", "")).encode()


def _ask(port: int, path: str, *lines: str) -> tuple[int, bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(_request(path, *lines))
        answer = _Answer()
        while not answer.complete:
            answer.add(client.recv(65536))
        return answer.status, answer.head


def _etag(port: int, path: str, *lines: str) -> str:
    _, head = _ask(port, path, *lines)
    return _field(head, b"etag").decode()


def _field(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n")[1:]:
        field, _, value = line.partition(b":")
        if field.lower() == name:
            return value.strip()
    return b""


class _Answer:
    """One response as it arrives; it looks at no more than it needs, as the server shares the processor with it."""

    def __init__(self) -> None:
        self._data = b""
        self._total: int | None = None
        self.head = b""
        self.status = 0
        self.complete = False
        self.closes = False

    def add(self, data: bytes) -> None:
        if self.head and self._total is not None:
            self._total -= len(data)  # what is still to come
            self.complete = self._total <= 0
        elif not self.head:
            self._data += data
            end = self._data.find(b"\r\n\r\n")
            if end >= 0:
                self._begin(self._data[:end], len(self._data) - end - 4)
        if not data:
            self.complete = self.closes = True

    def _begin(self, head: bytes, arrived: int) -> None:
        self.head = head
        self.status = int(head[9:12])
        self.closes = head.startswith(b"HTTP/1.0") or b"\r\nConnection: close" in head
        length = _CONTENT_LENGTH.search(head)
        if length or self.status == 304:
            self._total = int(length[1] if length else 0) - arrived
            self.complete = self._total <= 0


class _Client:
    """One connection that asks again as soon as it was answered."""

    def __init__(self, port: int, request: bytes) -> None:
        self._port = port
        self.request = request
        self.socket = self._connect()
        self.answer = _Answer()
        self.asked = 0.0

    def ask(self) -> None:
        self.answer = _Answer()
        self.asked = time.perf_counter()
        self.socket.sendall(self.request)

    def reconnect(self) -> None:
        self.socket.close()
        self.socket = self._connect()

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port), timeout=20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def _load(
    port: int, path: str, seconds: float, *lines: str, follow_etag: bool = False, connections: int = _CONNECTIONS
) -> Load:
    """Ask for some seconds on all connections; `follow_etag` asks for what is newer than the last answer."""
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            client = _Client(port, _request(path, *lines))
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.ask()
        began = time.perf_counter()
        while time.perf_counter() - began < seconds:
            for key, _ in selector.select(1.0):
                client = key.data
                client.answer.add(client.socket.recv(262144))
                if not client.answer.complete:
                    continue
                times.append(time.perf_counter() - client.asked)
                if client.answer.status not in (200, 304):
                    raise RuntimeError(f"{path} answered {client.answer.status}")
                if client.answer.closes:
                    selector.unregister(client.socket)
                    client.reconnect()
                    selector.register(client.socket, selectors.EVENT_READ, client)
                if follow_etag and client.answer.status == 200:
                    tag = _field(client.answer.head, b"etag").decode()
                    others = [line for line in lines if not line.startswith("If-None-Match")]
                    client.request = _request(path, *others, f"If-None-Match: {tag}")
                client.ask()
        elapsed = time.perf_counter() - began
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    times.sort()
    return Load(len(times) / elapsed, 1000.0 * times[int(len(times) * 0.99)])


def _through_a_siege(port: int, *lines: str) -> float:
    """The slowest of twenty requests, in milliseconds, beside clients that say nothing or a byte at a time."""
    slowest = 0.0
    with contextlib.ExitStack() as stack:
        for _ in range(30):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        drippers = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(12)]
        for dripper in drippers:
            dripper.sendall(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(20):
            for dripper in drippers:
                with contextlib.suppress(OSError):
                    dripper.sendall(b"x")
            began = time.perf_counter()
            _ask(port, "/api/system/cpu/", *lines)
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.05)
    return 1000.0 * slowest
