"""Watches for the PySide6 that loses a reference at every emit: 6.12.0 ends Python 3.11 between emit 550 and 600."""

from __future__ import annotations

import subprocess
import sys

# In an interpreter of its own, which a broken PySide6 aborts.
EMIT_5000_TIMES = """
import sys
from PySide6.QtCore import QObject, Signal

class Source(QObject):
    changed = Signal()

source = Source()
received = []
source.changed.connect(lambda: received.append(None))
for _ in range(10):
    source.changed.emit()
before = sys.getrefcount(True), sys.getrefcount(None)
for _ in range(5000):
    source.changed.emit()
received_count = len(received)
received.clear()
after = sys.getrefcount(True), sys.getrefcount(None)
assert received_count == 5010, received_count
assert all(abs(b - a) < 50 for a, b in zip(before, after)), (before, after)
"""


def test_5000_emits_leave_the_reference_counts_alone() -> None:
    run = subprocess.run([sys.executable, "-c", EMIT_5000_TIMES], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
