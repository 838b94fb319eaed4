"""FlowGrid: equal tiles in as many columns as the width allows."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from hertzmon_gui.ui.style import GAP


class FlowGrid(QWidget):
    """Tiles of at least `tile_width`; `most_columns` keeps a few of them from becoming strips."""

    def __init__(self, tile_width: int, most_columns: int = 4) -> None:
        super().__init__()
        self._tile_width = tile_width
        self._most_columns = most_columns
        self._tiles: list[QWidget] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def tiles(self) -> list[QWidget]:
        """The tiles in order."""
        return list(self._tiles)

    def set_tiles(self, tiles: Sequence[QWidget]) -> None:
        """Show these tiles; those that are shown no more are deleted."""
        for old in self._tiles:
            self._grid.removeWidget(old)
            if old not in tiles:
                old.hide()
                old.deleteLater()
        self._tiles = list(tiles)
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the columns anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = max(1, (self.width() + GAP) // (self._tile_width + GAP))
        most = max(1, min(room, self._most_columns, len(self._tiles)))
        rows = max(1, math.ceil(len(self._tiles) / most))
        columns = max(1, math.ceil(len(self._tiles) / rows))  # as many rows, filled evenly
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for at, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, at // columns, at % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
