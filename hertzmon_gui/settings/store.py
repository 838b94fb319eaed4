"""SettingsStore: the settings in force, saved atomically, never lost to a damaged file."""

from __future__ import annotations

import codecs
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from hertzmon_gui.model.listeners import Listeners
from hertzmon_gui.settings.schema import Settings, WindowState
from hertzmon_gui.settings.secrets import write_private

logger = logging.getLogger(__name__)

_Kind = TypeVar("_Kind", bound=Struct)


class SettingsStore:
    """Settings and window state of one data directory.

    A file that cannot be understood is kept aside under another name and its readable parts stay in force; `problems`
    holds one sentence for each. Keys that this version does not know, a newer one's say, are kept as they are.
    Listeners are called on the thread that made the change.
    """

    def __init__(self, directory: Path) -> None:
        self._settings_file = directory / "settings.json"
        self._window_file = directory / "window.json"
        self._lock = threading.Lock()
        self._listeners: Listeners[Settings] = Listeners("the settings")
        self.problems: list[str] = []
        self._overrides: dict[str, Any] = {}
        self._saved, self._unknown = self._load(self._settings_file, Settings)
        self._settings = self._saved
        self._window, self._unknown_window = self._load(self._window_file, WindowState)

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def window(self) -> WindowState:
        """What the window remembered."""
        return self._window

    def override(self, **values: object) -> None:
        """Put values in force for this run only, as options of the command line do; ValueError as in `change`."""
        with self._lock:
            self._overrides.update(values)
            self._settings = _checked(Settings, {**msgspec.to_builtins(self._saved), **self._overrides})

    def change(self, **values: object) -> Settings:
        """Put new values in force, save them and tell the listeners; ValueError when one is out of its bounds.

        A value that is chosen here replaces one that was given for this run only.
        """
        with self._lock:
            saved = _checked(Settings, {**msgspec.to_builtins(self._saved), **values})
            if saved != self._saved:
                content = _encoded(saved, self._unknown)
                self._saved = saved
                self._save(self._settings_file, content)
            self._overrides = {key: value for key, value in self._overrides.items() if key not in values}
            before = self._settings
            changed = self._settings = _checked(Settings, {**msgspec.to_builtins(saved), **self._overrides})
        if changed != before:
            self._listeners.tell(changed)
        return changed

    def remember(self, **values: object) -> None:
        """Save what the window remembers."""
        with self._lock:
            changed = _checked(WindowState, {**msgspec.to_builtins(self._window), **values})
            if changed != self._window:
                content = _encoded(changed, self._unknown_window)
                self._window = changed
                self._save(self._window_file, content)

    def subscribe(self, listener: Callable[[Settings], None]) -> Callable[[], None]:
        """Call `listener` after each change; returns what ends that."""
        return self._listeners.add(listener)

    def _save(self, path: Path, content: bytes) -> None:
        try:
            write_private(path, content)
        except OSError as error:
            logger.warning("%s could not be saved: %s", path, error)

    def _load(self, path: Path, kind: type[_Kind]) -> tuple[_Kind, dict[str, Any]]:
        try:
            raw = msgspec.json.decode(path.read_bytes().removeprefix(codecs.BOM_UTF8))
            if not isinstance(raw, dict):
                raise ValueError("it is not an object")
        except FileNotFoundError:
            return kind(), {}
        except OSError as error:
            # Kept aside too: the next save would replace it.
            aside = self._keep_aside(path)
            self.problems.append(f"{path} cannot be read ({error.strerror}); {aside} The default settings are used.")
            return kind(), {}
        except (ValueError, RecursionError):  # not JSON, not UTF-8, nested without end
            self.problems.append(f"{path} was damaged; {self._keep_aside(path)} The default settings are used.")
            return kind(), {}
        names = kind.__struct_fields__
        unknown = {key: value for key, value in raw.items() if key not in names}
        known = {key: value for key, value in raw.items() if key in names}
        good = {key: value for key, value in known.items() if _is_valid(kind, key, value)}
        value = _checked(kind, good)
        if good != known:
            bad = ", ".join(sorted(known.keys() - good.keys()))
            self.problems.append(
                f"{path} holds values that are not allowed ({bad}); {self._keep_aside(path)} Their defaults are used."
            )
            self._save(path, _encoded(value, unknown))
        return value, unknown

    def _keep_aside(self, path: Path) -> str:
        stem = f"{path.stem}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"
        aside = path.with_name(f"{stem}{path.suffix}")
        count = 1
        while aside.exists():  # nothing that was kept may be lost
            count += 1
            aside = path.with_name(f"{stem}-{count}{path.suffix}")
        try:
            path.replace(aside)
        except OSError as error:
            return f"it could not be kept aside ({error.strerror})."
        return f"it was kept as {aside.name}."


def _encoded(value: Struct, unknown: dict[str, Any]) -> bytes:
    """The content of the file; ValueError for a text that UTF-8 cannot hold."""
    return msgspec.json.format(msgspec.json.encode({**unknown, **msgspec.to_builtins(value)})) + b"\n"


def _checked(kind: type[_Kind], values: dict[str, Any]) -> _Kind:
    if nameless := values.keys() - set(kind.__struct_fields__):
        raise ValueError(f"there is no setting {', '.join(sorted(nameless))}")
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from error


def _is_valid(kind: type[Struct], key: str, value: object) -> bool:
    try:
        msgspec.convert({key: value}, kind)
    except msgspec.ValidationError:
        return False
    return True
