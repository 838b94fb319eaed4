"""The short form of the fuzz; `dev.py fuzz` runs the long one."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests.api import fuzz
from tests.api.support import World


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("metric=cpu.interrupts&step=2.2250738585072014e-308&since=10.0", 200),  # divided by nearly nothing
        ("metric=cpu.percent&instance=\xb1", 400),  # a byte that is no UTF-8, as no browser sends it
    ],
)
def test_what_the_fuzz_has_found_stays_mended(world: World, query: str, status: int) -> None:
    answer = world.client.get(
        "/api/system/history/", headers=world.session(), environ_overrides={"QUERY_STRING": query}
    )
    assert answer.status_code == status
    assert answer.get_json()["code"] == status


@pytest.mark.parametrize(("kind", "cases"), [(fuzz.by_document, 250), (fuzz.by_headers, 250)])
def test_no_answer_is_a_5xx_or_other_than_described(
    kind: Callable[[World, int], fuzz.Outcome], cases: int, caplog: pytest.LogCaptureFixture
) -> None:
    with fuzz.target() as world, caplog.at_level(logging.ERROR):
        outcome = kind(world, cases)
    assert outcome.problems == []
    assert outcome.cases >= cases
    assert outcome.statuses[200] > 0
    assert caplog.messages == []
