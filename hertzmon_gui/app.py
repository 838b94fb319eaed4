"""The program with its window: Qt's application, its language and look, and the event loop."""

from __future__ import annotations

import logging
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from hertzmon_gui import __version__
from hertzmon_gui.options import Options

if TYPE_CHECKING:
    from hertzmon_gui.runtime import Runtime

logger = logging.getLogger(__name__)


def run(runtime: Runtime, options: Options) -> int:
    """Show the window until it is closed; the exit code. The runtime samples already and is stopped by the caller."""
    started = time.monotonic()
    # Not with this module: what is imported while PySide's own import is there keeps its source in memory.
    from hertzmon_gui.ui.desktop import Desktop

    application = made_application()
    desktop = Desktop(
        application,
        source=runtime.source,
        settings=runtime.settings,
        remote_access=runtime.remote_access,
        directory=runtime.directory,
        problems=runtime.problems,
        options=options,
    )
    # `dev.py bench` and `dev.py package --test` wait for this line.
    desktop.window.painted.connect(
        lambda: logger.debug("first chart painted after %d ms", (time.monotonic() - started) * 1000)
    )
    desktop.window.painted.connect(runtime.start_api)
    desktop.show()
    if not desktop.window.isVisible():
        QTimer.singleShot(0, runtime.start_api)
    code = application.exec()
    desktop.close()
    return code


def made_application() -> QApplication:
    """Qt's application object, named."""
    QApplication.setDesktopFileName("hertzmon")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("HertzMon")
    application.setApplicationVersion(__version__)
    application.setStyle("Fusion")
    application.setQuitOnLastWindowClosed(False)
    return application
