"""A stage for the tests of the window: a source that a test feeds, settings in a folder, and machines to look at."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.remote_access import RemoteAccess
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.main_window import MainWindow
from tests.fakes import FakeSource, full_snapshot
from tests.ui.remote import FakeRemoteAccess

QUIET = r"This plugin does not support (propagateSizeHints|raise)"


def bare_snapshot(seq: int = 7) -> Snapshot:
    """A machine of which nothing is known yet."""
    return Snapshot(seq=seq, wall_time=1_760_000_000.0 + seq, monotonic_time=1000.0 + seq, interval_seconds=1.0)


def modest_snapshot(seq: int = 7) -> Snapshot:
    """A machine without a GPU, sensors, battery and pressure: a virtual one, say."""
    return replace(full_snapshot(seq), gpus=None, sensors=None, battery=None, pressure=None)


class Stage:
    """What the window stands on."""

    def __init__(self, qtbot: QtBot, folder: Path, remote: RemoteAccess | None = None) -> None:
        self.qtbot = qtbot
        self.source = FakeSource()
        self.settings = SettingsStore(folder)
        self.remote = remote or FakeRemoteAccess()
        self.context = UiContext(self.source, self.settings, self.remote, DataDirectory(folder))

    def window(self, page: str = "overview", *, shown: bool = True, keep: bool = False) -> MainWindow:
        """A window on that page."""
        window = MainWindow(self.context, page, keep_when_closed=lambda: keep)
        self.qtbot.addWidget(window, before_close_func=lambda one: one.close_for_good())
        window.resize(1280, 820)
        if shown:
            window.show()
            window.activateWindow()
            self.qtbot.waitUntil(window.isActiveWindow)
        return window

    def publish(self, snapshot: Snapshot) -> None:
        """Let the source say this, and the window hear it."""
        self.source.publish(snapshot)
        self.qtbot.wait(1)
