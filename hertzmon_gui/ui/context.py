"""UiContext: what every page and dialog is given, and the two signals that say when its look must change."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal

from hertzmon_gui.model.remote_access import ApiState, RemoteAccess
from hertzmon_gui.model.source import SnapshotSource
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.schema import Settings
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.format import Formatter
from hertzmon_gui.ui.theme import DARK, Theme


class UiContext(QObject):
    """The source of snapshots, the settings, the look and the API's switchboard.

    `theme_changed`, `settings_changed` and `api_state_changed` are emitted on the GUI thread, after `theme`, `format`
    and `settings` hold the new values. A change of language is no signal: the window is built anew.
    """

    theme_changed = Signal()
    settings_changed = Signal()
    api_state_changed = Signal()
    _settings_arrived = Signal()
    _api_state_arrived = Signal()

    def __init__(
        self,
        source: SnapshotSource,
        settings: SettingsStore,
        remote_access: RemoteAccess | None = None,
        directory: DataDirectory | None = None,
        problems: Sequence[str] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.source = source
        self.settings = settings
        self.remote_access = remote_access
        self.directory = directory
        self.problems = list(problems)
        self.theme: Theme = DARK
        self.format = Formatter.of(settings.settings)
        # Settings may change on any thread; widgets hear of it on this one.
        self._settings_arrived.connect(self._apply_settings, Qt.ConnectionType.QueuedConnection)
        self._subscriptions = [settings.subscribe(self._on_settings)]
        if remote_access is not None:
            self._api_state_arrived.connect(self.api_state_changed, Qt.ConnectionType.QueuedConnection)
            self._subscriptions.append(remote_access.subscribe(self._on_api_state))

    def set_theme(self, theme: Theme) -> None:
        """Put another theme in force and tell everyone who draws."""
        if theme is not self.theme:
            self.theme = theme
            self.theme_changed.emit()

    def close(self) -> None:
        """Hear no more of the settings and of the API."""
        for unsubscribe in self._subscriptions:
            unsubscribe()

    def _on_settings(self, _settings: Settings) -> None:
        self._settings_arrived.emit()

    def _on_api_state(self, _state: ApiState) -> None:
        self._api_state_arrived.emit()

    def _apply_settings(self) -> None:
        self.format = Formatter.of(self.settings.settings)
        self.settings_changed.emit()
