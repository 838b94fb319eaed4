"""From a snapshot to the payload of each resource: pure functions, no Flask, nothing is sampled."""

from __future__ import annotations

import msgspec

from api import texts
from api.encode_processes import processes_payload
from api.notation import local_text, rounded, uptime_text, utc_text
from api.payloads import (
    BatteryPayload,
    ConnectionPayload,
    ConnectionsPayload,
    CpuPayload,
    DiskPayload,
    FanPayload,
    GpuDevicePayload,
    GpuPayload,
    InterfacePayload,
    MemoryPayload,
    MonitorPayload,
    NoGpuPayload,
    OwnCostPayload,
    ProbePayload,
    SensorsPayload,
    StatusPayload,
    SystemPayload,
    TemperaturePayload,
)
from api.process_facts import ProcessFacts
from api.texts import Language
from hertzmon_gui import __version__
from hertzmon_gui.model.snapshot import (
    Cpu,
    GpuAvailability,
    GpuDevice,
    Gpus,
    Snapshot,
)

MONITOR_PROCESSES = 10
_MEBIBYTE = 1024 * 1024

_encoder = msgspec.json.Encoder()


def encode(payload: object) -> bytes:
    """The JSON text of a payload, UTF-8, Chinese unescaped; NaN and infinities become null."""
    return _encoder.encode(payload)


def system_payload(snapshot: Snapshot) -> SystemPayload | None:
    """Facts about the machine; None while unknown."""
    system = snapshot.system
    if system is None:
        return None
    return SystemPayload(
        hostname=system.hostname,
        platform=system.platform,
        architecture=system.architecture,
        boot_time=utc_text(system.boot_time),
        uptime=uptime_text(system.uptime_seconds),
    )


def cpu_payload(snapshot: Snapshot) -> CpuPayload | None:
    """The CPUs; None while unknown."""
    cpu = snapshot.cpu
    if cpu is None:
        return None
    return CpuPayload(
        cpu_count=cpu.logical_count,
        cpu_percent=rounded(cpu.percent, 1),
        cpu_freq=_frequency(cpu),
        load_avg=[] if cpu.load_average is None else [round(load, 2) for load in cpu.load_average],
    )


def _frequency(cpu: Cpu) -> dict[str, float | None]:
    frequency = cpu.frequency
    if frequency is None:
        return {}
    return {
        "current": rounded(frequency.current, 2),
        "min": rounded(frequency.minimum, 2),
        "max": rounded(frequency.maximum, 2),
    }


def memory_payload(snapshot: Snapshot) -> MemoryPayload | None:
    """Physical memory; None while unknown."""
    memory = snapshot.memory
    if memory is None:
        return None
    return MemoryPayload(
        total=memory.total,
        available=memory.available,
        used=memory.used,
        percent=round(memory.percent, 1),
        free=memory.free,
    )


def disks_payload(snapshot: Snapshot) -> list[DiskPayload] | None:
    """Mounted file systems that could be read; None while unknown."""
    if snapshot.disks is None:
        return None
    return [
        DiskPayload(
            device=volume.device,
            mountpoint=volume.mountpoint,
            fstype=volume.fstype,
            total=volume.total,
            used=volume.used,
            free=volume.free,
            percent=rounded(volume.percent, 1),
        )
        for volume in snapshot.disks.volumes
        if volume.total and volume.used is not None and volume.free is not None
    ]


def network_payload(snapshot: Snapshot) -> list[InterfacePayload] | None:
    """Every interface's counters; None while unknown."""
    if snapshot.network is None:
        return None
    return [
        InterfacePayload(
            interface=interface.name,
            bytes_sent=interface.bytes_sent,
            bytes_recv=interface.bytes_received,
            packets_sent=interface.packets_sent,
            packets_recv=interface.packets_received,
        )
        for interface in snapshot.network.interfaces
    ]


def gpu_payload(snapshot: Snapshot, language: Language = "zh") -> GpuPayload | NoGpuPayload:
    """The GPUs, or why there are none."""
    timestamp = local_text(snapshot.wall_time)
    gpus = snapshot.gpus
    if gpus is not None and gpus.availability is GpuAvailability.OK and gpus.devices:
        return GpuPayload(
            gpu_available=True, gpu_info=[_gpu_device(device) for device in gpus.devices], timestamp=timestamp
        )
    return NoGpuPayload(gpu_available=False, message=_gpu_message(snapshot, gpus, language), timestamp=timestamp)


def _gpu_message(snapshot: Snapshot, gpus: Gpus | None, language: Language) -> str:
    if gpus is None:
        problem = next((probe.detail for probe in snapshot.probes if probe.name == "gpus" and probe.detail), None)
    elif gpus.availability is GpuAvailability.FAILED:
        problem = gpus.problem
    elif gpus.availability is GpuAvailability.NO_LIBRARY:
        return texts.NO_GPU_LIBRARY.in_language(language)
    else:
        return texts.NO_GPU.in_language(language)
    failed = texts.GPU_FAILED.in_language(language)
    return failed.format(problem=problem or texts.GPU_NOT_READ_YET.in_language(language))


def _gpu_device(device: GpuDevice) -> GpuDevicePayload:
    celsius = device.temperature_celsius
    return GpuDevicePayload(
        id=device.index,
        name=device.name,
        load=rounded(device.load_percent, 2),
        memory_total=None if device.memory_total is None else device.memory_total // _MEBIBYTE,
        memory_used=None if device.memory_used is None else device.memory_used // _MEBIBYTE,
        memory_util=rounded(device.memory_percent, 2),
        temperature=None if celsius is None else round(celsius),
    )


def monitor_payload(snapshot: Snapshot, language: Language = "zh", facts: ProcessFacts | None = None) -> MonitorPayload:
    """Everything of one snapshot."""
    gpu = gpu_payload(snapshot, language)
    return MonitorPayload(
        system=system_payload(snapshot),
        cpu=cpu_payload(snapshot),
        memory=memory_payload(snapshot),
        disks=disks_payload(snapshot),
        network=network_payload(snapshot),
        processes=processes_payload(snapshot, facts or ProcessFacts(), MONITOR_PROCESSES),
        gpus=list(gpu.gpu_info) if isinstance(gpu, GpuPayload) else [gpu],
    )


def sensors_payload(snapshot: Snapshot) -> SensorsPayload | None:
    """Temperatures and fans; None where the machine tells none."""
    sensors = snapshot.sensors
    if sensors is None:
        return None
    return SensorsPayload(
        temperatures=[
            TemperaturePayload(
                chip=row.chip,
                label=row.label,
                current=round(row.celsius, 1),
                high=rounded(row.high_celsius, 1),
                critical=rounded(row.critical_celsius, 1),
            )
            for row in sensors.temperatures
        ],
        fans=[FanPayload(row.chip, row.label, row.rpm) for row in sensors.fans],
    )


def battery_payload(snapshot: Snapshot) -> BatteryPayload | None:
    """The battery; None where there is none."""
    battery = snapshot.battery
    if battery is None:
        return None
    return BatteryPayload(
        percent=round(battery.percent, 1),
        is_plugged=battery.is_plugged,
        is_charging=battery.is_charging,
        seconds_left=battery.seconds_left,
        power_watts=rounded(battery.power_watts, 2),
        health_percent=rounded(battery.health_percent, 1),
    )


def connections_payload(snapshot: Snapshot) -> ConnectionsPayload | None:
    """Sockets; None while they have not been read."""
    connections = snapshot.connections
    if connections is None:
        return None
    return ConnectionsPayload(
        total=connections.total,
        connections=[
            ConnectionPayload(
                family=row.family,
                protocol=row.protocol,
                local_address=row.local_address,
                local_port=row.local_port,
                remote_address=row.remote_address,
                remote_port=row.remote_port,
                state=row.state,
                pid=row.pid,
            )
            for row in connections.rows
        ],
    )


def status_payload(snapshot: Snapshot) -> StatusPayload:
    """How the collector fares."""
    own = snapshot.own
    return StatusPayload(
        version=__version__,
        seq=snapshot.seq,
        time=utc_text(snapshot.wall_time),
        interval_seconds=rounded(snapshot.interval_seconds, 3),
        own=None
        if own is None
        else OwnCostPayload(rounded(own.cpu_percent, 2), own.memory_bytes, round(own.tick_ms, 3), own.threads),
        probes=[
            ProbePayload(
                name=probe.name,
                state=probe.state.value,
                duration_ms=rounded(probe.duration_ms, 3),
                age_seconds=rounded(probe.age_seconds, 3),
                detail=probe.detail,
            )
            for probe in snapshot.probes
        ],
    )
