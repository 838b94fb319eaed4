"""NoticeBar: a sentence that the user should see, with a way to dismiss it or to act on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.icons import icon


class NoticeBar(QFrame):
    """Hidden until something is to be told; the next sentence replaces the last.

    Give it a place before it is told anything: what is shown without one is a window. `dismissed` says that the user
    has put it away.
    """

    dismissed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._act: Callable[[], None] | None = None
        self._is_lasting = False
        self.setProperty("kind", "notice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton()
        self.button.clicked.connect(self._pressed)
        self._close = QToolButton()
        self._close.setProperty("kind", "plain")
        self._close.setAccessibleName(self.tr("Dismiss"))
        self._close.setToolTip(self.tr("Dismiss"))
        self._close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.button)
        row.addWidget(self._close)
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is told now; empty when nothing is."""
        return "" if self.isHidden() else self.label.text()

    def tell(
        self, sentence: str, action: tuple[str, Callable[[], None]] | None = None, *, is_lasting: bool = False
    ) -> None:
        """Show `sentence`, and a button for `action`: its text and what it does.

        A lasting notice is there until whoever told it hides it; any other can be dismissed, and goes when its button
        is pressed.
        """
        self.label.setText(sentence)
        self.button.setText(action[0] if action is not None else "")
        self.button.setVisible(action is not None)
        self._act = action[1] if action is not None else None
        self._is_lasting = is_lasting
        self._close.setVisible(not is_lasting)
        self.show()

    def _pressed(self) -> None:
        act = self._act
        if not self._is_lasting:
            self._dismiss()
        if act is not None:
            act()

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _apply_theme(self) -> None:
        theme = self._context.theme
        self._icon.setPixmap(icon("warning", theme.warning).pixmap(16, 16))
        self._close.setIcon(icon("close", theme.dim))
