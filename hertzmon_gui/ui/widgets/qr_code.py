"""QrCode: a link as a picture for a telephone's camera."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_QUIET_MODULES = 3
_SIDE = 132


class QrCode(QWidget):
    """Dark on white in every theme: cameras want it so."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[list[bool]] = []
        self._link = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def link(self) -> str:
        """What is encoded."""
        return self._link

    def set_link(self, link: str) -> None:
        """Encode another link; nothing is shown for an empty one."""
        if link == self._link:
            return
        self._link = link
        self._rows = _modules(link) if link else []
        self.setAccessibleName(self.tr("QR code of {0}").format(link) if link else "")
        self.setVisible(bool(link))
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough for a camera."""
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the modules."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#ffffff"))
        painter.drawRoundedRect(self.rect(), 6, 6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(QColor("#000000"))
        size = self.width() / (len(self._rows) + 2 * _QUIET_MODULES)
        for y, row in enumerate(self._rows):
            for x, is_dark in enumerate(row):
                if is_dark:
                    place = QRectF((x + _QUIET_MODULES) * size, (y + _QUIET_MODULES) * size, size + 0.3, size + 0.3)
                    painter.drawRect(place)


def _modules(link: str) -> list[list[bool]]:
    import segno  # with urllib, email and ssl behind it: 3 MB, only where there is something to encode

    return [[bool(module) for module in row] for row in segno.make(link, micro=False).matrix]
