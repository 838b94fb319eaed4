"""The settings store: nothing that a person chose is lost, whatever became of the file."""

from __future__ import annotations

import json
import stat
import sys
import time
from pathlib import Path

import pytest

from hertzmon_gui.settings import store as store_module
from hertzmon_gui.settings.schema import Settings, WindowState
from hertzmon_gui.settings.store import SettingsStore


def kept_aside(directory: Path) -> list[Path]:
    return sorted(directory.glob("settings.damaged-*.json"))


def test_without_files_the_defaults_are_in_force_and_nothing_is_written(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    assert store.settings == Settings()
    assert store.window == WindowState()
    assert store.problems == []
    assert list(tmp_path.iterdir()) == []


def test_a_change_is_in_force_announced_and_there_again_after_a_restart(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    heard: list[Settings] = []
    store.subscribe(heard.append)
    changed = store.change(interval_seconds=0.25, theme="dark")
    assert store.settings is changed
    assert heard == [changed]
    assert SettingsStore(tmp_path).settings == changed
    assert changed == Settings(interval_seconds=0.25, theme="dark")


def test_what_changes_nothing_is_not_announced(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    heard: list[Settings] = []
    store.subscribe(heard.append)
    store.change(theme="system")
    assert heard == []


def test_a_listener_that_fails_does_not_silence_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = SettingsStore(tmp_path)
    heard: list[str] = []

    def fail(settings: Settings) -> None:
        raise RuntimeError("no")

    store.subscribe(fail)
    stop = store.subscribe(lambda settings: heard.append(settings.theme))
    store.change(theme="dark")
    stop()
    store.change(theme="light")
    assert heard == ["dark"]
    assert "a listener to the settings failed" in caplog.text


@pytest.mark.parametrize(
    "values",
    [
        {"interval_seconds": 0.01},
        {"interval_seconds": float("nan")},
        {"interval_seconds": "1"},
        {"theme": "pink"},
        {"api_port": 65536},
        {"api_port": True},
        {"api_access_token_minutes": 0},
        {"no_such_setting": 1},
        {"api_bind": "\ud800"},
    ],
)
def test_a_value_out_of_bounds_is_refused_and_changes_nothing(tmp_path: Path, values: dict[str, object]) -> None:
    store = SettingsStore(tmp_path)
    with pytest.raises(ValueError):  # noqa: PT011 (the text is the validator's)
        store.change(**values)
    assert store.settings == Settings()
    assert SettingsStore(tmp_path).settings == Settings()


def test_an_override_counts_for_this_run_only(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.override(api_port=0, theme="dark")
    assert store.settings.api_port == 0
    store.change(interval_seconds=2.0)
    assert store.settings.api_port == 0
    again = SettingsStore(tmp_path).settings
    assert (again.api_port, again.theme, again.interval_seconds) == (8000, "system", 2.0)


def test_a_choice_replaces_an_override(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.override(api_port=0)
    store.change(api_port=9000)
    assert store.settings.api_port == 9000
    assert SettingsStore(tmp_path).settings.api_port == 9000


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"theme": NaN}', b'{"theme": "\\ud800"}', b'{"a":' * 100_000],
)
def test_a_damaged_file_is_kept_aside_unchanged_and_the_user_told_once(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    store = SettingsStore(tmp_path)
    assert store.settings == Settings()
    (aside,) = kept_aside(tmp_path)
    assert aside.read_bytes() == content
    (problem,) = store.problems
    assert str(path) in problem
    assert aside.name in problem
    assert SettingsStore(tmp_path).problems == []


def test_damage_twice_in_one_second_keeps_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "strftime", lambda form: "20260101-000000")
    for content in (b"one", b"two"):
        (tmp_path / "settings.json").write_bytes(content)
        SettingsStore(tmp_path)
    assert {path.read_bytes() for path in kept_aside(tmp_path)} == {b"one", b"two"}


def test_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    written = {"theme": "pink", "interval_seconds": 2.0, "of_a_newer_version": {"a": [1, "中文"]}}
    (tmp_path / "settings.json").write_text(json.dumps(written))
    store = SettingsStore(tmp_path)
    assert store.settings == Settings(interval_seconds=2.0)
    assert "theme" in store.problems[0]
    assert json.loads(kept_aside(tmp_path)[0].read_text()) == written
    repaired = json.loads((tmp_path / "settings.json").read_text(encoding="utf-8"))
    assert repaired["of_a_newer_version"] == {"a": [1, "中文"]}
    assert SettingsStore(tmp_path).problems == []


def test_unknown_keys_of_a_newer_version_survive_a_change(tmp_path: Path) -> None:
    for name in ("settings.json", "window.json"):
        (tmp_path / name).write_text('{"newer": {"deep": [1, null]}}')
    store = SettingsStore(tmp_path)
    store.change(theme="dark")
    store.remember(page="processes")
    assert store.problems == []
    for name in ("settings.json", "window.json"):
        assert json.loads((tmp_path / name).read_text())["newer"] == {"deep": [1, None]}


def test_a_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_bytes(b'\xef\xbb\xbf{"theme": "dark"}')
    store = SettingsStore(tmp_path)
    assert store.settings.theme == "dark"
    assert store.problems == []


def test_a_file_that_cannot_be_read_is_kept_aside_before_a_save_replaces_it(tmp_path: Path) -> None:
    unreadable = tmp_path / "settings.json"
    unreadable.mkdir()  # reading a directory fails for root as well
    (unreadable / "precious").touch()
    store = SettingsStore(tmp_path)
    assert store.settings == Settings()
    assert "cannot be read" in store.problems[0]
    store.change(theme="dark")
    assert SettingsStore(tmp_path).settings.theme == "dark"
    assert (kept_aside(tmp_path)[0] / "precious").exists()


def test_a_full_disk_leaves_the_change_in_force_and_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store = SettingsStore(tmp_path)
    store.change(theme="dark")

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module, "write_private", full)
    store.change(theme="light")
    assert store.settings.theme == "light"
    assert "No space left on device" in caplog.text
    assert SettingsStore(tmp_path).settings.theme == "dark"


def test_the_window_remembers_apart_from_the_settings(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.remember(geometry="AAAA", splitters={"main": "BBBB"})
    store.remember(page="processes")
    again = SettingsStore(tmp_path).window
    assert again == WindowState(geometry="AAAA", page="processes", splitters={"main": "BBBB"})
    assert not (tmp_path / "settings.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_files_are_private(tmp_path: Path) -> None:
    store = SettingsStore(tmp_path)
    store.change(theme="dark")
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600
