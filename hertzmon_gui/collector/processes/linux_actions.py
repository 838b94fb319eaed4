"""LinuxActor: acts on Linux processes through a pidfd, which names one process for good."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
from collections.abc import Callable, Iterable, Iterator

from hertzmon_gui.collector.files import read_once
from hertzmon_gui.collector.processes.linux_stat import LINE_BYTES, Stat
from hertzmon_gui.collector.processes.outcomes import outcome_of
from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, Refusal
from hertzmon_gui.model.snapshot import ProcessKey, ProcessState

_SIGNALS = {
    ProcessAction.TERMINATE: signal.SIGTERM,
    ProcessAction.KILL: signal.SIGKILL,
    ProcessAction.SUSPEND: signal.SIGSTOP,
    ProcessAction.RESUME: signal.SIGCONT,
}
# A tree that still grows after so many looks is killed as far as it is known.
_MOST_LOOKS = 10


class Refused(Exception):  # noqa: N818 (an answer)
    """The action is not carried out, for this reason."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(detail)
        self.refusal = refusal


class LinuxActor:
    """Signals go to a pidfd whose process is verified after it was opened, so they cannot hit a reused pid.

    Priority and affinity are set for all threads of a process; the kernel has no call that takes a pidfd for these.
    """

    protected = frozenset({1})

    def act(self, action: ProcessAction, key: ProcessKey, value: object) -> tuple[ActionOutcome, ...]:
        """Carry out the action on one process, or on it and all that descend from it."""
        if action is ProcessAction.KILL_TREE:
            return _kill_tree(key)
        try:
            with _opened(key) as handle:
                if action in _SIGNALS:
                    handle.send(_SIGNALS[action])
                elif action is ProcessAction.SET_PRIORITY and isinstance(value, int):
                    if not -20 <= value <= 19:
                        raise Refused(Refusal.INVALID_VALUE, "a nice value lies between -20 and 19")
                    handle.for_each_thread(lambda thread: os.setpriority(os.PRIO_PROCESS, thread, value))
                elif action is ProcessAction.SET_AFFINITY and isinstance(value, list | tuple):
                    handle.for_each_thread(lambda thread: os.sched_setaffinity(thread, value))
        except Refused as refused:
            return (ActionOutcome(key, refused.refusal, str(refused)),)
        except OSError as error:
            # The kernel's way to say that none of these CPUs is online, or that the cpuset has none of them.
            if error.errno == errno.EINVAL and action is ProcessAction.SET_AFFINITY:
                return (ActionOutcome(key, Refusal.INVALID_VALUE, error.strerror or ""),)
            raise
        return (ActionOutcome(key),)


class _Handle:
    """A process that is what its key says."""

    def __init__(self, pid: int, descriptor: int | None) -> None:
        self._pid = pid
        self._descriptor = descriptor

    def send(self, number: signal.Signals) -> None:
        if self._descriptor is None:
            os.kill(self._pid, number)
        else:
            signal.pidfd_send_signal(self._descriptor, number)

    def for_each_thread(self, change: Callable[[int], None]) -> None:
        done = 0
        for name in os.listdir(f"/proc/{self._pid}/task"):  # noqa: PTH208 (names are what is needed)
            with contextlib.suppress(ProcessLookupError):  # a thread that has just ended
                change(int(name))
                done += 1
        if not done:
            raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH))

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)


def _open(key: ProcessKey) -> _Handle:
    """The process, held by its pidfd first and verified then; Refused when it is another, or has ended."""
    pid, start = key
    handle = _Handle(pid, _pidfd(pid))
    try:
        stat = _stat(pid)
        if stat.start != start:
            raise Refused(Refusal.IDENTITY_CHANGED, "another process has this number now")
        if stat.state in (ProcessState.ZOMBIE, ProcessState.DEAD):
            raise Refused(Refusal.GONE, "it has ended; its parent has not taken note yet")
        if stat.is_kernel_thread:
            raise Refused(Refusal.NOT_SUPPORTED, "it is a part of the kernel")
    except BaseException:
        handle.close()
        raise
    return handle


@contextlib.contextmanager
def _opened(key: ProcessKey) -> Iterator[_Handle]:
    handle = _open(key)
    try:
        yield handle
    finally:
        handle.close()


def _pidfd(pid: int) -> int | None:
    """None where the kernel, or the container's filter, has no pidfd: between check and act lies a moment then."""
    try:
        return os.pidfd_open(pid)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EPERM, errno.EINVAL):
            return None
        raise


def _stat(pid: int) -> Stat:
    try:
        return Stat(read_once(f"/proc/{pid}/stat", LINE_BYTES))
    except FileNotFoundError as error:
        raise ProcessLookupError(errno.ESRCH, os.strerror(errno.ESRCH)) from error


def _kill_tree(root: ProcessKey) -> tuple[ActionOutcome, ...]:
    """Stop every process of the tree, so that none can make another, then kill all of them."""
    outcomes: dict[ProcessKey, ActionOutcome] = {}
    handles: dict[ProcessKey, _Handle] = {}
    try:
        for _ in range(_MOST_LOOKS):
            fresh = [key for key in _tree(root) if key not in handles and key not in outcomes]
            if any(key[0] in (1, os.getpid()) for key in fresh):
                raise Refused(Refusal.PROTECTED, "HertzMon itself descends from it")
            if not fresh:
                break
            for key in fresh:
                outcome = _stop(key, handles)
                if outcome is not None:
                    outcomes[key] = outcome
        for key, handle in handles.items():
            outcomes[key] = _kill(key, handle)
    except Refused as refused:
        _resume(handles.values())
        return (ActionOutcome(root, refused.refusal, str(refused)),)
    except OSError:  # the tree cannot be looked at again, for want of a descriptor say
        _resume(handles.values())
        raise
    finally:
        for handle in handles.values():
            handle.close()
    return tuple(outcomes.values())


def _stop(key: ProcessKey, handles: dict[ProcessKey, _Handle]) -> ActionOutcome | None:
    try:
        handle = _open(key)
    except Refused as refused:
        return ActionOutcome(key, refused.refusal, str(refused))
    except OSError as error:
        return outcome_of(key, error)
    handles[key] = handle
    with contextlib.suppress(OSError):  # the kill will say why
        handle.send(signal.SIGSTOP)
    return None


def _resume(handles: Iterable[_Handle]) -> None:
    for handle in handles:
        with contextlib.suppress(OSError):
            handle.send(signal.SIGCONT)


def _kill(key: ProcessKey, handle: _Handle) -> ActionOutcome:
    try:
        handle.send(signal.SIGKILL)
    except OSError as error:
        return outcome_of(key, error)
    return ActionOutcome(key)


def _tree(root: ProcessKey) -> list[ProcessKey]:
    """The process and all that descend from it now, parents first; the root alone when it has gone."""
    children: dict[int, list[ProcessKey]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):
                stat = _stat(int(name))
                children.setdefault(stat.parent, []).append((int(name), stat.start))
    tree = [root]
    for key in tree:  # grows while it is walked
        tree += children.get(key[0], ())
    return tree
