"""The yardstick for window, memory and start: six charts and a table of all processes, and nothing else."""

from __future__ import annotations

import os
import signal
import sys
import time

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QMainWindow, QTableView, QWidget

_STARTED = time.monotonic()
_SAMPLES = 120
_COLUMNS = ("PID", "Name", "State", "CPU ticks", "Memory", "Threads")
_PAGE_BYTES = 4096
_Index = QModelIndex | QPersistentModelIndex
_Line = tuple[int, str, str, int, int, int]


class Sweep:
    """Reads /proc/<pid>/stat of every process through descriptors that stay open."""

    def __init__(self) -> None:
        self._descriptors: dict[str, int] = {}
        self._ticks: dict[str, int] = {}

    def read(self) -> list[_Line]:
        lines: list[_Line] = []
        ticks: dict[str, int] = {}
        for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208
            try:
                descriptor = self._descriptors.get(name)
                if descriptor is None:
                    descriptor = self._descriptors[name] = os.open(f"/proc/{name}/stat", os.O_RDONLY)
                text = os.pread(descriptor, 1024, 0)
            except OSError:
                if name in self._descriptors:
                    os.close(self._descriptors.pop(name))
                continue
            end = text.rindex(b")")
            fields = text[end + 2 :].split()
            ticks[name] = int(fields[11]) + int(fields[12])
            spent = ticks[name] - self._ticks.get(name, ticks[name])
            command = text[text.index(b"(") + 1 : end].decode(errors="replace")
            memory = int(fields[21]) * _PAGE_BYTES
            lines.append((int(name), command, fields[0].decode(), spent, memory, int(fields[17])))
        self._ticks = ticks
        return sorted(lines, key=lambda line: line[3:5], reverse=True)


class Table(QAbstractTableModel):
    """All processes, announced anew as a whole at each refresh."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []

    def rowCount(self, _parent: _Index | None = None) -> int:
        return len(self._lines)

    def columnCount(self, _parent: _Index | None = None) -> int:
        return len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(self._lines[index.row()][index.column()])

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return _COLUMNS[section] if is_title else None

    def replace(self, lines: list[_Line]) -> None:
        if len(lines) != len(self._lines):
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
        else:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(_COLUMNS) - 1))


class Chart(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A chart that says when the first one of them was painted."""

    is_first = True

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if Chart.is_first:
            Chart.is_first = False
            print(f"first chart painted after {(time.monotonic() - _STARTED) * 1000:.0f} ms", file=sys.stderr)
            sys.stderr.flush()


def main() -> int:
    """Show the window and refresh it once a second until it is ended."""
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1400, 900)
    layout = QGridLayout()
    centre = QWidget()
    centre.setLayout(layout)
    window.setCentralWidget(centre)
    generator = np.random.default_rng(1)
    values = generator.random((6, _SAMPLES)) * 100
    times = np.arange(_SAMPLES)
    curves = []
    for number in range(6):
        chart = Chart()
        chart.setYRange(0, 100)
        chart.setXRange(0, _SAMPLES)
        chart.hideButtons()
        chart.setMenuEnabled(False)
        chart.setMouseEnabled(x=False, y=False)
        layout.addWidget(chart, number // 3, number % 3)
        curves.append(chart.plot(pen="c", fillLevel=0, brush=(0, 200, 200, 60)))
    table, view, sweep = Table(), QTableView(), Sweep()
    view.setModel(table)
    view.verticalHeader().setDefaultSectionSize(22)
    layout.addWidget(view, 2, 0, 1, 3)

    def refresh() -> None:
        table.replace(sweep.read())
        values[:, :-1] = values[:, 1:]
        values[:, -1] = generator.random(6) * 100
        for curve, series in zip(curves, values, strict=True):
            curve.setData(times, series)

    timer = QTimer()
    timer.timeout.connect(refresh)
    timer.start(1000)
    window.show()
    refresh()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main())
