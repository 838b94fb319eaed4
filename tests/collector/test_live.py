"""The collector on the machine that the tests run on, whole."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from hertzmon_gui.collector.default_probes import default_probes
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.collector.service import CollectorService
from hertzmon_gui.model.snapshot import ProbeState, Snapshot
from hertzmon_gui.model.source import Demand

PATIENCE_SECONDS = 20.0


@pytest.fixture(scope="module")
def snapshot() -> Iterator[Snapshot]:
    service = CollectorService(3600.0)
    service.register_demand("test").set(Demand(processes=True, process_io=True, process_gpu=True, connections=True))
    service.start()
    try:
        snapshot = service.bus.wait_newer(1, PATIENCE_SECONDS)
        assert snapshot is not None
        yield snapshot
    finally:
        service.stop()


def test_no_probe_fails(snapshot: Snapshot) -> None:
    assert [(probe.name, probe.detail) for probe in snapshot.probes if probe.state is ProbeState.FAILED] == []
    assert [probe.name for probe in snapshot.probes] == list(dict.fromkeys(probe.name for probe in snapshot.probes))
    assert len(snapshot.probes) == len(default_probes())


def test_the_second_snapshot_has_shares(snapshot: Snapshot) -> None:
    assert snapshot.cpu is not None
    assert snapshot.cpu.percent is not None
    assert snapshot.memory is not None
    assert snapshot.processes is not None
    own = next(row for row in snapshot.processes.rows if row.identity.pid == os.getpid())
    assert own.cpu_percent is not None
    assert own.rss_bytes


def test_all_numbers_make_sense(snapshot: Snapshot) -> None:
    for name in Snapshot.__struct_fields__:
        section = getattr(snapshot, name)
        if hasattr(section, "__struct_fields__"):
            assert nonsense(section, rows_of_processes=True) is None
