"""The Host parser against anything a client can send, and pages of other sites."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.hosts import HostPolicy, parse_host
from tests.api.support import World

POLICY = HostPolicy(
    ("Workstation", "box.lan"), ("monitor.example:8443", "*", "[bad"), ("https://dash.example", "*", "null")
)

ports = st.one_of(st.just(""), st.just(":"), st.integers(0, 65535).map(lambda port: f":{port}"))
labels = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)


@given(st.ip_addresses(v=4), ports)
def test_any_ipv4_literal_is_allowed(address: ipaddress.IPv4Address, port: str) -> None:
    assert POLICY.allows_host(f"{address}{port}")


@given(st.ip_addresses(v=6), ports)
def test_any_ipv6_literal_in_brackets_is_allowed(address: ipaddress.IPv6Address, port: str) -> None:
    assert POLICY.allows_host(f"[{address}]{port}")
    assert POLICY.allows_host(f"[{address.exploded}]{port}".upper())


@given(st.lists(labels, min_size=2, max_size=5).map(".".join), ports)
def test_any_name_that_is_not_ours_is_refused(name: str, port: str) -> None:
    host = parse_host(name + port)
    is_known = host is not None and (
        host.is_address or host.name in {"box.lan", "monitor.example", "workstation.local"}
    )

    assert POLICY.allows_host(name + port) == is_known


@given(st.sampled_from(["localhost", "workstation", "workstation.local", "box.lan", "monitor.example"]), labels)
def test_no_name_around_ours_is_ours(name: str, label: str) -> None:
    assert POLICY.allows_host(name)
    assert not POLICY.allows_host(f"{name}.{label}")
    assert not POLICY.allows_host(f"{label}.{name}")
    assert not POLICY.allows_host(f"{name}@{label}.example")


@given(st.text(max_size=300))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    host = parse_host(text)

    POLICY.allows_host(text)
    if host is not None:
        assert host.name == host.name.lower()
        assert host.port is None or 0 <= host.port <= 65535
        again = f"[{host.name}]" if ":" in host.name else host.name
        assert parse_host(again) is not None


@pytest.mark.parametrize(
    "header",
    [
        "localhost", "LOCALHOST", "localhost.", "LocalHost:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000",
        "192.168.1.5:8000", "WORKSTATION:80", "workstation.local.", "monitor.example", "box.lan:1", " localhost ",
        "localhost:",
    ],
)  # fmt: skip
def test_names_of_this_machine(header: str) -> None:
    assert POLICY.allows_host(header)


@pytest.mark.parametrize(
    "header",
    [
        "", " ", ":", ":8000", ".", "..", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
        "127.0.0.1:99999", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:80:80", "127.0.0.256", "127.1", "2130706433",
        "0x7f.1", "::1", "[::1", "::1]", "[::1]x", "[127.0.0.1]", "local host", "localhost,evil",
        "localhost/evil", "localhost#", "user@localhost", "localhost\x00", "lоcalhost", "*", "a" * 300, "-x",
        "localhost..",
    ],
)  # fmt: skip
def test_what_is_not_this_machine(header: str) -> None:
    assert not POLICY.allows_host(header)


@pytest.mark.parametrize(
    ("origin", "site", "allowed"),
    [
        (None, None, True),
        (None, "none", True),
        (None, "same-origin", True),
        (None, "cross-site", False),
        (None, " Cross-Site ", False),
        ("http://localhost:8000", "same-origin", True),
        ("HTTP://LOCALHOST:8000", None, True),
        ("http://localhost", None, False),
        ("https://localhost:8000", None, False),
        ("http://127.0.0.1:8000", None, False),
        ("http://localhost:8000.evil.example", None, False),
        ("http://evil.example", None, False),
        ("null", None, False),
        ("", None, False),
        ("localhost:8000", None, False),
        ("*", None, False),
        ("https://dash.example", "cross-site", True),
        ("https://dash.example:444", "cross-site", False),
        ("http://dash.example", None, False),
    ],
)
def test_pages_of_other_sites(origin: str | None, site: str | None, allowed: bool) -> None:
    assert POLICY.allows_request("localhost:8000", "http", origin, site) is allowed


def test_a_default_port_may_be_left_out() -> None:
    assert POLICY.allows_request("localhost", "http", "http://localhost:80", None)
    assert POLICY.allows_request("localhost:443", "https", "https://localhost", None)


@pytest.fixture
def shared(directory: Path) -> Iterator[World]:
    world = World(directory, origins=("https://dash.example",))
    yield world
    world.close()


@pytest.mark.parametrize("path", ["/healthz", "/nothing", "/api/system/cpu/", "/api/auth/login/"])
def test_a_foreign_page_is_403_on_every_path(shared: World, path: str) -> None:
    for headers in ({"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = shared.client.get(path, headers={**shared.session(), **headers})
        assert response.status_code == 403
        assert response.text == '{"success":false,"code":403,"message":"禁止访问"}'
        assert "Access-Control-Allow-Origin" not in response.headers


def test_a_foreign_host_is_421_before_anything_else(shared: World) -> None:
    response = shared.client.get("/api/system/cpu/", headers={"Host": "evil.example"})

    assert response.status_code == 421
    assert response.get_json()["success"] is False


def test_a_configured_origin_gets_exactly_its_own_headers(shared: World) -> None:
    dash = {"Origin": "https://dash.example", "Sec-Fetch-Site": "cross-site"}

    preflight = shared.client.options("/api/system/cpu/", headers={**dash, "Access-Control-Request-Method": "GET"})
    answer = shared.get("/api/system/cpu/", dash)
    plain = shared.get("/api/system/cpu/")

    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for response in (preflight, answer):
        assert response.headers["Access-Control-Allow-Origin"] == "https://dash.example"
        assert "Origin" in response.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in response.headers
    assert not [name for name in plain.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_without_configured_origins_there_are_no_cors_headers(world: World) -> None:
    response = world.get("/api/system/cpu/", {"Origin": "http://localhost"})

    assert response.status_code == 200
    assert not [name for name in response.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118
