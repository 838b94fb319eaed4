"""EmptyState: what stands where there is nothing to show: what is missing, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.icons import icon


class EmptyState(QWidget):
    """An icon, a title and a sentence in the middle."""

    def __init__(self, context: UiContext, title: str, sentence: str = "", icon_name: str = "info") -> None:
        super().__init__()
        self._context = context
        self._icon_name = icon_name
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = QLabel(title)
        self._title.setFont(fonts.strong())
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = QLabel(sentence)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setProperty("tone", "dim")
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._picture, self._title, self._sentence):
            column.addWidget(label)
        column.addStretch(1)
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)

    def set_texts(self, title: str, sentence: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._sentence.setText(sentence)

    @property
    def title(self) -> str:
        """What is missing."""
        return self._title.text()

    @property
    def sentence(self) -> str:
        """The reason that is shown."""
        return self._sentence.text()

    def _apply_theme(self) -> None:
        self._picture.setPixmap(icon(self._icon_name, self._context.theme.dim).pixmap(32, 32))
