"""numpy comes without threads, and leaves no trace in the environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_LOAD = (
    "import os\n"
    "from hertzmon_gui.threadless_numpy import load_numpy_without_threads\n"
    "load_numpy_without_threads()\n"
    "import numpy\n"
)


def _said(code: str, **environment: str) -> str:
    plain = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=_ROOT, env=plain | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts threads in /proc")
def test_numpy_starts_no_thread() -> None:
    assert _said(f"{_LOAD}print(len(os.listdir('/proc/self/task')))") == "1"


def test_other_programs_do_not_inherit_the_setting() -> None:
    assert _said(f"{_LOAD}print(os.environ.get('OPENBLAS_NUM_THREADS'))") == "None"


def test_what_the_user_has_set_stays() -> None:
    assert _said(f"{_LOAD}print(os.environ['OPENBLAS_NUM_THREADS'])", OPENBLAS_NUM_THREADS="2") == "2"
