"""Every route with every kind of client, generated from the URL map: a new route without a rule fails here."""

from __future__ import annotations

import os
import subprocess

import pytest

from api.accounts.scopes import SCOPES
from api.rules import Access, Rule, rules_of
from tests.api.support import World, bearer

PUBLIC = {
    ("GET", "/healthz"),
    ("POST", "/api/auth/login/"),
    ("POST", "/api/auth/token/refresh/"),
    ("GET", "/api/docs/"),
}
# Whoever shows a token may read the description, which tells nothing about the machine.
ANY_TOKEN = {"/api/openapi.json"}
CLIENTS = ("nobody", "viewer", "admin", *SCOPES)


def answer(world: World, rule: Rule, client: str) -> int:
    if client == "nobody":
        headers = {}
    elif client in ("admin", "viewer"):
        headers = world.session(client)
    else:
        headers = bearer(world.service_tokens.create(f"{client} {rule.path}", [client], 1))
    path = rule.path
    with world.client.open(
        path, method=rule.method, headers=headers, json={} if rule.method == "POST" else None
    ) as got:
        return got.status_code


def expected_to_enter(rule: Rule, client: str) -> bool:
    if rule.access is Access.PUBLIC:
        return True
    if client == "nobody":
        return False
    if rule.access is Access.SESSION:
        return client in ("admin", "viewer")
    if client == "admin":
        return True
    held = {"metrics", "system", "processes"} if client == "viewer" else {client}
    return rule.scopes <= held


def test_every_route_declares_its_rule(world: World) -> None:
    endpoints = {route.endpoint for route in world.app.url_map.iter_rules()}

    assert endpoints == set(rules_of(world.app))


def test_every_guarded_route_names_a_scope_or_a_session(world: World) -> None:
    for rule in rules_of(world.app).values():
        if rule.path not in ANY_TOKEN:
            assert (rule.access is Access.TOKEN) == bool(rule.scopes), rule.path


def test_only_these_routes_are_open_to_anyone(world: World) -> None:
    open_routes = {(rule.method, rule.path) for rule in rules_of(world.app).values() if rule.access is Access.PUBLIC}

    assert {route for route in open_routes if not route[1].startswith("/api/docs/")} <= PUBLIC


def test_nothing_but_auth_takes_another_method_than_get(world: World) -> None:
    for route in world.app.url_map.iter_rules():
        if not route.rule.startswith("/api/auth/"):
            assert (route.methods or set()) <= {"GET", "HEAD"}, route.rule


@pytest.mark.parametrize("client", CLIENTS)
def test_each_route_lets_in_whom_its_rule_names(world: World, client: str) -> None:
    for rule in rules_of(world.app).values():
        if rule.media_type == "text/event-stream":
            continue  # does not end by itself; its own test looks at it
        code = answer(world, rule, client)
        if expected_to_enter(rule, client):
            assert code not in (401, 403), (rule.method, rule.path, code)
        else:
            assert code == (401 if client == "nobody" else 403), (rule.method, rule.path, code)
        assert code < 500 or code == 503, (rule.method, rule.path, code)


@pytest.mark.parametrize(("client", "code"), [("nobody", 401), ("system", 403), ("processes", 403), ("metrics", 403)])
def test_the_stream_is_guarded_like_the_rest(world: World, client: str, code: int) -> None:
    rule = next(rule for rule in rules_of(world.app).values() if rule.media_type == "text/event-stream")

    assert answer(world, rule, client) == code


def test_options_tells_the_methods_to_whoever_shows_a_token(world: World) -> None:
    allowed = world.client.options("/api/system/cpu/", headers=world.session())
    refused = world.client.options("/api/system/cpu/")

    assert (allowed.status_code, allowed.headers["Allow"]) == (200, "GET, HEAD, OPTIONS")
    assert allowed.get_json()["data"] is None
    assert refused.status_code == 401


def test_asking_samples_nothing_and_starts_no_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a request started a process or asked for a sample")

    for module, name in ((subprocess, "Popen"), (os, "system"), (os, "posix_spawn"), (os, "fork"), (os, "execv")):
        monkeypatch.setattr(module, name, refuse, raising=False)
    monkeypatch.setattr(world.source, "refresh_now", refuse)
    monkeypatch.setattr(world.source, "publish", refuse)

    codes = {rule.path: answer(world, rule, "admin") for rule in rules_of(world.app).values()}

    assert not {path for path, code in codes.items() if code == 500}
    latest = world.source.bus.latest
    assert latest is not None
    assert latest.seq == 41
