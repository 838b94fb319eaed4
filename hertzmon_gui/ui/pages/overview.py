"""Overview: six live cards that fill the window; each opens its page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.overview_cards import (
    CpuCard,
    DisksCard,
    GpuCard,
    MemoryCard,
    NetworkCard,
    OverviewCard,
    SensorsCard,
    SystemCard,
    TopProcessesCard,
)
from hertzmon_gui.ui.style import GAP, MARGIN

_COLUMNS = 3


class OverviewPage(Page):
    """The page one starts on."""

    page_id = "overview"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._grid.setSpacing(GAP)
        self._third: Callable[[UiContext], OverviewCard] | None = None
        self._cards: list[OverviewCard] = []
        makers: tuple[Callable[[UiContext], OverviewCard], ...] = (
            CpuCard,
            MemoryCard,
            NetworkCard,
            DisksCard,
            TopProcessesCard,
        )
        self._cards.extend(self._made(make) for make in makers)
        self._choose_third(context.source.bus.latest)

    @property
    def cards(self) -> list[OverviewCard]:
        """The cards, in reading order."""
        return list(self._cards)

    def demand(self) -> Demand:
        """Charts, and the processes for the last card."""
        return Demand(charts=True, processes=True)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        for card in self._cards:
            card.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        self._choose_third(snapshot)
        for card in self._cards:
            if card.toolTip() != card.about:
                card.setToolTip(card.about)  # it may have said why a value was missing
            card.write(snapshot)

    def _choose_third(self, snapshot: Snapshot | None) -> None:
        """The third card shows the GPU; without one, the sensors; without these, the machine itself."""
        wanted: Callable[[UiContext], OverviewCard] = SystemCard
        if snapshot is not None and snapshot.gpus is not None and snapshot.gpus.devices:
            wanted = GpuCard
        elif snapshot is not None and snapshot.sensors is not None and snapshot.sensors.temperatures:
            wanted = SensorsCard
        if wanted is self._third:
            return
        if self._third is not None:
            old = self._cards.pop(2)
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._third = wanted
        card = self._made(wanted)
        self._cards.insert(2, card)
        self._arrange()
        if snapshot is not None and self.active:
            card.draw(snapshot)
            card.write(snapshot)

    def _made(self, make: Callable[[UiContext], OverviewCard]) -> OverviewCard:
        card = make(self.context)
        card.clicked.connect(lambda: self.page_requested.emit(card.opens))
        return card

    def _arrange(self) -> None:
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // _COLUMNS, at % _COLUMNS)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        for row in range(2):
            self._grid.setRowStretch(row, 1)
        order = iter(self._cards)
        before = next(order)
        for card in order:
            QWidget.setTabOrder(before, card)
            before = card
