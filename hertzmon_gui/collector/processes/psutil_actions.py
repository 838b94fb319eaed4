"""PsutilActor: acts on processes through psutil, which verifies the start time before each action."""

from __future__ import annotations

import sys

import psutil

from hertzmon_gui.collector.processes.outcomes import outcome_of
from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, Refusal
from hertzmon_gui.model.snapshot import ProcessKey


class PsutilActor:
    """For Windows and macOS. Windows has priority classes in place of nice values; macOS has no affinity."""

    # Windows' idle and system processes; macOS' kernel and launchd.
    protected = frozenset({0, 4}) if sys.platform == "win32" else frozenset({0, 1})

    def act(self, action: ProcessAction, key: ProcessKey, value: object) -> tuple[ActionOutcome, ...]:
        """Carry out the action on one process, or on it and all that descend from it."""
        try:
            process = verified_process(key)
            if process is None:
                return (ActionOutcome(key, Refusal.IDENTITY_CHANGED, "another process has this number now"),)
            if action is ProcessAction.KILL_TREE:
                return self._kill_tree(key, process)
            _act(action, process, value)
        except (psutil.Error, NotImplementedError, ValueError) as error:
            return (outcome_of(key, error),)
        return (ActionOutcome(key),)

    def _kill_tree(self, root: ProcessKey, process: psutil.Process) -> tuple[ActionOutcome, ...]:
        family = [process, *process.children(recursive=True)]
        own = psutil.Process()
        if own in family or any(member.pid in self.protected for member in family):
            return (ActionOutcome(root, Refusal.PROTECTED, "HertzMon itself descends from it"),)
        outcomes = []
        for member in family:
            key = root if member is process else process_key(member)
            try:
                member.kill()
                outcomes.append(ActionOutcome(key))
            except psutil.Error as error:
                outcomes.append(outcome_of(key, error))
        return tuple(outcomes)


def verified_process(key: ProcessKey) -> psutil.Process | None:
    """The process that the pair names, None when another has its pid; psutil.NoSuchProcess when there is none."""
    process = psutil.Process(key[0])
    return process if process_key(process) == key else None


def process_key(process: psutil.Process) -> ProcessKey:
    """The pair for a process, start in microseconds; 0 where the system refuses it."""
    try:
        return (process.pid, round(process.create_time() * 1e6))
    except psutil.AccessDenied:
        return (process.pid, 0)


def _act(action: ProcessAction, process: psutil.Process, value: object) -> None:
    if action is ProcessAction.TERMINATE:
        process.terminate()
    elif action is ProcessAction.KILL:
        process.kill()
    elif action is ProcessAction.SUSPEND:
        process.suspend()
    elif action is ProcessAction.RESUME:
        process.resume()
    elif action is ProcessAction.SET_PRIORITY and isinstance(value, int):
        process.nice(value)
    elif action is ProcessAction.SET_AFFINITY and isinstance(value, list | tuple):
        set_affinity = getattr(process, "cpu_affinity", None)
        if set_affinity is None:
            raise NotImplementedError("this system does not bind processes to CPUs")
        set_affinity(list(value))
