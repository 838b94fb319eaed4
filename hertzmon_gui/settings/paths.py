"""Where HertzMon's files lie: the user's data directory, and the resources that it ships with."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import filelock
import platformdirs

from hertzmon_gui.settings.errors import AlreadyRunningError, DataDirectoryError

ENVIRONMENT_VARIABLE = "HERTZMON_DATA_DIR"
_LOCK_FILE = "hertzmon.lock"


def default_data_directory() -> Path:
    """The directory named by HERTZMON_DATA_DIR, else the platform's own place for a program's data."""
    named = os.environ.get(ENVIRONMENT_VARIABLE)
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("HertzMon", appauthor=False, roaming=False))


def resource(*parts: str) -> Path:
    """A file under resources/, from a source tree, an installed package or a frozen build alike."""
    frozen = getattr(sys, "_MEIPASS", None)
    root = Path(frozen) if frozen else Path(__file__).resolve().parents[2]
    return root.joinpath("resources", *parts)


class DataDirectory:
    """The directory of settings, secrets, users and logs: private to its user, and used by one HertzMon at a time."""

    def __init__(self, path: Path) -> None:
        """Make the directory, mode 0700, or narrow it; DataDirectoryError says what to do when that fails."""
        self.path = path.absolute()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sys.platform != "win32" and stat.S_IMODE(self.path.stat().st_mode) & 0o077:
                self._narrow()
        except OSError as error:
            raise DataDirectoryError(
                f"The data directory {self.path} cannot be made or kept private ({error.strerror}). "
                "Choose another with --data-dir."
            ) from error
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK) or not self.path.is_dir():
            raise DataDirectoryError(
                f"The data directory {self.path} is not writable. Make it so, or choose another with --data-dir."
            )
        # The lock belongs to this process, not to a thread: whoever stops HertzMon may release it.
        self._lock = filelock.FileLock(self.path / _LOCK_FILE, thread_local=False)

    def _narrow(self) -> None:
        # Someone's home, or /tmp, named by mistake, must not be closed to everyone else.
        if any(self.path.iterdir()) and not self.file(_LOCK_FILE).exists():
            raise DataDirectoryError(
                f"The directory {self.path} is open to other users and holds other things. "
                "Choose one for HertzMon alone with --data-dir."
            )
        self.path.chmod(0o700)

    def lock(self) -> None:
        """Be the only HertzMon in this directory; AlreadyRunningError when another one is."""
        try:
            self._lock.acquire(timeout=0)
        except filelock.Timeout as error:
            raise AlreadyRunningError(
                f"HertzMon is already running with the data directory {self.path}. "
                "Use that one, or start with another directory: --data-dir DIR."
            ) from error
        except OSError as error:
            raise DataDirectoryError(
                f"The data directory {self.path} is not writable ({error.strerror}). "
                "Make it so, or choose another with --data-dir."
            ) from error

    def unlock(self) -> None:
        """Let another HertzMon use the directory."""
        self._lock.release()

    def file(self, name: str) -> Path:
        """The path of a file in the directory."""
        return self.path / name
