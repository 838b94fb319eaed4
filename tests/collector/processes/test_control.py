"""Actions on real processes: done, verified at the moment of acting, or refused with a reason."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

import psutil
import pytest

from hertzmon_gui.collector.processes.control import LocalProcessControl
from hertzmon_gui.model.actions import ActionOutcome, ProcessAction, ProcessDetails, Refusal
from hertzmon_gui.model.snapshot import ProcessKey
from tests.collector.patience import PATIENCE_SECONDS, wait_until

if sys.platform != "linux":
    pytest.skip("acts through Linux' pidfd", allow_module_level=True)

from hertzmon_gui.collector.processes import linux_details
from hertzmon_gui.collector.processes.linux_details import start_ticks
from hertzmon_gui.collector.processes.linux_stat import Stat

SLEEPER = "import sys; print(flush=True); sys.stdin.read()"
# A family: each generation starts the next, says its pid and sleeps.
FAMILY = """
import os, sys, time
for generation in range(3):
    print(os.getpid(), flush=True)
    if os.fork():
        break
time.sleep(1000)
"""


@pytest.fixture
def control() -> LocalProcessControl:
    return LocalProcessControl()


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    children: list[subprocess.Popen[bytes]] = []

    def start(script: str = SLEEPER) -> subprocess.Popen[bytes]:
        child = subprocess.Popen([sys.executable, "-S", "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        children.append(child)
        assert child.stdout is not None
        return child

    yield start
    for child in children:
        if child.poll() is None:
            child.kill()
        child.communicate()


@pytest.fixture
def child(start: Callable[..., subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
    child = start()
    assert child.stdout is not None
    child.stdout.readline()
    wait_until(lambda: state_of(child.pid) == "sleeping")
    return child


def key_of(pid: int) -> ProcessKey:
    start = start_ticks(pid)
    assert start is not None
    return (pid, start)


def result(future: Future[tuple[ActionOutcome, ...]]) -> tuple[ActionOutcome, ...]:
    return future.result(PATIENCE_SECONDS)


def state_of(pid: int) -> str:
    try:
        return str(Stat(Path(f"/proc/{pid}/stat").read_bytes()).state)
    except (FileNotFoundError, ProcessLookupError):
        return "gone"


@pytest.mark.parametrize(
    ("action", "number"), [(ProcessAction.TERMINATE, signal.SIGTERM), (ProcessAction.KILL, signal.SIGKILL)]
)
def test_ending(
    control: LocalProcessControl, child: subprocess.Popen[bytes], action: ProcessAction, number: int
) -> None:
    key = key_of(child.pid)
    assert result(control.act(action, [key])) == (ActionOutcome(key),)
    assert child.wait(PATIENCE_SECONDS) == -number


def test_suspending_and_resuming(control: LocalProcessControl, child: subprocess.Popen[bytes]) -> None:
    key = key_of(child.pid)
    assert result(control.act(ProcessAction.SUSPEND, [key]))[0].done
    wait_until(lambda: state_of(child.pid) == "stopped")
    assert result(control.act(ProcessAction.RESUME, [key]))[0].done
    wait_until(lambda: state_of(child.pid) == "sleeping")


def test_priority_and_affinity_hold_for_every_thread(
    control: LocalProcessControl, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    child = start("import threading, sys; threading.Thread(target=sys.stdin.read).start(); print(flush=True)")
    assert child.stdout is not None
    child.stdout.readline()
    key = key_of(child.pid)
    wait_until(lambda: len(list(Path(f"/proc/{child.pid}/task").iterdir())) == 2)
    cpu = min(os.sched_getaffinity(0))
    assert result(control.act(ProcessAction.SET_PRIORITY, [key], 7))[0].done
    assert result(control.act(ProcessAction.SET_AFFINITY, [key], [cpu]))[0].done
    threads = [int(path.name) for path in Path(f"/proc/{child.pid}/task").iterdir()]
    assert [os.getpriority(os.PRIO_PROCESS, thread) for thread in threads] == [7, 7]
    assert [os.sched_getaffinity(thread) for thread in threads] == [{cpu}, {cpu}]


@pytest.mark.parametrize(
    ("action", "value"),
    [
        (ProcessAction.SET_PRIORITY, None),
        (ProcessAction.SET_PRIORITY, 20),
        (ProcessAction.SET_PRIORITY, True),
        (ProcessAction.SET_PRIORITY, [1]),
        (ProcessAction.SET_AFFINITY, None),
        (ProcessAction.SET_AFFINITY, []),
        (ProcessAction.SET_AFFINITY, [-1]),
        (ProcessAction.SET_AFFINITY, [100_000]),
        (ProcessAction.SET_AFFINITY, 3),
        (ProcessAction.TERMINATE, 9),
    ],
)
def test_impossible_values_are_refused(
    control: LocalProcessControl,
    child: subprocess.Popen[bytes],
    action: ProcessAction,
    value: int | Sequence[int] | None,
) -> None:
    assert result(control.act(action, [key_of(child.pid)], value))[0].refusal is Refusal.INVALID_VALUE
    assert child.poll() is None


@pytest.mark.parametrize("action", list(ProcessAction))
def test_another_process_with_that_pid_is_left_alone(
    control: LocalProcessControl, child: subprocess.Popen[bytes], action: ProcessAction
) -> None:
    value = {ProcessAction.SET_PRIORITY: 5, ProcessAction.SET_AFFINITY: [0]}.get(action)
    pid, start = key_of(child.pid)
    outcome = result(control.act(action, [(pid, start - 1)], value))  # type: ignore[arg-type]
    assert [one.refusal for one in outcome] == [Refusal.IDENTITY_CHANGED]
    assert state_of(pid) == "sleeping"
    assert os.getpriority(os.PRIO_PROCESS, pid) == os.getpriority(os.PRIO_PROCESS, 0)


def test_a_process_that_has_gone(control: LocalProcessControl, child: subprocess.Popen[bytes]) -> None:
    key = key_of(child.pid)
    child.communicate()
    assert [one.refusal for one in result(control.act(ProcessAction.KILL, [key]))] == [Refusal.GONE]
    assert [one.refusal for one in result(control.act(ProcessAction.KILL_TREE, [key]))] == [Refusal.GONE]
    assert control.details(key).result(PATIENCE_SECONDS) is None


def test_a_zombie_has_gone_too(control: LocalProcessControl, child: subprocess.Popen[bytes]) -> None:
    key = key_of(child.pid)
    child.kill()
    wait_until(lambda: state_of(child.pid) == "zombie")
    assert result(control.act(ProcessAction.TERMINATE, [key]))[0].refusal is Refusal.GONE


@pytest.mark.parametrize(
    "action", [ProcessAction.TERMINATE, ProcessAction.KILL, ProcessAction.KILL_TREE, ProcessAction.SUSPEND]
)
def test_hertzmon_and_init_are_protected(control: LocalProcessControl, action: ProcessAction) -> None:
    keys = [key_of(os.getpid()), (1, start_ticks(1) or 0)]
    assert [one.refusal for one in result(control.act(action, keys))] == [Refusal.PROTECTED, Refusal.PROTECTED]
    assert all(control.is_protected(pid) for pid, _ in keys)
    assert not control.is_protected(1 << 22)


def test_a_tree_that_hertzmon_belongs_to_is_protected(control: LocalProcessControl) -> None:
    outcome = result(control.act(ProcessAction.KILL_TREE, [key_of(os.getppid())]))
    assert [one.refusal for one in outcome] == [Refusal.PROTECTED]
    assert state_of(os.getppid()) != "stopped"


def test_a_tree_is_killed_whole(control: LocalProcessControl, start: Callable[..., subprocess.Popen[bytes]]) -> None:
    child = start(FAMILY)
    assert child.stdout is not None
    pids = [int(child.stdout.readline()) for _ in range(3)]
    root = psutil.Process(pids[0])
    wait_until(lambda: len(root.children(recursive=True)) == 3)
    family = [key_of(member.pid) for member in (root, *root.children(recursive=True))]
    outcome = result(control.act(ProcessAction.KILL_TREE, [key_of(pids[0])]))
    assert {one.key for one in outcome} == set(family)
    assert all(one.done for one in outcome)
    assert child.wait(PATIENCE_SECONDS) == -signal.SIGKILL
    wait_until(lambda: all(state_of(pid) in {"gone", "zombie"} for pid, _ in family[1:]))


def test_a_tree_that_can_be_looked_at_no_more_goes_on(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    really_list = os.listdir

    def listdir(path: str) -> list[str]:
        looks.append(path)
        if len(looks) > 1:
            wait_until(lambda: state_of(child.pid) == "stopped")
            raise OSError(24, "Too many open files")
        return really_list(path)

    monkeypatch.setattr(os, "listdir", listdir)
    outcome = result(control.act(ProcessAction.KILL_TREE, [key_of(child.pid)]))
    assert [(one.refusal, one.detail) for one in outcome] == [(Refusal.FAILED, "Too many open files")]
    wait_until(lambda: state_of(child.pid) == "sleeping")


def test_kernel_threads_cannot_be_acted_on(control: LocalProcessControl) -> None:
    threads = [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and Stat((path / "stat").read_bytes()).is_kernel_thread
    ]
    if not threads:
        pytest.skip("no kernel threads to be seen: a container")
    assert result(control.act(ProcessAction.TERMINATE, [key_of(threads[0])]))[0].refusal is Refusal.NOT_SUPPORTED


def test_what_the_system_refuses_is_named(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, number: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(signal, "pidfd_send_signal", refuse)
    (outcome,) = result(control.act(ProcessAction.TERMINATE, [key_of(child.pid)]))
    assert (outcome.refusal, outcome.detail) == (Refusal.NOT_PERMITTED, "Operation not permitted")


def test_without_pidfd_the_pair_is_verified_all_the_same(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(pid: int) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(os, "pidfd_open", missing)
    pid, start = key_of(child.pid)
    assert result(control.act(ProcessAction.KILL, [(pid, start + 1)]))[0].refusal is Refusal.IDENTITY_CHANGED
    assert result(control.act(ProcessAction.KILL, [(pid, start)]))[0].done
    assert child.wait(PATIENCE_SECONDS) == -signal.SIGKILL


def test_several_processes_are_answered_one_by_one(
    control: LocalProcessControl, child: subprocess.Popen[bytes]
) -> None:
    key = key_of(child.pid)
    outcome = result(control.act(ProcessAction.KILL, [(4_194_303, 1), key, (1, 1)]))
    assert [(one.key, one.refusal) for one in outcome] == [
        ((4_194_303, 1), Refusal.GONE),
        (key, None),
        ((1, 1), Refusal.PROTECTED),
    ]


def test_no_descriptor_is_left_open(control: LocalProcessControl, child: subprocess.Popen[bytes]) -> None:
    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    key = key_of(child.pid)
    result(control.act(ProcessAction.RESUME, [key]))
    before = count()
    for action in (ProcessAction.RESUME, ProcessAction.SUSPEND, ProcessAction.KILL_TREE):
        result(control.act(action, [key]))
        result(control.act(action, [(key[0], 1)]))
    control.details(key).result(PATIENCE_SECONDS)
    assert count() == before


def test_details_of_a_process(control: LocalProcessControl, tmp_path: Path) -> None:
    file = tmp_path / "open.txt"
    file.write_text("")
    script = (
        "import socket, sys; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen();"
        f"f = open({str(file)!r}); print(s.getsockname()[1], flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-S", "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={"SECRET": "hush"},
    ) as child:
        assert child.stdout is not None
        port = int(child.stdout.readline())
        key = key_of(child.pid)
        details = control.details(key).result(PATIENCE_SECONDS)
        child.communicate()
    assert details is not None
    assert details.key == key
    assert details.working_directory == str(tmp_path)
    assert details.environment is not None
    assert details.environment["SECRET"] == "hush"
    assert details.files is not None
    assert (str(file), "r") in [(one.path, one.mode) for one in details.files]
    assert details.open_file_count == len(details.files)
    assert details.connections is not None
    assert [(one.local_address, one.local_port, one.state) for one in details.connections] == [
        ("127.0.0.1", port, "listen")
    ]
    assert details.threads is not None
    assert [thread.thread_id for thread in details.threads] == [child.pid]
    assert details.threads[0].state == "sleeping"
    assert details.memory is not None
    assert details.memory.rss
    assert details.memory.pss
    assert details.memory.uss
    assert details.memory.pss <= details.memory.rss
    assert details.affinity
    assert details.nice == os.getpriority(os.PRIO_PROCESS, 0)
    assert details.context_switches is not None
    assert details.unreadable == {}


def test_details_of_another_process_with_that_pid(control: LocalProcessControl, child: subprocess.Popen[bytes]) -> None:
    pid, start = key_of(child.pid)
    assert control.details((pid, start + 1)).result(PATIENCE_SECONDS) is None


def test_what_the_kernel_was_built_without_hides_nothing_else(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(pid: int) -> str | None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(linux_details, "cgroup", missing)
    details = control.details(key_of(child.pid)).result(PATIENCE_SECONDS)
    assert details is not None
    assert details.unreadable == {"cgroup": "not-supported"}


def test_why_the_shares_of_memory_are_not_known_is_told(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = linux_details._read

    def read(path: str) -> bytes:
        if path.endswith("/smaps_rollup"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(linux_details, "_read", read)
    details = control.details(key_of(child.pid)).result(PATIENCE_SECONDS)
    assert details is not None
    assert details.memory is not None
    assert details.memory.rss
    assert details.memory.pss is None
    assert details.unreadable == {"memory_shares": "not-permitted"}


def test_a_process_without_memory_of_its_own_is_not_taken_for_one_that_has_gone(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel says so of its own threads."""
    real = linux_details._read

    def read(path: str) -> bytes:
        if path.endswith("/smaps_rollup"):
            raise ProcessLookupError(3, "No such process")
        return real(path)

    monkeypatch.setattr(linux_details, "_read", read)
    details = control.details(key_of(child.pid)).result(PATIENCE_SECONDS)
    assert details is not None
    assert details.memory is not None
    assert details.memory.pss is None
    assert details.unreadable == {}


def test_the_environment_of_another_user_is_not_read(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = psutil.Process.uids

    def uids(self: psutil.Process) -> object:
        return real(self) if self.pid != child.pid else type(real(self))(12345, 12345, 12345)

    monkeypatch.setattr(psutil.Process, "uids", uids)
    details = control.details(key_of(child.pid)).result(PATIENCE_SECONDS)
    assert details is not None
    assert details.environment is None
    assert details.unreadable == {"environment": "not-permitted"}


def test_asking_twice_for_details_reads_once(
    control: LocalProcessControl, child: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    go, calls = threading.Event(), []

    def slow(key: ProcessKey) -> ProcessDetails | None:
        calls.append(key)
        go.wait(PATIENCE_SECONDS)
        return ProcessDetails(key)

    monkeypatch.setattr("hertzmon_gui.collector.processes.control.read_details", slow)
    key = key_of(child.pid)
    first, second = control.details(key), control.details(key)
    assert first is second
    many = [control.details((1000 + number, 1)) for number in range(20)]
    assert sum(future.done() for future in many) >= 4  # the rest of the threads is not made
    go.set()
    assert first.result(PATIENCE_SECONDS) == ProcessDetails(key)
    assert calls.count(key) == 1
    for future in many:
        future.exception(PATIENCE_SECONDS)
