"""Kept descriptors: within the limit, above the numbers that select() takes, and given back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hertzmon_gui.collector.processes.descriptors import DescriptorBudget


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "file"
    path.write_text("text")
    return str(path)


@pytest.mark.parametrize(("limit", "most"), [(0, 0), (256, 64), (512, 256), (1024, 768)])
def test_the_budget_leaves_room_for_everyone_else(file: str, limit: int, most: int) -> None:
    budget = DescriptorBudget(limit)
    kept = []
    while (descriptor := budget.open(file)) is not None:
        kept.append(descriptor)
    assert len(kept) == most
    for descriptor in kept:
        budget.close(descriptor)
    again = budget.open(file)
    assert (again is None) == (most == 0)
    if again is not None:
        budget.close(again)


def test_a_file_that_cannot_be_opened_costs_nothing(tmp_path: Path) -> None:
    budget = DescriptorBudget(4)
    for _ in range(3):
        with pytest.raises(FileNotFoundError):
            budget.open(str(tmp_path / "missing"))
    assert budget.open(str(tmp_path)) is not None


@pytest.mark.skipif(os.name != "posix", reason="numbers are moved on POSIX only")
def test_numbers_below_those_of_select_are_left_to_others(file: str) -> None:
    import resource

    budget = DescriptorBudget()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    assert soft == min(hard, 1 << 16)  # raised as far as it is useful
    descriptor = budget.open(file)
    assert descriptor is not None
    assert os.pread(descriptor, 4, 0) == b"text"
    assert not os.get_inheritable(descriptor)
    if soft >= 2048:
        assert descriptor >= 1024
    budget.close(descriptor)
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(descriptor)
