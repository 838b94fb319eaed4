"""HelpDialog: every key, and what the mouse does beside clicking."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext


class HelpDialog(QDialog):
    """Keys of the window, of the process table and of the charts."""

    def __init__(self, context: UiContext, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Help"))
        self.rows = 0
        content = QWidget()
        content.setObjectName("scrolled")
        self._grid = QGridLayout(content)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnStretch(1, 1)
        self._add_section(self.tr("Everywhere"), keys)
        self._add_section(self.tr("Processes"), self._process_keys())
        self._add_section(self.tr("Charts"), self._chart_keys())
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        # All at once, where the screen is high enough.
        self.resize(600, min(content.sizeHint().height() + 90, self.screen().availableGeometry().height() - 60))

    def _process_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Letters"), self.tr("Search as you type; Esc clears")),
            ("Delete", self.tr("End the selected processes")),
            ("Shift+Delete", self.tr("Kill the selected processes")),
            (self.tr("Return, Alt+Return, double click"), self.tr("Properties")),
            (self.tr("Left, Right"), self.tr("Close and open a branch of the tree")),
            (self.tr("Menu key, right click"), self.tr("All that can be done with the selected processes")),
            ("Ctrl+A", self.tr("Select all rows")),
            ("Ctrl+C", self.tr("Copy the selected rows")),
            ("Ctrl", self.tr("Hold to freeze the order of the rows")),
        ]

    def _chart_keys(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Pointer"), self.tr("Values under the pointer, minimum, mean and maximum")),
            (self.tr("Right click"), self.tr("Copy or save the picture, save the values, look back farther")),
            ("Tab", self.tr("Go to the next chart; the menu key opens its menu")),
        ]

    def _add_section(self, heading: str, rows: Sequence[tuple[str, str]]) -> None:
        title = QLabel(heading)
        title.setFont(fonts.strong())
        if self.rows:
            title.setContentsMargins(0, 10, 0, 0)
        at = self._grid.rowCount()
        self._grid.addWidget(title, at, 0, 1, 2)
        for offset, (key, meaning) in enumerate(rows, start=1):
            left = QLabel(key)
            left.setProperty("tone", "dim")
            right = QLabel(meaning)
            right.setWordWrap(True)
            self._grid.addWidget(left, at + offset, 0)
            self._grid.addWidget(right, at + offset, 1)
            self.rows += 1
