"""Fixtures of the collector's tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hertzmon_gui.collector.slow_lane import SlowLane
from tests.collector.trees import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    root = tmp_path / "root"
    root.mkdir()
    return Machine(root)


@pytest.fixture
def live() -> Machine:
    """The machine that the tests run on."""
    return Machine(Path("/"))


@pytest.fixture
def lane() -> Iterator[SlowLane]:
    """A slow lane with its thread; whoever waits for it tends it."""
    lane = SlowLane()
    yield lane
    lane.stop()


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Lets hanging calls go at the end of a test."""
    event = threading.Event()
    yield event
    event.set()
