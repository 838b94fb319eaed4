"""Requests that nobody would send, by the thousand: no answer is a 5xx, and every one is as the document says.

`python -m tests.api.fuzz --cases 12000` runs the long form, and that of the abuse on real sockets; the tests run short
ones.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.accounts.throttle import LoginThrottle
from api.app import create_app
from api.feed import Feed
from api.openapi import document
from api.rules import Rule, rules_of
from hertzmon_gui.model.snapshot import Snapshot
from tests.api import abuse
from tests.api.support import World
from tests.fakes import FakeSource, full_snapshot

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# An answer without an end is tested by itself.
_ENDLESS = "/api/system/stream/"
_MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)

_HEADER_TEXT = st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), max_size=80)
_SAMPLES = {
    "Host": ["localhost", "[::1]", "[::1", "localhost:99999", "evil.example", ""],
    "Origin": ["null", "http://localhost", "https://evil.example", "http://[", ""],
    "Sec-Fetch-Site": ["cross-site", "none"],
    "Accept": ["application/openmetrics-text;version=1.0.0;q=0.5", "*/*;q=", "text/html"],
    "Accept-Language": ["en", "zh-CN,en;q=0.5", "en;q=x", "*"],
    "Accept-Encoding": ["gzip", "gzip;q=0", "br, *", "gzip;q=é"],
    "If-None-Match": ["*", 'W/"x"', '"', "x"],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "x"],
    "Range": ["bytes=0-0", "bytes=-1", "x=1-"],
    "Authorization": ["Bearer", "Bearer x", "Basic eDp4", "Bearer a.b.c", "bearer hmt_x"],
    "Content-Type": ["application/json", "text/plain; charset=utf-16", "multipart/form-data", "x"],
    "Content-Length": ["0", "5", "-1", "x", "99999999999"],
    "Transfer-Encoding": ["chunked", "gzip"],
    "X-Forwarded-For": ["127.0.0.1", "x"],
    "X-HTTP-Method-Override": ["DELETE"],
}
# Three at most, so that one refusal does not hide what the others would have done.
_HEADERS = st.lists(st.sampled_from(sorted(_SAMPLES)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _HEADER_TEXT | st.sampled_from(_SAMPLES[name]) for name in names})
)
_METHODS = st.sampled_from(["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
_NAMES = [
    "limit",
    "offset",
    "sort_by",
    "order",
    "q",
    "user",
    "fields",
    "wait",
    "after",
    "metric",
    "instance",
    "since",
    "step",
]
_VALUES = st.sampled_from(
    ["", "0", "-1", "%ff", "%00", "%ED%A0%80", "1e999", "nan", "9" * 400, "cpu.percent", "%E2%82%AC", "+1"]
)
_QUERIES = st.text(st.characters(codec="latin-1"), max_size=60) | st.lists(
    st.tuples(st.sampled_from(_NAMES), _VALUES | st.text(st.characters(codec="ascii"), max_size=20)), max_size=5
).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
_BODIES = st.binary(max_size=200) | st.sampled_from(
    [b"", b"{", b"[]", b"null", b'{"username":1,"password":[]}', b'{"a":' * 2000, b"\xff\xfe", b'"\\ud800"', b"1e999"]
)


class Outcome(Struct):
    """How a run went: cases by status, and what was wrong with some."""

    cases: int
    statuses: Counter[int]
    problems: list[str]


class _QuickFeed(Feed):
    """A feed in which nobody waits."""

    def wait_newer(self, seq: int, timeout_seconds: float) -> Snapshot | None:
        return super().wait_newer(seq, min(timeout_seconds, 0.001))


class _PatientThrottle(LoginThrottle):
    """Never tells anyone to wait, so that each login is really tried."""

    def retry_after(self, _address: str, _username: str) -> int | None:
        return None


@contextmanager
def target() -> Iterator[World]:
    """An application over a machine that has everything."""
    with tempfile.TemporaryDirectory(prefix="hertzmon-fuzz-") as directory:
        source = FakeSource(full_snapshot(processes=40))
        world = World(Path(directory), source, throttle=_PatientThrottle())
        world.users.ensure_admin()
        world.context = replace(world.context, feed=_QuickFeed(source.bus))
        world.app = create_app(world.context)
        yield world
        world.close()


def by_document(world: World, cases: int, start: int = 1) -> Outcome:
    """`cases` requests made from the document, good ones and bad ones in turn, and each answer held against it."""
    outcome = Outcome(0, Counter(), [])
    load_all_checks()
    contract = schemathesis.openapi.from_dict(document(rules_of(world.app).values()), config=SchemathesisConfig())
    contract.app = world.app
    operations = [found.ok() for found in contract.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == len(rules_of(world.app))
    operations = [operation for operation in operations if operation.path != _ENDLESS]
    plain = [operation for operation in operations if not operation.query and not operation.body]
    varied = [operation for operation in operations if operation not in plain]
    for operation in plain:  # there is but one way to ask
        _drive(1, start, _case_runner(operation, _MODES[0], world, outcome), outcome)
    each = -(-cases // (len(varied) * len(_MODES)))
    for operation in varied:
        for mode in _MODES:
            _drive(each, start, _case_runner(operation, mode, world, outcome), outcome)
    return outcome


def _case_runner(operation: Any, mode: Any, world: World, outcome: Outcome) -> Callable[[], None]:
    session = world.session()

    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        if operation.path == "/api/auth/logout/":
            session.update(world.session())
        # Its WSGI client takes gzip, but does not undo it.
        response = case.call(headers={**session, "Host": "localhost", "Accept-Encoding": "identity"})
        outcome.cases += 1
        outcome.statuses[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    return run


def by_headers(world: World, cases: int, start: int = 1) -> Outcome:
    """`cases` requests with hostile methods, headers, queries and bodies, at paths that exist and some that do not."""
    outcome = Outcome(0, Counter(), [])
    rules = list(rules_of(world.app).values())
    contract = document(rules)
    known = {rule.path.rstrip("/"): rule for rule in rules if rule.path != _ENDLESS}
    paths = st.sampled_from(
        sorted({*known, *(rule.path for rule in known.values()), "/", "/api", "//", "/api/nothing/"})
    )
    session = world.session()

    @given(method=_METHODS, path=paths, query=_QUERIES, headers=_HEADERS, body=_BODIES)
    def run(method: str, path: str, query: str, headers: dict[str, str], body: bytes) -> None:
        sent = {**session, "Host": "localhost", **headers}
        response = world.app.test_client().open(
            path, method=method, headers=sent, data=body, environ_overrides={"QUERY_STRING": query}
        )
        outcome.cases += 1
        outcome.statuses[response.status_code] += 1
        assert response.status_code < 500, response.data
        _check_envelope(contract, known.get(path.rstrip("/")), method, response)

    _drive(cases, start, run, outcome)
    return outcome


def _check_envelope(contract: dict[str, Any], rule: Rule | None, method: str, response: Any) -> None:
    """An error is an envelope that says its code; a success is what the document says."""
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if method == "HEAD" or response.status_code == 304:
        assert response.data == b""
        return
    if response.status_code == 200 and (method == "OPTIONS" or rule is None or rule.media_type != "application/json"):
        return
    assert response.mimetype == "application/json"
    body = response.get_json()
    if response.status_code != 200:
        assert (body["success"], body["code"]) == (False, response.status_code)
        return
    assert rule is not None
    answer = contract["paths"][rule.path][method.lower()]["responses"]["200"]
    schema = {**answer["content"]["application/json"]["schema"], "components": contract["components"]}
    jsonschema.Draft202012Validator(schema).validate(body)


def _drive(cases: int, start: int, run: Callable[[], None], outcome: Outcome) -> None:
    bounded = settings(
        max_examples=cases,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    try:
        seed(start)(bounded(run))()
    except (Exception, FailureGroup) as error:  # noqa: BLE001 (a finding; the other operations go on)
        outcome.problems.append("".join(traceback.format_exception(error)[-6:]))


def main(arguments: list[str] | None = None) -> int:
    """Run the long form and print what came of it; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.api.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=12_000, help="of each kind (default 12000)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    failed = False
    for kind in (by_document, by_headers):
        with target() as world:
            outcome = kind(world, options.cases, options.seed)
        statuses = ", ".join(f"{status}: {count}" for status, count in sorted(outcome.statuses.items()))
        sys.stdout.write(f"{kind.__name__}: {outcome.cases} cases, {len(outcome.problems)} problems ({statuses})\n")
        for problem in outcome.problems:
            sys.stdout.write(f"\n{problem}\n")
        failed = failed or bool(outcome.problems)
    with tempfile.TemporaryDirectory(prefix="hertzmon-abuse-") as directory:
        for line in abuse.long_form(Path(directory), options.cases // 4):
            sys.stdout.write(f"{line}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
