"""The fast path and psutil say the same about the machine that the tests run on."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.collector.processes.descriptors import DescriptorBudget
from hertzmon_gui.collector.processes.psutil_reader import PsutilProcessReader
from hertzmon_gui.collector.processes.reader import ProcessReader
from hertzmon_gui.model.snapshot import Process, Processes, ProcessState
from hertzmon_gui.model.source import Demand
from tests.collector.trees import PromptLane

if sys.platform != "linux":
    pytest.skip("the fast path is Linux's", allow_module_level=True)

from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
from hertzmon_gui.collector.processes.user_names import UserNames

DEMAND = Demand(processes=True, process_io=True)


def now() -> Clock:
    return Clock(time.time(), time.monotonic(), DEMAND)


@pytest.fixture
def crowd() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes that do nothing, of which one is a zombie, one is stopped, and one has odd arguments."""
    script = "import os, sys, time; print(flush=True); sys.stdin.read()"
    children = [
        subprocess.Popen(
            [sys.executable, "-S", "-c", script, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for arguments in ([], ["two words", "", "x"], [b"\xff\xfe"], ["stopped"])
    ]
    zombie = subprocess.Popen(["true"])
    for child in children:
        assert child.stdout is not None
        child.stdout.readline()
    children[3].send_signal(19)
    for child, state in [*zip(children, "SSST", strict=True), (zombie, "Z")]:
        while f") {state} " not in Path(f"/proc/{child.pid}/stat").read_text():
            time.sleep(0.001)
    yield [*children, zombie]
    children[3].send_signal(18)
    for child in children:
        child.communicate()
    zombie.wait()


def test_both_readers_see_the_same_machine(crowd: list[subprocess.Popen[bytes]]) -> None:
    fast = LinuxProcessReader(Path("/"), UserNames(Path("/"), PromptLane()), DescriptorBudget())
    slow = PsutilProcessReader()
    try:
        before = by_pid(fast.sweep(now()))
        slow.sweep(now())
        left, right = by_pid(fast.sweep(now())), by_pid(slow.sweep(now()))
        after = by_pid(fast.sweep(now()))
    finally:
        fast.close()
        slow.close()
    # Others come and go, and some change what they are, while the two look; those that did neither must agree.
    steady = {
        pid
        for pid in before.keys() & after.keys()
        if before[pid].identity == after[pid].identity and after[pid].state is not ProcessState.ZOMBIE
    }
    assert steady <= left.keys() & right.keys()
    for pid in steady - {os.getpid()}:
        assert_same_identity(left[pid], right[pid])
    for child in crowd:
        assert_same(left[child.pid], right[child.pid])


def by_pid(processes: Processes) -> dict[int, Process]:
    return {row.identity.pid: row for row in processes.rows}


def test_what_a_process_did_is_the_same_number_in_both(tmp_path: Path) -> None:
    """A child that works between the sweeps and rests during them, so that nothing moves while the two look."""
    script = """
import os, sys, time
print(flush=True)
sys.stdin.readline()
while time.process_time() < 0.3: pass
with open(sys.argv[1], "wb") as file:
    file.write(os.urandom(1 << 20)); file.flush(); os.fsync(file.fileno())
print(flush=True)
sys.stdin.read()
"""
    fast = LinuxProcessReader(Path("/"), UserNames(Path("/"), PromptLane()), DescriptorBudget())
    slow = PsutilProcessReader()
    readers: list[ProcessReader] = [fast, slow]
    with subprocess.Popen(
        [sys.executable, "-S", "-c", script, str(tmp_path / "file")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdout.readline()
        for reader in readers:
            reader.sweep(Clock(1e9, 100.0, DEMAND))
        child.stdin.write(b"\n")
        child.stdin.flush()
        child.stdout.readline()
        while ") S " not in Path(f"/proc/{child.pid}/stat").read_text():
            time.sleep(0.001)
        found = [
            next(row for row in reader.sweep(Clock(1e9 + 2, 102.0, DEMAND)).rows if row.identity.pid == child.pid)
            for reader in readers
        ]
        child.communicate()
    for reader in readers:
        reader.close()
    left, right = found
    assert left.cpu_percent is not None
    assert left.cpu_percent > 5.0
    assert left.cpu_percent == pytest.approx(right.cpu_percent)
    assert left.cpu_seconds == pytest.approx(right.cpu_seconds)
    assert (left.read_rate, left.write_rate) == (right.read_rate, right.write_rate)
    assert left.write_rate is not None
    assert left.rss_bytes == right.rss_bytes


def assert_same(fast: Process, slow: Process) -> None:
    assert_same_identity(fast, slow)
    assert fast.state == slow.state
    assert fast.threads == slow.threads
    assert fast.nice == slow.nice
    assert fast.vms_bytes == slow.vms_bytes
    assert fast.cpu_seconds == pytest.approx(slow.cpu_seconds, abs=0.021)
    # A page more or less may be reclaimed between the two.
    assert fast.rss_bytes == pytest.approx(slow.rss_bytes, abs=1 << 16)
    assert fast.memory_percent == pytest.approx(slow.memory_percent, abs=0.01)
    assert fast.cpu_percent == slow.cpu_percent == 0.0
    if fast.state is not ProcessState.ZOMBIE:
        assert (fast.read_rate, fast.write_rate) == (slow.read_rate, slow.write_rate) == (0.0, 0.0)


def assert_same_identity(fast: Process, slow: Process) -> None:
    left, right = fast.identity, slow.identity
    if not left.is_kernel_thread:  # those of the kernel are named after what they do at the moment
        assert left.name == right.name
    assert left.username == right.username
    assert fast.parent_pid == slow.parent_pid
    assert left.create_time == pytest.approx(right.create_time, abs=0.011)
    assert left.executable == right.executable
    assert _without_padding(left.command_line) == _without_padding(right.command_line)


def _without_padding(command_line: tuple[str, ...]) -> tuple[str, ...]:
    """psutil gives an empty argument for each NUL behind a title that a process has set itself."""
    while command_line and not command_line[-1]:
        command_line = command_line[:-1]
    return command_line
