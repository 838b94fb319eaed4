"""Tray: HertzMon's icon in the system tray, with the CPU load drawn into it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import DARK

_SIZE = 64
_BARS = 8
# The icon is drawn anew when a bar changes by one of these steps.
_STEPS = 10
# Asking blocks for up to 50 ms where there is no message bus, so that it is done ever more rarely.
_LOOK_AGAIN_MS = 5_000
_LOOK_AGAIN_AT_MOST_MS = 320_000
# While the window hides in the tray nobody is kept waiting by a look. A panel that starts anew has its time for that.
_WATCH_MS = 4_000
_GONE_AFTER_LOOKS = 3


class Tray(QObject):
    """The icon, where a tray is there; desktops without one never get a window that hides and cannot come back.

    `lost` says, while it is watched, that the tray has gone for good and with it the way to the window.
    """

    show_requested = Signal()
    quit_requested = Signal()
    lost = Signal()

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu()
        self._loads: list[int] = [0] * _BARS
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again_ms = _LOOK_AGAIN_MS
        self._look_again.timeout.connect(self.start)
        self._watch = QTimer(self)
        self._watch.timeout.connect(self._look_after_it)
        self._looks_in_vain = 0
        self.retranslate()

    @property
    def is_shown(self) -> bool:
        """Whether the icon can be clicked; the system is asked, for a tray may go after the icon has come."""
        return self._icon is not None and self._icon.isVisible() and QSystemTrayIcon.isSystemTrayAvailable()

    def start(self) -> None:
        """Show the icon; where there is no tray yet, as at login, look again later."""
        self._show_if_possible()
        if self._icon is None:
            self._look_again.start(self._look_again_ms)
            self._look_again_ms = min(2 * self._look_again_ms, _LOOK_AGAIN_AT_MOST_MS)

    def watch(self) -> None:
        """Look often from now on whether the tray is still there: the window hides in it."""
        self._looks_in_vain = 0
        self._watch.start(_WATCH_MS)

    def unwatch(self) -> None:
        """The window is back."""
        self._watch.stop()

    def retranslate(self) -> None:
        """Write the menu in the language in force."""
        self._menu.clear()
        self._load = self._menu.addAction(text.unknown())
        self._load.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Show HertzMon"), self.show_requested.emit)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Quit"), self.quit_requested.emit)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the load and write the tooltip."""
        if self._icon is None or snapshot.cpu is None or snapshot.cpu.percent is None:
            return
        memory = snapshot.memory
        load = self.tr("CPU {0} · memory {1}").format(
            text.percent(snapshot.cpu.percent), text.percent(memory.percent if memory else None)
        )
        self._icon.setToolTip(load)
        self._load.setText(load)
        loads = [*self._loads[1:], round(snapshot.cpu.percent / 100 * _STEPS)]
        if loads != self._loads:
            self._loads = loads
            self._icon.setIcon(self._drawn())

    def notify(self, title: str, message: str) -> None:
        """Show a notification of the desktop, where there is a tray."""
        if self._icon is not None:
            self._icon.showMessage(title, message, QSystemTrayIcon.MessageIcon.Information)

    def close(self) -> None:
        """Take the icon away."""
        self._look_again.stop()
        self._watch.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        self._menu.deleteLater()

    def _show_if_possible(self) -> None:
        if self._icon is not None or not QSystemTrayIcon.isSystemTrayAvailable():
            return
        self._icon = QSystemTrayIcon(self._drawn(), self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.show()

    def _look_after_it(self) -> None:
        self._looks_in_vain = 0 if self.is_shown else self._looks_in_vain + 1
        if self._looks_in_vain == _GONE_AFTER_LOOKS:
            self._watch.stop()
            self.lost.emit()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in {QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick}:
            self.show_requested.emit()

    def _drawn(self) -> QIcon:
        pixmap = QPixmap(_SIZE, _SIZE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # Always dark: the tray's own colour is not known.
        painter.setBrush(QColor(DARK.surface))
        painter.drawRoundedRect(QRectF(0, 0, _SIZE, _SIZE), 12, 12)
        painter.setBrush(QColor(DARK.cpu))
        width = (_SIZE - 12) / _BARS
        for at, load in enumerate(self._loads):
            height = max(3.0, (_SIZE - 12) * min(load, _STEPS) / _STEPS)
            painter.drawRect(QRectF(6 + at * width, _SIZE - 6 - height, width - 1.5, height))
        painter.end()
        return QIcon(pixmap)
