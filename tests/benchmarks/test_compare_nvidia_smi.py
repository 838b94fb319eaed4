"""The comparison with nvidia-smi, on a fake GPU and tables as nvidia-smi prints them."""

from __future__ import annotations

import pytest

from benchmarks import compare_nvidia_smi
from benchmarks.compare_nvidia_smi import compare, markdown, parse, persistent_differences
from hertzmon_gui.collector.gpu.nvml import NvmlReader
from hertzmon_gui.collector.gpu.protocol import Request
from hertzmon_gui.model.snapshot import GpuDevice
from tests.collector.gpu.fake_nvml import FakeNvml, Gpu

AGREEING = "GPU-0, 39, 8000, 2000, 61, 114.90, 220.00, 1710, 6800, 5, 7, 100\n"
DIFFERING = "GPU-0, 39, 8192, 2000, 61, 114.90, 220.00, 1710, 6800, 5, 7, [N/A]\n"


def devices() -> tuple[GpuDevice, ...]:
    return NvmlReader(load=lambda: FakeNvml(Gpu())).read(Request(0.0)).devices


def test_figures_that_agree_within_what_moves() -> None:
    comparisons = compare(1, devices(), parse(AGREEING))
    assert len(comparisons) == len(compare_nvidia_smi.FIGURES)
    assert all(comparison.agrees for comparison in comparisons)
    assert persistent_differences(comparisons) == set()


def test_figures_that_differ_or_that_only_one_knows_are_named() -> None:
    comparisons = compare(1, devices(), parse(DIFFERING))
    assert persistent_differences(comparisons) == {(0, "memory total MiB"), (0, "fan %")}
    assert "| 1 | 0 | fan % | 100.0 | n/a | NO |" in markdown(comparisons)
    # What agreed once was only moving.
    assert persistent_differences(comparisons + compare(2, devices(), parse(AGREEING))) == set()


def test_lines_that_are_no_row_are_skipped() -> None:
    assert parse("No devices were found\n") == {}
    assert compare(1, devices(), {}) == []


def test_without_nvidia_smi_there_is_nothing_to_compare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["compare_nvidia_smi"])
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert compare_nvidia_smi.main() == 2
    assert "no nvidia-smi" in capsys.readouterr().err
