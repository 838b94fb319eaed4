"""Streams and long polls, and how they end."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from api.context import MOST_STREAMS
from tests.api.live import (
    Live,
    ask,
    closed_by_server,
    connected,
    read_response,
    request_bytes,
    serving,
)
from tests.api.support import World, contract_snapshot


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
    with serving(tmp_path) as live:  # in which no stream of another test still has a place
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

    assert code == 200
    assert int(headers["x-hertzmon-seq"]) > latest.seq


def test_stopping_ends_streams_and_idle_connections(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with serving(tmp_path) as live, contextlib.ExitStack() as stack:
        token = live.token()
        started = set(threading.enumerate()) - before
        assert all(thread.name.startswith("hm-api") for thread in started)
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


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("wait=-1", "wait"),
        ("wait=60", "wait"),
        ("wait=x", "wait"),
        ("wait=1&after=-2", "after"),
        ("wait=1&after=x", "after"),
    ],
)
def test_a_bad_long_poll_is_422(world: World, query: str, field: str) -> None:
    response = world.get(f"/api/system/monitor/?{query}")

    assert response.status_code == 422
    assert list(response.get_json()["errors"]) == [field]


def test_a_long_poll_that_has_something_newer_does_not_wait(world: World) -> None:
    assert world.get("/api/system/monitor/?wait=9&after=40").headers["X-HertzMon-Seq"] == "41"
    assert world.get("/api/system/monitor/?wait=0").status_code == 200
    assert world.get("/api/system/monitor/?wait=0.01&after=41").headers["X-HertzMon-Seq"] == "41"
