"""Machines that few people have at hand: many cores, GPUs, disks, mounts, interfaces and sensors."""

from __future__ import annotations

import math

from msgspec.structs import replace

from hertzmon_gui.model.snapshot import (
    Battery,
    Connection,
    Connections,
    CoreUsage,
    Disk,
    Disks,
    Fan,
    GpuAvailability,
    GpuDevice,
    GpuProcess,
    Gpus,
    Interface,
    Network,
    Sensors,
    Snapshot,
    Temperature,
    Volume,
)
from tests.fakes import GIB, full_snapshot

TIB = 1024 * GIB
_MOUNTS = (
    "/",
    "/boot/efi",
    "/home",
    "/srv/backup/2026/machines/workstation/incremental",
    "/mnt/archive",
    "/media/someone/A volume with a long name, and spaces",
    "/var/lib/docker",
)


def wave(seq: float, phase: float, top: float) -> float:
    """A load between 0 and `top` that goes up and down, differently for each phase."""
    slow = math.sin(seq / 17 + phase * 1.7)
    quick = math.sin(seq / 2.9 + phase * 3.1)
    return top * min(1.0, max(0.0, 0.42 + 0.3 * slow + 0.2 * quick))


def grand_snapshot(seq: int = 7, cores: int = 64) -> Snapshot:
    """A workstation with `cores` cores and several of everything else."""
    plain = full_snapshot(seq, processes=60)
    assert plain.cpu is not None
    loads = tuple(CoreUsage(at, wave(seq, at, 100.0), frequency_mhz=2400.0) for at in range(cores))
    return replace(
        plain,
        cpu=replace(
            plain.cpu,
            logical_count=cores,
            physical_count=cores // 2,
            percent=wave(seq, 0, 100.0),
            cores=loads,
            load_average=(wave(seq, 1, cores), cores / 3, cores / 4),
            model_name=f"Imaginary EPYC 9754 {cores}-Core Processor with a rather long name",
        ),
        disks=_disks(seq),
        network=_network(seq),
        connections=_connections(),
        gpus=_gpus(seq),
        sensors=_sensors(seq),
        battery=Battery(64.0, True, True, 5400, 45.2, 88.0),
    )


def _disks(seq: int) -> Disks:
    devices = tuple(
        Disk(
            f"nvme{at}n1" if at < 6 else f"sd{chr(91 + at)}",
            10**11,
            10**12,
            wave(seq, at, 10.0 ** (4 + at % 6)),
            wave(seq, at + 3, 10.0 ** (5 + at % 4)),
            120.0,
            80.0,
            wave(seq, at, 100.0),
            0.35 * at,
            "Imaginary SSD 990 PRO",
            (at + 1) * 10**12,
        )
        for at in range(12)
    )
    volumes = tuple(
        Volume(
            f"/dev/nvme{at}n1p2" if at % 5 else "files.example:/export/projects/shared",
            _MOUNTS[at] if at < len(_MOUNTS) else f"/mnt/disk{at}",
            "ext4" if at % 5 else "nfs4",
            None if at == 4 else (at + 1) * TIB,
            None if at == 4 else round((at + 1) * TIB * at / 20),
            None if at == 4 else round((at + 1) * TIB * (1 - at / 20)),
            None if at == 4 else 5.2 * at,
            inodes_total=10**7,
            inodes_free=9 * 10**6,
            is_network=at % 5 == 0,
            stale=at in {4, 10},
        )
        for at in range(20)
    )
    return Disks(volumes, devices, wave(seq, 5, 2.4e9), wave(seq, 7, 1.1e9))


def _network(seq: int) -> Network:
    names = ("lo", "enp195s0f3u1u2", "eno1", "wlp2s0", "docker0", "br-6f1d2c3b4a59", "tun0")
    interfaces = tuple(
        Interface(
            names[at] if at < len(names) else f"veth{at:02}a7c{at}",
            10**9,
            10**10,
            10**6,
            10**7,
            wave(seq, at, 10.0 ** (3 + at % 6)),
            wave(seq, at + 1, 10.0 ** (4 + at % 6)),
            1,
            2,
            3,
            4,
            is_up=at != 3,
            speed_mbps=10_000 if at < 3 else None,
            addresses=("2001:db8:85a3:1234:5678:8a2e:370:7334", f"192.0.2.{at}") if at % 2 else (f"192.0.2.{at}",),
            is_loopback=at == 0,
            is_virtual=at > 3,
        )
        for at in range(15)
    )
    return Network(interfaces, wave(seq, 2, 4e7), wave(seq, 4, 9e8))


def _connections() -> Connections:
    rows = tuple(
        Connection("ipv6", "tcp", "2001:db8::1", 40_000 + at, "2001:db8:85a3::8a2e:370:7334", 443, "established", at)
        for at in range(10, 60)
    )
    return Connections(rows, total=5_000)


def _gpus(seq: int) -> Gpus:
    names = ("NVIDIA RTX 6000 Ada Generation", "NVIDIA RTX 6000 Ada Generation", "AMD Radeon RX 7900 XTX", "Intel Arc")
    devices = tuple(
        GpuDevice(
            at,
            name,
            ("nvidia", "nvidia", "amd", "intel")[at],
            uuid=f"GPU-{at}",
            load_percent=wave(seq, at, 100.0),
            memory_total=48 * GIB,
            memory_used=round(wave(seq / 9, at, 48 * GIB)),
            memory_percent=wave(seq / 9, at, 100.0),
            temperature_celsius=wave(seq / 4, at, 80.0),
            power_watts=wave(seq, at, 300.0),
            power_limit_watts=300.0,
            graphics_clock_mhz=2500,
            memory_clock_mhz=10_000,
            encoder_percent=wave(seq, at + 2, 100.0),
            decoder_percent=0.0,
            fan_percent=30.0,
            pcie_receive_rate=3e9,
            pcie_send_rate=2e8,
            processes=tuple(GpuProcess(10 + one, wave(seq, one, 30.0), GIB * one) for one in range(5 - at)),
        )
        if at < 3
        else GpuDevice(at, name, "intel", asleep=True)
        for at, name in enumerate(names)
    )
    return Gpus(GpuAvailability.OK, devices, "nvml+drm", "999.1")


def _sensors(seq: int) -> Sensors:
    labels = [("k10temp", "Tctl"), ("nvme", "Composite"), ("amdgpu", "junction"), ("nct6798", "Auxiliary input 3")]
    labels += [("coretemp", f"Core {at}") for at in range(16)]
    temperatures = tuple(
        Temperature(chip, label, 20 + wave(seq / 5, at, 80.0), 90.0 if at % 2 else None, 100.0 if at % 3 else None)
        for at, (chip, label) in enumerate(labels)
    )
    fans = tuple(Fan("nct6798", f"fan{at}", round(wave(seq / 3, at, 2400.0))) for at in range(4))
    return Sensors(temperatures, fans)
