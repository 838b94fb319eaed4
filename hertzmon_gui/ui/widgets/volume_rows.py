"""VolumeRows: mounted file systems as bars."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hertzmon_gui.model.snapshot import Volume
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext

_BAR_HEIGHT = 6
# From here on the bar says that room is getting scarce, and then that it is gone.
_SCARCE_PERCENT = 85.0
_FULL_PERCENT = 95.0


class VolumeRows(QWidget):
    """One row per volume: where, how full, how much is free. A volume that does not answer says so."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._volumes: tuple[Volume, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """What is shown."""
        return self._volumes

    def set_volumes(self, volumes: Sequence[Volume]) -> None:
        """Show these."""
        fresh = tuple(volumes)
        if fresh == self._volumes:
            return
        resized = len(fresh) != len(self._volumes)
        self._volumes = fresh
        self.setAccessibleName("; ".join(f"{volume.mountpoint}: {self._amounts(volume)}" for volume in fresh))
        self.update()
        if resized:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, self._row_height() * max(1, len(self._volumes)))

    def event(self, event: QEvent) -> bool:
        """Tell the rest of a row in a tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = event.pos().y() // self._row_height()
            if 0 <= at < len(self._volumes):
                QToolTip.showText(event.globalPos(), self._tip(self._volumes[at]), self)
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        body = QFontMetrics(fonts.body())
        small = QFontMetrics(fonts.small())
        height = self._row_height()
        for at, volume in enumerate(self._volumes):
            top = at * height + 6
            amounts = self._amounts(volume)
            painter.setFont(fonts.small())
            painter.setPen(QColor(theme.dim))
            amounts_width = small.horizontalAdvance(amounts)
            painter.drawText(self.width() - amounts_width, top + body.ascent(), amounts)
            painter.setFont(fonts.body())
            painter.setPen(QColor(theme.text))
            room = max(40, (self.width() - amounts_width) * 2 // 3)
            name = body.elidedText(volume.mountpoint, Qt.TextElideMode.ElideMiddle, room)
            painter.drawText(0, top + body.ascent(), name)
            left = body.horizontalAdvance(name) + 10
            painter.setFont(fonts.small())
            painter.setPen(QColor(theme.dim))
            origin = f"{volume.fstype} · {volume.device}"
            shown = small.elidedText(origin, Qt.TextElideMode.ElideRight, self.width() - amounts_width - left - 16)
            painter.drawText(left, top + body.ascent(), shown)
            self._paint_bar(painter, volume, top + body.height() + 3)

    def _paint_bar(self, painter: QPainter, volume: Volume, top: int) -> None:
        theme = self._context.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.raised))
        painter.drawRoundedRect(QRectF(0, top, self.width(), _BAR_HEIGHT), 3, 3)
        if volume.percent:
            colour = theme.read
            if volume.percent >= _SCARCE_PERCENT:
                colour = theme.danger if volume.percent >= _FULL_PERCENT else theme.warning
            painter.setBrush(QColor(colour))
            width = max(_BAR_HEIGHT, self.width() * volume.percent / 100)
            painter.drawRoundedRect(QRectF(0, top, width, _BAR_HEIGHT), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _amounts(self, volume: Volume) -> str:
        if volume.total is None or volume.free is None:
            return self.tr("does not answer") if volume.stale else text.unknown()
        write = self._context.format.capacity
        amounts = self.tr("{0} · {1} free of {2}").format(
            text.percent(volume.percent), write(volume.free), write(volume.total)
        )
        return self.tr("{0} (overdue)").format(amounts) if volume.stale else amounts

    def _tip(self, volume: Volume) -> str:
        lines = [volume.mountpoint, volume.device, volume.fstype, self._amounts(volume)]
        if volume.inodes_total and volume.inodes_free is not None:
            used = 100 * (1 - volume.inodes_free / volume.inodes_total)
            lines.append(self.tr("{0} of the file entries used").format(text.percent(used)))
        return "\n".join(lines)

    @staticmethod
    def _row_height() -> int:
        return QFontMetrics(fonts.body()).height() + _BAR_HEIGHT + 20
