"""CPUs: shares, clocks, CPUs that come and go, and the same numbers as psutil."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.cpu import CpuProbe
from hertzmon_gui.collector.probes.linux.cpu import parse_stat
from hertzmon_gui.collector.probes.portable.cpu import PortableCpuReader
from hertzmon_gui.model.source import NOTHING
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

CPUINFO = """processor\t: 0
model name\t: Imaginary CPU @ 2.00GHz
cpu MHz\t\t: 2000.500
physical id\t: 0
core id\t\t: 0

processor\t: 1
model name\t: Imaginary CPU @ 2.00GHz
cpu MHz\t\t: 3000.500
physical id\t: 0
core id\t\t: 0

"""


def stat(*cpus: str, switches: int = 1000, interrupts: int = 500) -> str:
    lines = [f"{line} 0 0" for line in cpus]
    return "\n".join([*lines, f"intr {interrupts} 1 2 3", f"ctxt {switches}", "btime 1", "processes 9", ""])


@needs_linux
def test_shares_need_two_readings_and_follow_psutils_formula(machine: Machine) -> None:
    machine.write(
        {
            "proc/stat": stat("cpu 100 10 50 800 20 5 10 5", "cpu0 100 10 50 800 20 5 10 5"),
            "proc/loadavg": "0.50 1.25 2.00 1/200 99\n",
            "proc/cpuinfo": CPUINFO,
        }
    )
    probe = CpuProbe(machine.context)
    first = probe.read(machine.tick())
    assert first.percent is None
    assert first.times is None
    assert first.cores[0].percent is None
    assert first.context_switches_per_second is None

    machine.write(
        {
            "proc/stat": stat(
                "cpu 130 10 60 840 30 5 15 10", "cpu0 130 10 60 840 30 5 15 10", switches=3000, interrupts=600
            )
        }
    )
    second = probe.read(machine.tick(2.0))
    # 30 user + 10 system + 40 idle + 10 iowait + 5 softirq + 5 steal: half of it was work.
    assert second.percent == 50.0
    assert second.times is not None
    assert (second.times.user, second.times.system, second.times.iowait) == (30.0, 10.0, 10.0)
    assert (second.times.softirq, second.times.steal, second.times.idle) == (5.0, 5.0, 40.0)
    assert second.context_switches_per_second == 1000.0
    assert second.interrupts_per_second == 50.0
    assert second.load_average == (0.5, 1.25, 2.0)
    assert second.model_name == "Imaginary CPU @ 2.00GHz"
    assert second.context_switches == 3000
    assert second.seconds is not None
    assert second.seconds.user == 130 / os.sysconf("SC_CLK_TCK")


@needs_linux
def test_guest_time_is_counted_once(machine: Machine) -> None:
    machine.write({"proc/stat": "cpu 0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\nintr 0\nctxt 0\n"})
    probe = CpuProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/stat": "cpu 50 0 0 50 0 0 0 0 50 0\ncpu0 50 0 0 50 0 0 0 0 50 0\nintr 0\nctxt 0\n"})
    assert probe.read(machine.tick()).percent == 50.0


@needs_linux
def test_cpus_that_go_offline_and_come_back_leave_holes_not_wrong_numbers(machine: Machine) -> None:
    both = stat("cpu 20 0 0 20 0 0 0 0", "cpu0 10 0 0 10 0 0 0 0", "cpu1 10 0 0 10 0 0 0 0")
    one = stat("cpu 30 0 0 30 0 0 0 0", "cpu1 20 0 0 20 0 0 0 0")
    machine.write({"proc/stat": both})
    probe = CpuProbe(machine.context)
    assert probe.read(machine.tick()).logical_count == 2
    machine.write({"proc/stat": one})
    cpu = probe.read(machine.tick())
    assert [core.index for core in cpu.cores] == [1]
    assert cpu.cores[0].percent == 50.0
    machine.write({"proc/stat": stat("cpu 50 0 0 30 0 0 0 0", "cpu0 10 0 0 10 0 0 0 0", "cpu1 40 0 0 20 0 0 0 0")})
    cpu = probe.read(machine.tick())
    assert [core.percent for core in cpu.cores] == [None, 100.0]


@needs_linux
def test_counters_that_go_back_or_stand_still_give_no_share(machine: Machine) -> None:
    machine.write({"proc/stat": stat("cpu 100 0 0 100 0 0 0 0", "cpu0 100 0 0 100 0 0 0 0")})
    probe = CpuProbe(machine.context)
    probe.read(machine.tick())
    assert probe.read(machine.tick()).percent is None
    machine.write({"proc/stat": stat("cpu 1 0 0 1 0 0 0 0", "cpu0 1 0 0 1 0 0 0 0", switches=1)})
    reset = probe.read(machine.tick())
    assert reset.percent is None
    assert reset.context_switches_per_second is None
    # iowait alone going back, as it does, harms nothing.
    machine.write({"proc/stat": stat("cpu 11 0 0 11 5 0 0 0", "cpu0 11 0 0 11 5 0 0 0")})
    probe.read(machine.tick())
    machine.write({"proc/stat": stat("cpu 21 0 0 21 4 0 0 0", "cpu0 21 0 0 21 4 0 0 0")})
    assert probe.read(machine.tick()).percent == 50.0


@needs_linux
def test_a_gap_gives_no_spike(machine: Machine) -> None:
    machine.write({"proc/stat": stat("cpu 0 0 0 0 0 0 0 0", "cpu0 0 0 0 0 0 0 0 0")})
    probe = CpuProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/stat": stat("cpu 9 0 0 1 0 0 0 0", "cpu0 9 0 0 1 0 0 0 0", switches=10**9)})
    woken = probe.read(machine.tick(3600, after_gap=True))
    assert woken.percent is None
    assert woken.context_switches_per_second is None


@needs_linux
def test_clocks_come_from_cpufreq_and_limits_of_zero_are_unknown(machine: Machine) -> None:
    machine.write({"proc/stat": stat("cpu 1 0 0 1", "cpu0 1 0 0 1", "cpu1 1 0 0 1"), "proc/cpuinfo": CPUINFO})
    for index, kilohertz in ((0, 1_500_000), (1, 2_500_000)):
        policy = f"sys/devices/system/cpu/cpu{index}/cpufreq"
        machine.write(
            {
                f"{policy}/scaling_cur_freq": f"{kilohertz}\n",
                f"{policy}/scaling_min_freq": "0\n",
                f"{policy}/scaling_max_freq": "4000000\n",
                f"sys/devices/system/cpu/cpu{index}/topology/core_cpus_list": "0-1\n",
            }
        )
    cpu = CpuProbe(machine.context).read(machine.tick())
    assert cpu.frequency is not None
    assert (cpu.frequency.current, cpu.frequency.minimum, cpu.frequency.maximum) == (2000.0, None, 4000.0)
    assert [core.frequency_mhz for core in cpu.cores] == [1500.0, 2500.0]
    assert cpu.physical_count == 1


@needs_linux
def test_without_sys_the_clocks_and_cores_come_from_cpuinfo(machine: Machine) -> None:
    machine.write({"proc/stat": stat("cpu 1 0 0 1", "cpu0 1 0 0 1", "cpu1 1 0 0 1"), "proc/cpuinfo": CPUINFO})
    cpu = CpuProbe(machine.context).read(machine.tick())
    assert cpu.frequency is not None
    assert cpu.frequency.current == 2500.5
    assert cpu.frequency.maximum is None
    assert cpu.physical_count == 1
    assert cpu.load_average is None


@needs_linux
def test_a_machine_without_stat_has_no_data_until_it_has(machine: Machine) -> None:
    probe = CpuProbe(machine.context)
    with pytest.raises(NoData, match="stat"):
        probe.read(machine.tick())
    machine.write({"proc/stat": stat("cpu 1 0 0 1", "cpu0 1 0 0 1")})
    cpu = probe.read(machine.tick())
    assert cpu.logical_count == 1
    assert cpu.frequency is None
    assert cpu.physical_count is None
    with pytest.raises(NoData):
        parse_stat(b"intr 5\n")


def test_nobody_wanting_it_rests_the_slow_reading(machine: Machine) -> None:
    probe = CpuProbe(machine.context, PortableCpuReader())
    assert not probe.wanted(NOTHING)
    assert not any(reading.enabled for reading in machine.lane.readings)


@needs_linux
def test_this_machine_is_read_as_psutil_reads_it(live: Machine) -> None:
    probe, portable = CpuProbe(live.context), CpuProbe(live.context, PortableCpuReader())
    for one in (probe, portable):
        cpu = one.read(live.tick())
        assert cpu.logical_count == psutil.cpu_count()
        assert cpu.physical_count == psutil.cpu_count(logical=False)
        assert cpu.load_average is not None
    ours, theirs = parse_stat(Path("/proc/stat").read_bytes()), PortableCpuReader().counters()
    assert ours.fields == theirs.fields
    assert ours.cores.keys() == theirs.cores.keys()
    for mine, other in zip(ours.total, theirs.total, strict=True):
        assert mine / ours.ticks_per_second == pytest.approx(other, abs=2.0)
    probe.close()
    portable.close()
