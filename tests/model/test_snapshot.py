"""Snapshots travel: frozen, comparable, and the same after JSON."""

from __future__ import annotations

import msgspec
import pytest

from hertzmon_gui.model.actions import ActionOutcome, Refusal
from hertzmon_gui.model.snapshot import ProcessIdentity, Snapshot
from hertzmon_gui.model.source import NOTHING, Demand
from tests.fakes import full_snapshot


def test_a_full_snapshot_is_the_same_after_json() -> None:
    snapshot = full_snapshot()
    assert msgspec.json.decode(msgspec.json.encode(snapshot), type=Snapshot) == snapshot


def test_a_reader_cannot_change_what_others_read() -> None:
    snapshot = full_snapshot()
    with pytest.raises(AttributeError):
        snapshot.seq = 1  # type: ignore[misc]
    with pytest.raises(AttributeError):
        snapshot.cpu.percent = 0.0  # type: ignore[misc, union-attr]


def test_a_process_is_named_by_pid_and_start() -> None:
    first = ProcessIdentity(pid=7, start_ticks=100, create_time=None, name="a")
    reused = ProcessIdentity(pid=7, start_ticks=101, create_time=None, name="a")
    assert first.key == (7, 100)
    assert first.key != reused.key


def test_a_demand_joins_what_each_reader_needs() -> None:
    table = Demand(charts=False, processes=True, process_io=True, watched=frozenset({(1, 2)}))
    details = Demand(charts=True, connections=True, process_gpu=True, watched=frozenset({(3, 4)}))
    everything = Demand(
        charts=True,
        processes=True,
        process_io=True,
        process_gpu=True,
        connections=True,
        watched=frozenset({(1, 2), (3, 4)}),
    )
    assert table.union(details) == details.union(table) == everything
    assert NOTHING.union(NOTHING) == NOTHING
    assert NOTHING.union(table) == table


def test_an_outcome_is_done_unless_refused() -> None:
    assert ActionOutcome((7, 100)).done
    assert not ActionOutcome((7, 100), Refusal.GONE).done
