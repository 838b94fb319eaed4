"""The whole API, listening at a real port for real clients, around a source that samples nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.remote_access import ApiRemoteAccess
from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from tests.fakes import FakeSource

SECONDS = 30.0


@contextmanager
def serving(directory: Path, source: FakeSource, **settings: object) -> Iterator[tuple[ApiRemoteAccess, ApiState]]:
    """The API listening at a free port, and its state."""
    data = DataDirectory(directory)
    store = SettingsStore(data.path)
    store.override(**{"api_port": 0, **settings})
    access = ApiRemoteAccess(source, store, data)
    settled = threading.Event()

    def on_state(state: ApiState) -> None:
        if state.phase in (ApiPhase.LISTENING, ApiPhase.FAILED):
            settled.set()

    access.subscribe(on_state)
    access.start()
    try:
        assert settled.wait(SECONDS)
        assert access.state.phase is ApiPhase.LISTENING, access.state.problem
        yield access, access.state
    finally:
        access.stop()
