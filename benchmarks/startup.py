"""The time from the start of the process to the first painted chart, against a bare PySide6 and pyqtgraph window."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time

from benchmarks.desktop import desktop, stop
from benchmarks.table import Row, compared

_FIRST_CHART = b"first chart painted"
_LONGEST_SECONDS = 60.0


def run(quick: bool) -> list[Row]:
    """Median of some starts of both, taking turns, after one of each that fills the disk's cache."""
    if sys.platform != "linux":
        print("The start is measured on Linux only: it needs a private display.", file=sys.stderr)
        return []
    bare, own = [], []
    with desktop() as environment, tempfile.TemporaryDirectory(prefix="hertzmon-bench-") as data:
        for _ in range(1 + (3 if quick else 9)):
            bare.append(first_chart_seconds([sys.executable, "-m", "benchmarks.bare_window"], environment))
            command = [sys.executable, "-m", "hertzmon_gui", "--gui", "--port", "0", "--data-dir", data]
            own.append(first_chart_seconds([*command, "--log-level", "debug"], environment))
    bare_ms, own_ms = statistics.median(bare[1:]) * 1e3, statistics.median(own[1:]) * 1e3
    return [
        Row("bare window, first chart", bare_ms, "ms"),
        compared("HertzMon, first chart", own_ms, "ms", "bare window", bare_ms, 1.5),
    ]


def first_chart_seconds(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from starting the program to its line that the first chart was painted; then it is ended."""
    started = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    watchdog = threading.Timer(_LONGEST_SECONDS, process.kill)
    watchdog.start()
    try:
        for line in process.stderr:
            if _FIRST_CHART in line:
                return time.monotonic() - started
    finally:
        watchdog.cancel()
        stop(process)
    raise RuntimeError(f"{' '.join(command)} ended without painting a chart")
