"""One running HertzMon on this machine: what its window shows and what its API answers come from the same snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from pytestqt.qtbot import QtBot

from api.notation import rounded
from hertzmon_gui.model.remote_access import ApiPhase
from hertzmon_gui.runtime import Runtime
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.main_window import MainWindow
from hertzmon_gui.ui.pages.overview import OverviewPage
from hertzmon_gui.ui.pages.processes import ProcessesPage

PATIENCE_MS = 60_000


class Program:
    """The parts that a start puts together, with a window."""

    def __init__(self, qtbot: QtBot, directory: Path) -> None:
        settings = SettingsStore(directory)
        settings.override(api_port=0, interval_seconds=0.25, process_cpu="core")
        self.runtime = Runtime(DataDirectory(directory), settings)
        self.runtime.start()
        self.runtime.start_api()
        self.context = UiContext(self.runtime.source, settings, self.runtime.remote_access)
        self.window = MainWindow(self.context, "overview", keep_when_closed=lambda: False)
        qtbot.addWidget(self.window, before_close_func=lambda window: window.close_for_good())
        self.window.show()
        self.session = requests.Session()
        self.session.headers["Accept-Encoding"] = "identity"  # compressed answers have a tag of their own

    def log_in(self) -> None:
        """Get a token as admin, with the password of the first start."""
        password = self.runtime.remote_access.initial_password()
        answer = self.session.post(self._url("auth/login/"), json={"username": "admin", "password": password})
        token = answer.json()["data"]["access_token"]
        self.session.headers["Authorization"] = f"Bearer {token}"

    def ask(self, path: str) -> tuple[int, Any]:
        """The number of the snapshot that answered, and what it said."""
        answer = self.session.get(self._url(f"system/{path}"), timeout=30)
        assert answer.status_code == 200, answer.text
        return int(answer.headers["ETag"].strip('"').rpartition("-")[2]), answer.json()["data"]

    def _url(self, path: str) -> str:
        return f"{self.runtime.remote_access.state.urls[0]}api/{path}"

    def close(self) -> None:
        """End it as the program does."""
        self.session.close()
        self.window.close_for_good()
        self.context.close()
        self.runtime.stop()


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """Started, with two readings taken, then paused, so that window and API cannot but be at one snapshot."""
    made = Program(qtbot, tmp_path)
    source = made.runtime.source
    try:
        qtbot.waitUntil(lambda: made.runtime.remote_access.state.phase is ApiPhase.LISTENING, timeout=PATIENCE_MS)

        def is_complete() -> bool:
            latest = source.bus.latest
            if latest is None or latest.cpu is None or latest.cpu.percent is None or latest.processes is None:
                return False
            return any(process.cpu_percent is not None for process in latest.processes.rows)

        qtbot.waitUntil(is_complete, timeout=PATIENCE_MS)
        made.log_in()
        made.ask("monitor/")  # what an API client needs is needed from now on
        source.set_paused(True)
        qtbot.wait(1000)  # a tick that was under way ends
        yield made
    finally:
        made.close()


def test_window_and_api_tell_the_same_of_every_process(program: Program) -> None:
    seq, answered = program.ask("processes/?limit=100000")
    program.window.open_page("processes")
    page = program.window.current_page
    assert isinstance(page, ProcessesPage)

    latest = program.runtime.source.bus.latest
    assert latest is not None
    assert latest.seq == seq
    shown = {
        process.identity.pid: (process.identity.name, rounded(process.cpu_percent, 1), process.rss_bytes)
        for process in page.table.living()
    }
    told = {row["pid"]: (row["name"], row["cpu_percent"], row["memory_info"]["rss"]) for row in answered}
    assert shown == told
    assert len(told) > 1


def test_cards_and_api_tell_the_same_of_cpu_and_memory(program: Program) -> None:
    seq, cpu = program.ask("cpu/")
    other_seq, memory = program.ask("memory/")
    assert seq == other_seq
    page = program.window.current_page
    assert isinstance(page, OverviewPage)
    page.set_active(True)  # writes the texts of the snapshot that is there
    headlines = [card.header.headline for card in page.cards]
    assert headlines[0] == text.percent(cpu["cpu_percent"], 1)
    assert headlines[1] == program.context.format.memory(memory["total"] - memory["available"])
