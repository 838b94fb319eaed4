"""LocalProcessControl: acts on this machine's processes and reads them in depth, away from the caller's thread."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol, TypeVar

from hertzmon_gui.collector.processes.details import read_details
from hertzmon_gui.collector.processes.outcomes import outcome_of
from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, ProcessDetails, Refusal
from hertzmon_gui.model.snapshot import ProcessKey

Result = TypeVar("Result")
Value = int | Sequence[int] | None

_ENDING = {ProcessAction.TERMINATE, ProcessAction.KILL, ProcessAction.KILL_TREE, ProcessAction.SUSPEND}
# Details of processes that cannot be read without hanging are not asked for any more while so many hang.
_MOST_AT_ONCE = 16


class ProcessActor(Protocol):
    """Acts on one verified process; errors of the system are OSError."""

    # Processes without which the system ends.
    protected: frozenset[int]

    def act(self, action: ProcessAction, key: ProcessKey, value: Value) -> tuple[ActionOutcome, ...]:
        """Carry out the action if the pair still names a process; a tree gives one outcome per process."""


class LocalProcessControl:
    """See ProcessControl. Each call has a short-lived daemon thread, so that one that hangs holds up nothing."""

    def __init__(self, actor: ProcessActor | None = None) -> None:
        self._actor = actor or _actor()
        self._lock = threading.Lock()
        self._reading: dict[ProcessKey, Future[ProcessDetails | None]] = {}

    def act(
        self, action: ProcessAction, keys: Sequence[ProcessKey], value: Value = None
    ) -> Future[tuple[ActionOutcome, ...]]:
        """Carry out `action` on each process; `value` is a nice value (or Windows priority class) or CPU numbers."""
        wanted = tuple(keys)

        def work() -> tuple[ActionOutcome, ...]:
            return tuple(outcome for key in wanted for outcome in self._act_on(action, key, value))

        return _run(work, "hm-action")

    def is_protected(self, pid: int) -> bool:
        """Whether it is HertzMon itself, or a process without which the system ends: to end it is always refused."""
        return pid == os.getpid() or pid in self._actor.protected

    def details(self, key: ProcessKey) -> Future[ProcessDetails | None]:
        """Read one process in depth; None when it has gone. A second call while the first is under way shares it."""
        with self._lock:
            under_way = self._reading.get(key)
            if under_way is not None and not under_way.done():
                return under_way
            self._reading = {known: future for known, future in self._reading.items() if not future.done()}
            if len(self._reading) >= _MOST_AT_ONCE:
                refused: Future[ProcessDetails | None] = Future()
                refused.set_exception(RuntimeError("too many processes that do not answer"))
                return refused
            future = self._reading[key] = _run(lambda: read_details(key), "hm-details")
            return future

    def _act_on(self, action: ProcessAction, key: ProcessKey, value: Value) -> tuple[ActionOutcome, ...]:
        if action in _ENDING and self.is_protected(key[0]):
            return (ActionOutcome(key, Refusal.PROTECTED),)
        if not _is_possible(action, value):
            return (ActionOutcome(key, Refusal.INVALID_VALUE, f"{value!r} is not possible"),)
        try:
            return self._actor.act(action, key, value)
        except Exception as error:  # noqa: BLE001 (the outcome carries whatever the system says)
            return (outcome_of(key, error),)


def _is_possible(action: ProcessAction, value: Value) -> bool:
    if action is ProcessAction.SET_PRIORITY:
        return isinstance(value, int) and not isinstance(value, bool)
    if action is ProcessAction.SET_AFFINITY:
        return isinstance(value, Sequence) and bool(value) and all(cpu >= 0 for cpu in value)
    return value is None


def _actor() -> ProcessActor:
    if sys.platform != "linux":
        from hertzmon_gui.collector.processes.psutil_actions import PsutilActor

        return PsutilActor()
    from hertzmon_gui.collector.processes.linux_actions import LinuxActor

    return LinuxActor()


def _run(work: Callable[[], Result], name: str) -> Future[Result]:
    """Do the work in a thread of its own."""
    future: Future[Result] = Future()

    def body() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 (it belongs to whoever asked)
            future.set_exception(error)

    threading.Thread(target=body, name=name, daemon=True).start()
    return future
