"""PanelGrid: small panels by a key, in step with what the machine has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.widgets.chart_panel import SmallPanel
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid


class PanelGrid(FlowGrid):
    """One panel per key; takes no room while there is none."""

    def __init__(self, tile_width: int, most_columns: int = 4) -> None:
        super().__init__(tile_width, most_columns)
        self.panels: dict[str, SmallPanel] = {}
        self.hide()

    def match(self, keys: Sequence[str], make: Callable[[str], SmallPanel]) -> bool:
        """Show the panels of these keys in this order; those that are new are made, those that have gone deleted.

        Says whether any came or went.
        """
        if list(keys) == list(self.panels):
            return False
        self.panels = {key: self.panels.get(key) or make(key) for key in keys}
        self.set_tiles(list(self.panels.values()))
        self.setVisible(bool(self.panels))
        return True

    def draw(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        for panel in self.panels.values():
            panel.draw(snapshot)

    def write(self, key: str, caption: str, tip: str = "") -> None:
        """Write a panel's numbers, where it is shown; `tip` replaces the tooltip that says what the curves are."""
        panel = self.panels.get(key)
        if panel is None:
            return
        panel.write(caption)
        if tip:
            panel.setToolTip(tip)
