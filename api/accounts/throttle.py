"""LoginThrottle: slows guessing down, per address and per account, without locking the owner out."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from api.hosts import is_loopback
from hertzmon_gui.model.remote_access import FailedLogin

ADDRESS_FAILURES = 10
ACCOUNT_FAILURES = 20
WINDOW_SECONDS = 300.0
_MOST_KEYS = 4096
_REMEMBERED_FAILURES = 100
_LONGEST_NAME = 64

_Key = tuple[str, str]


class LoginThrottle:
    """Counts failures only, over five minutes.

    An account's failures from elsewhere do not count on loopback, so nobody on the network can keep the machine's own
    user out. Addresses of one IPv6 network of 64 bits count as one.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, wall_clock: Callable[[], float] = time.time
    ) -> None:
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._failures: OrderedDict[_Key, deque[float]] = OrderedDict()
        self._recent: deque[FailedLogin] = deque(maxlen=_REMEMBERED_FAILURES)

    def retry_after(self, address: str, username: str) -> int | None:
        """Whole seconds to wait, None when an attempt may be made now."""
        now = self._clock()
        with self._lock:
            waits = [self._wait(key, limit, now) for key, limit in zip(*_keys(address, username), strict=True)]
        longest = max(waits)
        return math.ceil(longest) if longest > 0 else None

    def record_failure(self, address: str, username: str) -> None:
        """Count a failed attempt."""
        now = self._clock()
        with self._lock:
            for key in _keys(address, username)[0]:
                times = self._failures.setdefault(key, deque(maxlen=ACCOUNT_FAILURES))
                times.append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEYS:
                self._failures.popitem(last=False)
            self._recent.append(FailedLogin(self._wall_clock(), address, username[:_LONGEST_NAME]))

    def recent(self) -> tuple[FailedLogin, ...]:
        """The most recent failures, newest first."""
        with self._lock:
            return tuple(reversed(self._recent))

    def _wait(self, key: _Key, limit: int, now: float) -> float:
        times = self._failures.get(key)
        if times is None:
            return 0.0
        while times and now - times[0] >= WINDOW_SECONDS:
            times.popleft()
        if not times:
            del self._failures[key]
        if len(times) < limit:
            return 0.0
        return times[-limit] + WINDOW_SECONDS - now


def _keys(address: str, username: str) -> tuple[tuple[_Key, _Key], tuple[int, int]]:
    origin = "local" if is_loopback(address) else "remote"
    return (
        (("address", _network(address)), (f"account {origin}", username[:_LONGEST_NAME])),
        (ADDRESS_FAILURES, ACCOUNT_FAILURES),
    )


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if parsed.version == 6 and not parsed.is_loopback:
        return str(ipaddress.IPv6Network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)
