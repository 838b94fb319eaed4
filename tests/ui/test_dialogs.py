"""Help, and about and diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from hertzmon_gui import __version__
from hertzmon_gui.ui.dialogs.about import AboutDialog
from hertzmon_gui.ui.dialogs.help import HelpDialog
from hertzmon_gui.ui.dialogs.settings import SettingsDialog
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


def test_f1_lists_every_key_of_the_window(stage: Stage) -> None:
    window = stage.window()
    window.commands.help.trigger()
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    for key in (
        "Ctrl+F, F3",
        "F5",
        "Pause, F6",
        "Ctrl+,",
        "F11",
        "F1",
        "Ctrl+W",
        "Ctrl+Q",
        "Ctrl+1 … Ctrl+9",
        "Delete",
        "Left, Right",
    ):
        assert key in shown, key
    dialog.close()


def test_diagnostics_are_live_and_can_be_copied(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    dialog = AboutDialog(stage.context)
    stage.qtbot.addWidget(dialog)
    dialog.show()
    assert [row[0] for row in dialog.probes.rows] == ["cpu", "sensors", "battery"]
    assert dialog.probes.rows[1][4] == "Input/output error"
    copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy as text")
    copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"HertzMon {__version__}\n")
    assert "PySide6-Essentials" in copied
    assert "sensors\tfailed" in copied


def test_the_licences_open_as_a_folder(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    dialog = AboutDialog(stage.context)
    stage.qtbot.addWidget(dialog)
    next(button for button in dialog.findChildren(QPushButton) if button.text() == "Licences").click()
    assert (opened[0] / "README.txt").is_file()


def test_the_diagnostics_open_from_the_sidebar(stage: Stage) -> None:
    window = stage.window()
    window.sidebar.own_cost.click()
    dialog = window.findChild(AboutDialog)
    assert dialog is not None
    dialog.close()


def test_the_settings_open_from_the_menu(stage: Stage) -> None:
    window = stage.window()
    window.commands.settings.trigger()
    dialog = window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.close()


def test_the_menu_offers_the_update_speeds(stage: Stage) -> None:
    window = stage.window()
    speed = next(action for action in window.commands.menu.actions() if action.text() == "Update speed")
    menu = speed.menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions()}
    assert actions["1 s"].isChecked()
    actions["0.5 s"].trigger()
    assert stage.settings.settings.interval_seconds == 0.5
