"""File descriptors that are kept open for good, within what the system allows and out of everyone else's way."""

from __future__ import annotations

import os
import sys

# A hard limit can be a billion; no machine has so many processes, and the kernel's table grows with the numbers in use.
_MOST_WANTED = 1 << 16
# Left to the rest of the program: sockets, databases, the window system, drivers.
_RESERVE = 256
# select(), which libraries still use, takes only numbers below this.
_ABOVE_SELECT = 1024


class DescriptorBudget:
    """How many descriptors may be kept open."""

    def __init__(self, limit: int | None = None) -> None:
        """`limit` is the number of descriptors that the process may have; by default the soft limit, raised first."""
        limit = _raised_limit() if limit is None else limit
        self._left = max(0, limit - _RESERVE) if limit >= 2 * _RESERVE else limit // 4
        self._base = _ABOVE_SELECT if limit >= 2 * _ABOVE_SELECT else 0

    def open(self, path: str) -> int | None:
        """A descriptor to keep for reading `path`, None when the budget is spent; OSError when it cannot be opened."""
        if self._left <= 0:
            return None
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        if self._base and descriptor < self._base:
            descriptor = self._move_up(descriptor)
        self._left -= 1
        return descriptor

    def close(self, descriptor: int) -> None:
        """Give one back."""
        os.close(descriptor)
        self._left += 1

    def _move_up(self, descriptor: int) -> int:
        if sys.platform == "win32":
            return descriptor
        import fcntl

        try:
            return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, self._base)
        finally:
            os.close(descriptor)


def _raised_limit() -> int:
    """The soft limit of open files after raising it to the hard one."""
    if sys.platform == "win32":
        return 2 * _RESERVE
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_WANTED if hard == resource.RLIM_INFINITY else min(hard, _MOST_WANTED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            return soft
        return wanted
    return wanted if soft == resource.RLIM_INFINITY else soft
