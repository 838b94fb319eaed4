"""Run HertzMon as its command line does, and write down when its event loop answered late.

    python -m benchmarks.watched_window FILE [HertzMon's own arguments]

FILE becomes a list of [monotonic time, seconds late] of a timer that wants to fire every 5 ms.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from hertzmon_gui.cli.program import main as hertzmon

_PERIOD_SECONDS = 0.005


def main() -> int:
    """Put a timer into the event loop that HertzMon is about to enter."""
    path, arguments = Path(sys.argv[1]), sys.argv[2:]
    answers: list[tuple[float, float]] = []
    enter = QApplication.exec

    def enter_watched(*_: object) -> int:
        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        previous = time.monotonic()

        def answer() -> None:
            nonlocal previous
            now = time.monotonic()
            answers.append((now, max(0.0, now - previous - _PERIOD_SECONDS)))
            previous = now

        timer.timeout.connect(answer)
        timer.start(round(_PERIOD_SECONDS * 1000))
        return enter()

    QApplication.exec = enter_watched  # type: ignore[method-assign]
    code = hertzmon(arguments)
    path.write_text(json.dumps(answers))
    return code


if __name__ == "__main__":
    sys.exit(main())
