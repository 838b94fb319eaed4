"""SystemProbe: what the machine is, since when it runs, and who is logged in."""

from __future__ import annotations

import platform
import socket
import sys
import time

import psutil

from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.model.snapshot import LoggedInUser, System
from hertzmon_gui.model.source import Demand

_USERS_PERIOD_SECONDS = 15.0
_CLOCK_JUMP_SECONDS = 1.0


class SystemProbe:
    """Facts are read once; only the uptime, which is worked out, and the users change."""

    name = "system"
    period_seconds = 0.0

    def __init__(self, context: ProbeContext) -> None:
        self._hostname = socket.gethostname()
        self._platform = platform.platform()
        self._architecture = platform.machine()
        self._os_name = _os_name()
        self._kernel = platform.release() or None
        self._boot_time = 0.0
        self._clock_offset: float | None = None
        # The list of sessions is a file here, a service elsewhere.
        self._users = context.slow_lane.register("users", _logged_in_users, _USERS_PERIOD_SECONDS)

    def wanted(self, demand: Demand) -> bool:  # noqa: ARG002 (the protocol's)
        """Wanted always: it costs a microsecond."""
        return True

    def read(self, clock: Clock) -> System:
        """The facts, with the uptime at this tick."""
        offset = clock.wall - clock.monotonic
        if self._clock_offset is None or abs(offset - self._clock_offset) > _CLOCK_JUMP_SECONDS:
            self._boot_time = _boot_time()
            self._clock_offset = offset
        return System(
            hostname=self._hostname,
            platform=self._platform,
            architecture=self._architecture,
            boot_time=self._boot_time,
            uptime_seconds=max(0.0, clock.wall - self._boot_time),
            os_name=self._os_name,
            kernel=self._kernel,
            users=self._users.value or (),
        )

    def close(self) -> None:
        """Nothing is kept open."""


def _boot_time() -> float:
    """When the machine started, epoch seconds: the kernel's own figure, else from its clock that counts sleep too."""
    try:
        return float(psutil.boot_time())
    except OSError:  # /proc/stat is hidden from some containers
        if sys.platform != "linux":
            raise
        return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


def _os_name() -> str | None:
    """The system's name as its maker writes it: "Debian GNU/Linux 12 (bookworm)", "macOS 15.1", "Windows 11"."""
    if sys.platform == "linux":
        try:
            return platform.freedesktop_os_release().get("PRETTY_NAME")
        except OSError:
            return None
    elif sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}".strip()
    else:
        return f"{platform.system()} {platform.release()}".strip() or None


def _logged_in_users() -> tuple[LoggedInUser, ...]:
    return tuple(
        LoggedInUser(name=user.name, terminal=user.terminal or None, host=user.host or None, started=user.started)
        for user in psutil.users()
    )
