"""Settings apply at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QMessageBox

from hertzmon_gui.ui.dialogs.settings import SettingsDialog
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


class FakeLoginItem:
    def __init__(self, *, refuses: bool = False) -> None:
        self.command: list[str] | None = None
        self.refuses = refuses

    def is_set(self) -> bool:
        return self.command is not None

    def set(self, command: Sequence[str]) -> None:
        if self.refuses:
            raise PermissionError(13, "Permission denied")
        self.command = list(command)

    def clear(self) -> None:
        self.command = None


def dialog_of(stage: Stage, item: FakeLoginItem | None = None) -> SettingsDialog:
    dialog = SettingsDialog(stage.context, item=item or FakeLoginItem())
    stage.qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    box = dialog.findChild(QComboBox, name)
    assert box is not None
    at = box.findData(value)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "light"),
        ("language", "zh_CN"),
        ("start_page", "network"),
        ("start_page", "last"),
        ("interval_seconds", 0.25),
        ("chart_seconds", 3600),
        ("process_cpu", "machine"),
        ("memory_units", "si"),
        ("disk_units", "iec"),
        ("network_units", "bytes"),
        ("temperature_unit", "fahrenheit"),
    ],
)
def test_every_choice_is_in_force_at_once(stage: Stage, name: str, value: object) -> None:
    choose(dialog_of(stage), name, value)
    assert getattr(stage.settings.settings, name) == value


def test_it_opens_with_what_is_in_force(stage: Stage) -> None:
    stage.settings.change(theme="dark", interval_seconds=0.7)
    dialog = dialog_of(stage)
    shown = {box.objectName(): box.currentData() for box in dialog.findChildren(QComboBox)}
    assert shown["theme"] == "dark"
    assert shown["interval_seconds"] == 0.7  # from the command line: not one of the presets


def test_check_boxes(stage: Stage) -> None:
    dialog = dialog_of(stage)
    box = dialog.findChild(QCheckBox, "start_minimised")
    assert box is not None
    box.click()
    assert stage.settings.settings.start_minimised


def test_without_a_tray_nothing_can_hide_there(stage: Stage) -> None:
    box = dialog_of(stage).findChild(QCheckBox, "close_to_tray")
    assert box is not None
    assert not box.isEnabled()  # the platform of the tests has no tray


def test_start_at_login_writes_the_entry_with_this_data_directory(stage: Stage) -> None:
    item = FakeLoginItem()
    dialog = dialog_of(stage, item)
    dialog.at_login.click()
    directory = stage.context.directory
    assert item.command is not None
    assert directory is not None
    assert item.command[-2:] == ["--data-dir", str(directory.path)]
    assert stage.settings.settings.start_at_login
    dialog.at_login.click()
    assert not item.is_set()
    assert not stage.settings.settings.start_at_login


def test_a_refused_login_entry_is_said_and_undone(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *args: said.append(args[2]))
    dialog = dialog_of(stage, FakeLoginItem(refuses=True))
    dialog.at_login.click()
    assert not dialog.at_login.isChecked()
    assert not stage.settings.settings.start_at_login
    assert "Permission denied" in said[0]
