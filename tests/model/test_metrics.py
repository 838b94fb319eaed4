"""The catalogue: each metric says once what it is, and can be read from any snapshot."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from hertzmon_gui.model import metrics
from hertzmon_gui.model.metrics import GROUPS, Metric, MetricGroup
from hertzmon_gui.model.snapshot import Cpu, Snapshot
from tests.fakes import full_snapshot

ALL = [pytest.param(group, metric, id=f"{group.id}.{metric.id}") for group in GROUPS for metric in group.metrics]


def test_ids_are_unique_and_fit_for_addresses_and_files() -> None:
    ids = [f"{group.id}.{metric.id}" for group in GROUPS for metric in group.metrics]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert len({group.id for group in GROUPS}) == len(GROUPS)
    assert all(re.fullmatch(r"[a-z]+\.[a-z0-9_]+", name) for name in ids)


@pytest.mark.parametrize(("group", "metric"), ALL)
def test_each_says_what_it_is(group: MetricGroup, metric: Metric) -> None:
    assert group.label
    assert metric.label
    assert metric.source
    assert metric.description[0].isupper()
    assert metric.description.endswith(".")


@pytest.mark.parametrize(("group", "metric"), ALL)
def test_each_is_a_number_or_unknown_on_a_full_machine(group: MetricGroup, metric: Metric) -> None:
    rows = list(group.rows(full_snapshot()))
    assert rows
    for instance, row in rows:
        assert isinstance(instance, str)
        value = metric.read(row)
        assert value is None or isinstance(value, int | float)


def test_an_empty_snapshot_has_no_rows() -> None:
    empty = Snapshot(seq=0, wall_time=0.0, monotonic_time=0.0, interval_seconds=None)
    assert [group.id for group in GROUPS if list(group.rows(empty))] == []


def test_a_part_that_is_unknown_makes_its_metrics_unknown() -> None:
    bare = Cpu(2, None, percent=None, times=None, cores=(), frequency=None, load_average=None)
    assert {metric.id for metric in metrics.CPU.metrics if metric.read(bare) is not None} == set()


def test_values_come_from_the_fields_that_they_name() -> None:
    snapshot = full_snapshot()
    assert snapshot.cpu is not None
    assert snapshot.cpu.load_average is not None
    assert snapshot.cpu.times is not None
    read = {metric.id: metric.read(snapshot.cpu) for metric in metrics.CPU.metrics}
    assert (read["load1"], read["load5"], read["load15"]) == snapshot.cpu.load_average
    assert read["iowait"] == snapshot.cpu.times.iowait
    assert snapshot.processes is not None
    assert metrics.PROCESSES.metric("count").read(snapshot.processes) == len(snapshot.processes.rows)


def test_looking_up_by_id() -> None:
    assert metrics.group("cpu") is metrics.CPU
    assert metrics.CPU.metric("user").id == "user"
    with pytest.raises(KeyError):
        metrics.group("no-such-group")
    with pytest.raises(KeyError):
        metrics.CPU.metric("no-such-metric")
