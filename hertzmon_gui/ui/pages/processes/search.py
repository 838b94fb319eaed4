"""ProcessSearch: the search field, and the table that it narrows down as one types."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.pages.processes.table_view import ProcessTableView


class SearchField(QLineEdit):
    """Esc clears it; Down and Return go on to the table."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that have a meaning here."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class ProcessSearch(QObject):
    """One types into the field or straight into the table; `changed` comes when the table shows what was found."""

    changed = Signal()

    def __init__(self, field: SearchField, table: ProcessTable, view: ProcessTableView) -> None:
        super().__init__(view)
        self._field = field
        self._table = table
        self._view = view
        field.textChanged.connect(self._search)
        field.left.connect(self._leave)
        view.typed.connect(self._type)

    @property
    def needle(self) -> str:
        """What is searched for; empty while nothing is."""
        return self._field.text().strip()

    def start(self) -> None:
        """Put the keyboard into the field; what is typed replaces what was searched for last."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def _search(self, text: str) -> None:
        self._table.set_search(self.needle)
        self._view.drop_context()
        if not text and self._view.selectionModel().hasSelection():
            self._view.executeDelayedItemsLayout()
            self._view.scrollTo(self._view.currentIndex())  # what one searched for stays in sight
        self.changed.emit()

    def _type(self, text: str) -> None:
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.setText(self._field.text() + text)

    def _leave(self) -> None:
        """Go on to the table, at its first match where nothing is selected.

        The current row says nothing here: Qt makes the first one current when the table takes the focus.
        """
        self._view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        selection = self._view.selectionModel()
        if selection.hasSelection():
            return
        first = next((row for row in range(self._table.rowCount()) if not self._table.place(row).is_context), None)
        if first is not None:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(self._table.index(first, 0), flags)
