"""The process table with 5,000 processes: how long a tick and a keystroke of the search hold up the window."""

from __future__ import annotations

import gc
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.table import Row
from hertzmon_gui.model.snapshot import Process, Processes, ProcessIdentity, ProcessState, Snapshot
from tests.fakes import FakeSource

_COUNT = 5_000
_TURNOVER = 25  # processes that end, and that start, in a tick
_NAMES = ("python3", "chrome", "bash", "postgres", "kworker/u8:0", "systemd", "nginx", "code", "sshd", "java")


def run(quick: bool) -> list[Row]:
    """Measure in a window without a screen; each value is the longest time for which the GUI thread was busy."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from hertzmon_gui.settings.store import SettingsStore
    from hertzmon_gui.ui.context import UiContext
    from hertzmon_gui.ui.pages.processes import ProcessesPage

    application = QApplication.instance() or QApplication([])
    source = FakeSource()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as directory:
        context = UiContext(source, SettingsStore(Path(directory)))
        page = ProcessesPage(context)
        page.resize(1072, 820)
        page.show()
        page.set_active(True)
        crowd = _Crowd()
        ticks = 8 if quick else 40
        for is_tree in (False, True):
            (page.toolbar.tree if is_tree else page.toolbar.list).click()
            layout = "tree" if is_tree else "list"

            def tick() -> float:
                snapshot = crowd.snapshot()
                source.bus.publish(snapshot)  # without its history, which is not the table's
                return _busy_ms(partial(page.on_second, snapshot), application.processEvents)

            def type_in(text: str) -> float:
                return _busy_ms(partial(page.toolbar.search.setText, text), application.processEvents)

            for _ in range(3):
                tick()
            page.view.selectRow(40)
            busy = [tick() for _ in range(ticks)]
            keys = [type_in(text) for text in ("p", "py", "pyt", "pyth", "pyt", "py", "p", "")]
            rows += [
                Row(f"process table, tick, {_COUNT:,} rows, {layout}: median", statistics.median(busy), "ms"),
                Row(f"process table, tick, {_COUNT:,} rows, {layout}: longest", max(busy), "ms", target=50.0),
                Row(f"process table, keystroke, {_COUNT:,} rows, {layout}: longest", max(keys), "ms", target=100.0),
            ]
        page.set_active(False)
        page.close()
        page.deleteLater()
        application.processEvents()
        context.close()
    return rows


def _busy_ms(act: Callable[[], object], then: Callable[[], object]) -> float:
    """The thread's time from the call until everything that it caused is painted.

    CPU time, not the clock's: nothing here waits, and other programs of this machine do not count.
    """
    started = time.thread_time()
    act()
    then()
    return (time.thread_time() - started) * 1000


class _Crowd:
    """Processes of which some come and go and a fifth is busy."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        self._parents = {1: 0}
        self._identities = [self._identity(pid, pid) for pid in range(1, _COUNT + 1)]
        self._next = _COUNT + 1
        self._time = 0.0

    def snapshot(self) -> Snapshot:
        for _ in range(_TURNOVER):
            del self._identities[self._random.randrange(1, len(self._identities))]
            self._identities.append(self._identity(self._next, self._next))
            self._next += 1
        self._time += 1.0
        rows = tuple(self._process(identity) for identity in self._identities)
        gc.collect()  # what making the snapshot left behind is not the window's
        return Snapshot(int(self._time), self._time, self._time, 1.0, processes=Processes(rows, None, 1))

    def _process(self, identity: ProcessIdentity) -> Process:
        pick = self._random.random
        return Process(
            identity=identity,
            parent_pid=self._parents[identity.pid],
            state=ProcessState.SLEEPING,
            cpu_percent=pick() * 20 if pick() < 0.2 else 0.0,
            memory_percent=pick(),
            rss_bytes=int(pick() * (1 << 30)),
            vms_bytes=1 << 31,
            cpu_seconds=pick() * 1000,
            threads=4,
            nice=0,
            read_rate=pick() * 1e6 if pick() < 0.05 else 0.0,
            write_rate=0.0,
        )

    def _identity(self, pid: int, start: int) -> ProcessIdentity:
        name = self._random.choice(_NAMES)
        if pid > 1:
            self._parents[pid] = self._random.randrange(max(1, pid // 8), pid)
        command = (f"/usr/bin/{name}", "--config", f"/etc/{name}/{pid}.conf", "--verbose")
        return ProcessIdentity(pid, start, 1.7e9 + start, name, f"user{pid % 7}", f"/usr/bin/{name}", command)
