"""Commands: everything that the window's menu and keys can do, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QMenu

from hertzmon_gui.settings.schema import UPDATE_INTERVALS
from hertzmon_gui.ui.format import interval
from hertzmon_gui.ui.widgets.icons import icon

if TYPE_CHECKING:
    from hertzmon_gui.ui.main_window import MainWindow

_PAGE_KEYS = 9


class Commands(QObject):
    """The actions, their keys and the menu."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icons: list[tuple[QAction, str]] = []
        context = window.context
        self.find = self._action(self.tr("Find process"), ("Ctrl+F", "F3"), window.search, "search")
        self.refresh = self._action(self.tr("Refresh now"), ("F5",), context.source.refresh_now, "refresh")
        self.pause = self._action(self.tr("Pause"), ("Pause", "F6"), self._toggle_pause, "pause")
        self.settings = self._action(self.tr("Settings…"), ("Ctrl+,",), self._open_settings, "settings")
        self.full_screen = self._action(self.tr("Full screen"), ("F11",), self._toggle_full_screen, "fullscreen")
        self.folder = self._action(self.tr("Open data folder"), (), self._open_folder, "folder")
        self.folder.setEnabled(context.directory is not None)
        self.help = self._action(self.tr("Help"), ("F1",), self._open_help, "help")
        self.diagnostics = self._action(self.tr("About and diagnostics"), (), self._open_about, "info")
        self.close_window = self._action(self.tr("Close window"), ("Ctrl+W",), window.close, "close")
        self.quit = self._action(self.tr("Quit"), ("Ctrl+Q",), window.quit_requested.emit, "quit")
        for position in range(_PAGE_KEYS):
            self._action("", (f"Ctrl+{position + 1}",), partial(window.open_page_at, position))
        self.menu = self._made_menu()
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)

    def key_list(self) -> list[tuple[str, str]]:
        """Every key of the window and what it does, for the help."""
        rows = [
            (
                ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()),
                action.text(),
            )
            for action, _ in self._icons
            if action.shortcuts()
        ]
        return [(f"Ctrl+1 … Ctrl+{_PAGE_KEYS}", self.tr("Open a page")), *rows]

    def show_paused(self, paused: bool) -> None:
        """Offer the opposite."""
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self._icons = [
            (action, "play" if paused else "pause") if action is self.pause else (action, name)
            for action, name in self._icons
        ]
        self._apply_theme()

    def _action(self, text: str, keys: tuple[str, ...], run: Callable[[], object], icon_name: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        if icon_name:
            self._icons.append((action, icon_name))
        return action

    def _made_menu(self) -> QMenu:
        menu = QMenu(self._window)
        menu.addActions([self.find, self.refresh, self.pause])
        speed = menu.addMenu(self.tr("Update speed"))
        speed.aboutToShow.connect(lambda: self._fill_speeds(speed))
        menu.addSeparator()
        menu.addActions([self.full_screen, self.settings, self.folder])
        menu.addSeparator()
        menu.addActions([self.help, self.diagnostics])
        menu.addSeparator()
        menu.addActions([self.close_window, self.quit])
        return menu

    def _fill_speeds(self, menu: QMenu) -> None:
        menu.clear()
        settings = self._window.context.settings
        for seconds in UPDATE_INTERVALS:
            action = menu.addAction(interval(seconds))
            action.setCheckable(True)
            action.setChecked(seconds == settings.settings.interval_seconds)
            action.triggered.connect(lambda _checked, chosen=seconds: settings.change(interval_seconds=chosen))

    def _toggle_pause(self) -> None:
        self._window.set_paused(not self._window.context.source.paused)

    def _toggle_full_screen(self) -> None:
        # Only this part of its state: a window that was maximised is so again afterwards.
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _open_settings(self) -> None:
        from hertzmon_gui.ui.dialogs.settings import SettingsDialog

        SettingsDialog(self._window.context, self._window).open()

    def _open_help(self) -> None:
        from hertzmon_gui.ui.dialogs.help import HelpDialog

        HelpDialog(self._window.context, self.key_list(), self._window).open()

    def _open_about(self) -> None:
        from hertzmon_gui.ui.dialogs.about import AboutDialog

        AboutDialog(self._window.context, self._window).open()

    def _open_folder(self) -> None:
        directory = self._window.context.directory
        if directory is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(directory.path))):
            self._window.show_notice(self.tr("No file manager opened {0}.").format(directory.path))

    def _apply_theme(self) -> None:
        for action, name in self._icons:
            action.setIcon(icon(name, self._window.context.theme.dim))
