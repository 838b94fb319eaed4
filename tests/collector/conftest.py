"""Fixtures of the collector's tests."""

from __future__ import annotations

from pathlib import Path

import pytest

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
