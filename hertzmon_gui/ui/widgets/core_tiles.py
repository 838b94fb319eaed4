"""CoreTiles: the cores of a large machine, each as a small painted tile; a widget for each would be too heavy."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import CoreUsage
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.samples import thinned, visible
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.sparkline import paint_sparkline

_GAP = 4
_PADDING = 5
_WIDTH_IN_LETTERS = 11
_CHART_HEIGHT = 22


class CoreTiles(QWidget):
    """Number, load and the last minutes of every core, in as many columns as the width allows."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._cores: tuple[CoreUsage, ...] = ()
        self._now = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    @property
    def columns(self) -> int:
        """How many tiles stand beside each other: so many that the last row is full, or nearly."""
        width = QFontMetrics(fonts.small()).averageCharWidth() * _WIDTH_IN_LETTERS + 2 * _PADDING
        most = max(1, (self.width() + _GAP) // (width + _GAP))
        rows = max(1, math.ceil(len(self._cores) / most))
        return max(1, math.ceil(len(self._cores) / rows))

    def set_cores(self, cores: Sequence[CoreUsage], now: float) -> None:
        """Show these loads, and the history until the monotonic time `now`."""
        resized = len(cores) != len(self._cores)
        self._cores = tuple(cores)
        self._now = now
        self.update()
        if resized:
            self._fit()

    def sizeHint(self) -> QSize:
        """All rows, at the present width."""
        rows = max(1, math.ceil(len(self._cores) / self.columns))
        return QSize(200, rows * (self._tile_height() + _GAP) - _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the columns anew."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Name the core under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for core, tile in zip(self._cores, self._tiles(), strict=True):
                if tile.contains(event.pos()):
                    QToolTip.showText(event.globalPos(), self._tip(core), self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that can be seen."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setFont(fonts.small())
        metrics_of_font = QFontMetrics(fonts.small())
        for core, tile in zip(self._cores, self._tiles(), strict=True):
            if not tile.intersects(event.rect()):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.window))
            painter.drawRoundedRect(tile, 3, 3)
            baseline = tile.top() + 3 + metrics_of_font.ascent()
            painter.setPen(QColor(theme.dim))
            painter.drawText(tile.left() + _PADDING, baseline, str(core.index))
            load = text.percent(core.percent)
            painter.setPen(QColor(theme.text))
            painter.drawText(tile.right() - _PADDING - metrics_of_font.horizontalAdvance(load), baseline, load)
            self._paint_history(painter, core, tile)

    def _paint_history(self, painter: QPainter, core: CoreUsage, tile: QRect) -> None:
        place = QRectF(tile.left() + 1, tile.bottom() - _CHART_HEIGHT, tile.width() - 2, _CHART_HEIGHT)
        seconds = self._context.settings.settings.chart_seconds
        series = self._context.source.history.series(metrics.CORE, "percent", str(core.index))
        times, values = visible(*series, self._now - seconds)
        if times.size > place.width():
            times, values = thinned(times, values, seconds / place.width() * 2)
        colour = QColor(self._context.theme.cpu)
        paint_sparkline(painter, place, times, values, self._now, 100.0, colour, seconds)

    def _tip(self, core: CoreUsage) -> str:
        tip = self.tr("Core {0}: {1}").format(core.index, text.percent(core.percent))
        return tip if core.frequency_mhz is None else f"{tip}\n{text.frequency(core.frequency_mhz)}"

    def _tiles(self) -> list[QRect]:
        columns = self.columns
        height = self._tile_height()
        tiles = []
        for at in range(len(self._cores)):
            row, column = divmod(at, columns)
            left = round(column * (self.width() + _GAP) / columns)
            right = round((column + 1) * (self.width() + _GAP) / columns) - _GAP
            tiles.append(QRect(left, row * (height + _GAP), right - left, height))
        return tiles

    def _fit(self) -> None:
        height = self.sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)

    @staticmethod
    def _tile_height() -> int:
        return 3 + QFontMetrics(fonts.small()).height() + _CHART_HEIGHT + 2
