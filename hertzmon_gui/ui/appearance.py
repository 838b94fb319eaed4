"""Appearance: the theme in force, after the settings or the system, live."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.style import palette, style_sheet
from hertzmon_gui.ui.theme import DARK, LIGHT, Theme


class Appearance(QObject):
    """Dresses the application in the theme that the settings name, and follows the system where they say so."""

    def __init__(self, application: QApplication, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._context = context
        self._dressed: Theme | None = None
        context.settings_changed.connect(self.apply)
        application.styleHints().colorSchemeChanged.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Put the wanted theme in force."""
        theme = self._wanted()
        if theme is self._dressed:
            return
        self._dressed = theme
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme))
        self._context.set_theme(theme)

    def _wanted(self) -> Theme:
        chosen = self._context.settings.settings.theme
        if chosen != "system":
            return DARK if chosen == "dark" else LIGHT
        return DARK if self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
