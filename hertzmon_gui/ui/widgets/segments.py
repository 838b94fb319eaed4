"""Segments: a row of buttons of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segments(QWidget):
    """Choices as (key, text); `chosen` carries the key that the user picked."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]], current: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for at, (key, label) in enumerate(choices):
            button = QPushButton(label)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {label}")
            button.setProperty("segment", _place(at, len(choices)))
            button.clicked.connect(lambda _checked=False, picked=key: self.chosen.emit(picked))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[key] = button
        self._buttons[current if current in self._buttons else choices[0][0]].setChecked(True)

    @property
    def current(self) -> str:
        """The chosen key."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_current(self, key: str) -> None:
        """Choose without a signal."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The button of a choice."""
        return self._buttons[key]


def _place(at: int, count: int) -> str:
    if count == 1:
        return "only"
    if at == 0:
        return "first"
    return "last" if at == count - 1 else "middle"
