"""Compare what HertzMon's NVML reader says of each NVIDIA GPU with what nvidia-smi says of it, figure by figure.

Run it on a machine with an NVIDIA GPU, idle and again under load, and keep what it prints in docs/gpu.md:

    .venv/bin/python -m benchmarks.compare_nvidia_smi --rounds 5 --json figures.json

Both are read one right after the other; what moves meanwhile (load, power, clocks) may differ by the tolerance that
stands beside it. Exit code 1 when a figure differs by more in every round, 2 when there is nothing to compare.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from msgspec import Struct

from hertzmon_gui.collector.gpu.nvml import NvmlReader
from hertzmon_gui.collector.gpu.protocol import Request
from hertzmon_gui.model.snapshot import GpuDevice

_MIB = 1024 * 1024


class Figure(Struct, frozen=True):
    """A figure as both call it; `tolerance` is in the figure's own unit."""

    name: str
    query: str
    read: Callable[[GpuDevice], float | None]
    tolerance: float


def _mebibytes(value: int | None) -> float | None:
    return None if value is None else value / _MIB


FIGURES = (
    Figure("load %", "utilization.gpu", lambda gpu: gpu.load_percent, 15),
    Figure("memory total MiB", "memory.total", lambda gpu: _mebibytes(gpu.memory_total), 1),
    Figure("memory used MiB", "memory.used", lambda gpu: _mebibytes(gpu.memory_used), 64),
    Figure("temperature °C", "temperature.gpu", lambda gpu: gpu.temperature_celsius, 2),
    Figure("power W", "power.draw", lambda gpu: gpu.power_watts, 30),
    Figure("power limit W", "enforced.power.limit", lambda gpu: gpu.power_limit_watts, 0.1),
    Figure("graphics clock MHz", "clocks.gr", lambda gpu: gpu.graphics_clock_mhz, 300),
    Figure("memory clock MHz", "clocks.mem", lambda gpu: gpu.memory_clock_mhz, 100),
    Figure("encoder %", "utilization.encoder", lambda gpu: gpu.encoder_percent, 15),
    Figure("decoder %", "utilization.decoder", lambda gpu: gpu.decoder_percent, 15),
    Figure("fan %", "fan.speed", lambda gpu: gpu.fan_percent, 5),
)


class Comparison(Struct, frozen=True):
    """One figure of one GPU in one round."""

    round: int
    gpu: int
    figure: str
    ours: float | None
    theirs: float | None
    agrees: bool


def number(text: str) -> float | None:
    """What nvidia-smi printed; None for `[N/A]`, `[Not Supported]` and the like."""
    try:
        return float(text)
    except ValueError:
        return None


def parse(table: str) -> dict[str, list[str]]:
    """nvidia-smi's CSV: the fields of each GPU by its UUID, which comes first."""
    rows = csv.reader(table.splitlines(), skipinitialspace=True)
    return {row[0]: row[1:] for row in rows if len(row) == len(FIGURES) + 1}


def agree(ours: float | None, theirs: float | None, tolerance: float) -> bool:
    """Whether both know the figure and are close, or neither knows it."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours - theirs) <= tolerance


def compare(round_number: int, gpus: tuple[GpuDevice, ...], table: dict[str, list[str]]) -> list[Comparison]:
    """Every figure of every GPU that both know."""
    found = []
    for gpu in gpus:
        for figure, text in zip(FIGURES, table.get(gpu.uuid or "", ()), strict=False):
            ours, theirs = figure.read(gpu), number(text)
            found.append(
                Comparison(round_number, gpu.index, figure.name, ours, theirs, agree(ours, theirs, figure.tolerance))
            )
    return found


def markdown(comparisons: list[Comparison]) -> str:
    """A table for docs/gpu.md."""

    def cell(value: float | None) -> str:
        return "n/a" if value is None else f"{value:.1f}"

    lines = ["| round | GPU | figure | HertzMon | nvidia-smi | agrees |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {c.round} | {c.gpu} | {c.figure} | {cell(c.ours)} | {cell(c.theirs)} | {'yes' if c.agrees else 'NO'} |"
        for c in comparisons
    ]
    return "\n".join(lines)


def persistent_differences(comparisons: list[Comparison]) -> set[tuple[int, str]]:
    """The figures, by GPU, that agreed in no round."""
    every = {(c.gpu, c.figure) for c in comparisons}
    return every - {(c.gpu, c.figure) for c in comparisons if c.agrees}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare HertzMon's GPU figures with nvidia-smi's.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", metavar="FILE")
    arguments = parser.parse_args()
    nvidia_smi = shutil.which("nvidia-smi")
    if nvidia_smi is None:
        print("there is no nvidia-smi on this machine", file=sys.stderr)
        return 2
    query = ",".join(["uuid", *(figure.query for figure in FIGURES)])
    reader = NvmlReader()
    comparisons: list[Comparison] = []
    for round_number in range(1, arguments.rounds + 1):
        try:
            reading = reader.read(Request(time.monotonic(), processes=True))
        except Exception as error:  # noqa: BLE001 (whatever it is, the person who runs this wants to see it)
            print(f"HertzMon cannot read a GPU: {type(error).__name__}: {error}", file=sys.stderr)
            return 2
        answer = subprocess.run(
            [nvidia_smi, f"--query-gpu={query}", "--format=csv,noheader,nounits"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        if answer.returncode != 0:
            print(f"nvidia-smi failed: {(answer.stdout + answer.stderr).strip()}", file=sys.stderr)
            return 2
        comparisons += compare(round_number, reading.devices, parse(answer.stdout))
        time.sleep(1)
    print(f"driver {reading.driver_version}")
    for gpu in reading.devices:
        print(f"GPU {gpu.index}: {gpu.name}; PCIe {gpu.pcie_receive_rate} B/s in, {gpu.pcie_send_rate} B/s out")
        for process in gpu.processes:
            print(f"  process {process.pid}: {process.percent} %, {_mebibytes(process.memory_bytes)} MiB")
    print(markdown(comparisons))
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump([{name: getattr(c, name) for name in c.__struct_fields__} for c in comparisons], file, indent=1)
    differences = persistent_differences(comparisons)
    for gpu_index, name in sorted(differences):
        print(f"differs in every round: GPU {gpu_index}, {name}", file=sys.stderr)
    if not comparisons:
        return 2
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
