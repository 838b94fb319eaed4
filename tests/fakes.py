"""Stand-ins that several rooms' tests share."""

from __future__ import annotations

import time

from msgspec.structs import replace

from hertzmon_gui.model.actions import ProcessControl
from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.history import History
from hertzmon_gui.model.snapshot import (
    Battery,
    Connection,
    Connections,
    CoreUsage,
    Cpu,
    CpuFrequency,
    CpuSeconds,
    CpuTimes,
    Disk,
    Disks,
    Fan,
    GpuAvailability,
    GpuDevice,
    GpuProcess,
    Gpus,
    Interface,
    Memory,
    Network,
    OwnCost,
    Pressure,
    PressureShare,
    ProbeState,
    ProbeStatus,
    Process,
    Processes,
    ProcessIdentity,
    ProcessState,
    Sensors,
    Snapshot,
    Swap,
    System,
    Temperature,
    Volume,
)
from hertzmon_gui.model.source import NOTHING, Capabilities, Demand

GIB = 1024**3
BOOT = 1_760_000_000.0


def full_snapshot(seq: int = 7, processes: int = 5) -> Snapshot:
    """A snapshot of a machine that has everything: every section is there, with values that tell their fields apart."""
    return Snapshot(
        seq=seq,
        wall_time=BOOT + 90_000.25 + seq,
        monotonic_time=1000.0 + seq,
        interval_seconds=1.0,
        system=System(
            hostname="workstation",
            platform="Linux-6.1.0-x86_64-with-glibc2.36",
            architecture="x86_64",
            boot_time=BOOT,
            uptime_seconds=90_000.25 + seq,
            os_name="Debian GNU/Linux 12",
            kernel="6.1.0",
        ),
        cpu=Cpu(
            logical_count=2,
            physical_count=1,
            percent=37.5,
            times=CpuTimes(user=30.0, system=7.0, idle=60.0, nice=0.5, iowait=2.5, irq=0.0, softirq=0.0, steal=0.0),
            cores=(CoreUsage(0, 50.0, frequency_mhz=2400.0), CoreUsage(3, 25.0)),
            frequency=CpuFrequency(2400.5, 800.0, 4200.0),
            load_average=(0.5, 0.75, 1.25),
            context_switches_per_second=1200.0,
            interrupts_per_second=900.0,
            model_name="Imaginary CPU",
            seconds=CpuSeconds(user=4000.5, system=800.25, idle=90_000.0, iowait=12.0),
            context_switches=123_456 + seq,
            interrupts=234_567 + seq,
        ),
        memory=Memory(
            total=16 * GIB,
            available=10 * GIB,
            used=5 * GIB,
            free=4 * GIB,
            percent=37.5,
            apps=5 * GIB,
            cached=7 * GIB,
            unused=4 * GIB,
            swap=Swap(total=2 * GIB, used=GIB, free=GIB, percent=50.0, in_rate=0.0, out_rate=4096.0, in_bytes=8192),
        ),
        pressure=Pressure(cpu=PressureShare(1.5), memory=PressureShare(0.0, 0.0), io=PressureShare(12.0, 6.0)),
        disks=Disks(
            volumes=(
                Volume("/dev/vda1", "/", "ext4", 100 * GIB, 60 * GIB, 35 * GIB, 63.2, 6_000_000, 5_000_000),
                Volume("server:/home", "/home", "nfs4", None, None, None, None, is_network=True, stale=True),
            ),
            devices=(
                Disk("vda", 1_000_000 + seq, 2_000_000 + seq, 512.0, 1024.0, 1.0, 2.0, 12.5, 0.75, reads=50, writes=60),
            ),
            read_rate=512.0,
            write_rate=1024.0,
        ),
        network=Network(
            interfaces=(
                Interface("lo", 100, 100, 2, 2, 0.0, 0.0, is_up=True, is_loopback=True),
                Interface("eth0", 5000 + seq, 7000 + seq, 50, 70, 10.0, 20.0, 1, 2, 3, 4, is_up=True, speed_mbps=1000),
            ),
            send_rate=10.0,
            receive_rate=20.0,
        ),
        connections=Connections(
            rows=(Connection("ipv4", "tcp", "127.0.0.1", 8000, None, None, "listen", 11),), total=1
        ),
        processes=Processes(rows=tuple(_process(10 + number) for number in range(processes)), threads=42, running=1),
        gpus=Gpus(
            GpuAvailability.OK,
            (
                GpuDevice(
                    index=0,
                    name="Imaginary GPU",
                    vendor="nvidia",
                    uuid="GPU-0000",
                    load_percent=25.0,
                    memory_total=8 * GIB,
                    memory_used=2 * GIB,
                    memory_percent=25.0,
                    temperature_celsius=61.0,
                    power_watts=90.5,
                    power_limit_watts=250.0,
                    graphics_clock_mhz=1500,
                    memory_clock_mhz=7000,
                    encoder_percent=0.0,
                    decoder_percent=5.0,
                    fan_percent=40.0,
                    processes=(GpuProcess(11, 20.0, GIB),),
                ),
            ),
            reader="nvml",
            driver_version="999.1",
        ),
        sensors=Sensors(
            temperatures=(Temperature("coretemp", "Package id 0", 55.0, 80.0, 100.0),),
            fans=(Fan("thinkpad", "fan1", 2400),),
        ),
        battery=Battery(
            80.0, is_plugged=False, is_charging=False, seconds_left=7200, power_watts=9.5, health_percent=91.0
        ),
        own=OwnCost(cpu_percent=1.5, memory_bytes=60_000_000, tick_ms=8.5, threads=6),
        probes=(
            ProbeStatus("cpu", ProbeState.OK, 0.4, 0.0),
            ProbeStatus("sensors", ProbeState.FAILED, 1.5, 12.0, "Input/output error"),
            ProbeStatus("battery", ProbeState.NO_DATA),
        ),
    )


def _process(pid: int) -> Process:
    identity = ProcessIdentity(
        pid=pid,
        start_ticks=pid * 100,
        create_time=BOOT + pid,
        name=f"program-{pid}",
        username="someone",
        executable=f"/usr/bin/program-{pid}",
        command_line=(f"/usr/bin/program-{pid}", "--verbose"),
    )
    return Process(
        identity=identity,
        parent_pid=1,
        state=ProcessState.RUNNING if pid % 5 == 0 else ProcessState.SLEEPING,
        cpu_percent=float(pid),
        memory_percent=0.25,
        rss_bytes=40_000_000,
        vms_bytes=90_000_000,
        cpu_seconds=12.5,
        threads=3,
        nice=0,
    )


class FakeDemandHandle:
    """Remembers what a reader wants."""

    def __init__(self) -> None:
        self.demand = Demand()

    def set(self, demand: Demand) -> None:
        self.demand = demand

    def close(self) -> None:
        self.demand = NOTHING


class FakeSource:
    """A SnapshotSource that samples nothing: a test publishes on `bus` what is to be seen."""

    def __init__(self, *snapshots: Snapshot) -> None:
        self.bus = SnapshotBus()
        self.history = History(1.0)
        self.capabilities = Capabilities(process_actions=False, local=True)
        self.process_control: ProcessControl | None = None
        self.interval_seconds = 1.0
        self.paused = False
        self.demands: dict[str, FakeDemandHandle] = {}
        for snapshot in snapshots:
            self.publish(snapshot)

    def publish(self, snapshot: Snapshot) -> None:
        self.history.append(snapshot)
        self.bus.publish(snapshot)

    def set_interval(self, seconds: float) -> None:
        self.interval_seconds = seconds

    def set_paused(self, paused: bool) -> None:
        self.paused = paused

    def refresh_now(self) -> None:
        if self.bus.latest is not None:
            self.publish(replace(self.bus.latest, seq=self.bus.latest.seq + 1, monotonic_time=time.monotonic()))

    def register_demand(self, name: str) -> FakeDemandHandle:
        return self.demands.setdefault(name, FakeDemandHandle())
