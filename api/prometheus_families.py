"""What `/metrics` tells: each family once, read from a snapshot, in base units and without one series per process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from hertzmon_gui import __version__
from hertzmon_gui.model import metrics
from hertzmon_gui.model.metrics import MetricGroup, Unit
from hertzmon_gui.model.snapshot import CpuSeconds, CpuTimes, ProbeState, ProcessState, Snapshot

PREFIX = "hertzmon_"

# Label values, and the value; None is unknown, and no series.
Sample = tuple[tuple[str | None, ...], float | None]
Rows = Callable[[Snapshot], Iterable[tuple[tuple[str | None, ...], Any]]]


class Kind(StrEnum):
    """OpenMetrics' words for what a family is."""

    GAUGE = "gauge"
    COUNTER = "counter"
    INFO = "info"


class Family(Struct, frozen=True):
    """One metric family; `name` has the prefix and the unit, but not the suffix that the format gives its kind."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...]
    samples: Callable[[Snapshot], Iterable[Sample]]

    @property
    def unit(self) -> str:
        """The base unit that the name ends with, empty for a mere number."""
        suffix = self.name.rpartition("_")[2]
        return suffix if suffix in _UNITS else ""


_UNITS = frozenset({"bytes", "celsius", "hertz", "ratio", "rpm", "seconds", "watts"})

# The base unit of each unit of the catalogue, and the way there. Not of rates: Prometheus makes them from counters.
_BASE_UNITS: dict[Unit, tuple[str, Callable[[float], float]]] = {
    Unit.PERCENT: ("ratio", lambda value: value / 100),
    Unit.BYTES: ("bytes", lambda value: value),
    Unit.CELSIUS: ("celsius", lambda value: value),
    Unit.WATTS: ("watts", lambda value: value),
    Unit.MEGAHERTZ: ("hertz", lambda value: value * 1e6),
    Unit.MILLISECONDS: ("seconds", lambda value: value / 1000),
    Unit.RPM: ("rpm", lambda value: value),
    Unit.COUNT: ("", lambda value: value),
}


def _chart(name: str, group: MetricGroup, metric_id: str, label: str | None = None) -> Family:
    """A gauge of the catalogue: its text, its value and its unit are the chart's."""
    metric = group.metric(metric_id)
    unit, convert = _BASE_UNITS[metric.unit]

    def samples(snapshot: Snapshot) -> Iterable[Sample]:
        for instance, row in group.rows(snapshot):
            value = metric.read(row)
            yield (() if label is None else (instance,)), (None if value is None else convert(value))

    full_name = f"{PREFIX}{name}_{unit}" if unit else f"{PREFIX}{name}"
    return Family(full_name, Kind.GAUGE, metric.description, () if label is None else (label,), samples)


def _family(
    kind: Kind, name: str, help_text: str, labels: tuple[str, ...], rows: Rows, read: Callable[[Any], float | None]
) -> Family:
    def samples(snapshot: Snapshot) -> Iterable[Sample]:
        for values, row in rows(snapshot):
            yield values, read(row)

    return Family(f"{PREFIX}{name}", kind, help_text, labels, samples)


def _each(rows: Rows, *labels: str) -> Callable[..., Family]:
    """A maker of families that are read from the same rows."""

    def make(kind: Kind, name: str, help_text: str, read: str | Callable[[Any], float | None]) -> Family:
        reader = (lambda row: getattr(row, read)) if isinstance(read, str) else read
        return _family(kind, name, help_text, labels, rows, reader)

    return make


def _section(name: str) -> Rows:
    def rows(snapshot: Snapshot) -> Iterable[tuple[tuple[str | None, ...], Any]]:
        section = getattr(snapshot, name)
        return () if section is None else (((), section),)

    return rows


def _ratio(field: str) -> Callable[[Any], float | None]:
    def read(row: Any) -> float | None:  # noqa: ANN401 (rows of every section)
        value: float | None = getattr(row, field)
        return None if value is None else value / 100

    return read


def _hertz(field: str) -> Callable[[Any], float | None]:
    def read(row: Any) -> float | None:  # noqa: ANN401 (rows of every section)
        value: float | None = getattr(row, field)
        return None if value is None else value * 1e6

    return read


def _swap(field: str) -> Callable[[Any], float | None]:
    return lambda memory: None if memory.swap is None else getattr(memory.swap, field)


def _present(_row: object) -> float:
    return 1.0


_MEMORY_PARTS = ("apps", "cached", "unused")
_PRESSURES = ("cpu", "memory", "io")


def _cpu_modes(snapshot: Snapshot) -> Iterable[Sample]:
    if snapshot.cpu is not None and snapshot.cpu.times is not None:
        for mode in CpuTimes.__struct_fields__:
            share: float | None = getattr(snapshot.cpu.times, mode)
            yield (mode,), (None if share is None else share / 100)


def _cpu_seconds(snapshot: Snapshot) -> Iterable[Sample]:
    if snapshot.cpu is not None and snapshot.cpu.seconds is not None:
        for mode in CpuSeconds.__struct_fields__:
            yield (mode,), getattr(snapshot.cpu.seconds, mode)


def _cpu_counts(snapshot: Snapshot) -> Iterable[Sample]:
    if snapshot.cpu is not None:
        yield ("logical",), snapshot.cpu.logical_count
        yield ("physical",), snapshot.cpu.physical_count


def _memory_parts(snapshot: Snapshot) -> Iterable[Sample]:
    if snapshot.memory is not None:
        for part in _MEMORY_PARTS:
            yield (part,), getattr(snapshot.memory, part)


def _pressure(snapshot: Snapshot) -> Iterable[Sample]:
    for resource in _PRESSURES:
        share = None if snapshot.pressure is None else getattr(snapshot.pressure, resource)
        if share is not None:
            yield (resource, "some"), share.some / 100
            yield (resource, "full"), (None if share.full is None else share.full / 100)


def _process_states(snapshot: Snapshot) -> Iterable[Sample]:
    if snapshot.processes is not None:
        counts = dict.fromkeys(ProcessState, 0)  # a state that nothing is in is 0, so that no series comes and goes
        for process in snapshot.processes.rows:
            counts[process.state] += 1
        for state, count in counts.items():
            yield (state.value,), count


_volume = _each(
    lambda s: () if s.disks is None else (((v.device, v.mountpoint, v.fstype), v) for v in s.disks.volumes),
    "device",
    "mountpoint",
    "fstype",
)
_disk = _each(lambda s: () if s.disks is None else (((d.name,), d) for d in s.disks.devices), "device")
_interface = _each(lambda s: () if s.network is None else (((i.name,), i) for i in s.network.interfaces), "interface")
_gpu = _each(lambda s: () if s.gpus is None else (((str(g.index),), g) for g in s.gpus.devices), "gpu")
_probe = _each(lambda s: (((p.name,), p) for p in s.probes), "probe")
_cpu = _each(_section("cpu"))
_memory = _each(_section("memory"))
_battery = _each(_section("battery"))

FAMILIES: tuple[Family, ...] = (
    # The machine
    _family(Kind.INFO, "build", "The version of HertzMon.", ("version",), lambda s: (((__version__,), s),), _present),
    _family(
        Kind.INFO,
        "host",
        "The machine and its operating system.",
        ("hostname", "platform", "architecture", "kernel"),
        lambda s: (
            ()
            if s.system is None
            else (((s.system.hostname, s.system.platform, s.system.architecture, s.system.kernel), s),)
        ),
        _present,
    ),
    _each(_section("system"))(Kind.GAUGE, "boot_time_seconds", "When the machine started, Unix time.", "boot_time"),
    _family(
        Kind.GAUGE,
        "snapshot_timestamp_seconds",
        "When these values were read, Unix time.",
        (),
        lambda s: (((), s),),
        lambda s: s.wall_time,
    ),
    # CPU
    _chart("cpu_usage", metrics.CPU, "percent"),
    Family(
        f"{PREFIX}cpu_mode_ratio",
        Kind.GAUGE,
        "Share of all CPUs' time over the last sample, by what it went to.",
        ("mode",),
        _cpu_modes,
    ),
    Family(
        f"{PREFIX}cpu_seconds",
        Kind.COUNTER,
        "CPU time since boot of all CPUs together, by what it went to.",
        ("mode",),
        _cpu_seconds,
    ),
    Family(f"{PREFIX}cpus", Kind.GAUGE, "CPUs of the machine: logical, and physical cores.", ("kind",), _cpu_counts),
    _chart("cpu_frequency", metrics.CPU, "frequency"),
    _chart("cpu_core_usage", metrics.CORE, "percent", "core"),
    _chart("cpu_core_frequency", metrics.CORE, "frequency", "core"),
    _chart("load1", metrics.CPU, "load1"),
    _chart("load5", metrics.CPU, "load5"),
    _chart("load15", metrics.CPU, "load15"),
    _cpu(Kind.COUNTER, "context_switches", "Times that a CPU went from one task to another.", "context_switches"),
    _cpu(Kind.COUNTER, "interrupts", "Interrupts served.", "interrupts"),
    # Memory
    _chart("memory_usage", metrics.MEMORY, "percent"),
    _memory(Kind.GAUGE, "memory_total_bytes", "Physical memory.", "total"),
    _memory(Kind.GAUGE, "memory_available_bytes", "Memory that new programs can have without swapping.", "available"),
    _memory(Kind.GAUGE, "memory_used_bytes", "Memory in use, as psutil counts it.", "used"),
    _memory(Kind.GAUGE, "memory_free_bytes", "Memory that nobody uses for anything, as psutil counts it.", "free"),
    Family(
        f"{PREFIX}memory_part_bytes",
        Kind.GAUGE,
        "Physical memory by what holds it; the parts add up to the total.",
        ("part",),
        _memory_parts,
    ),
    _memory(Kind.GAUGE, "swap_total_bytes", "Swap space.", _swap("total")),
    _memory(Kind.GAUGE, "swap_used_bytes", "Swap space in use.", _swap("used")),
    _memory(Kind.GAUGE, "swap_free_bytes", "Swap space that is free.", _swap("free")),
    _memory(Kind.COUNTER, "swap_in_bytes", "Bytes read back from swap.", _swap("in_bytes")),
    _memory(Kind.COUNTER, "swap_out_bytes", "Bytes written to swap.", _swap("out_bytes")),
    Family(
        f"{PREFIX}pressure_ratio",
        Kind.GAUGE,
        "Share of the last 10 s in which some, or all, tasks waited for a resource.",
        ("resource", "tasks"),
        _pressure,
    ),
    # File systems and disks
    _volume(Kind.GAUGE, "filesystem_size_bytes", "Size of a file system.", "total"),
    _volume(Kind.GAUGE, "filesystem_used_bytes", "Space in use on a file system.", "used"),
    _volume(Kind.GAUGE, "filesystem_free_bytes", "Space that programs can still write on a file system.", "free"),
    _volume(Kind.GAUGE, "filesystem_inodes", "Inodes of a file system.", "inodes_total"),
    _volume(Kind.GAUGE, "filesystem_inodes_free", "Inodes that are free on a file system.", "inodes_free"),
    _volume(Kind.GAUGE, "filesystem_stale", "Whether a file system does not answer, and its values are old.", "stale"),
    _disk(Kind.COUNTER, "disk_read_bytes", "Bytes read from a disk.", "read_bytes"),
    _disk(Kind.COUNTER, "disk_written_bytes", "Bytes written to a disk.", "write_bytes"),
    _disk(Kind.COUNTER, "disk_reads", "Read requests completed by a disk.", "reads"),
    _disk(Kind.COUNTER, "disk_writes", "Write requests completed by a disk.", "writes"),
    _disk(Kind.COUNTER, "disk_busy_seconds", "Time in which a disk had a request in work.", "busy_seconds"),
    _chart("disk_busy", metrics.DISK, "busy", "device"),
    _chart("disk_latency", metrics.DISK, "latency", "device"),
    # Network
    _interface(Kind.COUNTER, "network_receive_bytes", "Bytes received.", "bytes_received"),
    _interface(Kind.COUNTER, "network_transmit_bytes", "Bytes sent.", "bytes_sent"),
    _interface(Kind.COUNTER, "network_receive_packets", "Packets received.", "packets_received"),
    _interface(Kind.COUNTER, "network_transmit_packets", "Packets sent.", "packets_sent"),
    _interface(Kind.COUNTER, "network_receive_errors", "Packets received damaged.", "errors_in"),
    _interface(Kind.COUNTER, "network_transmit_errors", "Packets that could not be sent.", "errors_out"),
    _interface(Kind.COUNTER, "network_receive_drops", "Packets received and thrown away.", "drops_in"),
    _interface(Kind.COUNTER, "network_transmit_drops", "Packets thrown away before they were sent.", "drops_out"),
    _interface(Kind.GAUGE, "network_up", "Whether an interface is up.", "is_up"),
    _interface(
        Kind.GAUGE,
        "network_speed_bytes",
        "Speed of an interface's link, bytes per second.",
        lambda row: None if row.speed_mbps is None else row.speed_mbps * 1e6 / 8,
    ),
    # GPU
    _family(
        Kind.INFO,
        "gpu",
        "The name, vendor and UUID of a GPU.",
        ("gpu", "name", "vendor", "uuid"),
        lambda s: () if s.gpus is None else (((str(g.index), g.name, g.vendor, g.uuid), g) for g in s.gpus.devices),
        _present,
    ),
    _chart("gpu_usage", metrics.GPU, "load", "gpu"),
    _gpu(Kind.GAUGE, "gpu_memory_total_bytes", "Memory of a GPU.", "memory_total"),
    _gpu(Kind.GAUGE, "gpu_memory_used_bytes", "Memory of a GPU in use.", "memory_used"),
    _chart("gpu_temperature", metrics.GPU, "temperature", "gpu"),
    _chart("gpu_power", metrics.GPU, "power", "gpu"),
    _gpu(Kind.GAUGE, "gpu_power_limit_watts", "Power that a GPU's board may draw.", "power_limit_watts"),
    _chart("gpu_graphics_clock", metrics.GPU, "graphics_clock", "gpu"),
    _gpu(Kind.GAUGE, "gpu_memory_clock_hertz", "Clock of a GPU's memory.", _hertz("memory_clock_mhz")),
    _chart("gpu_encoder", metrics.GPU, "encoder", "gpu"),
    _chart("gpu_decoder", metrics.GPU, "decoder", "gpu"),
    _gpu(Kind.GAUGE, "gpu_fan_ratio", "Speed of a GPU's fan, of its greatest.", _ratio("fan_percent")),
    _gpu(Kind.GAUGE, "gpu_asleep", "Whether a GPU is powered down, and left so.", "asleep"),
    # Sensors and battery
    _family(
        Kind.GAUGE,
        "temperature_celsius",
        metrics.TEMPERATURE.metric("celsius").description,
        ("chip", "sensor"),
        lambda s: () if s.sensors is None else (((t.chip, t.label), t.celsius) for t in s.sensors.temperatures),
        lambda value: value,
    ),
    _family(
        Kind.GAUGE,
        "fan_rpm",
        metrics.FAN.metric("rpm").description,
        ("chip", "sensor"),
        lambda s: () if s.sensors is None else (((f.chip, f.label), f.rpm) for f in s.sensors.fans),
        lambda value: value,
    ),
    _chart("battery_charge", metrics.BATTERY, "percent"),
    _battery(Kind.GAUGE, "battery_plugged", "Whether the machine is on mains power.", "is_plugged"),
    _battery(Kind.GAUGE, "battery_power_watts", "Power that the battery gives or takes.", "power_watts"),
    _battery(Kind.GAUGE, "battery_health_ratio", "Capacity left, of the battery when new.", _ratio("health_percent")),
    # Processes, counted only: a series for each would be without bound, and their names are nobody's labels
    Family(
        f"{PREFIX}processes",
        Kind.GAUGE,
        "Processes by state; absent while nobody looks at the processes.",
        ("state",),
        _process_states,
    ),
    _chart("threads", metrics.PROCESSES, "threads"),
    # HertzMon itself
    _chart("own_cpu", metrics.OWN, "cpu_percent"),
    _chart("own_memory", metrics.OWN, "memory_bytes"),
    _chart("own_scan", metrics.OWN, "tick_ms"),
    _each(_section("own"))(Kind.GAUGE, "own_threads", "Threads of HertzMon.", "threads"),
    _probe(
        Kind.GAUGE,
        "probe_success",
        "Whether a probe's last reading went well; no data on this machine counts as well.",
        lambda row: row.state not in (ProbeState.FAILED, ProbeState.STALE),
    ),
    _probe(
        Kind.GAUGE,
        "probe_duration_seconds",
        "How long a probe's last reading took.",
        lambda row: None if row.duration_ms is None else row.duration_ms / 1000,
    ),
    _probe(Kind.GAUGE, "probe_age_seconds", "How old a probe's last reading is.", "age_seconds"),
)
