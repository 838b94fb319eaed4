"""Pieces of forms: sections with a heading, rows of a label and a field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from hertzmon_gui.ui import fonts

_LABEL_LINES = 8.0


class FormSection(QWidget):
    """A heading, where there is one, and below it labelled fields."""

    def __init__(self, heading: str = "") -> None:
        super().__init__()
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(20)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if heading:
            title = QLabel(heading)
            title.setFont(fonts.strong())
            column.addWidget(title)
        column.addLayout(self._form)

    def add(self, label: str, field: QWidget) -> None:
        """Add a field with its label, by which it is read out too."""
        field.setAccessibleName(label)
        name = QLabel(label)
        name.setBuddy(field)
        # As wide in every section, so that the fields of sections below each other are aligned.
        name.setMinimumWidth(round(self.fontMetrics().height() * _LABEL_LINES))
        self._form.addRow(name, field)

    def add_check(self, box: QCheckBox, hint: str = "") -> None:
        """Add a check box, with a quiet line below it when there is more to say."""
        self._form.addRow(box)
        if hint:
            line = QLabel(hint)
            line.setProperty("tone", "dim")
            line.setWordWrap(True)
            line.setIndent(24)
            self._form.addRow(line)
