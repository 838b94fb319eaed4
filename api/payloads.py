"""What each resource answers: the contract's keys, in the contract's order. The document of the API is made from these.

Bytes are bytes, times are UTC texts of the form 2026-01-31T12:00:00Z, an unknown value is null.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, Struct, UnsetType

from hertzmon_gui.model import metrics
from hertzmon_gui.model.metrics import MetricGroup


def _meaning(group: MetricGroup, metric_id: str) -> Meta:
    """What a number is and where it comes from, in the words of the catalogue."""
    metric = group.metric(metric_id)
    return Meta(description=f"{metric.description} Source: {metric.source}")


class SystemPayload(Struct, frozen=True, gc=False):
    """Facts about the machine."""

    hostname: str
    platform: str
    architecture: str
    boot_time: str
    uptime: str


class CpuPayload(Struct, frozen=True, gc=False):
    """All CPUs; `cpu_freq` holds current, min and max in MHz, or nothing; `load_avg` three values, or none."""

    cpu_count: int
    cpu_percent: Annotated[float | None, _meaning(metrics.CPU, "percent")]
    cpu_freq: dict[str, float | None]
    load_avg: list[float]


class MemoryPayload(Struct, frozen=True, gc=False):
    """Physical memory."""

    total: int
    available: int
    used: int
    percent: Annotated[float, _meaning(metrics.MEMORY, "percent")]
    free: int


class DiskPayload(Struct, frozen=True, gc=False):
    """A mounted file system; `percent` is used / (used + free)."""

    device: str
    mountpoint: str
    fstype: str
    total: int
    used: int
    free: int
    percent: float | None


class InterfacePayload(Struct, frozen=True, gc=False):
    """A network interface's counters since boot."""

    interface: str
    bytes_sent: int
    bytes_recv: int
    packets_sent: int
    packets_recv: int


class ProcessMemoryPayload(Struct, frozen=True, gc=False):
    """Resident and virtual size of a process."""

    rss: int | None
    vms: int | None


class ProcessPayload(Struct, frozen=True, gc=False):
    """A process; `cpu_percent` counts 100 for one core. Secrets in `cmdline` are replaced."""

    pid: int
    name: str
    status: str
    cpu_percent: float | None
    memory_percent: float | None
    memory_info: ProcessMemoryPayload
    create_time: str | None
    cmdline: list[str]


class ProcessFieldsPayload(Struct, frozen=True):
    """What `fields` chose of a process: the keys of every process, and some that are told only when asked for."""

    pid: int | UnsetType = UNSET
    name: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    cpu_percent: float | UnsetType | None = UNSET
    memory_percent: float | UnsetType | None = UNSET
    memory_info: ProcessMemoryPayload | UnsetType = UNSET
    create_time: str | UnsetType | None = UNSET
    cmdline: list[str] | UnsetType = UNSET
    username: str | UnsetType | None = UNSET
    parent_pid: int | UnsetType | None = UNSET
    threads: int | UnsetType | None = UNSET
    nice: int | UnsetType | None = UNSET
    cpu_seconds: float | UnsetType | None = UNSET
    read_rate: float | UnsetType | None = UNSET
    write_rate: float | UnsetType | None = UNSET
    gpu_percent: float | UnsetType | None = UNSET
    gpu_memory_bytes: int | UnsetType | None = UNSET


class GpuDevicePayload(Struct, frozen=True, gc=False):
    """A GPU; memory in MiB, temperature in °C."""

    id: int
    name: str
    load: Annotated[float | None, _meaning(metrics.GPU, "load")]
    memory_total: int | None
    memory_used: int | None
    memory_util: Annotated[float | None, _meaning(metrics.GPU, "memory_percent")]
    temperature: Annotated[int | None, _meaning(metrics.GPU, "temperature")]


class GpuPayload(Struct, frozen=True, gc=False):
    """The GPUs; `timestamp` is the host's local time."""

    gpu_available: bool
    gpu_info: list[GpuDevicePayload]
    timestamp: str


class NoGpuPayload(Struct, frozen=True, gc=False):
    """Why there are no GPUs."""

    gpu_available: bool
    message: str
    timestamp: str


# msgspec has no schema for a choice between two untagged structs.
_GPU_OR_WHY_NOT = {
    "anyOf": [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in (GpuDevicePayload, NoGpuPayload)]
}


class MonitorPayload(Struct, frozen=True, gc=False):
    """All of one instant; `gpus` holds GPU devices, or one object that says why there are none."""

    system: SystemPayload | None
    cpu: CpuPayload | None
    memory: MemoryPayload | None
    disks: list[DiskPayload] | None
    network: list[InterfacePayload] | None
    processes: list[ProcessPayload] | None
    gpus: Annotated[list[Any], Meta(extra_json_schema={"items": _GPU_OR_WHY_NOT})]


class TemperaturePayload(Struct, frozen=True, gc=False):
    """A temperature, °C."""

    chip: str
    label: str
    current: float
    high: float | None
    critical: float | None


class FanPayload(Struct, frozen=True, gc=False):
    """A fan, turns per minute."""

    chip: str
    label: str
    rpm: int


class SensorsPayload(Struct, frozen=True, gc=False):
    """Temperatures and fans."""

    temperatures: list[TemperaturePayload]
    fans: list[FanPayload]


class BatteryPayload(Struct, frozen=True, gc=False):
    """The battery; `seconds_left` until empty, or until full while charging."""

    percent: float
    is_plugged: bool | None
    is_charging: bool | None
    seconds_left: int | None
    power_watts: float | None
    health_percent: float | None


class ConnectionPayload(Struct, frozen=True, gc=False):
    """A socket."""

    family: str
    protocol: str
    local_address: str
    local_port: int
    remote_address: str | None
    remote_port: int | None
    state: str
    pid: int | None


class ConnectionsPayload(Struct, frozen=True, gc=False):
    """Sockets; `total` counts also those that are not listed."""

    total: int
    connections: list[ConnectionPayload]


class ProbePayload(Struct, frozen=True, gc=False):
    """One probe's health."""

    name: str
    state: str
    duration_ms: float | None
    age_seconds: float | None
    detail: str | None


class OwnCostPayload(Struct, frozen=True, gc=False):
    """What HertzMon itself takes."""

    cpu_percent: float | None
    memory_bytes: int | None
    tick_ms: float
    threads: int


class StatusPayload(Struct, frozen=True, gc=False):
    """How the collector fares."""

    version: str
    seq: int
    time: str
    interval_seconds: float | None
    own: OwnCostPayload | None
    probes: list[ProbePayload]


class HistoryPayload(Struct, frozen=True, gc=False):
    """Recent values of one metric: pairs of epoch seconds and value, oldest first; a gap is null."""

    metric: str
    instance: str
    unit: str
    label: str
    step: float | None
    instances: list[str]
    points: list[tuple[float, float | None]]


class RolePayload(Struct, frozen=True):
    """A role of a user."""

    role_id: int
    role_name: str
    role_code: str


class UserPayload(Struct, frozen=True):
    """A user as login tells it."""

    user_id: int
    username: str
    email: str | None
    phone: str | None
    real_name: str | None
    avatar: str | None
    roles: list[RolePayload]
    permissions: list[str]


class UserInfoPayload(UserPayload, frozen=True):
    """A user as it asks about itself."""

    last_login_time: str | None
    last_login_ip: str | None
    created_at: str | None


class LoginPayload(Struct, frozen=True):
    """What a login gives."""

    access_token: str
    refresh_token: str
    user_info: UserPayload


class TokensPayload(Struct, frozen=True):
    """What a refresh gives."""

    access_token: str
    refresh_token: str
