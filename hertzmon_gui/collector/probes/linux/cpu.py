"""CPUs from /proc/stat, /proc/loadavg, cpufreq and /proc/cpuinfo."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hertzmon_gui.collector.files import KeptFile, names_in, read_bytes, read_int
from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.readers import CpuClocks, CpuCounters, CpuFacts, CpuTicks
from hertzmon_gui.collector.texts import encodable_name

# The kernel counts guest time in user and nice already, so what stands behind these eight is left out.
FIELDS = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")

_CPU_DIRECTORY = re.compile(r"cpu(\d+)$")
_CLOCK_LINE = re.compile(rb"^processor\s*: (\d+)$|^cpu MHz\s*: (\d+\.?\d*)$", re.MULTILINE)
_MODEL_KEYS = ("model name", "Model", "cpu model", "Hardware", "uarch")


def parse_stat(data: bytes) -> CpuCounters:
    """The counters in /proc/stat; NoData when it does not tell of CPUs."""
    total: CpuTicks = ()
    cores: dict[int, CpuTicks] = {}
    for line in data[: data.find(b"\nintr ")].split(b"\n"):
        if not line.startswith(b"cpu"):
            continue
        words = line.split()
        ticks = tuple(map(int, words[1:9]))
        if words[0] == b"cpu":
            total = ticks
        else:
            cores[int(words[0][3:])] = ticks
    if not total:
        raise NoData("/proc/stat tells nothing of CPUs")
    return CpuCounters(
        fields=FIELDS[: len(total)],
        total=total,
        cores=cores,
        ticks_per_second=os.sysconf("SC_CLK_TCK"),
        context_switches=_number_after(data, b"\nctxt "),
        interrupts=_number_after(data, b"\nintr "),
    )


def _number_after(data: bytes, marker: bytes) -> int | None:
    start = data.find(marker)
    if start < 0:
        return None
    words = data[start + len(marker) : start + len(marker) + 24].split(None, 1)
    return int(words[0]) if words else None


def parse_load_average(data: bytes) -> tuple[float, float, float]:
    """The three averages in /proc/loadavg."""
    one, five, fifteen = data.split(None, 3)[:3]
    return float(one), float(five), float(fifteen)


def parse_cpuinfo(data: bytes) -> list[dict[str, str]]:
    """The blocks of /proc/cpuinfo, each as its keys and values."""
    blocks: list[dict[str, str]] = []
    for block in data.split(b"\n\n"):
        pairs = (encodable_name(line).partition(":") for line in block.split(b"\n") if b":" in line)
        fields = {key.strip(): value.strip() for key, _, value in pairs}
        if fields:
            blocks.append(fields)
    return blocks


class LinuxCpuReader:
    """Reads /proc and /sys under `root`."""

    def __init__(self, root: Path) -> None:
        self._stat = KeptFile(root / "proc/stat")
        self._load_average = KeptFile(root / "proc/loadavg")
        self._cpuinfo = root / "proc/cpuinfo"
        self._cpus = root / "sys/devices/system/cpu"

    def counters(self) -> CpuCounters:
        """Read /proc/stat."""
        return parse_stat(self._stat.read())

    def load_average(self) -> tuple[float, float, float] | None:
        """Read /proc/loadavg."""
        data = self._load_average.read_or_none()
        try:
            return None if data is None else parse_load_average(data)
        except ValueError:
            return None

    def clocks(self) -> CpuClocks:
        """Read cpufreq, or where there is none, as in most virtual machines, /proc/cpuinfo.

        Some drivers ask each CPU for its clock when the file is read, which is why this is called in the slow lane.
        """
        current: dict[int, float] = {}
        minima: list[float] = []
        maxima: list[float] = []
        for index, directory in self._cpu_directories():
            policy = directory / "cpufreq"
            kilohertz = read_int(policy / "scaling_cur_freq") or read_int(policy / "cpuinfo_cur_freq")
            if not kilohertz:
                continue
            current[index] = kilohertz / 1000
            minima.append((read_int(policy / "scaling_min_freq") or 0) / 1000)
            maxima.append((read_int(policy / "scaling_max_freq") or 0) / 1000)
        if not current:
            current = self._clocks_in_cpuinfo()
        return CpuClocks(current, _mean(list(current.values())), _mean(minima) or None, _mean(maxima) or None)

    def _cpu_directories(self) -> list[tuple[int, Path]]:
        found = ((_CPU_DIRECTORY.match(name), name) for name in names_in(self._cpus))
        return sorted((int(match[1]), self._cpus / name) for match, name in found if match)

    def _clocks_in_cpuinfo(self) -> dict[int, float]:
        clocks: dict[int, float] = {}
        index = -1
        for number, megahertz in _CLOCK_LINE.findall(read_bytes(self._cpuinfo, whole=True) or b""):
            if number:
                index = int(number)
            elif float(megahertz) > 0:
                clocks[index] = float(megahertz)
        return clocks

    def facts(self) -> CpuFacts:
        """Read the topology and the model's name."""
        blocks = parse_cpuinfo(read_bytes(self._cpuinfo, whole=True) or b"")
        models = (block.get(key) for key in _MODEL_KEYS for block in blocks)
        return CpuFacts(
            physical_count=self._physical_count(blocks), model_name=next((model for model in models if model), None)
        )

    def _physical_count(self, blocks: list[dict[str, str]]) -> int | None:
        siblings = {
            read_bytes(directory / "topology/core_cpus_list") or read_bytes(directory / "topology/thread_siblings_list")
            for _, directory in self._cpu_directories()
        } - {None, b""}
        if siblings:
            return len(siblings)
        return len({(block["physical id"], block["core id"]) for block in blocks if "core id" in block}) or None

    def close(self) -> None:
        """Give back the descriptors."""
        self._stat.close()
        self._load_average.close()


def _mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None
