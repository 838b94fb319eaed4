"""The short form of the fuzz; `dev.py fuzz` runs the long one."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from tests.api import fuzz
from tests.api.support import World


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
