"""A question before something that cannot be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def is_agreed(parent: QWidget, title: str, question: str) -> bool:
    """Ask, and wait for the answer; Return and Esc mean no."""
    answer = QMessageBox.question(
        parent,
        title,
        question,
        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel,
        QMessageBox.StandardButton.Cancel,
    )
    # PySide gives the number of the button, which equals the button and is not the same object.
    return answer == QMessageBox.StandardButton.Yes
