"""NumberField: a field for a whole number, whose text begins where the other fields' texts do."""

from __future__ import annotations

from PySide6.QtWidgets import QSpinBox

_TEXT_MARGIN = 8  # the style sheet's padding does not reach the line edit inside


class NumberField(QSpinBox):
    """A QSpinBox that looks like its neighbours."""

    def __init__(self) -> None:
        super().__init__()
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
