"""The catalogue of chartable metrics: each says once what it is, its unit, its source and how to read it.

Chart legends, tooltips, the API's schema and the help text of `/metrics` all use these texts. They are marked for
translation with a function of Qt's name, which lupdate finds, so that this module needs no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from hertzmon_gui.model.snapshot import Snapshot


class Unit(StrEnum):
    """What a value counts; `ui/format.py` knows how each is written."""

    PERCENT = "percent"
    BYTES = "bytes"
    BYTES_PER_SECOND = "bytes_per_second"
    PER_SECOND = "per_second"
    CELSIUS = "celsius"
    WATTS = "watts"
    MEGAHERTZ = "megahertz"
    RPM = "rpm"
    MILLISECONDS = "milliseconds"
    COUNT = "count"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 (the name that lupdate looks for)
    """Mark `text` for translation and return it as it is."""
    return text


class Metric(Struct, frozen=True):
    """One value of a group's row; `read` returns None where it is unknown."""

    id: str
    unit: Unit
    label: str
    description: str
    source: str
    read: Callable[[Any], float | None]


class MetricGroup(Struct, frozen=True):
    """Metrics that are read from the same row; `rows` yields (instance, row), the instance "" where there is one."""

    id: str
    label: str
    rows: Callable[[Snapshot], Iterable[tuple[str, Any]]]
    metrics: tuple[Metric, ...]

    def metric(self, metric_id: str) -> Metric:
        """The metric of this id; KeyError when there is none."""
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise KeyError(metric_id)


def _one(section: str) -> Callable[[Snapshot], Iterable[tuple[str, Any]]]:
    def rows(snapshot: Snapshot) -> Iterable[tuple[str, Any]]:
        row = getattr(snapshot, section)
        return () if row is None else (("", row),)

    return rows


def _attribute(path: str) -> Callable[[Any], float | None]:
    """Reader of a dotted attribute path; a None anywhere on the way is an unknown value."""
    names = path.split(".")
    if len(names) == 1:
        name = names[0]
        return lambda row: getattr(row, name)

    def read(row: Any) -> float | None:  # noqa: ANN401 (rows of every section)
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        value: float | None = row
        return value

    return read


def _load(index: int) -> Callable[[Any], float | None]:
    return lambda row: None if row.load_average is None else row.load_average[index]


CPU = MetricGroup(
    "cpu",
    QT_TRANSLATE_NOOP("Metrics", "CPU"),
    _one("cpu"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "CPU"),
            QT_TRANSLATE_NOOP("Metrics", "Share of all CPUs' time that was not idle and not waiting for IO."),
            "/proc/stat; psutil.cpu_times",
            _attribute("percent"),
        ),
        Metric(
            "user",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "User"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in programs."),
            "/proc/stat; psutil.cpu_times",
            _attribute("times.user"),
        ),
        Metric(
            "system",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "System"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in the kernel."),
            "/proc/stat; psutil.cpu_times",
            _attribute("times.system"),
        ),
        Metric(
            "iowait",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "IO wait"),
            QT_TRANSLATE_NOOP("Metrics", "Idle time with a disk request outstanding."),
            "/proc/stat",
            _attribute("times.iowait"),
        ),
        Metric(
            "irq",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Interrupts"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in hardware interrupts."),
            "/proc/stat; psutil.cpu_times",
            _attribute("times.irq"),
        ),
        Metric(
            "steal",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Steal"),
            QT_TRANSLATE_NOOP("Metrics", "Time that the hypervisor gave to other virtual machines."),
            "/proc/stat",
            _attribute("times.steal"),
        ),
        Metric(
            "frequency",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Frequency"),
            QT_TRANSLATE_NOOP("Metrics", "Mean clock of the CPUs."),
            "/sys/devices/system/cpu; /proc/cpuinfo; psutil.cpu_freq",
            _attribute("frequency.current"),
        ),
        Metric(
            "load1",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 1 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over one minute."),
            "/proc/loadavg; psutil.getloadavg",
            _load(0),
        ),
        Metric(
            "load5",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 5 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over five minutes."),
            "/proc/loadavg; psutil.getloadavg",
            _load(1),
        ),
        Metric(
            "load15",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 15 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over fifteen minutes."),
            "/proc/loadavg; psutil.getloadavg",
            _load(2),
        ),
        Metric(
            "context_switches",
            Unit.PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Context switches"),
            QT_TRANSLATE_NOOP("Metrics", "How often a CPU went from one task to another, per second."),
            "/proc/stat; psutil.cpu_stats",
            _attribute("context_switches_per_second"),
        ),
        Metric(
            "interrupts",
            Unit.PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Interrupts"),
            QT_TRANSLATE_NOOP("Metrics", "Interrupts served per second."),
            "/proc/stat; psutil.cpu_stats",
            _attribute("interrupts_per_second"),
        ),
    ),
)

CORE = MetricGroup(
    "core",
    QT_TRANSLATE_NOOP("Metrics", "Core"),
    lambda snapshot: () if snapshot.cpu is None else ((str(core.index), core) for core in snapshot.cpu.cores),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Core"),
            QT_TRANSLATE_NOOP("Metrics", "Share of one logical CPU's time that was not idle and not waiting for IO."),
            "/proc/stat; psutil.cpu_times",
            _attribute("percent"),
        ),
        Metric(
            "frequency",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Frequency"),
            QT_TRANSLATE_NOOP("Metrics", "Clock of one logical CPU."),
            "/sys/devices/system/cpu; /proc/cpuinfo; psutil.cpu_freq",
            _attribute("frequency_mhz"),
        ),
    ),
)

MEMORY = MetricGroup(
    "memory",
    QT_TRANSLATE_NOOP("Metrics", "Memory"),
    _one("memory"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory used"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that is not available to new programs: (total − available) / total."),
            "/proc/meminfo; psutil.virtual_memory",
            _attribute("percent"),
        ),
        Metric(
            "apps",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Apps"),
            QT_TRANSLATE_NOOP("Metrics", "Memory held by programs and the kernel: total − cached − free."),
            "/proc/meminfo; psutil.virtual_memory",
            _attribute("apps"),
        ),
        Metric(
            "cached",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Cached"),
            QT_TRANSLATE_NOOP("Metrics", "File cache, buffers and other memory that the system gives back on demand."),
            "/proc/meminfo; psutil.virtual_memory",
            _attribute("cached"),
        ),
        Metric(
            "unused",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Free"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that nobody uses for anything."),
            "/proc/meminfo; psutil.virtual_memory",
            _attribute("unused"),
        ),
        Metric(
            "swap_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Swap used"),
            QT_TRANSLATE_NOOP("Metrics", "Share of the swap space that is in use."),
            "/proc/meminfo; psutil.swap_memory",
            _attribute("swap.percent"),
        ),
        Metric(
            "swap_in",
            Unit.BYTES_PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Swapped in"),
            QT_TRANSLATE_NOOP("Metrics", "Bytes read back from swap per second."),
            "/proc/vmstat pswpin; psutil.swap_memory",
            _attribute("swap.in_rate"),
        ),
        Metric(
            "swap_out",
            Unit.BYTES_PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Swapped out"),
            QT_TRANSLATE_NOOP("Metrics", "Bytes written to swap per second."),
            "/proc/vmstat pswpout; psutil.swap_memory",
            _attribute("swap.out_rate"),
        ),
    ),
)

PRESSURE = MetricGroup(
    "pressure",
    QT_TRANSLATE_NOOP("Metrics", "Pressure"),
    _one("pressure"),
    (
        Metric(
            "cpu",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "CPU pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for a CPU, over the last 10 s."),
            "/proc/pressure/cpu some avg10",
            _attribute("cpu.some"),
        ),
        Metric(
            "memory",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for memory, over the last 10 s."),
            "/proc/pressure/memory some avg10",
            _attribute("memory.some"),
        ),
        Metric(
            "io",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "IO pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for a disk, over the last 10 s."),
            "/proc/pressure/io some avg10",
            _attribute("io.some"),
        ),
    ),
)

_READ_RATE = Metric(
    "read_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Read"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes read from disk per second."),
    "/proc/diskstats; psutil.disk_io_counters",
    _attribute("read_rate"),
)
_WRITE_RATE = Metric(
    "write_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Write"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes written to disk per second."),
    "/proc/diskstats; psutil.disk_io_counters",
    _attribute("write_rate"),
)

DISKS = MetricGroup("disks", QT_TRANSLATE_NOOP("Metrics", "Disks"), _one("disks"), (_READ_RATE, _WRITE_RATE))

DISK = MetricGroup(
    "disk",
    QT_TRANSLATE_NOOP("Metrics", "Disk"),
    lambda snapshot: () if snapshot.disks is None else ((disk.name, disk) for disk in snapshot.disks.devices),
    (
        _READ_RATE,
        _WRITE_RATE,
        Metric(
            "busy",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Busy"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which the device had at least one request in work."),
            "/proc/diskstats; psutil.disk_io_counters",
            _attribute("busy_percent"),
        ),
        Metric(
            "latency",
            Unit.MILLISECONDS,
            QT_TRANSLATE_NOOP("Metrics", "Latency"),
            QT_TRANSLATE_NOOP("Metrics", "Mean time from a request to its completion."),
            "/proc/diskstats; psutil.disk_io_counters",
            _attribute("latency_ms"),
        ),
    ),
)

_RECEIVE_RATE = Metric(
    "receive_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Receive"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes received per second."),
    "/proc/net/dev; psutil.net_io_counters",
    _attribute("receive_rate"),
)
_SEND_RATE = Metric(
    "send_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Send"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes sent per second."),
    "/proc/net/dev; psutil.net_io_counters",
    _attribute("send_rate"),
)

NETWORK = MetricGroup("network", QT_TRANSLATE_NOOP("Metrics", "Network"), _one("network"), (_RECEIVE_RATE, _SEND_RATE))

INTERFACE = MetricGroup(
    "interface",
    QT_TRANSLATE_NOOP("Metrics", "Interface"),
    lambda snapshot: () if snapshot.network is None else ((nic.name, nic) for nic in snapshot.network.interfaces),
    (_RECEIVE_RATE, _SEND_RATE),
)

GPU = MetricGroup(
    "gpu",
    QT_TRANSLATE_NOOP("Metrics", "GPU"),
    lambda snapshot: () if snapshot.gpus is None else ((str(gpu.index), gpu) for gpu in snapshot.gpus.devices),
    (
        Metric(
            "load",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Load"),
            QT_TRANSLATE_NOOP(
                "Metrics", "Time in which the GPU executed anything; of Intel's, at most: time in which it was awake."
            ),
            "NVML utilization; GPUtil; DRM gpu_busy_percent; Intel: 1 − rc6_residency_ms, idle_residency_ms",
            _attribute("load_percent"),
        ),
        Metric(
            "memory_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory"),
            QT_TRANSLATE_NOOP("Metrics", "Share of the GPU's memory that is in use."),
            "NVML memory info; GPUtil; DRM mem_info_vram",
            _attribute("memory_percent"),
        ),
        Metric(
            "temperature",
            Unit.CELSIUS,
            QT_TRANSLATE_NOOP("Metrics", "Temperature"),
            QT_TRANSLATE_NOOP("Metrics", "Temperature of the GPU's core."),
            "NVML; GPUtil; hwmon temp1_input, temp2_input",
            _attribute("temperature_celsius"),
        ),
        Metric(
            "power",
            Unit.WATTS,
            QT_TRANSLATE_NOOP("Metrics", "Power"),
            QT_TRANSLATE_NOOP("Metrics", "Power that the board draws."),
            "NVML; hwmon power1_average, power1_input, growth of energy1_input",
            _attribute("power_watts"),
        ),
        Metric(
            "graphics_clock",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Graphics clock"),
            QT_TRANSLATE_NOOP("Metrics", "Clock of the shader cores."),
            "NVML; hwmon freq1_input; Intel gt_act_freq_mhz, act_freq",
            _attribute("graphics_clock_mhz"),
        ),
        Metric(
            "encoder",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Encoder"),
            QT_TRANSLATE_NOOP("Metrics", "Load of the video encoder."),
            "NVML",
            _attribute("encoder_percent"),
        ),
        Metric(
            "decoder",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Decoder"),
            QT_TRANSLATE_NOOP("Metrics", "Load of the video decoder."),
            "NVML",
            _attribute("decoder_percent"),
        ),
    ),
)

TEMPERATURE = MetricGroup(
    "temperature",
    QT_TRANSLATE_NOOP("Metrics", "Temperature"),
    lambda snapshot: (
        ()
        if snapshot.sensors is None
        else ((f"{sensor.chip}/{sensor.label}", sensor) for sensor in snapshot.sensors.temperatures)
    ),
    (
        Metric(
            "celsius",
            Unit.CELSIUS,
            QT_TRANSLATE_NOOP("Metrics", "Temperature"),
            QT_TRANSLATE_NOOP("Metrics", "What a temperature sensor reads."),
            "/sys/class/hwmon; /sys/class/thermal; psutil.sensors_temperatures",
            _attribute("celsius"),
        ),
    ),
)

FAN = MetricGroup(
    "fan",
    QT_TRANSLATE_NOOP("Metrics", "Fan"),
    lambda snapshot: (
        () if snapshot.sensors is None else ((f"{fan.chip}/{fan.label}", fan) for fan in snapshot.sensors.fans)
    ),
    (
        Metric(
            "rpm",
            Unit.RPM,
            QT_TRANSLATE_NOOP("Metrics", "Speed"),
            QT_TRANSLATE_NOOP("Metrics", "Turns of a fan per minute."),
            "/sys/class/hwmon; psutil.sensors_fans",
            _attribute("rpm"),
        ),
    ),
)

BATTERY = MetricGroup(
    "battery",
    QT_TRANSLATE_NOOP("Metrics", "Battery"),
    _one("battery"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Charge"),
            QT_TRANSLATE_NOOP("Metrics", "Charge of the battery."),
            "/sys/class/power_supply; psutil.sensors_battery",
            _attribute("percent"),
        ),
    ),
)

PROCESSES = MetricGroup(
    "processes",
    QT_TRANSLATE_NOOP("Metrics", "Processes"),
    _one("processes"),
    (
        Metric(
            "count",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Processes"),
            QT_TRANSLATE_NOOP("Metrics", "Processes that exist."),
            "/proc; psutil.pids",
            lambda row: len(row.rows),
        ),
        Metric(
            "threads",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Threads"),
            QT_TRANSLATE_NOOP("Metrics", "Threads of all processes."),
            "/proc/<pid>/stat; psutil.Process.num_threads",
            _attribute("threads"),
        ),
    ),
)

OWN = MetricGroup(
    "own",
    QT_TRANSLATE_NOOP("Metrics", "HertzMon itself"),
    _one("own"),
    (
        Metric(
            "cpu_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Own CPU"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time that HertzMon takes, of one core."),
            "time.process_time",
            _attribute("cpu_percent"),
        ),
        Metric(
            "memory_bytes",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Own memory"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that HertzMon takes."),
            "/proc/self/statm; psutil.Process.memory_info",
            _attribute("memory_bytes"),
        ),
        Metric(
            "tick_ms",
            Unit.MILLISECONDS,
            QT_TRANSLATE_NOOP("Metrics", "Time per scan"),
            QT_TRANSLATE_NOOP("Metrics", "Time from the start of a tick to its snapshot."),
            "time.perf_counter",
            _attribute("tick_ms"),
        ),
    ),
)

GROUPS: tuple[MetricGroup, ...] = (
    CPU,
    CORE,
    MEMORY,
    PRESSURE,
    DISKS,
    DISK,
    NETWORK,
    INTERFACE,
    GPU,
    TEMPERATURE,
    FAN,
    BATTERY,
    PROCESSES,
    OWN,
)


def group(group_id: str) -> MetricGroup:
    """The group of this id; KeyError when there is none."""
    for known in GROUPS:
        if known.id == group_id:
            return known
    raise KeyError(group_id)
