"""ProcessesPage: the table of processes with its toolbar, totals and the details of the selected one."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QByteArray, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from hertzmon_gui.model.snapshot import GpuAvailability, Process, ProcessKey, Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.csv_export import Cell, to_csv, to_tsv
from hertzmon_gui.ui.models.process_columns import COLUMNS, ColumnId, Look, column_title
from hertzmon_gui.ui.models.process_history import RecentProcesses
from hertzmon_gui.ui.models.process_order import Scope
from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.processes.actions import ProcessActions
from hertzmon_gui.ui.pages.processes.details_pane import DetailsPane
from hertzmon_gui.ui.pages.processes.saved_state import SavedState
from hertzmon_gui.ui.pages.processes.search import ProcessSearch
from hertzmon_gui.ui.pages.processes.table_view import ProcessTableView
from hertzmon_gui.ui.pages.processes.toolbar import ProcessToolbar
from hertzmon_gui.ui.pages.processes.totals import TotalsLine
from hertzmon_gui.ui.probe_details import translated
from hertzmon_gui.ui.save_dialog import ask_where_to_save
from hertzmon_gui.ui.style import GAP, MARGIN
from hertzmon_gui.ui.widgets.notice import NoticeBar

_DISK = frozenset({ColumnId.DISK_READ, ColumnId.DISK_WRITE})
_GPU = frozenset({ColumnId.GPU, ColumnId.GPU_MEMORY})


class ProcessesPage(Page):
    """Tree or list of processes, search, scopes, actions, and details below."""

    page_id: ClassVar[str] = "processes"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.table = ProcessTable(self)
        self.recent = RecentProcesses()
        self.toolbar = ProcessToolbar(context)
        self.notice = NoticeBar(context)
        self.view = ProcessTableView(context, self.table)
        self.search = ProcessSearch(self.toolbar.search, self.table, self.view)
        self.totals = TotalsLine(context, "dim")
        self.details = DetailsPane(context, self.recent)
        self.actions_on_processes = ProcessActions(context, self.table, self.notice, self)
        # Monotonic times of what the table shows and of what the charts know.
        self.seen_time = -1.0
        self.kept_time = -1.0
        self._machine_cores = 1
        self._scope = Scope.ALL
        self._lay_out()
        self._restore()
        self._connect()
        self._apply_settings()

    def demand(self) -> Demand:
        """What the sidebar draws, and all processes; their disk and GPU use only while those columns are shown."""
        shown = set(self.view.columns.shown_columns)
        key = self.details.key
        return Demand(
            processes=True,
            process_io=bool(shown & _DISK),
            process_gpu=bool(shown & _GPU),
            watched=frozenset() if key is None else frozenset({key}),
        )

    def set_active(self, active: bool) -> None:
        """Begin or cease to work; where no other page needs the processes, that leaves a gap in the details' charts.

        To sweep all processes for the sake of one that cannot be seen would cost as much as this page does.
        """
        self.details.set_active(active=active)
        super().set_active(active)

    def on_second(self, snapshot: Snapshot) -> None:
        """Take the snapshot's processes."""
        processes = snapshot.processes
        if processes is None:
            self._say_why_empty(snapshot)
            return
        self._keep(snapshot)
        if snapshot.monotonic_time != self.seen_time:
            self.table.set_frozen(self._is_ctrl_held())
            self._learn_machine(snapshot)
            after_gap = snapshot.after_gap or _is_long(self.seen_time, snapshot)
            self.table.update(processes, snapshot.monotonic_time, after_gap=after_gap)
            self.view.drop_context()
            self.seen_time = snapshot.monotonic_time
        self._write_totals()
        self._say_why_empty(snapshot)
        self._update_details(snapshot.monotonic_time)
        self.actions_on_processes.on_second(snapshot.monotonic_time)

    def on_hidden_second(self, snapshot: Snapshot) -> None:
        """Go on with the details' charts, and with dialogs that are open."""
        self._keep(snapshot)
        self.actions_on_processes.on_hidden_second()

    def take_keyboard(self) -> None:
        """Put the keyboard into the table: one can just type to search."""
        self.view.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the keyboard on: wherever one clicks, one can just type."""
        super().focusInEvent(event)
        self.take_keyboard()

    def start_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.start()

    def continue_from(self, other: Page) -> None:
        """Keep search, branches, selection, scroll offset, charts and open dialogs."""
        assert isinstance(other, ProcessesPage)
        self.seen_time, self.kept_time = other.seen_time, other.kept_time
        self.recent.continue_from(other.recent)
        self.table.continue_from(other.table)
        self.toolbar.search.setText(other.toolbar.search.text())
        self.view.continue_from(other.view)
        self.actions_on_processes.continue_from(other.actions_on_processes)

    def save_state(self) -> None:
        """Remember columns, sorting, layout, scope and the splitter."""
        SavedState(
            columns=self.view.columns.arrangement(),
            splitter=bytes(self.splitter.saveState().data()),
            is_tree=self.table.is_tree,
            scope=self._scope,
            shows_details=self.toolbar.details.isChecked(),
        ).write(self.context.settings)

    def selected(self) -> list[Process]:
        """The selected processes that live, from top to bottom."""
        return [process for key in self.view.selected_keys() if (process := self.table.live(key)) is not None]

    def copy_selected(self) -> None:
        """Put the selected rows on the clipboard, tabs between the cells."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        if rows:
            header, lines = self._shown_texts(rows)
            QGuiApplication.clipboard().setText(to_tsv(header, lines))

    def csv(self) -> bytes:
        """What the table shows as CSV: every column that is shown, plain numbers."""
        columns = self.view.columns.shown_columns
        header = [COLUMNS[column].name for column in columns]
        rows = [[_plain(COLUMNS[column].read(process)) for column in columns] for process in self.table.shown()]
        return to_csv(header, rows)

    def save_csv(self) -> None:
        """Ask for a file and save the table there."""
        title, kind = self.tr("Save table as CSV"), self.tr("CSV files (*.csv)")
        path = ask_where_to_save(self, self.context, title, "processes.csv", kind)
        if path is None:
            return
        try:
            path.write_bytes(self.csv())
        except OSError as error:
            self.notice.tell(self.tr("{0} could not be written: {1}").format(path, error.strerror))

    def _keep(self, snapshot: Snapshot) -> None:
        """Add a snapshot's processes, once, to what the details' charts show."""
        now = snapshot.monotonic_time
        if snapshot.processes is not None and now != self.kept_time:
            after_gap = snapshot.after_gap or _is_long(self.kept_time, snapshot)
            self.recent.add(snapshot.processes, now, after_gap=after_gap)
            self.kept_time = now

    # Building

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 4, 1, 4)  # clear of the card's round corners
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        self.totals.setFixedHeight(self.totals.fontMetrics().height() + 10)
        footer = QVBoxLayout()
        footer.setContentsMargins(12, 0, 12, 0)
        footer.addWidget(self.totals)
        inside.addLayout(footer)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(GAP)
        self.splitter.addWidget(card)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.toolbar)
        layout.addWidget(self.notice)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        toolbar, actions, view = self.toolbar, self.actions_on_processes, self.view
        self.search.changed.connect(lambda: self._say_why_empty(self.context.source.bus.latest))
        toolbar.tree_chosen.connect(self._set_tree)
        toolbar.scope_chosen.connect(lambda value: self._set_scope(Scope(value)))
        toolbar.details.toggled.connect(self._show_details)
        toolbar.end.clicked.connect(lambda: actions.end(self.selected()))
        toolbar.export.triggered.connect(self.save_csv)
        toolbar.copy.triggered.connect(self.copy_selected)
        toolbar.expand.triggered.connect(lambda: self.table.set_all_collapsed(False))
        toolbar.collapse.triggered.connect(lambda: self.table.set_all_collapsed(True))
        toolbar.sort_menu.aboutToShow.connect(lambda: view.columns.fill_sort_menu(toolbar.sort_menu))
        toolbar.columns.triggered.connect(self._open_columns)
        view.opened.connect(lambda: actions.properties(self._current()))
        view.columns.columns_changed.connect(self.demand_changed)
        view.columns.arranged.connect(self.demand_changed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        view.selectionModel().selectionChanged.connect(lambda *_: self._on_selection())
        view.selectionModel().currentRowChanged.connect(lambda *_: self._on_selection())
        self.context.settings_changed.connect(self._apply_settings)
        for keys, do in (
            (QKeySequence("Del"), lambda: actions.end(self.selected())),
            (QKeySequence("Shift+Del"), lambda: actions.kill(self.selected())),
            (QKeySequence("Alt+Return"), lambda: actions.properties(self._current())),
            (QKeySequence(QKeySequence.StandardKey.Copy), self.copy_selected),
            (QKeySequence("Esc"), self.toolbar.search.clear),
        ):
            shortcut = QShortcut(keys, view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)

    def _restore(self) -> None:
        saved = SavedState.read(self.context.settings)
        columns = self.view.columns
        columns.setSortIndicator(ColumnId.CPU, Qt.SortOrder.DescendingOrder)
        columns.set_available(frozenset(ColumnId) - _GPU)
        columns.restore(saved.columns)
        self._set_tree(saved.is_tree)
        self._set_scope(saved.scope)
        self.toolbar.details.setChecked(saved.shows_details)
        self.details.setVisible(saved.shows_details)
        self.splitter.restoreState(QByteArray(saved.splitter))
        self._on_selection()

    # Choices

    def _set_tree(self, is_tree: bool) -> None:
        self.table.set_tree(is_tree)
        (self.toolbar.tree if is_tree else self.toolbar.list).setChecked(True)
        self.toolbar.expand.setEnabled(is_tree)
        self.toolbar.collapse.setEnabled(is_tree)

    def _set_scope(self, scope: Scope) -> None:
        self._scope = scope
        self.toolbar.scopes[scope].setChecked(True)
        self.table.set_scope(scope, self._own_user())
        self.view.drop_context()
        self._say_why_empty(self.context.source.bus.latest)

    def _show_details(self, shown: bool) -> None:
        self.details.setVisible(shown)
        self.details.set_active(active=shown and self.active)
        if shown:
            self._on_selection()

    def _apply_settings(self) -> None:
        counts_machine = self.context.settings.settings.process_cpu == "machine"
        share = 1.0 / self._machine_cores if counts_machine else 1.0
        self.table.set_look(Look(self.context.format, share, counts_machine))
        self.details.set_cpu_share(share)
        self.view.columns.viewport().update()

    def _learn_machine(self, snapshot: Snapshot) -> None:
        """Cores, GPUs and one's own user, as snapshots tell them."""
        if snapshot.cpu is not None and snapshot.cpu.logical_count != self._machine_cores:
            self._machine_cores = max(1, snapshot.cpu.logical_count)
            self._apply_settings()
        if snapshot.gpus is not None:
            has_gpu = snapshot.gpus.availability is GpuAvailability.OK and bool(snapshot.gpus.devices)
            self.view.columns.set_available(frozenset(ColumnId) - (frozenset() if has_gpu else _GPU))
        if self._scope is Scope.MINE:
            self.table.set_scope(self._scope, self._own_user())

    def _own_user(self) -> str | None:
        """The user that HertzMon runs as, as the process table writes it."""
        latest = self.context.source.bus.latest
        if not self.context.source.capabilities.local or latest is None or latest.processes is None:
            return None
        own = os.getpid()
        return next((row.identity.username for row in latest.processes.rows if row.identity.pid == own), None)

    # Selection

    def _current(self) -> list[Process]:
        key = self.view.current_key()
        process = None if key is None else self.table.live(key)
        return [] if process is None else [process]

    def _on_selection(self) -> None:
        self.view.drop_context()
        keys = self.view.selected_keys()
        current = self.view.current_key()
        chosen = current if current in keys else (keys[0] if keys else None)
        if chosen != self.details.key:
            self.details.show_process(chosen)
            self.demand_changed.emit()
            latest = self.context.source.bus.latest
            if latest is not None:
                self._update_details(latest.monotonic_time)
        self.toolbar.end.setEnabled(bool(keys) and self.actions_on_processes.is_possible)
        self.toolbar.copy.setEnabled(bool(keys))
        self.toolbar.end.setText(
            self.tr("End %n processes", "", len(keys)) if len(keys) > 1 else self.tr("End process")
        )
        self._write_totals()

    def _update_details(self, now: float) -> None:
        key: ProcessKey | None = self.details.key
        if key is None or not self.toolbar.details.isChecked():
            return
        process = self.table.live(key)
        parent = None if process is None else self.table.parent_of(process)
        self.details.update_process(process, parent, now)

    def _open_menu(self, position: QPoint) -> None:
        menu = self.actions_on_processes.menu(self.selected(), self.copy_selected, self.view)
        menu.exec(self.view.viewport().mapToGlobal(position))
        menu.deleteLater()

    def _open_columns(self) -> None:
        menu = self.view.columns.menu()
        menu.exec(self.toolbar.more.mapToGlobal(QPoint(0, self.toolbar.more.height())))
        menu.deleteLater()

    def _is_ctrl_held(self) -> bool:
        held = QGuiApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        return bool(held) and self.isActiveWindow()

    # Texts

    def _write_totals(self) -> None:
        self.totals.show_totals(self.table, self.selected(), is_order_held=self._is_ctrl_held())

    def _say_why_empty(self, snapshot: Snapshot | None) -> None:
        if self.table.rowCount():
            return
        if self.table.is_empty:
            status = next((probe for probe in snapshot.probes if probe.name == "processes"), None) if snapshot else None
            if status is not None and status.detail and status.state == "failed":
                self.view.set_message(self.tr("The processes cannot be read: {0}").format(translated(status.detail)))
            else:
                self.view.set_message(self.tr("Reading the processes…"))
        elif self.search.needle:
            sentence = self.tr("No process matches “{0}”. Esc clears the search.")
            self.view.set_message(sentence.format(self.search.needle))
        elif self._scope is Scope.ACTIVE:
            self.view.set_message(self.tr("No process did anything in the last seconds."))
        else:
            self.view.set_message(self.tr("There are no processes here."))

    def _shown_texts(self, rows: Sequence[int]) -> tuple[list[str], list[list[Cell]]]:
        columns = self.view.columns.shown_columns
        header = [column_title(column, self.table.look) for column in columns]
        return header, [[self.table.cell(row, column).text for column in columns] for row in rows]


def _plain(value: object) -> Cell:
    return value if value is None or isinstance(value, int | float) else str(value)


def _is_long(before: float, snapshot: Snapshot) -> bool:
    """Whether so much time has passed since `before`, when one looked last, that what was between is unknown."""
    return before >= 0 and snapshot.monotonic_time - before > max(5.0, 3 * (snapshot.interval_seconds or 1.0))
