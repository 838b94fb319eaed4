"""Waiting for what other threads do: as long as it takes, within reason."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE_SECONDS = 20.0


def wait_until(condition: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    """Return when the condition holds, doing `meanwhile` again and again; what never comes fails."""
    limit = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < limit, "it did not happen"
        meanwhile()
        time.sleep(0.002)
