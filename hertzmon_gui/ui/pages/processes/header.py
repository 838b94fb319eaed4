"""ProcessHeader: the table's header, whose menu shows, hides and resets columns."""

from __future__ import annotations

import base64
import binascii

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.models.process_columns import COLUMNS, ColumnId, column_title
from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.widgets.staying_menu import StayingMenu
from hertzmon_gui.ui.widgets.table_header import ARROW_WIDTH, TableHeader

CELL_PADDING = 10
_LEAST_NAME_WIDTH = 150
# Where all that can be left out is, the name gives way rather than the last column.
_NARROWEST_NAME = 110
# How much of the width that it likes a column keeps at least.
_LEAST_SHARE = 0.86
# What the first arrangement leaves out, one after the other, in a window too narrow for all of it.
_LEFT_OUT_FIRST = (ColumnId.MEMORY_PERCENT, ColumnId.STATUS, ColumnId.USER)
# Goes up when a saved arrangement of columns no longer fits.
_STATE_VERSION = "1:"


class ProcessHeader(TableHeader):
    """Column titles, numbers at the right; the name takes what width the others leave.

    In a narrow window columns are as wide as they must be, in a wide one as they like, until a person sizes one. Where
    even that is too wide, some are left out until a person chooses the columns; from then on one scrolls.

    `columns_changed` says that other columns are shown, `arranged` that a person moved or sized one, or sorted.
    """

    columns_changed = Signal()
    arranged = Signal()

    def __init__(self, context: UiContext, table: ProcessTable, parent: QWidget) -> None:
        super().__init__(context, parent, padding=CELL_PADDING)
        self._table = table
        self._wanted = _first_columns()
        self._available = frozenset(ColumnId)
        self._left_out: frozenset[ColumnId] = frozenset()
        self._is_sized_by_hand = False
        self._is_fitting = False
        self._sized_section: int | None = None
        self.setSectionsMovable(True)
        self.setMinimumSectionSize(44)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)
        self.sectionResized.connect(self._on_resized)
        self.sectionMoved.connect(self.arranged)
        self.sortIndicatorChanged.connect(self.arranged)

    @property
    def shown_columns(self) -> list[ColumnId]:
        """The columns that are shown, from left to right."""
        order = (ColumnId(self.logicalIndex(visual)) for visual in range(self.count()))
        return [column for column in order if not self.isSectionHidden(column)]

    def set_available(self, columns: frozenset[ColumnId]) -> None:
        """Offer only these columns: a machine without a GPU has no use for GPU columns."""
        if columns != self._available:
            self._available = columns
            self._apply_wanted()

    def reset_columns(self) -> None:
        """Show, order and size the columns as at first."""
        self._wanted = _first_columns()
        self._is_sized_by_hand = False
        for column in COLUMNS:
            self.moveSection(self.visualIndex(column.id), column.id)
        self._apply_wanted()
        self.arranged.emit()

    def arrangement(self) -> str:
        """Order, sizes, sorting and shown columns as a text to remember."""
        shown = ",".join(COLUMNS[column].name for column in sorted(self._wanted))
        sized = "sized" if self._is_sized_by_hand else "fitted"
        return f"{_STATE_VERSION}{base64.b64encode(self.saveState().data()).decode()}:{shown}:{sized}"

    def restore(self, state: str) -> None:
        """Take what `arrangement` gave; a text of another version, or a damaged one, gives the first arrangement."""
        parts = state.removeprefix(_STATE_VERSION).split(":")
        if state.startswith(_STATE_VERSION) and len(parts) == 3:
            try:
                raw = base64.b64decode(parts[0], validate=True)
            except (binascii.Error, ValueError):
                raw = b""
            if self.restoreState(QByteArray(raw)):
                names = set(parts[1].split(","))
                self._wanted = frozenset(column.id for column in COLUMNS if column.name in names) | {ColumnId.NAME}
                self._is_sized_by_hand = parts[2] == "sized"
        self._apply_wanted()

    def fit(self) -> None:
        """Size the columns to the window, and give the name what the others leave."""
        if self._is_fitting:
            return
        self._is_fitting = True
        room = self.width()  # its viewport follows only once it is shown
        if not self._is_sized_by_hand:
            self._leave_out(room - _LEAST_NAME_WIDTH)
            self._fit_widths(room)
        others = self.length() - self.sectionSize(ColumnId.NAME)
        is_chosen = self._is_sized_by_hand or self._wanted != _first_columns()
        self.resizeSection(ColumnId.NAME, max(_LEAST_NAME_WIDTH if is_chosen else _NARROWEST_NAME, room - others))
        self._is_fitting = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Give the name what a column left: not while its edge follows the pointer, from under which it would move."""
        super().mouseReleaseEvent(event)
        sized, self._sized_section = self._sized_section, None
        if sized is not None:
            if sized != ColumnId.NAME:
                self.fit()
            self.arranged.emit()

    def menu(self) -> QMenu:
        """The columns to show, each with a tick; the caller opens and deletes it."""
        menu = StayingMenu(self)
        entries = {column.id: menu.addAction(column_title(column.id, self._table.look)) for column in COLUMNS}

        def match() -> None:
            for column, entry in entries.items():
                entry.setChecked(column in self._wanted - self._left_out)
                entry.setEnabled(column is not ColumnId.NAME and column in self._available)

        def choose(column: ColumnId, *, shown: bool) -> None:
            self._set_shown(column, shown=shown)
            match()

        for column, entry in entries.items():
            entry.setCheckable(True)
            entry.triggered.connect(lambda shown, which=column: choose(which, shown=shown))
        match()
        menu.addSeparator()
        settings = self._context.settings
        machine = menu.addAction(self.tr("CPU % of the whole machine"))
        machine.setCheckable(True)
        machine.setChecked(settings.settings.process_cpu == "machine")
        machine.toggled.connect(lambda checked: settings.change(process_cpu="machine" if checked else "core"))
        menu.addSeparator()
        menu.addAction(self.tr("Reset columns"), self.reset_columns)
        return menu

    def fill_sort_menu(self, menu: QMenu) -> None:
        """The columns to sort by, for those who have no pointer; choosing the sorted one turns the order round."""
        menu.clear()
        for column in self.shown_columns:
            action = menu.addAction(column_title(column, self._table.look))
            action.setCheckable(True)
            action.setChecked(column == self.sortIndicatorSection())
            action.triggered.connect(lambda _checked, which=column: self._sort_by(which))

    def _sort_by(self, column: ColumnId) -> None:
        """Sort as a click on the title does."""
        descending, ascending = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        falls = COLUMNS[column].first_descending
        if column == self.sortIndicatorSection():
            falls = self.sortIndicatorOrder() == ascending
        self.setSortIndicator(column, descending if falls else ascending)

    def _open_menu(self, position: QPoint) -> None:
        menu = self.menu()
        menu.exec(self.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _set_shown(self, column: ColumnId, *, shown: bool) -> None:
        seen = self._wanted - self._left_out
        self._wanted = seen | {column} if shown else seen - {column}
        self._apply_wanted()
        self.arranged.emit()

    def _apply_wanted(self) -> None:
        self._left_out = frozenset()
        self._hide_others()
        self.fit()
        self.columns_changed.emit()

    def _hide_others(self) -> None:
        shown = (self._wanted & self._available) - self._left_out
        for column in ColumnId:
            self.setSectionHidden(column, column not in shown)

    def _leave_out(self, room: int) -> None:
        """Leave out what the first arrangement has no room for; where a person chose the columns, nothing."""
        left_out: set[ColumnId] = set()
        if self._wanted == _first_columns():
            least = {column: self._least_width(column) for column in self._wanted & self._available - {ColumnId.NAME}}
            for column in _LEFT_OUT_FIRST:
                if sum(least.values()) > room > 0 and column != self.sortIndicatorSection():
                    left_out.add(column)
                    del least[column]
        if left_out != self._left_out:
            self._left_out = frozenset(left_out)
            self._hide_others()
            self.columns_changed.emit()

    def _fit_widths(self, room: int) -> None:
        """Give the columns what they like, or less, down to their least, so that the name has what it likes."""
        columns = [COLUMNS[column] for column in self.shown_columns if column is not ColumnId.NAME]
        # Wider in a larger font, and never too narrow for the title.
        scale = max(1.0, QFontMetrics(fonts.body()).averageCharWidth() / 7)
        least = [self._least_width(column.id) for column in columns]
        liked = [max(low, round(column.width * scale)) for column, low in zip(columns, least, strict=True)]
        spare = sum(liked) - sum(least)
        left = room - round(COLUMNS[ColumnId.NAME].width * scale) - sum(least)
        share = 1.0 if spare <= 0 else min(1.0, max(0.0, left / spare))
        for column, low, high in zip(columns, least, liked, strict=True):
            self.resizeSection(column.id, low + int((high - low) * share))  # rounded up, they could pass the edge

    def _least_width(self, column: ColumnId) -> int:
        title = QFontMetrics(fonts.body()).horizontalAdvance(column_title(column, self._table.look))
        return max(title + 2 * CELL_PADDING + ARROW_WIDTH + 2, round(COLUMNS[column].width * _LEAST_SHARE))

    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        # Qt sizes sections, too, while it restores them or changes the font; a person does it with the button down.
        if not self._is_fitting and QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._is_sized_by_hand = True
            self._sized_section = section


def _first_columns() -> frozenset[ColumnId]:
    return frozenset(column.id for column in COLUMNS if column.is_shown_first)
