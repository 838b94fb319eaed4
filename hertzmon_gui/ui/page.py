"""Page: what the window shows beside its sidebar, one at a time."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.titles import page_title


class Page(QWidget):
    """A page of the window. While it cannot be seen it gets no snapshot and demands nothing.

    `page_requested` asks the window for another page, by its id; `demand_changed` says that `demand()` has another
    answer from now on.
    """

    page_id: ClassVar[str]

    page_requested = Signal(str)
    demand_changed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.active = False
        self.setObjectName(self.page_id)
        self.setAccessibleName(self.title)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no stop for Tab; it gives keys to nobody else

    @property
    def title(self) -> str:
        """The page's name in the user's language."""
        return page_title(self.page_id)

    def demand(self) -> Demand:
        """What the page needs while it can be seen."""
        return Demand()

    def set_active(self, active: bool) -> None:
        """Begin or cease to work; when it begins, draw what `context.source` holds already."""
        self.active = active
        if not active:
            return
        latest = self.context.source.bus.latest
        if latest is not None:
            self.on_snapshot(latest)
            self.on_second(latest)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Draw the charts anew; called at each tick, only while the page can be seen."""

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the texts anew; called at a tick, at most once a second, after `on_snapshot`."""

    def on_hidden_second(self, snapshot: Snapshot) -> None:
        """Keep of a snapshot what is to be known later; called in the place of the others while another page is open.

        The snapshot holds what that page needs. Nothing is drawn here.
        """

    def take_keyboard(self) -> None:
        """Put the keyboard where one would go on after opening the page."""
        self.setFocus()

    def start_search(self) -> None:
        """Put the keyboard into the page's search field, where it has one."""

    def continue_from(self, other: Page) -> None:
        """Go on where `other` was, the same page in another language; what it remembers in the settings is here."""

    def save_state(self) -> None:
        """Remember in `context.settings` what the user arranged; called before the page goes away."""
