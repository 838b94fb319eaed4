"""NoticeBar: a sentence that the user should see, with a way to dismiss it or to act on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.icons import icon


class NoticeBar(QFrame):
    """One notice; `action` is a button's text and what it does, without which the notice can be dismissed."""

    def __init__(self, context: UiContext, sentence: str, action: tuple[str, Callable[[], None]] | None = None) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon = QLabel()
        self.label = QLabel(sentence)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        if action is not None:
            self.button = QPushButton(action[0])
            self.button.clicked.connect(action[1])
            row.addWidget(self.button)
        else:
            self._close = QToolButton()
            self._close.setProperty("kind", "plain")
            self._close.setAccessibleName(self.tr("Dismiss"))
            self._close.setToolTip(self.tr("Dismiss"))
            self._close.clicked.connect(self.deleteLater)
            row.addWidget(self._close)
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        theme = self._context.theme
        self._icon.setPixmap(icon("warning", theme.warning).pixmap(16, 16))
        if hasattr(self, "_close"):
            self._close.setIcon(icon("close", theme.dim))
