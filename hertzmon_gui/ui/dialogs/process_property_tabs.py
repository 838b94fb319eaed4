"""Tabs of the properties dialog: facts with names, and tables of rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QTableView,
    QWidget,
)

from hertzmon_gui.ui.csv_export import to_tsv
from hertzmon_gui.ui.format import not_told
from hertzmon_gui.ui.hidden_characters import without_hidden_characters
from hertzmon_gui.ui.models.rows import RowsTable, Value

_CHARACTERS = 95


class FactsTab(QScrollArea):
    """Names at the left, values that can be selected at the right."""

    def sizeHint(self) -> QSize:
        """Some hundred characters wide, and as high as all facts need."""
        width = _CHARACTERS * self.fontMetrics().averageCharWidth() + 2 * self.frameWidth()
        return QSize(width, self.height_at(width))

    def height_at(self, width: int) -> int:
        """How high all facts are in this width."""
        frame = 2 * self.frameWidth()
        return self._content.heightForWidth(width - frame) + frame

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content = QWidget()
        content.setObjectName("scrolled")
        self._form = QFormLayout(content)
        self._form.setContentsMargins(16, 14, 16, 14)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._values: dict[str, QLabel] = {}
        self.setWidget(content)
        self.setWidgetResizable(True)

    def set_fact(self, title: str, value: str | None, *, is_code: bool = False, why_unknown: str = "") -> None:
        """Show a fact, in the order in which facts first came; None is a dash whose tooltip says why."""
        label = self._values.get(title)
        if label is None:
            label = self._values[title] = QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            if is_code:
                label.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            name = QLabel(title)
            name.setProperty("tone", "dim")
            name.setBuddy(label)
            self._form.addRow(name, label)
        text = without_hidden_characters(value) if value else "–"
        label.setToolTip("" if value else why_unknown or not_told())
        if label.text() != text:
            label.setText(text)

    def why_unknown(self, title: str) -> str:
        """What is said of a fact that is not known."""
        return self._values[title].toolTip()

    def facts(self) -> dict[str, str]:
        """What is shown."""
        return {title: label.text() for title, label in self._values.items()}


class CopyingTable(QTableView):
    """A table of rows from which Ctrl+C takes what is selected."""

    def __init__(self, model: RowsTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setHighlightSections(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)

    def keyPressEvent(self, event: object) -> None:
        """Copy the selected rows, tabs between the cells."""
        if event.matches(QKeySequence.StandardKey.Copy):  # type: ignore[attr-defined] # Qt hands over a QKeyEvent
            chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
            QGuiApplication.clipboard().setText(to_tsv(self._rows.titles, [self._rows.rows[row] for row in chosen]))
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]


class RowsTab(QWidget):
    """A table, or a sentence in its place: it is being read, is empty, or may not be read."""

    def __init__(self, name: str, titles: Sequence[str], widths: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowsTable(titles, self)
        self.view = CopyingTable(self.model)
        self.view.setAccessibleName(name)
        for column, width in enumerate(widths):
            self.view.setColumnWidth(column, width)
        self.message = QLabel(self.tr("Reading…"))
        self.message.setProperty("tone", "dim")
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setWordWrap(True)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.message)
        self._stack.addWidget(self.view)

    def show_rows(self, rows: Sequence[tuple[Value, ...]] | None, reason: str) -> None:
        """Show `rows`; None, for which `reason` says why, or no row at all is a sentence."""
        if rows:
            scrolled = self.view.verticalScrollBar().value()
            self.model.show(rows)
            self.view.verticalScrollBar().setValue(scrolled)
        else:
            self.message.setText(reason if rows is None else self.tr("There are none."))
        self._stack.setCurrentIndex(1 if rows else 0)
