"""Desktop: the window's whole life: language, look, tray, second starts, signals, and its end."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hertzmon_gui.model.remote_access import ApiPhase, RemoteAccess
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import SnapshotSource
from hertzmon_gui.options import Options
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.appearance import Appearance
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.language import Translators, effective_language
from hertzmon_gui.ui.main_window import MainWindow
from hertzmon_gui.ui.signals import SignalWatch
from hertzmon_gui.ui.single_instance import InstanceServer
from hertzmon_gui.ui.tray import Tray
from hertzmon_gui.ui.widgets.icons import application_icon

# A screenshot is taken when the charts have a line to show.
_SCREENSHOT_AFTER_SECONDS = 2.5
_ANNOUNCED = "remote-access.announced"


class Desktop(QObject):
    """Owns the window and what goes with it. A change of language builds the window anew; nothing else does."""

    def __init__(
        self,
        application: QApplication,
        *,
        source: SnapshotSource,
        settings: SettingsStore,
        remote_access: RemoteAccess | None,
        directory: DataDirectory,
        problems: Sequence[str],
        options: Options,
    ) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._options = options
        self._translators = Translators(application)
        self._speak(effective_language(settings.settings.language))
        application.setWindowIcon(application_icon())
        self.context = UiContext(source, settings, remote_access, directory, problems, parent=self)
        self._appearance = Appearance(application, self.context, self)
        self._tray = Tray(self.context, self)
        self._tray.show_requested.connect(self._bring_to_front)
        self._tray.quit_requested.connect(self.quit)
        self._tray.lost.connect(self._come_back)
        self._is_quitting = False
        self._first_seen = 0.0
        self.window = self._made_window(options.page or self._start_page())
        self._tray.start()
        self.context.settings_changed.connect(self._follow_language)
        self.context.api_state_changed.connect(self._announce_opening)
        self._server = InstanceServer(directory.path, self._bring_to_front, self)
        self._signals = SignalWatch(self.quit, self)

    def show(self) -> None:
        """Show the window, or leave it in the tray or the task bar when the settings say so."""
        if not self._settings.settings.start_minimised or self._options.screenshot is not None:
            self.window.show()
        elif self._tray.is_shown:
            self._tray.watch()
        else:
            self.window.showMinimized()

    def quit(self) -> None:
        """End the program, as closing the window for good does."""
        self._is_quitting = True
        self.window.save_state()
        self._application.exit(0)

    def close(self) -> None:
        """Undo everything; after the event loop."""
        self._signals.close()
        self._server.close()
        self._tray.close()
        self.window.close_for_good()
        self.context.close()
        self.window.hide()
        self.window.deleteLater()

    def _start_page(self) -> str:
        wanted = self._settings.settings.start_page
        return self._settings.window.page or "overview" if wanted == "last" else wanted

    def _made_window(self, page_id: str) -> MainWindow:
        window = MainWindow(self.context, page_id, keep_when_closed=self._keeps_when_closed)
        window.quit_requested.connect(self.quit)
        window.closed.connect(self._window_closed)
        window.hidden.connect(self._tray.watch)
        window.second_passed.connect(self._tray.show_snapshot)
        if self._options.screenshot is not None:
            window.second_passed.connect(self._take_screenshot)
        return window

    def _keeps_when_closed(self) -> bool:
        return not self._is_quitting and self._settings.settings.close_to_tray and self._tray.is_shown

    def _window_closed(self) -> None:
        self._application.exit(0)

    def _bring_to_front(self) -> None:
        self._tray.unwatch()
        self.window.bring_to_front()

    def _come_back(self) -> None:
        """Show the window that nobody can call any more, without taking the keyboard from where it is."""
        self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.window.show()
        self.window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, on=False)

    def _speak(self, language: str) -> None:
        self._translators.install(language)
        self._application.setFont(fonts.application_font(language))

    def _follow_language(self) -> None:
        language = effective_language(self._settings.settings.language)
        if language == self._translators.language:
            return
        self._speak(language)
        old = self.window
        old.save_state()
        was_seen = old.isVisible()
        old.close_for_good()
        self.context.problems.clear()  # they were shown, and dismissed or not
        self.window = self._made_window(old.current_page.page_id)
        self.window.setWindowState(old.windowState())
        self._tray.retranslate()
        if was_seen:
            self.window.show()
        self.window.continue_from(old)
        dialog = old.findChild(QDialog, "settings")
        if dialog is not None and dialog.isVisible():
            self._reopen_settings(dialog)
        old.hide()
        old.deleteLater()

    def _reopen_settings(self, old: QDialog) -> None:
        """The language was chosen in a dialog of the old window: go on in one that speaks it."""
        self.window.commands.settings.trigger()
        dialog = self.window.findChild(QDialog, "settings")
        if dialog is not None:
            dialog.move(old.pos())
            language = dialog.findChild(QWidget, "language")
            if language is not None:
                language.setFocus()

    def _announce_opening(self) -> None:
        """Say it once when the API is first opened to the network."""
        remote = self.context.remote_access
        choices = self._settings.window.choices
        if remote is None or not remote.state.beyond_loopback or _ANNOUNCED in choices:
            return
        if remote.state.phase is not ApiPhase.LISTENING:
            return
        self._settings.remember(choices={**choices, _ANNOUNCED: "yes"})
        sentence = self.tr("The API now answers computers on the network: {0}").format(
            remote.state.network_url or remote.state.urls[0]
        )
        self._tray.notify(self.tr("Remote access"), sentence)
        self.window.show_notice(sentence)

    def _take_screenshot(self, snapshot: Snapshot) -> None:
        """Save the page once there is something to see, and end."""
        target: Path | None = self._options.screenshot
        now = time.monotonic()
        if snapshot.cpu is None or snapshot.cpu.percent is None or target is None:
            return
        self._first_seen = self._first_seen or now
        if now - self._first_seen < _SCREENSHOT_AFTER_SECONDS:
            return
        is_saved = self.window.grab().save(str(target), "PNG")
        self._is_quitting = True
        self._application.exit(0 if is_saved else 1)
