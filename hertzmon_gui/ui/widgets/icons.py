"""Icons: the drawn set of resources/icons, in the colour that the theme asks for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from hertzmon_gui.settings.paths import resource

_SIZES = (16, 32, 48)


@lru_cache(maxsize=128)
def icon(name: str, colour: str) -> QIcon:
    """The icon `name` drawn in `colour`; the files say currentColor where that goes."""
    drawing = resource("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    return _rendered(drawing, _SIZES)


@lru_cache(maxsize=1)
def application_icon() -> QIcon:
    """HertzMon's own icon."""
    return _rendered(resource("icons", "hertzmon.svg").read_bytes(), (16, 24, 32, 48, 64, 128, 256))


def _rendered(drawing: bytes, sizes: tuple[int, ...]) -> QIcon:
    renderer = QSvgRenderer(QByteArray(drawing))
    made = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        made.addPixmap(pixmap)
    return made
