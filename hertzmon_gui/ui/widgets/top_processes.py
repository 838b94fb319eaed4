"""TopProcesses: the few processes that take the most CPU, as plain painted rows."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext

_MOST = 12
_LEAST_NAME_LETTERS = 10
_Row = tuple[str, str, str, bool]


class TopProcesses(QWidget):
    """As many rows as fit: name, CPU and memory; while there are none, the sentence why."""

    def __init__(self, context: UiContext, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence
        self._context = context
        self._rows: tuple[_Row, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.theme_changed.connect(self.update)

    @property
    def rows(self) -> tuple[_Row, ...]:
        """Name, CPU, memory, and whether the CPU is idle."""
        return self._rows

    @property
    def sentence(self) -> str:
        """What stands there instead of rows."""
        return self._sentence

    def show_instead(self, sentence: str) -> None:
        """Show no rows but a sentence."""
        if self._rows or sentence != self._sentence:
            self._rows, self._sentence = (), sentence
            self.update()

    def set_processes(self, processes: Sequence[Process], cores: int) -> None:
        """Show the busiest of these; CPU as the settings want it, of one core or of all."""
        share = cores if self._context.settings.settings.process_cpu == "machine" else 1
        busiest = heapq.nlargest(_MOST, processes, key=_weight)
        rows = tuple(
            (
                process.identity.name,
                text.percent(None if process.cpu_percent is None else process.cpu_percent / share, 1),
                self._context.format.memory(process.rss_bytes),
                not process.cpu_percent,
            )
            for process in busiest
        )
        if rows != self._rows:
            self._rows, self._sentence = rows, ""
            self.update()

    def sizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(180, self._row_height() * 5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a header line and the rows."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        height = self._row_height()
        metrics = QFontMetrics(fonts.body())
        # Numbers keep their width; in a wide card they stand farther apart.
        space = 12 + max(0, self.width() - 260) // 6
        memory_width = metrics.horizontalAdvance("000.0 MiB") + space
        cpu_width = metrics.horizontalAdvance("000.0 %")
        if self.width() - memory_width - cpu_width < metrics.averageCharWidth() * _LEAST_NAME_LETTERS:
            memory_width = 0  # a name is worth more than its memory
        columns = (max(0, self.width() - memory_width - cpu_width), cpu_width, memory_width)
        painter.setFont(fonts.body())
        header = (self.tr("Name"), self.tr("CPU"), self.tr("Memory"), False)
        for index, row in enumerate((header, *self._rows)):
            top = index * height
            if top + height > self.height():
                break
            left = 0
            for column, (width, cell) in enumerate(zip(columns, row[:3], strict=True)):
                if width == 0:
                    continue
                is_dim = index == 0 or (column == 1 and row[3])
                painter.setPen(QColor(theme.dim if is_dim else theme.text))
                side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
                shown = metrics.elidedText(cell, Qt.TextElideMode.ElideRight, width)
                painter.drawText(QRectF(left, top, width, height), side | Qt.AlignmentFlag.AlignVCenter, shown)
                left += width
            painter.setPen(QColor(theme.line))
            painter.drawLine(0, top + height - 1, self.width(), top + height - 1)
        if not self._rows:
            painter.setPen(QColor(theme.dim))
            place = QRectF(0, height, self.width(), self.height() - height)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence)

    @staticmethod
    def _row_height() -> int:
        return round(QFontMetrics(fonts.body()).height() * 1.65)


def _weight(process: Process) -> tuple[float, int]:
    return process.cpu_percent or 0.0, process.rss_bytes or 0
