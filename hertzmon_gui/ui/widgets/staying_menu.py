"""StayingMenu: a menu in which one can tick several boxes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget


class StayingMenu(QMenu):
    """A menu that stays open when a box is ticked by the pointer or by Space; Return ticks it and closes, as ever."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pressed: QAction | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note what is pressed: the release of the click that opened the menu ticks nothing."""
        self._pressed = self.actionAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick a box, or do what menus do."""
        pressed, self._pressed = self._pressed, None
        if self.actionAt(event.position().toPoint()) is not pressed or not self._tick(pressed):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the box that the keyboard is at, or do what menus do."""
        if event.key() != Qt.Key.Key_Space or not self._tick(self.activeAction()):
            super().keyPressEvent(event)

    def _tick(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable() or not action.isEnabled():
            return False
        action.trigger()
        return True
