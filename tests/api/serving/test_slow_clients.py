"""Clients that are slow, silent or too many: none of them holds up another."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path

import pytest

from api.serving.connections import Connection
from api.serving.wsgi_server import MOST_CONNECTIONS, MOST_HEADERS_PER_ADDRESS
from hertzmon_gui.model.snapshot import Processes
from tests.api.live import (
    Live,
    ask,
    closed_by_server,
    connected,
    read_response,
    request_bytes,
    serving,
    trusting_context,
)
from tests.api.support import contract_snapshot, process, without


def test_a_client_that_drips_its_header_is_cut_off_at_the_deadline(live: Live) -> None:
    done = threading.Event()
    with connected(live.port) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\n")

        def drip() -> None:
            with contextlib.suppress(OSError):
                while not done.wait(0.1):
                    client.sendall(b"X")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert closed_by_server(client)
        finally:
            done.set()
            thread.join()


def test_a_silent_client_is_closed(live: Live) -> None:
    with connected(live.port) as client:
        assert closed_by_server(client)


def test_an_address_with_many_slow_headers_loses_all_but_a_few(live: Live) -> None:
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connected(live.port, source="127.0.0.9")) for _ in range(12)]
        for client in slow:
            client.sendall(b"GET / HTTP/1.1\r\n")
        # The oldest go first, long before the newest reach their deadline.
        for client in slow[:-MOST_HEADERS_PER_ADDRESS]:
            assert closed_by_server(client)
        last = slow[-1]
        last.sendall(b"Host: localhost\r\n\r\n")
        assert read_response(last)[0] == 404


def test_more_connections_than_fit_do_not_keep_a_client_out(live: Live) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(MOST_CONNECTIONS + 20):
            stack.enter_context(connected(live.port, source=f"127.0.1.{number % 8 + 1}"))

        assert ask(live, request_bytes())[0] == 200


def test_idle_connections_make_room(live: Live) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(MOST_CONNECTIONS + 5):
            client = stack.enter_context(connected(live.port, source=f"127.0.2.{number % 8 + 1}"))
            client.sendall(request_bytes())
            assert read_response(client)[0] == 200


def test_idle_connections_make_room_for_two_that_come_at_once(live: Live) -> None:
    with contextlib.ExitStack() as stack:
        for number in range(MOST_CONNECTIONS):
            client = stack.enter_context(connected(live.port, source=f"127.0.2.{number % 8 + 1}"))
            client.sendall(request_bytes())
            assert read_response(client)[0] == 200
        fresh = [stack.enter_context(connected(live.port, source=f"127.0.3.{number}")) for number in (1, 2, 3)]
        for client in fresh:
            client.sendall(request_bytes())
        assert [read_response(client)[0] for client in fresh] == [200, 200, 200]


def test_a_client_that_goes_takes_no_workers_turn(live: Live, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While those who have gone wait for a worker, they keep their places, and who comes next finds none."""
    request = request_bytes("/api/system/cpu", f"Authorization: Bearer {token}")
    assert ask(live, request)[0] == 200
    worked: list[Connection] = []
    really = Connection.communicate

    def noted(connection: Connection) -> bool:
        worked.append(connection)
        return really(connection)

    monkeypatch.setattr(Connection, "communicate", noted)
    for _ in range(20):
        assert ask(live, request)[0] == 200

    assert worked == []


def test_a_client_that_does_not_read_holds_up_nobody(live: Live, token: str) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(6):
            client = stack.enter_context(connected(live.port))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(request_bytes("/api/system/monitor", f"Authorization: Bearer {token}") * 200)

        assert ask(live, request_bytes())[0] == 200


def big_snapshot(live: Live) -> None:
    """Processes whose list fits into no socket's buffer."""
    rows = tuple(process(pid, "x" * 200, 1.0, 1.0, arguments=("y" * 2000,)) for pid in range(1, 4000))
    latest = live.source.bus.latest
    assert latest is not None
    live.source.publish(without(contract_snapshot(latest.seq + 1), processes=Processes(rows, None, 0)))


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_long_answer_that_is_ready_reaches_a_slow_reader_whole(tmp_path: Path, encrypted: bool) -> None:
    with serving(tmp_path, api_bind="0.0.0.0" if encrypted else "127.0.0.1") as live:
        big_snapshot(live)
        request = request_bytes("/api/system/processes?limit=9000", f"Authorization: Bearer {live.token()}")
        with connected(live.port) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            with trusting_context().wrap_socket(client) if encrypted else contextlib.nullcontext(client) as slow:
                bodies = []
                for _ in range(3):  # the first is made by a worker, the others lie ready
                    slow.sendall(request)
                    assert ask_securely(live, encrypted)[0] == 200
                    code, _, body = read_response(slow)
                    assert code == 200
                    bodies.append(body)
        assert len(bodies[0]) > 8_000_000
        assert bodies == [bodies[0]] * 3


def ask_securely(live: Live, encrypted: bool) -> tuple[int, dict[str, str], bytes]:
    with connected(live.port) as client:
        if not encrypted:
            client.sendall(request_bytes())
            return read_response(client)
        with trusting_context().wrap_socket(client) as secure:
            secure.sendall(request_bytes())
            return read_response(secure)


def test_a_client_that_goes_amid_a_ready_answer_harms_nobody(live: Live, token: str) -> None:
    big_snapshot(live)
    request = request_bytes("/api/system/processes?limit=9000", f"Authorization: Bearer {token}")
    with connected(live.port) as client:
        client.sendall(request)
        assert read_response(client)[0] == 200
    for _ in range(10):
        with connected(live.port) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(request)
            client.recv(100)

    assert ask(live, request_bytes())[0] == 200
