"""Runtime: builds the parts, hands each what it needs, and owns the order in which they start and stop."""

from __future__ import annotations

import logging
from collections.abc import Callable

from api.remote_access import ApiRemoteAccess
from hertzmon_gui.collector.service import CollectorService
from hertzmon_gui.model.remote_access import RemoteAccess
from hertzmon_gui.model.source import SnapshotSource
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.schema import Settings
from hertzmon_gui.settings.store import SettingsStore

logger = logging.getLogger(__name__)


class Runtime:
    """One running HertzMon: the collector, the API, the settings and the data directory.

    `problems` are sentences about what went wrong at the start without stopping it. Qt-free: the window and the
    headless program are both built on it.
    """

    def __init__(self, directory: DataDirectory, settings: SettingsStore) -> None:
        self.directory = directory
        self.settings = settings
        self.problems: list[str] = list(settings.problems)
        self._collector = CollectorService(settings.settings.interval_seconds)
        self._api = ApiRemoteAccess(self._collector, settings, directory)
        self._unsubscribe: Callable[[], None] | None = None
        self._stopped = False

    @property
    def source(self) -> SnapshotSource:
        """Where the snapshots come from."""
        return self._collector

    @property
    def remote_access(self) -> RemoteAccess:
        """The API as the window sees it."""
        return self._api

    def start(self) -> None:
        """Begin to sample; the API waits for `start_api`, so that the window comes first."""
        self._unsubscribe = self.settings.subscribe(self._apply_settings)
        self._collector.start()

    def start_api(self) -> None:
        """Open the API if the settings want it; returns at once, its state tells how it went."""
        if self.settings.settings.api_enabled:
            self._api.start()

    def stop(self) -> None:
        """Stop the API, then the sampler, and free the data directory. Can be called more than once."""
        if self._stopped:
            return
        self._stopped = True
        if self._unsubscribe is not None:
            self._unsubscribe()
        for part in (self._api, self._collector):
            try:
                part.stop()
            except Exception:
                logger.exception("%s did not stop cleanly", type(part).__name__)
        self.directory.unlock()

    def _apply_settings(self, settings: Settings) -> None:
        if settings.interval_seconds != self._collector.interval_seconds:
            self._collector.set_interval(settings.interval_seconds)
