"""The stage of the window's tests; after each test nothing of the window is left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.fonts import application_font
from hertzmon_gui.ui.language import CHINESE, ENGLISH, Translators
from tests.ui.process_bench import Bench
from tests.ui.process_control import FakeProcessControl
from tests.ui.stage import Stage


@pytest.fixture
def stage(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    """A stage in the program's own font, whatever the test before has left; taken down at the end."""
    qapp.setFont(application_font("en"))
    made = Stage(qtbot, tmp_path)
    yield made
    made.context.close()


@pytest.fixture
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fails when a test leaves a window behind."""
    before = set(QApplication.topLevelWidgets())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before and widget.isVisible()]
    assert left == []


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    """The window speaks Chinese."""
    translators = Translators(qapp)
    translators.install(CHINESE)
    yield
    translators.install(ENGLISH)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    """A Processes page whose processes can be acted on."""
    made = Bench(qtbot, tmp_path, FakeProcessControl())
    yield made
    made.context.close()
