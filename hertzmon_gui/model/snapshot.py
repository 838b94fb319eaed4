"""Snapshot: everything that HertzMon knew about the machine at one instant.

All structs are frozen. `None` means unknown, never 0 or -1. Percent is 0…100 of the thing named; only a process's
`cpu_percent` counts 100 for one core. Bytes are bytes, rates are per second, times are seconds since the epoch (UTC)
unless the name says otherwise. `gc=False` keeps the rows out of the cycle collector: no row can refer to itself.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class CpuModes(Struct, frozen=True, gc=False):
    """What a CPU's time goes to; None where the system does not tell it apart."""

    user: float
    system: float
    idle: float
    nice: float | None = None
    iowait: float | None = None
    irq: float | None = None
    softirq: float | None = None
    steal: float | None = None


class CpuTimes(CpuModes, frozen=True, gc=False):
    """Shares of a CPU's time over the last interval, in percent; they add up to 100."""


class CpuSeconds(CpuModes, frozen=True, gc=False):
    """CPU time since boot, summed over all CPUs, in seconds: counters, for those who rate them."""


class CpuFrequency(Struct, frozen=True, gc=False):
    """Clock in MHz; `minimum` and `maximum` are None where the system does not tell."""

    current: float
    minimum: float | None = None
    maximum: float | None = None


class CoreUsage(Struct, frozen=True, gc=False):
    """One logical CPU; `index` is the system's own number, which can have holes when CPUs are offline."""

    index: int
    percent: float | None
    times: CpuTimes | None = None
    frequency_mhz: float | None = None


class Cpu(Struct, frozen=True, gc=False):
    """All CPUs of the machine; `percent` is None until two readings exist."""

    logical_count: int
    physical_count: int | None
    percent: float | None
    times: CpuTimes | None
    cores: tuple[CoreUsage, ...]
    frequency: CpuFrequency | None
    load_average: tuple[float, float, float] | None
    context_switches_per_second: float | None = None
    interrupts_per_second: float | None = None
    model_name: str | None = None
    seconds: CpuSeconds | None = None
    context_switches: int | None = None  # since boot, as the next
    interrupts: int | None = None


class Swap(Struct, frozen=True, gc=False):
    """Swap space; in and out are bytes per second."""

    total: int
    used: int
    free: int
    percent: float
    in_rate: float | None = None
    out_rate: float | None = None
    in_bytes: int | None = None  # since boot, as the next
    out_bytes: int | None = None


class Memory(Struct, frozen=True, gc=False):
    """Physical memory, bytes.

    `total`, `available`, `used`, `free` and `percent` have psutil's meaning. `apps`, `cached` and `unused` are the
    parts that a person is shown: they add up to `total` by construction; cached includes buffers, reclaimable slab and
    the ZFS ARC.
    """

    total: int
    available: int
    used: int
    free: int
    percent: float
    apps: int
    cached: int
    unused: int
    shared: int | None = None
    dirty: int | None = None
    swap: Swap | None = None


class PressureShare(Struct, frozen=True, gc=False):
    """Percent of the last 10 s in which some, or all (`full`), tasks were stalled."""

    some: float
    full: float | None = None


class Pressure(Struct, frozen=True, gc=False):
    """Linux pressure stall information."""

    cpu: PressureShare | None
    memory: PressureShare | None
    io: PressureShare | None


class Volume(Struct, frozen=True, gc=False):
    """A mounted file system. Capacity is None while it cannot be read; `stale` marks a value that is late."""

    device: str
    mountpoint: str
    fstype: str
    total: int | None
    used: int | None
    free: int | None
    percent: float | None
    inodes_total: int | None = None
    inodes_free: int | None = None
    is_network: bool = False
    stale: bool = False


class Disk(Struct, frozen=True, gc=False):
    """A block device: counters since boot and what they did in the last interval.

    `is_whole` ones are neither a part of another device (a partition) nor a file on one (a loop); RAID, LVM and
    encrypted devices are whole, though they are made of others.
    """

    name: str
    read_bytes: int
    write_bytes: int
    read_rate: float | None
    write_rate: float | None
    read_ops_rate: float | None = None
    write_ops_rate: float | None = None
    busy_percent: float | None = None
    latency_ms: float | None = None
    model_name: str | None = None
    size_bytes: int | None = None
    is_whole: bool = True
    reads: int | None = None  # requests since boot, as the next
    writes: int | None = None
    busy_seconds: float | None = None  # since boot


class Disks(Struct, frozen=True, gc=False):
    """File systems and block devices; the totals count whole physical devices once."""

    volumes: tuple[Volume, ...]
    devices: tuple[Disk, ...]
    read_rate: float | None
    write_rate: float | None


class Interface(Struct, frozen=True, gc=False):
    """A network interface: counters since boot, rates in bytes per second."""

    name: str
    bytes_sent: int
    bytes_received: int
    packets_sent: int
    packets_received: int
    send_rate: float | None
    receive_rate: float | None
    errors_in: int | None = None
    errors_out: int | None = None
    drops_in: int | None = None
    drops_out: int | None = None
    is_up: bool | None = None
    speed_mbps: int | None = None
    addresses: tuple[str, ...] = ()
    hardware_address: str | None = None
    is_loopback: bool = False
    is_virtual: bool = False


class Network(Struct, frozen=True, gc=False):
    """All interfaces; the totals leave out loopback and virtual interfaces, whose traffic counts elsewhere already."""

    interfaces: tuple[Interface, ...]
    send_rate: float | None
    receive_rate: float | None


class Connection(Struct, frozen=True, gc=False):
    """A socket; `pid` is None where the system does not tell whose it is."""

    family: str  # "ipv4", "ipv6"
    protocol: str  # "tcp", "udp"
    local_address: str
    local_port: int
    remote_address: str | None
    remote_port: int | None
    state: str
    pid: int | None


class Connections(Struct, frozen=True, gc=False):
    """Sockets, read on demand only; `total` counts also those beyond the cap."""

    rows: tuple[Connection, ...]
    total: int


class ProcessState(StrEnum):
    """psutil's status words, the same on every system."""

    RUNNING = "running"
    SLEEPING = "sleeping"
    DISK_SLEEP = "disk-sleep"
    STOPPED = "stopped"
    TRACING_STOP = "tracing-stop"
    ZOMBIE = "zombie"
    DEAD = "dead"
    WAKE_KILL = "wake-kill"
    WAKING = "waking"
    IDLE = "idle"
    LOCKED = "locked"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    PARKED = "parked"
    UNKNOWN = "unknown"


class ProcessIdentity(Struct, frozen=True, weakref=True):
    """What does not change while a process lives, read once per `(pid, create_time)` and again after an exec.

    `create_time` is None only where the system refuses it; `start_ticks` is the system's own exact start stamp
    (clock ticks since boot on Linux, microseconds elsewhere) and, with the pid, is the key that survives clock jumps.
    """

    pid: int
    start_ticks: int
    create_time: float | None
    name: str
    username: str | None = None
    executable: str | None = None
    command_line: tuple[str, ...] = ()
    is_kernel_thread: bool = False

    @property
    def key(self) -> ProcessKey:
        """The pair that names this process and no other."""
        return (self.pid, self.start_ticks)


# (pid, start_ticks): a pid alone is reused.
ProcessKey = tuple[int, int]


class Process(Struct, frozen=True, gc=False):
    """One process at one instant. Fields behind a demand are None while nobody wants them."""

    identity: ProcessIdentity
    parent_pid: int | None
    state: ProcessState
    cpu_percent: float | None  # 100 is one core
    memory_percent: float | None
    rss_bytes: int | None
    vms_bytes: int | None
    cpu_seconds: float | None = None
    threads: int | None = None
    nice: int | None = None
    read_rate: float | None = None
    write_rate: float | None = None
    gpu_percent: float | None = None
    gpu_memory_bytes: int | None = None


class Processes(Struct, frozen=True, gc=False):
    """All processes, in the order in which the system lists them."""

    rows: tuple[Process, ...]
    threads: int | None
    running: int


class GpuProcess(Struct, frozen=True, gc=False):
    """What one process takes of a GPU."""

    pid: int
    percent: float | None
    memory_bytes: int | None


class GpuDevice(Struct, frozen=True, gc=False):
    """One GPU; whatever the driver does not tell is None. `asleep` is a powered-down laptop GPU, left so."""

    index: int
    name: str
    vendor: str  # "nvidia", "amd", "intel", "other"
    uuid: str | None = None
    load_percent: float | None = None
    memory_total: int | None = None
    memory_used: int | None = None
    memory_percent: float | None = None
    temperature_celsius: float | None = None
    power_watts: float | None = None
    power_limit_watts: float | None = None
    graphics_clock_mhz: int | None = None
    memory_clock_mhz: int | None = None
    encoder_percent: float | None = None
    decoder_percent: float | None = None
    fan_percent: float | None = None
    pcie_receive_rate: float | None = None
    pcie_send_rate: float | None = None
    processes: tuple[GpuProcess, ...] = ()
    asleep: bool = False


class GpuAvailability(StrEnum):
    """Why a GPU list is as it is."""

    OK = "ok"
    NO_DEVICE = "no-device"
    NO_LIBRARY = "no-library"
    FAILED = "failed"


class Gpus(Struct, frozen=True, gc=False):
    """GPUs and the way they were read; `problem` is the driver's text when `availability` is FAILED."""

    availability: GpuAvailability
    devices: tuple[GpuDevice, ...] = ()
    reader: str | None = None  # "nvml", "gputil", "drm"
    driver_version: str | None = None
    problem: str | None = None


class Temperature(Struct, frozen=True, gc=False):
    """A temperature sensor, °C."""

    chip: str
    label: str
    celsius: float
    high_celsius: float | None = None
    critical_celsius: float | None = None


class Fan(Struct, frozen=True, gc=False):
    """A fan."""

    chip: str
    label: str
    rpm: int


class Sensors(Struct, frozen=True, gc=False):
    """Temperatures and fans."""

    temperatures: tuple[Temperature, ...]
    fans: tuple[Fan, ...] = ()


class Battery(Struct, frozen=True, gc=False):
    """The battery; `seconds_left` until empty, or until full while charging."""

    percent: float
    is_plugged: bool | None
    is_charging: bool | None = None
    seconds_left: int | None = None
    power_watts: float | None = None
    health_percent: float | None = None


class LoggedInUser(Struct, frozen=True, gc=False):
    """A login session."""

    name: str
    terminal: str | None
    host: str | None
    started: float


class System(Struct, frozen=True, gc=False):
    """Facts about the machine; `platform` and `architecture` are the standard library's texts."""

    hostname: str
    platform: str
    architecture: str
    boot_time: float
    uptime_seconds: float
    os_name: str | None = None
    kernel: str | None = None
    users: tuple[LoggedInUser, ...] = ()


class OwnCost(Struct, frozen=True, gc=False):
    """What HertzMon itself takes: `cpu_percent` of one core, memory, and the time the last tick took."""

    cpu_percent: float | None
    memory_bytes: int | None
    tick_ms: float
    threads: int


class ProbeState(StrEnum):
    """How a probe fares."""

    OK = "ok"
    NO_DATA = "no-data"  # this machine has no such thing
    FAILED = "failed"
    STALE = "stale"  # a reading is overdue; the last one is shown
    IDLE = "idle"  # nobody wants it now


class ProbeStatus(Struct, frozen=True, gc=False):
    """One probe's health: how long its last reading took and how old it is."""

    name: str
    state: ProbeState
    duration_ms: float | None = None
    age_seconds: float | None = None
    detail: str | None = None


class Snapshot(Struct, frozen=True, gc=False):
    """One tick. `wall_time` is epoch seconds, `monotonic_time` orders snapshots; a gap before it sets `after_gap`."""

    seq: int
    wall_time: float
    monotonic_time: float
    interval_seconds: float | None
    system: System | None = None
    cpu: Cpu | None = None
    memory: Memory | None = None
    pressure: Pressure | None = None
    disks: Disks | None = None
    network: Network | None = None
    connections: Connections | None = None
    processes: Processes | None = None
    gpus: Gpus | None = None
    sensors: Sensors | None = None
    battery: Battery | None = None
    own: OwnCost | None = None
    probes: tuple[ProbeStatus, ...] = ()
    after_gap: bool = False
