"""The shortcut answers what Flask would have answered, and nothing that Flask would have refused."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from api.app import ready_answer
from api.rules import resources_of
from api.shortcut import Shortcut
from tests.api.support import World, bearer, contract_snapshot
from tests.fakes import FakeSource, full_snapshot

ORIGIN = "https://dashboard.example"
PATHS = (
    "/api/system/cpu",
    "/api/system/cpu/",
    "/api/system/sensors",
    "/api/system/connections",
    "/api/system/monitor",
    "/api/system/monitor?wait=0",
    "/api/system/monitor?wait=x",
    "/api/system/processes?limit=2&limit=3",
    "/api/system/processes?limit=-1",
    "/api/system/processes?q=%E2%82%AC",
    "/api/system/history?metric=cpu.percent",
    "/api/system/history",
    "/api/system/nothing",
    "/api/auth/user/info",
    "/healthz",
)
HEADERS: dict[str, dict[str, str]] = {
    "plain": {},
    "gzip": {"Accept-Encoding": "gzip"},
    "English": {"Accept-Language": "en"},
    "a tag that is current": {"If-None-Match": '"boot-7"'},
    "a tag of another": {"If-None-Match": '"other-7", W/"boot-6"'},
    "any tag": {"If-None-Match": "*"},
    "a foreign host": {"Host": "evil.example"},
    "an empty host": {"Host": ""},
    "a foreign page": {"Origin": "https://evil.example"},
    "a configured page": {"Origin": ORIGIN},
    "a cross-site page": {"Sec-Fetch-Site": "cross-site"},
    "no token": {"Authorization": ""},
    "a bad token": bearer("hmt_nobody"),
    "a JWT of nobody": bearer("e30.e30.e30"),
}


@pytest.fixture
def full(directory: Any) -> Any:
    """A machine that has everything, and a page of another origin that may ask."""
    world = World(directory, FakeSource(full_snapshot(processes=40)), origins=(ORIGIN,))
    yield world
    world.close()


def environment(path: str, headers: dict[str, str], method: str = "GET") -> dict[str, Any]:
    path, _, query = path.partition("?")
    sent = Headers({"Host": "localhost", **headers})
    builder = EnvironBuilder(path.removesuffix("/"), method=method, query_string=query, headers=sent)
    return builder.get_environ()


def by_flask(app: Flask, environ: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    body, status, headers = run_wsgi_app(lambda *rest: Flask.wsgi_app(app, *rest), environ)
    return int(status.split()[0]), dict(headers), b"".join(body)


@pytest.mark.parametrize("who", ["admin", "viewer", "a scraper"])
def test_both_ways_answer_the_same(full: World, who: str) -> None:
    scraper = full.service_tokens.create("scraper", ["metrics"], 1)
    token = bearer(scraper) if who == "a scraper" else full.session(who)
    for path, asked in itertools.product(PATHS, HEADERS):
        compare(full, path, {**token, **HEADERS[asked]}, f"{path}, {asked}")


def compare(full: World, path: str, headers: dict[str, str], case: str) -> None:
    shortcut = Shortcut(full.context, full.app)
    status, expected, body = by_flask(full.app, environment(path, headers))
    answer = shortcut.answer(environment(path, headers))
    ready = shortcut.answer(environment(path, headers), only_ready=True)

    if status not in (200, 304) or "Origin" in headers or path.startswith(("/healthz", "/api/auth")):
        assert answer is None, case
        assert ready is None, case
        return
    assert answer is not None, case
    assert (int(answer.status[:3]), answer.body) == (status, body), case
    for name, value in answer.headers:
        assert name == "X-HertzMon-Age-Ms" or expected[name] == value, case
    if "wait" not in path:
        assert ready is not None, case
        assert (ready.status, ready.body) == (answer.status, answer.body), case


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "PUT", "get"])
def test_other_methods_are_left_to_flask(full: World, method: str) -> None:
    environ = {**environment("/api/system/cpu", full.session()), "REQUEST_METHOD": method}

    assert Shortcut(full.context, full.app).answer(environ) is None


def test_a_query_that_is_no_utf8_is_left_to_flask(full: World) -> None:
    environ = environment("/api/system/cpu", full.session())
    environ["QUERY_STRING"] = "\xff"

    assert Shortcut(full.context, full.app).answer(environ) is None
    assert by_flask(full.app, environ)[0] == 400


def test_what_takes_work_is_not_ready(full: World) -> None:
    ready = ready_answer(full.context, full.app)
    headers = full.session()
    packed = {**headers, "Accept-Encoding": "gzip"}
    path = "/api/system/processes?limit=30"

    assert ready(environment(path, headers)) is None
    full.client.get(path, headers=headers)
    assert ready(environment(path, headers)) is not None
    assert ready(environment(path, packed)) is None
    full.client.get(path, headers=packed)
    assert ready(environment(path, packed)) is not None
    full.source.publish(full_snapshot(seq=8))
    assert ready(environment(path, headers)) is None


def test_a_ready_answer_carries_every_header(full: World) -> None:
    headers = full.session()
    response = full.client.get("/api/system/cpu/", headers=headers)
    ready = ready_answer(full.context, full.app)(environment("/api/system/cpu/", headers))

    assert ready is not None
    assert {name for name, _ in ready.headers} == set(response.headers.keys())


def test_a_resource_that_fails_is_answered_by_flask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("api.encode.encode", fail)

    assert world.get("/api/system/cpu/").status_code == 500


def test_whoever_logs_out_is_refused_at_once(world: World) -> None:
    headers = world.session()
    ready = ready_answer(world.context, world.app)
    world.client.get("/api/system/cpu/", headers=headers)
    assert ready(environment("/api/system/cpu", headers)) is not None

    world.client.post("/api/auth/logout/", headers=headers)

    assert ready(environment("/api/system/cpu", headers)) is None
    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 401


def test_the_resources_are_those_of_the_snapshot(world: World) -> None:
    world.source.publish(contract_snapshot(42))

    assert all(path.startswith("/api/system/") for path in resources_of(world.app))
    assert all(rule.method == "GET" and rule.scopes for rule, _ in resources_of(world.app).values())
