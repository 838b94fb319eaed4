"""ProcessPropertiesDialog: everything that the system tells about one process."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui.model.actions import ProcessControl, ProcessDetails, Refusal
from hertzmon_gui.model.snapshot import Connection, Process, ProcessState
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.dialogs.process_property_tabs import FactsTab, RowsTab
from hertzmon_gui.ui.format import Formatter, duration, not_told
from hertzmon_gui.ui.futures import FutureWaiter
from hertzmon_gui.ui.hidden_characters import without_hidden_characters
from hertzmon_gui.ui.models.process_columns import state_text
from hertzmon_gui.ui.models.rows import Value

_MOST_OF_SCREEN = 0.85


class ProcessPropertiesDialog(QDialog):
    """Read when it opens and on Refresh, the tabs of facts every second; the source reads, the window never waits.

    It opens as high as its facts need, where the screen has room. `process` is its newest row, `parent_process` its
    parent when the dialog was opened.
    """

    def __init__(
        self,
        process: Process,
        parent_process: Process | None,
        control: ProcessControl | None,
        formatter: Formatter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.process = process
        self.parent_process = parent_process
        self._control = control
        self._format = formatter
        self._details: ProcessDetails | None = None
        self._is_reading = False
        self._has_ended = False
        self._waiter = FutureWaiter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        identity = process.identity
        self.setWindowTitle(
            self.tr("{0} ({1}): properties").format(without_hidden_characters(identity.name), identity.pid)
        )
        title = QLabel(f"{without_hidden_characters(identity.name)} · {identity.pid}")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setFont(fonts.sized(1.3, fonts.strong().weight()))
        self.state = QLabel()
        self.state.setProperty("tone", "warning")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.general = FactsTab()
        self.memory = FactsTab()
        self.files = RowsTab(
            self.tr("Open files"), (self.tr("Path"), self.tr("Descriptor"), self.tr("Mode")), (460, 90)
        )
        self.connections = RowsTab(
            self.tr("Connections"),
            (self.tr("Protocol"), self.tr("Local address"), self.tr("Remote address"), self.tr("State")),
            (90, 210, 210),
        )
        self.threads = RowsTab(
            self.tr("Threads"),
            (self.tr("Thread"), self.tr("Name"), self.tr("User s"), self.tr("System s"), self.tr("State")),
            (90, 220, 90, 90),
        )
        self.environment = RowsTab(self.tr("Environment"), (self.tr("Variable"), self.tr("Value")), (220,))
        self.tabs = QTabWidget()
        self.tabs.addTab(self.general, self.tr("General"))
        self.tabs.addTab(self.memory, self.tr("Memory"))
        self.tabs.addTab(self.files, self.tr("Files"))
        self.tabs.addTab(self.connections, self.tr("Connections"))
        self.tabs.addTab(self.threads, self.tr("Threads"))
        self.tabs.addTab(self.environment, self.tr("Environment"))
        self.refresh_button = QPushButton(self.tr("Refresh"))
        self.refresh_button.setShortcut(QKeySequence(Qt.Key.Key_F5))
        self.refresh_button.clicked.connect(self.refresh)
        close = QPushButton(self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(self.state, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.refresh_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(buttons)
        self.tabs.currentChanged.connect(self._write_shown)
        self._write_general()
        self._write_memory()
        self._fit()
        self.refresh()

    def refresh(self) -> None:
        """Ask the source again for everything."""
        if self._control is None:
            self._fail(self.tr("This source does not tell more."))
            return
        self.refresh_button.setEnabled(False)
        self._ask(self._control, self._show, self._failed)

    def continue_from(self, other: ProcessPropertiesDialog) -> None:
        """Stand where `other` stands, on the same tab."""
        self.setGeometry(other.geometry())
        self.tabs.setCurrentIndex(other.tabs.currentIndex())

    def update_process(self, process: Process | None) -> None:
        """Take the newest row of the process; None when it has ended."""
        if process is None:
            self._say_ended()
        else:
            self.process = process
            self._write_shown()

    def on_second(self) -> None:
        """Ask again for the facts that are shown; not for tables, in which one reads."""
        is_seen = self.isVisible() and not self.isMinimized()
        shows_facts = self.tabs.currentWidget() in (self.general, self.memory)
        if self._control is not None and is_seen and shows_facts and not self._is_reading and not self._has_ended:
            self._ask(self._control, self._take_facts, lambda _error: None)

    def _ask(
        self,
        control: ProcessControl,
        done: Callable[[ProcessDetails | None], None],
        failed: Callable[[str], None],
    ) -> None:
        def answered(details: ProcessDetails | None) -> None:
            self._is_reading = False
            done(details)

        def unanswered(error: str) -> None:
            self._is_reading = False
            failed(error)

        self._is_reading = True
        self._waiter.wait(control.details(self.process.identity.key), answered, unanswered)

    def _take_facts(self, details: ProcessDetails | None) -> None:
        if details is None:
            self._say_ended()
        else:
            self._details = details
            self._write_shown()

    def _fit(self) -> None:
        """Be as high as the facts of the process need, where the screen has room."""
        for widget in (self.general, self.tabs):
            widget.updateGeometry()
        room = self.screen().availableGeometry().size() * _MOST_OF_SCREEN
        wanted, facts = self.sizeHint(), self.general.sizeHint()
        # Where the screen is narrower than that, more facts take two lines.
        narrower = max(0, wanted.width() - room.width())
        higher = self.general.height_at(facts.width() - narrower) - facts.height()
        self._fitted = QSize(wanted.width(), wanted.height() + higher).boundedTo(room)
        self.resize(self._fitted)

    def _show(self, details: ProcessDetails | None) -> None:
        self.refresh_button.setEnabled(True)
        if details is None:
            self._say_ended()
            if self._details is None:
                self._fail(self.tr("This process has ended."))
            return
        is_first, self._details = self._details is None, details
        self._write_general()
        self._write_memory()
        if is_first and self.size() == self._fitted:  # nobody has sized it
            self._fit()
        why = self._why
        files = details.files
        self.files.show_rows(
            None if files is None else [(file.path, file.descriptor, file.mode) for file in files], why("files")
        )
        connections = details.connections
        self.connections.show_rows(
            None if connections is None else [_connection_row(one) for one in connections], why("connections")
        )
        threads = details.threads
        self.threads.show_rows(
            None
            if threads is None
            else [
                (one.thread_id, one.name, one.user_seconds, one.system_seconds, _state(one.state)) for one in threads
            ],
            why("threads"),
        )
        environment = details.environment
        self.environment.show_rows(None if environment is None else sorted(environment.items()), why("environment"))

    def _why(self, field: str) -> str:
        """Why a part of the details is not known."""
        if self._details is None:
            return self.tr("Reading…")
        match self._details.unreadable.get(field):
            case Refusal.GONE.value:
                return self.tr("The process has ended.")
            case Refusal.NOT_PERMITTED.value:
                return self.tr("Only the owner of the process and an administrator may read this.")
            case Refusal.FAILED.value:
                return self.tr("This could not be read.")
            case _:
                return not_told()

    def _failed(self, error: str) -> None:
        self.refresh_button.setEnabled(True)
        self._fail(self.tr("The process could not be read: {0}").format(without_hidden_characters(error)))

    def _fail(self, sentence: str) -> None:
        for tab in (self.files, self.connections, self.threads, self.environment):
            tab.show_rows(None, sentence)

    def _say_ended(self) -> None:
        self._has_ended = True
        self.state.setText(self.tr("This process has ended."))

    def _write_shown(self) -> None:
        if self.tabs.currentWidget() is self.general:
            self._write_general()
        elif self.tabs.currentWidget() is self.memory:
            self._write_memory()

    def _write_general(self) -> None:
        process, identity, details = self.process, self.process.identity, self._details
        put = self.general.set_fact
        put(self.tr("Name"), identity.name)
        put(self.tr("PID"), str(identity.pid))
        why_no_parent = self.tr("It has none.") if process.parent_pid == 0 else ""
        put(self.tr("Parent"), self._parent_text(), why_unknown=why_no_parent)
        put(self.tr("User"), identity.username)
        put(self.tr("Status"), state_text(process.state))
        put(self.tr("Started"), _moment(identity.create_time))
        put(self.tr("CPU time"), None if process.cpu_seconds is None else duration(process.cpu_seconds))
        put(self.tr("Threads"), None if process.threads is None else str(process.threads))
        put(self.tr("Nice value"), None if process.nice is None else str(process.nice))
        put(self.tr("Program file"), identity.executable, is_code=True)
        put(self.tr("Command line"), " ".join(identity.command_line), is_code=True)
        why = self._why
        folder, group = (details.working_directory, details.cgroup) if details else (None, None)
        put(self.tr("Working directory"), folder, is_code=True, why_unknown=why("working_directory"))
        files = _count(details.open_file_count if details else None)
        put(self.tr("Open files"), files, why_unknown=why("open_file_count"))
        switches = _count(details.context_switches if details else None)
        put(self.tr("Context switches"), switches, why_unknown=why("context_switches"))
        put(self.tr("CPU affinity"), _cpus(details.affinity if details else None), why_unknown=why("affinity"))
        put(self.tr("Control group"), group, is_code=True, why_unknown=why("cgroup"))

    def _write_memory(self) -> None:
        process, memory, write = self.process, self._details.memory if self._details else None, self._format.memory
        put = self.memory.set_fact

        def amount(value: int | None) -> str | None:
            return None if value is None else write(value)

        put(self.tr("Resident"), amount(process.rss_bytes))
        put(self.tr("Share of the machine"), _percent(process.memory_percent))
        why_no_share = self._why("memory_shares" if memory else "memory")
        put(self.tr("Proportional (PSS)"), amount(memory.pss if memory else None), why_unknown=why_no_share)
        put(self.tr("Its own (USS)"), amount(memory.uss if memory else None), why_unknown=why_no_share)
        put(self.tr("Shared"), amount(memory.shared if memory else None), why_unknown=self._why("memory"))
        put(self.tr("Swapped out"), amount(memory.swap if memory else None), why_unknown=why_no_share)
        put(self.tr("Address space"), amount(process.vms_bytes))

    def _parent_text(self) -> str | None:
        if self.parent_process is not None:
            identity = self.parent_process.identity
            return f"{identity.name} ({identity.pid})"
        return str(self.process.parent_pid) if self.process.parent_pid else None


def _state(word: str | None) -> str | None:
    return state_text(ProcessState(word)) if word in set(ProcessState) else word


def _connection_row(one: Connection) -> tuple[Value, ...]:
    remote = "" if one.remote_address is None else _endpoint(one.remote_address, one.remote_port)
    version = "6" if one.family == "ipv6" else ""
    return (f"{one.protocol}{version}", _endpoint(one.local_address, one.local_port), remote, one.state.upper())


def _endpoint(address: str, port: int | None) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))


def _count(value: int | None) -> str | None:
    return None if value is None else f"{value:,}".replace(",", "\u00a0")


def _percent(value: float | None) -> str | None:
    return None if value is None else f"{value:.1f}\u00a0%"


def _cpus(cpus: tuple[int, ...] | None) -> str | None:
    """0–3, 6: runs of numbers in short."""
    if not cpus:
        return None
    runs: list[list[int]] = []
    for cpu in sorted(cpus):
        if runs and cpu == runs[-1][1] + 1:
            runs[-1][1] = cpu
        else:
            runs.append([cpu, cpu])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
