"""The real collector under everything at once, with every number checked at every tick.

    python -m tests.collector.stress                       ten minutes
    python -m tests.collector.stress --descriptors 256     with so few that most processes cannot be kept open

All demands at four ticks a second, beside 2,000 processes born a second, a busy loop on each CPU, a file system that
never answers, and interfaces that come and go. The last two are real where the system lets us make namespaces; else the
mount is injected, and there are no interfaces. Exit code 1 when a number could not be true or something was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path

import psutil

from hertzmon_gui.collector.default_probes import default_probes
from hertzmon_gui.collector.probe import Probe, ProbeContext, ProbeFactory
from hertzmon_gui.collector.probes.disks import DisksProbe
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.collector.service import CollectorService
from hertzmon_gui.model.snapshot import ProbeState, ProcessKey, Snapshot
from hertzmon_gui.model.source import Demand
from tests.collector.troubles import (
    DeadMountReader,
    busy_cpus,
    can_make_interfaces,
    dead_mount,
    restless_interfaces,
    short_lives,
)

_INTERVAL_SECONDS = 0.25
_TICKS_A_MINUTE = round(60 / _INTERVAL_SECONDS)
_EVERYTHING = Demand(processes=True, process_io=True, process_gpu=True, connections=True)
_FEW_TICKS = 20  # in so many an interface need not have come
_ENDED_SWEEPS = 60  # so long are those remembered that have ended
_INSIDE = "--inside"


class Watcher:
    """Checks every snapshot, and counts what it saw."""

    def __init__(self, ticks: int, dead_place: str) -> None:
        self.done = threading.Event()
        self.problems: Counter[str] = Counter()
        self.ticks = 0
        self.gaps = 0
        self.longest_tick_ms = 0.0
        self.most_processes = 0
        self.ended_count = 0
        self.interfaces: set[str] = set()
        self.interface_changes = 0
        self.dead_seen_stale = 0
        self.cpu_percents = 0.0
        self.memory_bytes: list[int] = []  # after each quarter
        self._live: set[ProcessKey] = set()
        self._ended: deque[set[ProcessKey]] = deque(maxlen=_ENDED_SWEEPS)
        self._wanted_ticks = ticks
        self._dead_place = dead_place
        self._last: Snapshot | None = None

    def __call__(self, snapshot: Snapshot) -> None:
        """A subscriber of the bus."""
        self.ticks += 1
        self._check_numbers(snapshot)
        self._check_order(snapshot)
        self._count(snapshot)
        self._last = snapshot
        if self.ticks >= self._wanted_ticks:
            self.done.set()

    def _check_numbers(self, snapshot: Snapshot) -> None:
        for probe in snapshot.probes:
            if probe.state is ProbeState.FAILED:
                self.problems[f"{probe.name} failed: {probe.detail}"] += 1
        for name in Snapshot.__struct_fields__:
            section = getattr(snapshot, name)
            if hasattr(section, "__struct_fields__"):
                problem = nonsense(section, rows_of_processes=True)
                if problem is not None:
                    self.problems[f"{name}: {problem}"] += 1

    def _check_order(self, snapshot: Snapshot) -> None:
        last = self._last
        if last is not None and (snapshot.seq != last.seq + 1 or snapshot.monotonic_time <= last.monotonic_time):
            self.problems["a snapshot out of order"] += 1
        self.gaps += snapshot.after_gap

    def _count(self, snapshot: Snapshot) -> None:
        if snapshot.own is not None:
            self.longest_tick_ms = max(self.longest_tick_ms, snapshot.own.tick_ms)
            self.cpu_percents += snapshot.own.cpu_percent or 0.0
            if self.ticks % max(1, self._wanted_ticks // 4) == 0:
                self.memory_bytes.append(snapshot.own.memory_bytes or 0)
        last = self._last
        if snapshot.processes is not None and (last is None or snapshot.processes is not last.processes):
            self.most_processes = max(self.most_processes, len(snapshot.processes.rows))
            live = {row.identity.key for row in snapshot.processes.rows}
            if len(live) < len(snapshot.processes.rows):
                self.problems["a process that is there twice"] += 1
            if any(live & ended for ended in self._ended):
                self.problems["a process that ended and is there"] += 1
            ended = self._live - live
            self._ended.append(ended)
            self.ended_count += len(ended)
            self._live = live
        if snapshot.network is not None:
            names = {interface.name for interface in snapshot.network.interfaces}
            if last is not None and last.network is not None:
                before = {interface.name for interface in last.network.interfaces}
                self.interface_changes += len(names ^ before)
            self.interfaces |= names
        if snapshot.disks is not None:
            stale = [volume.mountpoint for volume in snapshot.disks.volumes if volume.stale]
            self.dead_seen_stale += self._dead_place in stale


def stress(ticks: int, *, a_second: int, in_namespace: bool) -> int:
    """Run the service for so many ticks; the exit code."""
    with contextlib.ExitStack() as troubles:
        place, probes = troubles.enter_context(_mount_that_hangs(in_namespace))
        has_interfaces = in_namespace and shutil.which("ip") is not None and can_make_interfaces()
        if has_interfaces:
            troubles.enter_context(restless_interfaces())
        troubles.enter_context(busy_cpus())
        troubles.enter_context(short_lives(a_second))
        watcher = Watcher(ticks, place)
        service = CollectorService(_INTERVAL_SECONDS, probes)
        service.register_demand("stress").set(_EVERYTHING)
        service.bus.subscribe(watcher)
        own = psutil.Process()
        started, born = time.monotonic(), _births()
        service.start()
        try:
            while not watcher.done.wait(1.0):
                if not watcher.ticks and time.monotonic() - started > 60:
                    watcher.problems["no snapshot comes"] += 1
                    break
            seconds, births = time.monotonic() - started, _births() - born
            gc.collect()
            descriptors, threads = own.num_fds(), own.num_threads()
        finally:
            service.stop()
    left = own.num_fds()
    if watcher.dead_seen_stale == 0:
        watcher.problems["the dead mount was not noticed"] += 1
    if has_interfaces and watcher.ticks > _FEW_TICKS and not watcher.interface_changes:
        watcher.problems["no interface came or went"] += 1
    print(f"{watcher.ticks} ticks in {seconds:.0f} s, {watcher.gaps} of them after a gap")
    own_percent = watcher.cpu_percents / max(1, watcher.ticks)
    print(f"tick: {watcher.longest_tick_ms:.0f} ms at most; own CPU {own_percent:.1f} % of one core")
    grown = ", ".join(f"{amount / 1e6:.1f}" for amount in watcher.memory_bytes)
    print(f"own memory after each quarter: {grown} MB")
    print(f"{descriptors} descriptors and {threads} threads; {left} descriptors left when stopped")
    print(f"{births / seconds:.0f} processes and threads born a second; {watcher.ended_count} seen to end")
    print(f"at most {watcher.most_processes} processes at a time")
    kind = "real" if place != DeadMountReader.PLACE else "injected"
    print(f"dead mount ({kind}): shown stale in {watcher.dead_seen_stale} ticks")
    print(f"interfaces: {len(watcher.interfaces)}, which came or went {watcher.interface_changes} times")
    for problem, count in watcher.problems.most_common():
        print(f"PROBLEM, {count} ticks: {problem}")
    print("failed" if watcher.problems else "every number was possible at every tick")
    return 1 if watcher.problems else 0


@contextlib.contextmanager
def _mount_that_hangs(in_namespace: bool) -> Iterator[tuple[str, list[ProbeFactory]]]:
    """Where it is, and the probes to read it with."""
    with contextlib.ExitStack() as stack:
        probes = list(default_probes())
        if in_namespace:
            place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            try:
                stack.enter_context(dead_mount(place))
            except OSError as error:
                print(f"no dead mount to be had: {error}")
            else:
                yield str(place), probes
                return
        released = threading.Event()
        stack.callback(released.set)

        def disks(context: ProbeContext) -> Probe[object]:
            return DisksProbe(context, DeadMountReader(context.root, released))

        probes[probes.index(DisksProbe)] = disks
        yield DeadMountReader.PLACE, probes


def _births() -> int:
    """How many processes and threads the kernel has made since boot."""
    lines = Path("/proc/stat").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("processes "))


def _namespace() -> list[str] | None:
    """The command that starts another in namespaces of its own, where that is possible."""
    rights = [] if os.getuid() == 0 else ["--map-root-user"]
    command = ["unshare", *rights, "--mount", "--net"]
    if shutil.which("unshare") is None:
        return None
    tried = subprocess.run([*command, "true"], stderr=subprocess.DEVNULL, check=False)
    return command if tried.returncode == 0 else None


def main() -> int:
    """Go into namespaces if that is possible, then run."""
    parser = argparse.ArgumentParser(description="The real collector under everything at once.")
    parser.add_argument("--ticks", type=int, default=10 * _TICKS_A_MINUTE, help="a quarter of a second each")
    parser.add_argument("--births", type=int, default=2000, help="processes a second")
    parser.add_argument("--descriptors", type=int, help="the limit of open files, which is not raised")
    parser.add_argument(_INSIDE, action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.descriptors is not None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (options.descriptors, options.descriptors))
    if not options.inside:
        namespace = _namespace()
        if namespace is not None:
            module = ["-m", "tests.collector.stress", _INSIDE]
            return subprocess.run([*namespace, sys.executable, *module, *sys.argv[1:]], check=False).returncode
    else:
        subprocess.run(["mount", "-t", "sysfs", "none", "/sys"], stderr=subprocess.DEVNULL, check=False)
    return stress(options.ticks, a_second=options.births, in_namespace=options.inside)


if __name__ == "__main__":
    sys.exit(main())
