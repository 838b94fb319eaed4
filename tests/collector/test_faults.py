"""What real machines do to a collector, done to the real one."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hertzmon_gui.collector.default_probes import default_probes
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.collector.scheduler import Scheduler
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.snapshot import ProbeState, Processes, Snapshot
from hertzmon_gui.model.source import Demand
from tests.collector.trees import Machine

if sys.platform != "linux":
    pytest.skip("injects its faults through /proc", allow_module_level=True)

EVERYTHING = Demand(processes=True, process_io=True, process_gpu=True, connections=True)


@pytest.fixture
def probe() -> Iterator[ProcessesProbe]:
    lane = SlowLane()
    probe = ProcessesProbe(ProbeContext(lane))
    yield probe
    probe.close()
    lane.stop()


def sweep(probe: ProcessesProbe) -> Processes:
    processes = probe.read(Clock(time.time(), time.monotonic(), EVERYTHING))
    assert nonsense(processes, rows_of_processes=True) is None
    return processes


def pids(processes: Processes) -> set[int]:
    return {row.identity.pid for row in processes.rows}


def test_a_real_process_comes_and_goes(probe: ProcessesProbe) -> None:
    sweep(probe)
    with subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        assert child.pid in pids(sweep(probe))
        child.communicate()
    assert child.pid not in pids(sweep(probe))


def test_a_crowd_of_short_lives(probe: ProcessesProbe) -> None:
    """Children that live a moment, born as fast as the machine can while it is swept."""
    script = """
import os, time
end = time.monotonic() + 20
for count in range(2000):
    if time.monotonic() > end: break
    if os.fork() == 0: os._exit(0)
    if count % 16 == 15:
        while True:
            try:
                if os.waitpid(-1, os.WNOHANG)[0] == 0: break
            except ChildProcessError: break
"""
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    crowd = subprocess.Popen([sys.executable, "-S", "-c", script])
    seen: set[int] = set()
    while crowd.poll() is None:
        seen |= pids(sweep(probe))
    sweep(probe)
    last = sweep(probe)
    held = len(list(Path("/proc/self/fd").iterdir()))
    assert crowd.returncode == 0
    assert crowd.pid in seen
    assert held <= descriptors + 3 * len(last.rows)


def test_an_exec_in_a_real_process_is_seen(probe: ProcessesProbe) -> None:
    with subprocess.Popen(
        ["bash", "-c", "read line; exec -a first sleep 1000"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        sweep(probe)
        assert child.stdin is not None
        child.stdin.write(b"go\n")
        child.stdin.flush()
        limit = time.monotonic() + 20
        row = next(row for row in sweep(probe).rows if row.identity.pid == child.pid)
        # In the middle of an exec the name is new and the command line empty.
        while row.identity.command_line != ("first", "1000") and time.monotonic() < limit:
            row = next(row for row in sweep(probe).rows if row.identity.pid == child.pid)
        child.kill()
    assert row.identity.command_line == ("first", "1000")
    assert row.identity.name == "sleep"
    assert row.identity.executable is not None
    assert row.identity.executable.endswith("/sleep")


def test_real_arguments_and_names_of_any_bytes(probe: ProcessesProbe) -> None:
    script = b"open('/proc/self/comm','wb').write(b') R \\xff(');import sys;print(flush=True);sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable.encode(), b"-S", b"-c", script, b"\xff\xfe", "名".encode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        row = next(row for row in sweep(probe).rows if row.identity.pid == child.pid)
        child.communicate()
    assert row.identity.name == ") R \ufffd("
    assert row.identity.command_line[-2:] == ("\ufffd\ufffd", "名")
    assert row.parent_pid == os.getpid()


def test_a_descriptor_limit_of_256() -> None:
    """In a process of its own, which cannot raise the limit, among more processes than it has descriptors."""
    script = """
import resource, subprocess, sys, time, os
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.source import Demand
reader, writer = os.pipe()
children = []
for _ in range(300):
    pid = os.fork()
    if pid == 0:
        os.close(writer); os.read(reader, 1); os._exit(0)
    children.append(pid)
probe = ProcessesProbe(ProbeContext(SlowLane()))
for _ in range(3):
    rows = probe.read(Clock(time.time(), time.monotonic(), Demand(processes=True, process_io=True))).rows
found = {row.identity.pid: row for row in rows}
assert all(pid in found for pid in children), len(found)
assert all(found[pid].cpu_percent is not None for pid in children)
assert len(os.listdir("/proc/self/fd")) < 200
files = [open("/dev/null") for _ in range(100)]  # everyone else can still work
os.close(writer)
for pid in children: os.waitpid(pid, 0)
left = probe.read(Clock(time.time(), time.monotonic(), Demand(processes=True))).rows
assert not {row.identity.pid for row in left} & set(children)
print("fine")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == "fine\n", done.stderr


def test_what_an_ordinary_user_may_not_read() -> None:
    """In a process of its own that has no rights: others' fields are unknown, actions are refused, nothing fails."""
    script = """
import os, time
from hertzmon_gui.collector.processes.control import LocalProcessControl
from hertzmon_gui.collector.processes import linux_actions, linux_details, linux_reader
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.actions import ProcessAction
from hertzmon_gui.model.source import Demand
probe, control = ProcessesProbe(ProbeContext(SlowLane())), LocalProcessControl()
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for _ in range(2):
    processes = probe.read(Clock(time.time(), time.monotonic(), Demand(processes=True, process_io=True)))
assert nonsense(processes, rows_of_processes=True) is None
init = next(row for row in processes.rows if row.identity.pid == 1)
assert init.identity.name and init.identity.username == "root" and init.rss_bytes is not None
assert (init.identity.executable, init.read_rate) == (None, None)
key = init.identity.key
print(control.act(ProcessAction.SET_PRIORITY, [key], 3).result(20)[0].refusal)
details = control.details(key).result(20)
print(details.environment, details.files, details.unreadable["environment"], details.unreadable["files"])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == "not-permitted\nNone None not-permitted not-permitted\n", done.stderr


def test_all_descriptors_taken_by_others(probe: ProcessesProbe, monkeypatch: pytest.MonkeyPatch) -> None:
    """New processes cannot be opened: they are missed while that lasts, nothing fails, and they come back."""
    first = sweep(probe)
    real = os.open

    def no_more(path: str, flags: int, mode: int = 0o777) -> int:
        if "/stat" in str(path):
            raise OSError(24, "Too many open files")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", no_more)
    with subprocess.Popen([sys.executable, "-S", "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE) as child:
        assert os.getpid() in pids(sweep(probe))
        assert child.pid not in pids(sweep(probe))
        monkeypatch.undo()
        subprocess.run(["true"], check=True)  # the kernel's count goes on
        assert child.pid in pids(sweep(probe))
        child.communicate()
    assert len(pids(first)) > 1


def test_a_container_without_sys_and_with_little_proc(machine: Machine) -> None:
    """Nothing is there at all: every section is unknown, none is invented, and the tick goes on."""
    scheduler = Scheduler(default_probes(), machine.context)
    for _ in range(3):
        snapshot = scheduler.tick(machine.tick(demand=EVERYTHING), 1.0)
    scheduler.close()
    states = {probe.name: probe.state for probe in snapshot.probes}
    for name in ("cpu", "memory", "pressure", "processes", "sensors", "battery"):
        assert getattr(snapshot, name) is None or states[name] is ProbeState.OK
    assert snapshot.cpu is None
    assert snapshot.memory is None
    assert snapshot.own is not None


def test_numbers_make_sense_at_every_tick_under_stress() -> None:
    """CPUs busy, memory and processes coming and going, ticks as close as they can be."""
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            subprocess.run(["true"], check=True)

    lane = SlowLane()
    scheduler = Scheduler(default_probes(), ProbeContext(lane))
    worker = threading.Thread(target=churn)
    worker.start()
    try:
        for _ in range(60):
            clock = Clock(time.time(), time.monotonic(), EVERYTHING)
            check(scheduler.tick(clock, 0.01, everything=True))
    finally:
        stop.set()
        worker.join()
        scheduler.close()
        lane.stop()


def check(snapshot: Snapshot) -> None:
    assert [(probe.name, probe.detail) for probe in snapshot.probes if probe.state is ProbeState.FAILED] == []
    for name in Snapshot.__struct_fields__:
        section = getattr(snapshot, name)
        if hasattr(section, "__struct_fields__"):
            assert nonsense(section, rows_of_processes=True) is None, name
