"""A Processes page on a source that a test feeds, and a crowd of processes to feed it with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.snapshot import Process, Snapshot
from hertzmon_gui.model.source import Capabilities
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.models.process_columns import ColumnId
from hertzmon_gui.ui.pages.processes import ProcessesPage
from tests.fakes import FakeSource
from tests.ui.process_control import FakeProcessControl
from tests.ui.process_rows import make_process, make_snapshot


class QuietSource(FakeSource):
    """Ticks only when the test says so."""

    def refresh_now(self) -> None:
        pass


class Bench:
    """A page on a source that a test feeds."""

    def __init__(self, qtbot: QtBot, directory: Path, control: FakeProcessControl | None) -> None:
        self.source = QuietSource()
        self.source.process_control = control
        self.source.capabilities = Capabilities(process_actions=control is not None, local=True)
        self.control = control or FakeProcessControl()
        self.settings = SettingsStore(directory)
        self.context = UiContext(self.source, self.settings)
        self.qtbot = qtbot
        self.seq = 0
        self.page = self.make_page()

    def make_page(self) -> ProcessesPage:
        page = ProcessesPage(self.context)
        page.resize(1000, 700)
        self.qtbot.addWidget(page)
        page.show()
        page.set_active(True)
        return page

    def show(self, *rows: Process, seconds: float = 1.0, **sections: object) -> None:
        self.seq += 1
        before = self.source.bus.latest
        time = (before.monotonic_time if before is not None else 0.0) + seconds
        self.control.living = {row.identity.key for row in rows}
        self.give(make_snapshot(*rows, seq=self.seq, time=time, **sections))

    def give(self, snapshot: Snapshot) -> None:
        self.source.publish(snapshot)
        self.page.on_snapshot(snapshot)
        self.page.on_second(snapshot)

    def select(self, *pids: int) -> None:
        self.page.view.clearSelection()
        mode = Qt.KeyboardModifier.NoModifier
        for pid in pids:
            row = self.row(pid)
            x = self.page.view.columns.sectionViewportPosition(ColumnId.USER) + 5
            y = self.page.view.rowViewportPosition(row) + 5
            place = self.page.view.viewport().rect().topLeft()
            place.setX(x)
            place.setY(y)
            QTest.mouseClick(self.page.view.viewport(), Qt.MouseButton.LeftButton, mode, place)
            mode = Qt.KeyboardModifier.ControlModifier

    def row(self, pid: int) -> int:
        return next(row for row in range(self.page.table.rowCount()) if self.page.table.key(row)[0] == pid)

    def selected_pids(self) -> list[int]:
        return [process.identity.pid for process in self.page.selected()]

    def shown_pids(self) -> list[int]:
        return [self.page.table.key(row)[0] for row in range(self.page.table.rowCount())]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.page.activateWindow()
        self.page.view.setFocus()
        QTest.keyClick(self.page.view, key, modifier)

    def question(self) -> ProcessConfirmDialog:
        dialogs = self.page.findChildren(ProcessConfirmDialog)
        assert len(dialogs) == 1, dialogs
        return dialogs[0]

    def proceed(self) -> None:
        QTest.mouseClick(self.question().proceed, Qt.MouseButton.LeftButton)
        self.settle()

    def settle(self) -> None:
        """Let what is done in other threads arrive."""
        self.qtbot.wait(60)

    def notice(self) -> str:
        return self.page.notice.label.text() if self.page.notice.isVisible() else ""


def crowd() -> list[Process]:
    return [
        make_process(1, cpu=1.0, name="init", user="root"),
        make_process(20, parent=1, cpu=30.0, name="compiler"),
        make_process(30, parent=1, cpu=20.0, name="browser"),
        make_process(31, parent=30, cpu=5.0, name="browser-tab"),
    ]
