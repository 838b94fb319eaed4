"""UserNames: who a user number is."""

from __future__ import annotations

import queue
import sys
from pathlib import Path

from hertzmon_gui.collector.slow_lane import SlowLane, SlowReading

_ASK_AGAIN_SECONDS = 1.0


class UserNames:
    """Names of user numbers: from the machine's own list at once, from a directory service when it answers.

    The system's lookup may ask a server that never answers, so it runs in the slow lane; until then the number stands
    for the name. `changes` grows with each name that has come to be known since.
    """

    def __init__(self, root: Path, slow_lane: SlowLane) -> None:
        self._local = _local_names(root / "etc/passwd")
        self._slow_lane = slow_lane
        self._lookup: SlowReading[None] | None = None
        self._asked: set[int] = set()  # the sampler's; what the two threads share is the queue and what was found
        self._questions: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._found: dict[int, str] = {}

    @property
    def changes(self) -> int:
        """How many names the directory service has told."""
        return len(self._found)

    def name(self, uid: int) -> str:
        """The user's name, or the number as text while, or because, no name is known."""
        name = self._local.get(uid) or self._found.get(uid)
        if name is not None:
            return name
        if uid not in self._asked:
            self._asked.add(uid)
            self._questions.put(uid)
            if self._lookup is None:
                self._lookup = self._slow_lane.register("user names", self._ask, _ASK_AGAIN_SECONDS)
            self._lookup.enabled = True
        return str(uid)

    def _ask(self) -> None:
        if self._lookup is not None:
            self._lookup.enabled = False  # first, so that a question put from now on makes another call
        while True:
            try:
                uid = self._questions.get_nowait()
            except queue.Empty:
                return
            name = _system_name(uid)
            if name is not None:
                self._found[uid] = name


def _local_names(path: Path) -> dict[int, str]:
    names: dict[int, str] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return names
    for line in lines:
        fields = line.split(b":", 3)
        if len(fields) == 4 and fields[2].isdigit():
            names.setdefault(int(fields[2]), fields[0].decode("utf-8", "replace"))
    return names


def _system_name(uid: int) -> str | None:
    if sys.platform == "win32":
        return None
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return None
