"""What Linux says of this process itself: read at each tick, so through two files that are kept open."""

from __future__ import annotations

import os
from pathlib import Path

from hertzmon_gui.collector.files import KeptFile
from hertzmon_gui.collector.processes.linux_stat import Stat

_PROC_SELF = Path("/proc/self")


class LinuxSelf:
    """This process's resident memory and its threads, those that Python does not know of too."""

    def __init__(self, directory: Path = _PROC_SELF) -> None:
        self._statm = KeptFile(directory / "statm")
        self._stat = KeptFile(directory / "stat")
        self._page_bytes = os.sysconf("SC_PAGE_SIZE")

    def memory_and_threads(self) -> tuple[int, int]:
        """Resident bytes and the number of threads; OSError, NoData or ValueError where the system hides them."""
        resident_pages = int(self._statm.read().split(None, 2)[1])
        return resident_pages * self._page_bytes, Stat(self._stat.read()).threads

    def close(self) -> None:
        """Give back the descriptors."""
        self._statm.close()
        self._stat.close()
