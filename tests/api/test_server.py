"""One real server: what it answers over the wire, and whom it does not let hold it up."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
import requests

from api.context import MOST_STREAMS
from api.wsgi_server import MOST_CONNECTIONS, MOST_HEADERS_PER_ADDRESS
from hertzmon_gui.model.snapshot import Processes
from tests.api.abuse import mutilated
from tests.api.live import Live, connected, read_response, read_to_end, request_bytes, trusting_context
from tests.api.support import contract_snapshot, process, without


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    made = Live(tmp_path_factory.mktemp("live"))
    made.start()
    yield made
    made.access.stop()


@pytest.fixture(scope="module")
def token(live: Live) -> str:
    return live.token()


def ask(live: Live, raw: bytes) -> tuple[int, dict[str, str], bytes]:
    with connected(live.port) as client:
        client.sendall(raw)
        return read_response(client)


def test_a_real_client_reads_with_a_token(live: Live, token: str) -> None:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        for _ in range(3):  # the connection stays open
            response = session.get(f"http://127.0.0.1:{live.port}/api/system/cpu/", timeout=10)
            assert response.json()["data"]["cpu_count"] == 8


def test_loopback_is_served_on_both_families(live: Live) -> None:
    urls = live.access.state.urls

    assert urls[0] == f"http://127.0.0.1:{live.port}/"
    for url in urls:
        assert requests.get(f"{url}healthz", timeout=10).text == "ok\n"


def test_the_server_does_not_tell_its_version(live: Live) -> None:
    _, headers, _ = ask(live, request_bytes())

    assert headers["server"] == "HertzMon"


def test_a_header_in_pieces_is_read(live: Live) -> None:
    with connected(live.port) as client:
        for piece in (b"GET /hea", b"lthz HTTP/1.1\r\nHo", b"st: localhost\r\n", b"\r", b"\n"):
            client.sendall(piece)
        assert read_response(client)[0] == 200


def test_requests_that_arrive_together_are_answered_in_order(live: Live) -> None:
    with connected(live.port) as client:
        client.sendall(request_bytes() + request_bytes("/nothing") + request_bytes())
        buffer = bytearray()
        assert [read_response(client, buffer)[0] for _ in range(3)] == [200, 404, 200]


def test_a_body_in_pieces_is_read_after_100_continue(live: Live) -> None:
    with connected(live.port) as client:
        head = request_bytes("/api/auth/login", "Content-Length: 2", "Expect: 100-continue", method="POST")
        client.sendall(head)
        assert client.recv(1024) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"{")
        client.sendall(b"}")
        assert read_response(client)[0] == 422


def test_slashes_at_the_beginning_count_as_one(live: Live) -> None:
    assert ask(live, request_bytes("//healthz"))[0] == 200
    assert ask(live, request_bytes("///healthz"))[0] == 200
    assert ask(live, request_bytes("/x//healthz"))[0] == 404


def test_no_mutilated_request_is_a_500_nor_harms_the_next(live: Live, token: str) -> None:
    whole = request_bytes("/api/system/processes/?limit=3", f"Authorization: Bearer {token}", "Accept-Encoding: gzip")

    assert mutilated(live.port, whole, 300)[400] > 0
    assert ask(live, whole)[0] == 200


def test_connection_close_is_honoured(live: Live) -> None:
    with connected(live.port) as client:
        client.sendall(request_bytes("/healthz", "Connection: close"))
        assert read_to_end(client).endswith(b"ok\n")


def test_http_1_0_is_answered_and_closed(live: Live) -> None:
    with connected(live.port) as client:
        client.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
        assert read_to_end(client).endswith(b"ok\n")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (request_bytes("/healthz", "X: " + "x" * 20000), 431),
        (b"GET /" + b"x" * 20000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 431),
        (request_bytes("/api/auth/login", "Content-Length: 65537", method="POST"), 413),
        (request_bytes("/api/auth/login", "Content-Length: 999999999999999999999", method="POST"), 400),
        (request_bytes("/api/auth/login", "Content-Length: -1", method="POST"), 400),
        (request_bytes("/api/auth/login", "Content-Length: 2", "Content-Length: 3", method="POST"), 400),
        (request_bytes("/api/auth/login", "Transfer-Encoding: chunked", method="POST"), 411),
        (request_bytes("/healthz", "Host: evil.example"), 400),
        (request_bytes("/healthz", "Authorization: a", "authorization: b"), 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET /healthz\r\n\r\n", 400),
        (b"get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost localhost\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    ],
)
def test_what_cannot_be_a_request_is_refused_in_the_envelope(live: Live, raw: bytes, code: int) -> None:
    with connected(live.port) as client:
        with contextlib.suppress(ConnectionError):
            client.sendall(raw)
        status, headers, body = read_response(client)

        assert status == code
        answer = msgspec.json.decode(body)
        assert list(answer) == ["success", "code", "message"]
        assert answer["code"] == code
        assert headers["content-type"] == "application/json; charset=utf-8"
        assert headers["connection"] == "close"
        assert read_to_end(client) == b""


def test_a_header_with_underscores_is_not_taken_for_another(live: Live, token: str) -> None:
    code, _, _ = ask(live, request_bytes("/api/system/cpu", f"Authorization_: Bearer {token}"))
    assert code == 401
    code, _, _ = ask(live, request_bytes("/healthz", "Sec_Fetch_Site: cross-site"))
    assert code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "a b", "[::1"]
)
@pytest.mark.parametrize("path", ["/healthz", "/api/system/cpu", "/nothing", "/api/auth/login"])
def test_a_foreign_host_is_421_on_every_path(live: Live, host: str, path: str) -> None:
    with connected(live.port) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        assert read_response(client)[0] == 421


def test_no_host_is_421(live: Live) -> None:
    assert ask(live, b"GET /healthz HTTP/1.1\r\n\r\n")[0] == 421


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
    live = Live(tmp_path, api_bind="0.0.0.0" if encrypted else "127.0.0.1")
    live.start()
    try:
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
    finally:
        live.access.stop()


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


def test_a_get_with_a_body_or_another_request_behind_it_is_read_to_its_end(live: Live, token: str) -> None:
    plain = request_bytes("/api/system/cpu", f"Authorization: Bearer {token}")
    with_body = request_bytes("/api/system/cpu", f"Authorization: Bearer {token}", body=b"GET /evil HTTP/1.1\r\n\r\n")
    expecting = request_bytes("/api/system/cpu", f"Authorization: Bearer {token}", "Expect: 100-continue", body=b"12")
    with connected(live.port) as client:
        client.sendall(plain)
        buffer = bytearray()
        assert read_response(client, buffer)[0] == 200
        client.sendall(with_body + plain + b"\r\n" + plain)
        assert [read_response(client, buffer)[0] for _ in range(3)] == [200] * 3
        client.sendall(expecting)
        assert [read_response(client, buffer)[0] for _ in range(2)] == [100, 200]
        client.sendall(plain)
        assert read_response(client, buffer)[0] == 200
        assert not buffer


def test_a_failure_on_the_loop_costs_one_connection_at_most(
    live: Live, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = request_bytes("/api/system/cpu", f"Authorization: Bearer {token}")
    assert ask(live, request)[0] == 200

    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("api.connections.head", fail)

    assert ask(live, request)[0] == 200


def events(client: socket.socket) -> Iterator[dict[str, str]]:
    """The events of a stream, without the chunks that carry them."""
    buffer = b""
    while True:
        while b"\n\n" not in buffer:
            data = client.recv(65536)
            if not data:
                return
            buffer += data
        event, _, buffer = buffer.partition(b"\n\n")
        lines = [line for line in event.decode().split("\n") if ": " in line]
        yield dict(line.split(": ", 1) for line in lines)


def test_a_stream_sends_each_snapshot_as_an_event(live: Live, token: str) -> None:
    with connected(live.port) as client:
        client.sendall(request_bytes("/api/system/stream", f"Authorization: Bearer {token}"))
        stream = (event for event in events(client) if "data" in event)
        first = next(stream)
        live.source.publish(contract_snapshot(1000))
        second = next(stream)
        live.source.publish(contract_snapshot(1002))
        third = next(stream)

    assert first["event"] == "monitor"
    assert (second["id"], third["id"]) == ("1000", "1002")
    assert list(msgspec.json.decode(second["data"])) == [
        "system", "cpu", "memory", "disks", "network", "processes", "gpus"
    ]  # fmt: skip


def test_a_stream_ends_when_its_token_is_revoked(live: Live) -> None:
    token = live.access.create_service_token("short-lived", ["system", "processes"], 1)
    with connected(live.port) as client:
        client.sendall(request_bytes("/api/system/stream", f"Authorization: Bearer {token}"))
        next(event for event in events(client) if "data" in event)
        live.access.revoke_service_token("short-lived")
        latest = live.source.bus.latest
        assert latest is not None
        live.source.publish(msgspec.structs.replace(latest, seq=latest.seq + 1))

        rest = bytearray()
        while b"0\r\n\r\n" not in rest:  # the last, empty chunk
            rest += client.recv(65536)
        assert b"event:" not in rest


def test_streams_are_fewer_than_workers(live: Live, token: str) -> None:
    raw = request_bytes("/api/system/stream", f"Authorization: Bearer {token}")
    with contextlib.ExitStack() as stack:
        codes = []
        for _ in range(MOST_STREAMS + 4):
            client = stack.enter_context(connected(live.port))
            client.sendall(raw)
            codes.append(read_response(client)[0])

        # Earlier tests' streams may still hold a place until their next event.
        assert codes[0] == 200
        assert codes[MOST_STREAMS:] == [503] * 4
        assert ask(live, request_bytes())[0] == 200


def test_a_head_of_the_stream_takes_no_place(live: Live, token: str) -> None:
    raw = request_bytes("/api/system/stream", f"Authorization: Bearer {token}", method="HEAD")
    for _ in range(20):
        with connected(live.port) as client:
            client.sendall(raw)
            assert read_response(client)[0] == 200


def test_a_long_poll_answers_as_soon_as_there_is_something_newer(tmp_path: Path) -> None:
    live = Live(tmp_path)  # in which no stream of another test still has a place
    live.start()
    try:
        latest = live.source.bus.latest
        assert latest is not None
        query = f"wait=9&after={latest.seq}"
        with connected(live.port) as client:
            client.sendall(request_bytes(f"/api/system/monitor?{query}", f"Authorization: Bearer {live.token()}"))
            # Published again and again: whether the request waits already cannot be seen from here.
            published = latest.seq
            client.settimeout(0.05)
            data = bytearray()
            while not data:
                published += 1
                live.source.publish(msgspec.structs.replace(latest, seq=published))
                with contextlib.suppress(TimeoutError):
                    data += client.recv(65536)
            client.settimeout(10)
            code, headers, _ = read_response(client, data)
    finally:
        live.access.stop()

    assert code == 200
    assert int(headers["x-hertzmon-seq"]) > latest.seq


def test_stopping_ends_streams_and_idle_connections(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    live = Live(tmp_path)
    live.start()
    token = live.token()
    started = set(threading.enumerate()) - before
    assert all(thread.name.startswith("hm-api") for thread in started)
    with contextlib.ExitStack() as stack:
        idle = stack.enter_context(connected(live.port))
        idle.sendall(request_bytes())
        read_response(idle)
        dripping = stack.enter_context(connected(live.port))
        dripping.sendall(b"GET /")
        streaming = stack.enter_context(connected(live.port))
        streaming.sendall(request_bytes("/api/system/stream", f"Authorization: Bearer {token}"))
        next(event for event in events(streaming) if "data" in event)
        waiting = stack.enter_context(connected(live.port))
        waiting.sendall(request_bytes("/api/system/monitor?wait=9&after=999999", f"Authorization: Bearer {token}"))

        port = live.port
        live.access.stop()

        assert set(threading.enumerate()) <= before
        for client in (idle, dripping, streaming, waiting):
            assert closed_by_server(client)
        with pytest.raises(ConnectionRefusedError), connected(port):
            pass
