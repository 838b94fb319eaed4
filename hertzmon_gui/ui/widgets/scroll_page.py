"""ScrollPage: a page whose content is a column that scrolls when it is higher than the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.probe_state import Section, awaited_reason, is_awaited, placeholder, reason
from hertzmon_gui.ui.style import GAP, MARGIN
from hertzmon_gui.ui.widgets.card import CardHeader
from hertzmon_gui.ui.widgets.empty_state import EmptyState


class ScrollPage(Page):
    """Add panels to `column`; what is said instead of all of them is there until `show_content`."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        content = QWidget()
        content.setObjectName("scrolled")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.column.setSpacing(GAP)
        self.scroll_area = QScrollArea()
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.scroll_area.setWidget(content)
        self.empty = EmptyState(context, self.title, awaited_reason())
        self._was_read = False
        self._layers = QStackedLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(self.scroll_area)
        self._layers.addWidget(self.empty)

    @property
    def is_empty(self) -> bool:
        """Whether a sentence stands in the place of the panels."""
        return self._layers.currentWidget() is self.empty

    def show_content(self) -> None:
        """Show the panels."""
        self._was_read = True
        self._layers.setCurrentWidget(self.scroll_area)
        if self.hasFocus():  # given while there was nothing to scroll
            self.take_keyboard()

    def show_instead(self, title: str, sentence: str) -> None:
        """Show a sentence instead of the panels."""
        self.empty.set_texts(title, sentence)
        self._layers.setCurrentWidget(self.empty)

    def show_unread(self, snapshot: Snapshot, section: Section, header: CardHeader) -> None:
        """Say why there are no numbers: beside old charts where there are such, instead of empty ones else."""
        header.set_texts(placeholder(snapshot, section), reason(snapshot, section).replace("\n", " "))
        if not self._was_read and not is_awaited(snapshot, section):
            self.show_instead(self.title, reason(snapshot, section))

    def take_keyboard(self) -> None:
        """Put the keyboard where the arrow and page keys scroll."""
        (self if self.is_empty else self.scroll_area).setFocus()
