"""Actions through psutil, on real processes of the machine that the tests run on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest

from hertzmon_gui.collector.processes.control import LocalProcessControl
from hertzmon_gui.collector.processes.psutil_actions import PsutilActor, process_key
from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, Refusal

PATIENCE_SECONDS = 20.0
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(1000)"])
print(child.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def parent() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        yield parent
        for process in [psutil.Process(parent.pid), *psutil.Process(parent.pid).children()]:
            process.kill()


@pytest.fixture
def control() -> LocalProcessControl:
    return LocalProcessControl(PsutilActor())


def act(control: LocalProcessControl, action: ProcessAction, *arguments: object) -> list[Refusal | None]:
    outcomes: tuple[ActionOutcome, ...] = control.act(action, *arguments).result(PATIENCE_SECONDS)  # type: ignore[arg-type]
    return [outcome.refusal for outcome in outcomes]


def is_over(process: psutil.Process) -> bool:
    """Whether it is gone, or dead and waiting for a new parent that never asks: as in a container without an init."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_tree_is_killed_and_each_process_answered_for(
    control: LocalProcessControl, parent: subprocess.Popen[bytes]
) -> None:
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    assert act(control, ProcessAction.KILL_TREE, [process_key(psutil.Process(parent.pid))]) == [None, None]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_over(child):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_pair_is_verified(control: LocalProcessControl, parent: subprocess.Popen[bytes]) -> None:
    pid, start = process_key(psutil.Process(parent.pid))
    assert act(control, ProcessAction.KILL, [(pid, start + 1), (4_194_303, 1)]) == [
        Refusal.IDENTITY_CHANGED,
        Refusal.GONE,
    ]
    assert act(control, ProcessAction.SET_PRIORITY, [(pid, start)], 3) == [None]
    assert psutil.Process(pid).nice() == 3
    assert act(control, ProcessAction.SET_AFFINITY, [(pid, start)], [100_000]) == [Refusal.INVALID_VALUE]
    assert act(control, ProcessAction.SUSPEND, [(pid, start)]) == [None]
    assert act(control, ProcessAction.RESUME, [(pid, start)]) == [None]


def test_hertzmon_and_its_ancestors_are_protected(control: LocalProcessControl) -> None:
    own = psutil.Process()
    above = own.parent()
    assert above is not None
    assert act(control, ProcessAction.TERMINATE, [process_key(own)]) == [Refusal.PROTECTED]
    assert act(control, ProcessAction.KILL_TREE, [process_key(above)]) == [Refusal.PROTECTED]


def test_what_the_system_refuses_or_lacks_is_named(
    control: LocalProcessControl, parent: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    key = process_key(psutil.Process(parent.pid))

    def refuse(self: psutil.Process) -> None:
        raise psutil.AccessDenied(self.pid)

    monkeypatch.setattr(psutil.Process, "terminate", refuse)
    assert act(control, ProcessAction.TERMINATE, [key]) == [Refusal.NOT_PERMITTED]
    monkeypatch.delattr(psutil.Process, "cpu_affinity")  # as on macOS
    assert act(control, ProcessAction.SET_AFFINITY, [key], [0]) == [Refusal.NOT_SUPPORTED]
    assert os.getpid() != parent.pid
