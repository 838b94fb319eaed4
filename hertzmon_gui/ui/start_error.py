"""Why HertzMon cannot start, in a box: a program of Windows or macOS that was clicked has no console to print to."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMessageBox


def show_start_error(sentence: str) -> None:
    """Show `sentence` until it is closed; makes the application where there is none yet."""
    application = QApplication.instance() or QApplication(["hertzmon"])
    box = QMessageBox(QMessageBox.Icon.Critical, "HertzMon", sentence, QMessageBox.StandardButton.Close)
    box.exec()
    del application
