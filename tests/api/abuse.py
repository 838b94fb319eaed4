"""Clients on real sockets that mean it ill: mutilated requests, silence, and a byte now and then.

The tests run a short form; the long one is part of `python -m tests.api.fuzz`.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.api.live import connected, read_response, read_to_end, request_bytes, serving, trusting_context

_SILENT = 30
_HALF_SHAKEN = 6
_DRIPPING = 12


def mutilated(port: int, whole: bytes, cases: int, seed: int = 4) -> Counter[int]:
    """Send a request with some bytes changed, left out or put in; how often each status came, 0 for no answer."""
    random = Random(seed)
    statuses: Counter[int] = Counter()
    for _ in range(cases):
        raw = bytearray(whole)
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(raw))
            raw[place : place + random.randint(0, 12)] = random.randbytes(random.randint(0, 8))
        with connected(port) as client:
            answer = b""
            with contextlib.suppress(ConnectionError):
                client.sendall(raw)
                client.shutdown(socket.SHUT_WR)
                answer = read_to_end(client)
            status = int(answer[9:12]) if answer else 0
            assert status < 500, bytes(raw)
            statuses[status] += 1
    return statuses


@contextlib.contextmanager
def besieged(port: int) -> Iterator[list[socket.socket]]:
    """Clients that are silent before, within and after the TLS handshake; yields those that can go on dripping."""
    with contextlib.ExitStack() as stack:
        for _ in range(_SILENT):
            stack.enter_context(connected(port, source="127.0.0.5"))
        for _ in range(_HALF_SHAKEN):
            client = stack.enter_context(connected(port, source="127.0.0.6"))
            client.sendall(b"\x16\x03\x01\x02\x00\x01\x00")
        drippers: list[socket.socket] = []
        for _ in range(_DRIPPING):
            raw = stack.enter_context(connected(port, source="127.0.0.7"))
            with contextlib.suppress(OSError):  # may be the one that makes room for the next
                wrapped = stack.enter_context(trusting_context().wrap_socket(raw))
                wrapped.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
                drippers.append(wrapped)
        yield drippers


def get_over_tls(port: int, path: str = "/healthz", *lines: str, source: str | None = None) -> int:
    """The status that a well-behaved client gets on a connection of its own."""
    with connected(port, source=source) as raw, trusting_context().wrap_socket(raw) as client:
        client.sendall(request_bytes(path, *lines))
        return read_response(client)[0]


def long_form(directory: Path, cases: int) -> Iterator[str]:
    """The long form: a line of result for each kind of abuse."""
    with serving(directory, api_bind="0.0.0.0") as live, serving(directory / "plain") as plain:
        bearer = f"Authorization: Bearer {plain.token()}"
        whole = request_bytes("/api/system/processes/?limit=3", bearer, "Accept-Encoding: gzip")
        statuses = mutilated(plain.port, whole, cases)
        yield f"mutilated requests: {cases} cases, 0 problems ({_told(statuses)})"
        bearer = f"Authorization: Bearer {live.token()}"
        get_over_tls(live.port, "/api/system/cpu/", bearer)
        times = []
        for _ in range(10):
            with besieged(live.port) as drippers:
                for _ in range(20):
                    for dripper in drippers:
                        with contextlib.suppress(OSError):
                            dripper.sendall(b"x")
                    began = time.perf_counter()
                    assert get_over_tls(live.port, "/api/system/cpu/", bearer) == 200
                    times.append(1000.0 * (time.perf_counter() - began))
        times.sort()
        yield (
            f"TLS siege, {_SILENT + _HALF_SHAKEN} silent and {_DRIPPING} dripping clients: {len(times)} GETs on new "
            f"connections, median {times[len(times) // 2]:.1f} ms, slowest {times[-1]:.1f} ms"
        )


def _told(statuses: Counter[int]) -> str:
    return ", ".join(f"{status or 'closed'}: {count}" for status, count in sorted(statuses.items()))
