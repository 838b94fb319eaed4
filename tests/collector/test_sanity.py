"""What cannot be true is found, and what can is not."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.model.snapshot import CpuTimes, Snapshot, Temperature
from tests.fakes import full_snapshot

SECTIONS = [
    name for name in Snapshot.__struct_fields__
    if name not in ("seq", "wall_time", "monotonic_time", "interval_seconds", "probes", "after_gap")
]  # fmt: skip


@pytest.mark.parametrize("section", SECTIONS)
def test_a_healthy_machine_makes_sense(section: str) -> None:
    value = getattr(full_snapshot(), section)
    if value is not None:
        assert nonsense(value, rows_of_processes=True) is None


def test_percent_has_a_top_and_a_bottom() -> None:
    cpu = full_snapshot().cpu
    assert cpu is not None
    assert nonsense(replace(cpu, percent=100.0)) is None
    assert nonsense(replace(cpu, percent=None)) is None
    assert nonsense(replace(cpu, percent=100.5)) == "percent is 100.5"
    assert nonsense(replace(cpu, percent=-1.0)) == "percent is -1.0"
    assert nonsense(replace(cpu, percent=float("nan"))) == "percent is nan"


def test_rows_deep_inside_are_looked_at() -> None:
    cpu = full_snapshot().cpu
    assert cpu is not None
    core = replace(cpu.cores[0], times=CpuTimes(user=120.0, system=0.0, idle=0.0))
    assert nonsense(replace(cpu, cores=(*cpu.cores, core))) == "cores: times: user is 120.0"


def test_the_parts_of_memory_must_add_up() -> None:
    memory = full_snapshot().memory
    assert memory is not None
    assert "sum" in (nonsense(replace(memory, apps=memory.apps + 1)) or "")


def test_rates_are_not_negative() -> None:
    network = full_snapshot().network
    assert network is not None
    assert nonsense(replace(network, send_rate=-1.0)) == "send_rate is -1.0"


def test_it_may_be_cold() -> None:
    sensors = full_snapshot().sensors
    assert sensors is not None
    assert nonsense(replace(sensors, temperatures=(Temperature("outside", "north", -20.0),))) is None


def test_a_process_may_use_many_cores() -> None:
    processes = full_snapshot().processes
    assert processes is not None
    busy = replace(processes, rows=(replace(processes.rows[0], cpu_percent=1600.0, nice=-20),))
    assert nonsense(busy, rows_of_processes=True) is None
    broken = replace(processes, rows=(replace(processes.rows[0], memory_percent=101.0),))
    assert nonsense(broken, rows_of_processes=True) == "rows: memory_percent is 101.0"
