"""ProcessNotice: one sentence above the table, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.icons import icon


class ProcessNotice(QFrame):
    """Hidden until something is to be told; the next sentence replaces the last."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._do: Callable[[], None] | None = None
        self.setProperty("kind", "notice")
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.clicked.connect(self._act)
        self._dismiss = QToolButton()
        self._dismiss.setProperty("kind", "plain")
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._dismiss.setToolTip(self.tr("Dismiss"))
        self._dismiss.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        layout.addWidget(self._dismiss)
        context.theme_changed.connect(self._apply_theme)
        self._apply_theme()
        self.hide()

    @property
    def sentence(self) -> str:
        """What is told now; empty when nothing is."""
        return "" if self.isHidden() else self.label.text()

    def tell(self, sentence: str, button: str = "", do: Callable[[], None] | None = None) -> None:
        """Show `sentence`, and a button that does `do`."""
        self.label.setText(sentence)
        self._do = do
        self.button.setText(button)
        self.button.setVisible(do is not None)
        self.show()

    def _act(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def _apply_theme(self) -> None:
        self._dismiss.setIcon(icon("close", self._context.theme.dim))
