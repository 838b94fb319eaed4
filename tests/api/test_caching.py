"""ETag, gzip and age of an answer, and how often it is made."""

from __future__ import annotations

import gzip
import time

import pytest

from api import encode
from tests.api.support import World, contract_snapshot, without

RESOURCES = (
    "system",
    "cpu",
    "memory",
    "disks",
    "network",
    "processes",
    "gpu",
    "monitor",
    "status",
    "sensors",
    "battery",
)


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_etag_is_the_boot_and_the_sequence_number(world: World, resource: str) -> None:
    first = world.get(f"/api/system/{resource}/")
    again = world.get(f"/api/system/{resource}/", {"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"] == '"boot-41"'
    assert first.headers["X-HertzMon-Seq"] == "41"
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == '"boot-41"'
    world.source.publish(contract_snapshot(42))
    assert world.get(f"/api/system/{resource}/", {"If-None-Match": '"boot-41"'}).status_code == 200


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ('"other", W/"boot-41"', 304),
        ("*", 304),
        ('"boot-40"', 200),
        ('"boot-41-gzip"', 200),
        ('"boot-41-en"', 200),
        ("boot-41", 200),
        ("", 200),
    ],
)
def test_if_none_match(world: World, header: str, code: int) -> None:
    assert world.get("/api/system/cpu/", {"If-None-Match": header}).status_code == code


def test_a_conditional_request_still_needs_a_token(world: World) -> None:
    assert world.client.get("/api/system/cpu/", headers={"If-None-Match": "*"}).status_code == 401


def test_each_form_of_an_answer_has_its_own_etag(world: World) -> None:
    forms = [
        world.get("/api/system/monitor/", headers)
        for headers in ({}, {"Accept-Language": "en"}, {"Accept-Encoding": "gzip"})
    ]

    assert len({response.headers["ETag"] for response in forms}) == 3
    for response in forms:
        assert {"Accept-Language", "Accept-Encoding"} <= {part.strip() for part in response.headers["Vary"].split(",")}
    assert (
        world.get(
            "/api/system/monitor/", {"Accept-Encoding": "gzip", "If-None-Match": forms[2].headers["ETag"]}
        ).status_code
        == 304
    )


def test_gzip_begins_at_a_kilobyte(world: World) -> None:
    plain = world.get("/api/system/monitor/")
    packed = world.get("/api/system/monitor/", {"Accept-Encoding": "deflate, gzip;q=0.5"})
    small = world.get("/api/system/memory/", {"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in small.headers
    for refusing in ("gzip;q=0", "gzip; q=0.0", "identity", "br"):
        assert "Content-Encoding" not in world.get("/api/system/monitor/", {"Accept-Encoding": refusing}).headers


def test_a_resource_is_encoded_once_for_each_snapshot(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[object] = []
    original = encode.encode

    def counting(payload: object) -> bytes:
        encoded.append(payload)
        return original(payload)

    monkeypatch.setattr(encode, "encode", counting)
    for _ in range(3):
        world.get("/api/system/cpu/")
    assert len(encoded) == 1
    world.source.publish(contract_snapshot(42))
    for _ in range(3):
        world.get("/api/system/cpu/")
    assert len(encoded) == 2


def test_many_forms_of_one_resource_do_not_fill_the_memory(world: World) -> None:
    headers = world.session()
    for limit in range(200):
        assert world.client.get(f"/api/system/processes/?limit={limit}", headers=headers).status_code == 200

    assert len(world.context.bodies._current[1]) <= 64


def test_the_age_is_that_of_the_snapshot(world: World) -> None:
    world.source.publish(without(contract_snapshot(42), monotonic_time=time.monotonic() - 5))

    age = int(world.get("/api/system/cpu/").headers["X-HertzMon-Age-Ms"])

    assert 5000 <= age < 60_000
