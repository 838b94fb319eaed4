"""The API's document: complete, well formed, and true of what is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from api.openapi import document
from api.payloads import ProcessFieldsPayload
from api.routes.documentation import CONTENT_SECURITY_POLICY
from api.routes.processes import FIELDS
from api.rules import Access, rules_of
from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import GpuAvailability, Gpus, Snapshot
from hertzmon_gui.settings.paths import resource
from tests.api.support import World, bearer
from tests.fakes import FakeSource, full_snapshot

BARE = replace(
    full_snapshot(9),
    cpu=replace(full_snapshot().cpu, percent=None, times=None, frequency=None, load_average=None),  # type: ignore[type-var]
    gpus=Gpus(GpuAvailability.NO_LIBRARY),
    sensors=None,
    battery=None,
    own=None,
    probes=(),
)


@pytest.fixture
def full(directory: Path) -> Iterator[World]:
    made = World(directory, FakeSource(full_snapshot()))
    yield made
    made.close()


@pytest.fixture
def contract(full: World) -> dict[str, Any]:
    return document(rules_of(full.app).values())


def assert_described(contract: dict[str, Any], path: str, method: str, response: Any) -> None:
    """The answer's status is documented, and its body is what the document says."""
    described = contract["paths"][path][method]["responses"][str(response.status_code)]
    content = described["content"][response.mimetype]
    if response.mimetype == "application/json":
        schema = {**content["schema"], "components": contract["components"]}
        jsonschema.Draft202012Validator(schema).validate(response.get_json())
    for name, header in described.get("headers", {}).items():
        assert header["$ref"] == f"#/components/headers/{name}"
        assert name in response.headers


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for part in value.values():
            yield from references(part)
    elif isinstance(value, list):
        for part in value:
            yield from references(part)


def test_every_route_is_described_and_every_description_is_a_route(full: World, contract: dict[str, Any]) -> None:
    routes = {  # each answers with and without its final slash
        (rule.rule.rstrip("/"), method.lower())
        for rule in full.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path.rstrip("/"), method) for path, methods in contract["paths"].items() for method in methods}
    assert routes == described


def test_the_document_is_well_formed(contract: dict[str, Any]) -> None:
    operations = [operation for methods in contract["paths"].values() for operation in methods.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert "get_system_cpu" in ids
    for name in set(references(contract)):
        _, _, kind, key = name.split("/")
        assert key in contract["components"][kind]
    for schema in contract["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for operation in operations:
        for response in operation["responses"].values():
            for content in response.get("content", {}).values():
                jsonschema.Draft202012Validator.check_schema(content["schema"])


@pytest.mark.parametrize("snapshot", [full_snapshot(8, processes=0), BARE], ids=["full", "bare"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_are_as_described(full: World, contract: dict[str, Any], snapshot: Snapshot, language: str) -> None:
    full.source.publish(snapshot)
    paths = [path for path in contract["paths"] if "get" in contract["paths"][path] and "stream" not in path]
    for path in paths:
        query = "?metric=cpu.percent" if path.endswith("/history/") else ""
        assert_described(contract, path, "get", full.get(path + query, {"Accept-Language": language}))


def test_chosen_fields_are_as_described(full: World, contract: dict[str, Any]) -> None:
    assert ProcessFieldsPayload.__struct_fields__ == FIELDS
    for query in ("fields=pid,threads", f"fields={','.join(FIELDS)}", "limit=0"):
        path = "/api/system/processes/"
        assert_described(contract, path, "get", full.get(f"{path}?{query}"))


def test_refusals_are_as_described(full: World, contract: dict[str, Any]) -> None:
    metrics_only = bearer(full.service_tokens.create("scraper", ["metrics"], 1))
    for rule in rules_of(full.app).values():
        method = rule.method.lower()
        if rule.access is not Access.PUBLIC:
            answer = full.client.open(rule.path, method=rule.method)
            assert answer.status_code == 401
            assert_described(contract, rule.path, method, answer)
            if rule.path not in ("/metrics", "/api/openapi.json"):
                answer = full.client.open(rule.path, method=rule.method, headers=metrics_only)
                assert answer.status_code == 403
                assert_described(contract, rule.path, method, answer)
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            answer = full.client.open(rule.path, method=rule.method, headers=headers)
            assert answer.status_code in (403, 421)
            assert_described(contract, rule.path, method, answer)
        if rule.body is not None:
            for body in (b"{", b"{}"):
                answer = full.client.post(rule.path, data=body, headers=full.session())
                assert answer.status_code in (400, 422)
                assert_described(contract, rule.path, method, answer)


def test_nothing_sampled_yet_is_as_described(directory: Path, contract: dict[str, Any]) -> None:
    world = World(directory, FakeSource())
    for rule in rules_of(world.app).values():
        if 503 in rule.errors and "history" not in rule.path and "stream" not in rule.path:
            answer = world.get(rule.path)
            assert answer.status_code == 503
            assert_described(contract, rule.path, "get", answer)
    world.close()


def test_a_login_and_its_tokens_are_as_described(full: World, contract: dict[str, Any]) -> None:
    from tests.api.support import ADMIN_PASSWORD

    credentials = {"username": "admin", "password": ADMIN_PASSWORD}
    login = full.client.post("/api/auth/login/", json=credentials)
    assert_described(contract, "/api/auth/login/", "post", login)
    tokens = login.get_json()["data"]
    refreshed = full.client.post("/api/auth/token/refresh/", json={"refresh_token": tokens["refresh_token"]})
    assert refreshed.status_code == 200
    assert_described(contract, "/api/auth/token/refresh/", "post", refreshed)
    logout = full.client.post("/api/auth/logout/", headers=bearer(refreshed.get_json()["data"]["access_token"]))
    assert logout.status_code == 200
    assert_described(contract, "/api/auth/logout/", "post", logout)


def test_the_served_document_is_this_one_and_needs_a_token(full: World, contract: dict[str, Any]) -> None:
    assert full.client.get("/api/openapi.json").status_code == 401
    token = bearer(full.service_tokens.create("reader", ["metrics"], 1))
    answer = full.client.get("/api/openapi.json", headers=token)
    assert answer.get_json() == contract
    again = full.client.get("/api/openapi.json", headers={**token, "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/api/docs/", "/api/docs", "/api/docs/page.js", "/api/docs/page.css"])
def test_the_page_needs_no_token_and_allows_nothing_but_itself(full: World, path: str) -> None:
    answer = full.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_has_no_outside_address_and_no_inline_code() -> None:
    page = resource("api_docs", "index.html").read_text(encoding="utf-8")
    script = resource("api_docs", "page.js").read_text(encoding="utf-8")
    style = resource("api_docs", "page.css").read_text(encoding="utf-8")
    for text in (page, script, style):
        assert not re.search(r"https?:|//[a-z]|@import|url\(", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|javascript:", page)
    # What the server says goes into the page as text, never as markup or code.
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|Storage", script)
    linked = set(re.findall(r'(?:src|href)="(/[^"]+)"', page))
    assert linked == {"/api/docs/page.js", "/api/docs/page.css"}


def test_numbers_are_explained_in_the_catalogues_words(contract: dict[str, Any]) -> None:
    """As in the window's tooltips and the help of the metrics."""
    schemas = contract["components"]["schemas"]
    for name, field, group, metric in (
        ("CpuPayload", "cpu_percent", metrics.CPU, "percent"),
        ("MemoryPayload", "percent", metrics.MEMORY, "percent"),
        ("GpuDevicePayload", "load", metrics.GPU, "load"),
    ):
        assert group.metric(metric).description in schemas[name]["properties"][field]["description"]
    (chosen,) = [
        parameter["schema"]
        for parameter in contract["paths"]["/api/system/history/"]["get"]["parameters"]
        if parameter["name"] == "metric"
    ]
    assert list(chosen["x-enumDescriptions"]) == chosen["enum"]
    for group in metrics.GROUPS:
        for each in group.metrics:
            assert each.description in chosen["x-enumDescriptions"][f"{group.id}.{each.id}"]
