"""A few seconds of the stress that `python -m tests.collector.stress` goes on with for ten minutes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("its troubles are Linux's", allow_module_level=True)


@pytest.mark.parametrize("more", [[], ["--descriptors", "256"]], ids=["as it is", "with 256 descriptors"])
def test_every_number_is_possible_at_every_tick_whatever_happens(more: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.collector.stress", "--ticks", "30", *more],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "every number was possible at every tick" in done.stdout
