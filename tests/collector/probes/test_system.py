"""The system probe: facts, uptime, users, and a wall clock that is set."""

from __future__ import annotations

import platform
import socket
import sys
from types import SimpleNamespace

import psutil
import pytest

from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.collector.probes.system import SystemProbe
from hertzmon_gui.model.snapshot import LoggedInUser
from hertzmon_gui.model.source import NOTHING
from tests.collector.trees import Machine


@pytest.fixture(autouse=True)
def users(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        SimpleNamespace(name="ada", terminal="tty1", host="", started=5.0),
        SimpleNamespace(name="bob", terminal=None, host="10.0.0.9", started=6.0),
    ]
    monkeypatch.setattr(psutil, "users", lambda: rows)


def test_facts(machine: Machine) -> None:
    probe = SystemProbe(machine.context)
    assert probe.wanted(NOTHING)
    system = probe.read(machine.tick())
    assert system.hostname == socket.gethostname()
    assert system.platform == platform.platform()
    assert system.architecture == platform.machine()
    assert system.kernel == platform.release()
    assert system.os_name
    assert system.users == (LoggedInUser("ada", "tty1", None, 5.0), LoggedInUser("bob", None, "10.0.0.9", 6.0))
    probe.close()


def test_uptime_is_counted_from_boot(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "boot_time", lambda: 1.7e9)
    probe = SystemProbe(machine.context)
    system = probe.read(machine.tick())
    assert system.boot_time == 1.7e9
    assert system.uptime_seconds == pytest.approx(machine.time)
    assert probe.read(machine.tick(2.0)).uptime_seconds == pytest.approx(machine.time)


def test_a_wall_clock_that_is_set_moves_the_boot_not_the_uptime(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot = [1000.0]
    monkeypatch.setattr(psutil, "boot_time", lambda: boot[0])
    probe = SystemProbe(machine.context)
    assert probe.read(Clock(1500.0, 10.0, NOTHING)).uptime_seconds == 500.0
    boot[0] += 3600
    assert probe.read(Clock(5101.0, 11.0, NOTHING)).uptime_seconds == 501.0
    boot[0] = 9999.0
    assert probe.read(Clock(5102.0, 12.0, NOTHING)).boot_time == 4600.0  # read again only when the clock jumps


def test_a_boot_time_in_the_future_gives_no_negative_uptime(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(psutil, "boot_time", lambda: 2e9)
    assert SystemProbe(machine.context).read(machine.tick()).uptime_seconds == 0.0


def test_users_that_are_not_known_yet_are_none(machine: Machine) -> None:
    machine.lane.answers = False
    assert SystemProbe(machine.context).read(machine.tick()).users == ()


@pytest.mark.skipif(sys.platform != "linux", reason="reads a clock of Linux")
def test_where_proc_hides_the_boot_time_a_clock_tells_it(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    known = psutil.boot_time()

    def hidden() -> float:
        raise FileNotFoundError(2, "No such file or directory", "/proc/stat")

    monkeypatch.setattr(psutil, "boot_time", hidden)
    probe = SystemProbe(machine.context)
    assert probe.read(machine.tick()).boot_time == pytest.approx(known, abs=2.0)
