"""ProcessPriorityDialog: how urgent processes are to the system."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.hidden_characters import without_hidden_characters
from hertzmon_gui.ui.widgets.fields import ChoiceField, NumberField

NICEST, LEAST_NICE = 19, -20


def windows_classes() -> tuple[tuple[str, int], ...]:
    """Windows' priority classes, with the numbers of its SetPriorityClass."""
    translate = QCoreApplication.translate
    return (
        (translate("ProcessPriorityDialog", "Realtime"), 0x100),
        (translate("ProcessPriorityDialog", "High"), 0x80),
        (translate("ProcessPriorityDialog", "Above normal"), 0x8000),
        (translate("ProcessPriorityDialog", "Normal"), 0x20),
        (translate("ProcessPriorityDialog", "Below normal"), 0x4000),
        (translate("ProcessPriorityDialog", "Low"), 0x40),
    )


def nice_presets() -> tuple[tuple[str, int], ...]:
    """Nice values with a name."""
    translate = QCoreApplication.translate
    return (
        (translate("ProcessPriorityDialog", "Very high"), -20),
        (translate("ProcessPriorityDialog", "High"), -5),
        (translate("ProcessPriorityDialog", "Normal"), 0),
        (translate("ProcessPriorityDialog", "Low"), 5),
        (translate("ProcessPriorityDialog", "Very low"), 19),
    )


class ProcessPriorityDialog(QDialog):
    """`value` is a nice value, or on Windows a priority class, for `targets`."""

    def __init__(
        self, targets: Sequence[Process], parent: QWidget | None = None, *, platform: str = sys.platform
    ) -> None:
        super().__init__(parent)
        self.targets = tuple(targets)
        self._is_windows = platform == "win32"
        self.setWindowTitle(self.tr("Priority"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = self.targets[0]
        who = QLabel(
            f"{without_hidden_characters(first.identity.name)} ({first.identity.pid})"
            if len(self.targets) == 1
            else self.tr("%n process(es)", "", len(self.targets))
        )
        who.setTextFormat(Qt.TextFormat.PlainText)
        self.preset = ChoiceField()
        self.nice = NumberField()
        self.nice.setRange(LEAST_NICE, NICEST)
        for name, value in windows_classes() if self._is_windows else nice_presets():
            self.preset.addItem(name, value)
        form = QFormLayout()
        form.addRow(self.tr("Priority"), self.preset)
        help_text = QLabel()
        help_text.setProperty("tone", "dim")
        help_text.setWordWrap(True)
        if self._is_windows:
            self._choose_preset(first.nice if first.nice is not None else 0x20)
        else:
            self.preset.addItem(self.tr("Other"), None)
            form.addRow(self.tr("Nice value"), self.nice)
            help_text.setText(
                self.tr(
                    "−20 is the most urgent, 19 gives way to everyone. Making a process more urgent than it is needs "
                    "administrator rights."
                )
            )
            self.nice.valueChanged.connect(self._choose_preset)
            self.preset.activated.connect(self._take_preset)
            self.nice.setValue(first.nice or 0)
            self._choose_preset(self.nice.value())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        apply = buttons.addButton(self.tr("Set priority"), QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setProperty("kind", "primary")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(who)
        layout.addLayout(form)
        layout.addWidget(help_text)
        layout.addWidget(buttons)

    @property
    def value(self) -> int:
        """What was chosen."""
        return int(self.preset.currentData()) if self._is_windows else self.nice.value()

    def _choose_preset(self, value: int) -> None:
        index = self.preset.findData(value)
        self.preset.setCurrentIndex(index if index >= 0 else self.preset.count() - 1)

    def _take_preset(self, index: int) -> None:
        value = self.preset.itemData(index)
        if value is not None:
            self.nice.setValue(value)
