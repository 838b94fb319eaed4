"""What is imported beside Qt costs what it costs without Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_KEPT_LINES = """
import linecache, sys
import hertzmon_gui.app
from hertzmon_gui.ui.plain_import import restore_plain_import
assert "hertzmon_gui.ui.desktop" not in sys.modules, "the window is to be imported when plain imports are back"
restore_plain_import()
import api.app, hertzmon_gui.ui.desktop, hertzmon_gui.ui.charts.time_chart
print(sorted(path for path in linecache.cache if "desktop" in path or "flask" in path or "pyqtgraph" in path))
"""


def test_the_sources_of_what_is_imported_are_not_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KEPT_LINES], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_qt_is_as_before() -> None:
    code = (
        "from PySide6.QtCore import QObject, Signal\n"
        "from hertzmon_gui.ui.plain_import import restore_plain_import\n"
        "restore_plain_import(); restore_plain_import()\n"
        "from PySide6.QtWidgets import QLabel\n"
        "class Sender(QObject):\n"
        "    sent = Signal(int)\n"
        "sender, got = Sender(), []\n"
        "sender.sent.connect(got.append)\n"
        "sender.sent.emit(7)\n"
        "assert got == [7] and hasattr(QLabel, 'setText') and not hasattr(QLabel, 'set_text')\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)


def test_the_program_keeps_no_sources_while_it_samples_and_draws(tmp_path: Path) -> None:
    code = (
        "import linecache, sys\n"
        "from hertzmon_gui.cli.program import main\n"
        "code = main(['--no-api', '--data-dir', sys.argv[1], '--screenshot', sys.argv[1] + '/window.png'])\n"
        "print(code, sorted(path for path in linecache.cache if 'pyqtgraph' in path))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"
