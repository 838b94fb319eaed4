"""One real server: what it answers over the wire, and what it refuses."""

from __future__ import annotations

import contextlib

import msgspec
import pytest
import requests

from tests.api.abuse import mutilated
from tests.api.live import (
    Live,
    ask,
    connected,
    read_response,
    read_to_end,
    request_bytes,
)


def test_a_real_client_reads_with_a_token(live: Live, token: str) -> None:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {token}"
        for _ in range(3):  # the connection stays open
            response = session.get(f"http://127.0.0.1:{live.port}/api/system/cpu/", timeout=10)
            assert response.json()["data"]["cpu_count"] == 8


def test_who_asks_the_same_again_is_judged_anew(live: Live) -> None:
    token = live.access.create_service_token("short-lived", ["system"], 1)
    request = request_bytes("/api/system/cpu/", f"Authorization: Bearer {token}")
    with connected(live.port) as client:
        codes = []
        for _ in range(3):
            client.sendall(request)
            codes.append(read_response(client)[0])
        live.access.revoke_service_token("short-lived")
        client.sendall(request)
        codes.append(read_response(client)[0])

        client.sendall(request_bytes("/healthz"))
        codes.append(read_response(client)[0])

    assert codes == [200, 200, 200, 401, 200]


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

    monkeypatch.setattr("api.serving.connections.head", fail)

    assert ask(live, request)[0] == 200
