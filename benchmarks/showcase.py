"""An imaginary workstation at work, for the documents' pictures: they tell nothing of the machine that draws them."""

from __future__ import annotations

import random
import time

from hertzmon_gui.model.snapshot import (
    CoreUsage,
    Cpu,
    CpuFrequency,
    CpuTimes,
    Disk,
    Disks,
    GpuAvailability,
    GpuDevice,
    Gpus,
    Interface,
    Memory,
    Network,
    OwnCost,
    Pressure,
    PressureShare,
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

_MIB = 1024**2
_GIB = 1024**3
_BOOTED_SECONDS_AGO = 3 * 86_400 + 5_200
_CORES = 8
_TOTAL = 32 * _GIB

# Name, parent, user, load in percent of a core, memory in MiB, share of the GPU; the first line is pid 1.
_PROGRAMS = (
    ("systemd", None, "root", 0, 13, 0),
    ("systemd-journald", "systemd", "root", 0, 42, 0),
    ("NetworkManager", "systemd", "root", 0, 21, 0),
    ("dbus-daemon", "systemd", "messagebus", 0.3, 6, 0),
    ("sshd", "systemd", "root", 0, 9, 0),
    ("postgres", "systemd", "postgres", 1.4, 96, 0),
    ("postgres: writer", "postgres", "postgres", 0.8, 64, 0),
    ("gnome-shell", "systemd", "ada", 5.5, 342, 6),
    ("Xwayland", "gnome-shell", "ada", 1.1, 118, 2),
    ("firefox", "gnome-shell", "ada", 14, 688, 4),
    ("Isolated Web Content", "firefox", "ada", 22, 512, 0),
    ("WebExtensions", "firefox", "ada", 2.4, 236, 0),
    ("Utility Process", "firefox", "ada", 0.4, 74, 0),
    ("code", "gnome-shell", "ada", 6, 418, 1),
    ("code: renderer", "code", "ada", 9, 604, 3),
    ("code: language server", "code", "ada", 31, 871, 0),
    ("gnome-terminal", "gnome-shell", "ada", 0.9, 62, 0),
    ("bash", "gnome-terminal", "ada", 0, 6, 0),
    ("python", "bash", "ada", 96, 1490, 24),
    ("hertzmon", "gnome-shell", "ada", 1.3, 92, 0),
    ("pipewire", "systemd", "ada", 0.7, 31, 0),
    ("cron", "systemd", "root", 0, 4, 0),
)


class Workstation:
    """Snapshots of a machine that is used, one second after the other; the same ones at every run."""

    def __init__(self) -> None:
        self._random = random.Random(20)
        self._levels: dict[str, float] = {}
        self._seq = 0
        self._start = time.time()
        self._identities = {
            name: ProcessIdentity(
                pid=1 if parent is None else 700 + 131 * at,
                start_ticks=900 + 40 * at,
                create_time=self._start - _BOOTED_SECONDS_AGO + 9.0 * at,
                name=name,
                username=user,
                executable=f"/usr/bin/{name}",
                command_line=("python", "train.py", "--epochs", "40") if name == "python" else (f"/usr/bin/{name}",),
            )
            for at, (name, parent, user, *_) in enumerate(_PROGRAMS)
        }

    def next(self) -> Snapshot:
        """The snapshot of the next second."""
        self._seq += 1
        rows = (*(self._process(*program) for program in _PROGRAMS), self._passing())
        cores = tuple(
            CoreUsage(at, self._level(f"core {at}", 18 + 9 * (at % 4), 14), frequency_mhz=3600.0)
            for at in range(_CORES)
        )
        percent = sum(core.percent or 0.0 for core in cores) / _CORES
        apps = round(self._level("memory", 11.2, 0.15) * _GIB)
        read, write = self._burst("read", 84e6, 0.12), self._burst("write", 31e6, 0.2)
        send, receive = self._level("send", 160e3, 60e3), self._level("receive", 1.5e6, 600e3)
        celsius = self._level("celsius", 58, 1.2)
        return Snapshot(
            seq=self._seq,
            wall_time=self._start + self._seq,
            monotonic_time=1000.0 + self._seq,
            interval_seconds=1.0,
            system=System(
                hostname="workstation",
                platform="Linux",
                architecture="x86_64",
                boot_time=self._start - _BOOTED_SECONDS_AGO,
                uptime_seconds=_BOOTED_SECONDS_AGO + self._seq,
                os_name="Debian GNU/Linux 13",
                kernel="6.12.48-amd64",
            ),
            cpu=Cpu(
                logical_count=_CORES,
                physical_count=_CORES // 2,
                percent=percent,
                times=CpuTimes(user=percent * 0.8, system=percent * 0.2, idle=100.0 - percent, iowait=0.0, steal=0.0),
                cores=cores,
                frequency=CpuFrequency(self._level("clock", 3600, 160), 800.0, 4700.0),
                load_average=(self._level("load", 2.4, 0.1), 2.1, 1.8),
                context_switches_per_second=self._level("switches", 9400, 900),
                interrupts_per_second=self._level("interrupts", 5100, 500),
                model_name="AMD Ryzen 7 PRO 7840U",
            ),
            memory=Memory(
                total=_TOTAL,
                available=_TOTAL - apps,
                used=apps,
                free=_TOTAL - apps - 13 * _GIB,
                percent=100.0 * apps / _TOTAL,
                apps=apps,
                cached=13 * _GIB,
                unused=_TOTAL - apps - 13 * _GIB,
                swap=Swap(total=8 * _GIB, used=0, free=8 * _GIB, percent=0.0, in_rate=0.0, out_rate=0.0),
            ),
            pressure=Pressure(
                PressureShare(self._level("pressure", 6, 1.5)), PressureShare(0.0, 0.0), PressureShare(0.4)
            ),
            disks=Disks(
                volumes=(Volume("/dev/nvme0n1p2", "/", "ext4", 10**12, 41 * 10**10, 59 * 10**10, 41.0),),
                devices=(
                    Disk("nvme0n1", 10**11, 10**11, read, write, busy_percent=12.0, latency_ms=0.2, size_bytes=10**12),
                ),
                read_rate=read,
                write_rate=write,
            ),
            network=Network(
                interfaces=(
                    Interface("wlp1s0", 0, 0, 0, 0, send, receive, is_up=True, addresses=("192.0.2.24",)),
                    Interface("lo", 0, 0, 0, 0, 0.0, 0.0, is_up=True, addresses=("127.0.0.1",), is_loopback=True),
                ),
                send_rate=send,
                receive_rate=receive,
            ),
            processes=Processes(rows, threads=418, running=2),
            gpus=Gpus(GpuAvailability.OK, (self._gpu(),), "nvml", "580.95"),
            sensors=Sensors((Temperature("k10temp", "Tctl", celsius, None, 95.0),)),
            own=OwnCost(cpu_percent=1.3, memory_bytes=92 * _MIB, tick_ms=1.9, threads=9),
        )

    def _gpu(self) -> GpuDevice:
        load = self._level("gpu", 41, 12)
        memory = round(self._level("gpu memory", 5.1, 0.05) * _GIB)
        return GpuDevice(
            0,
            "GeForce RTX 4060",
            "nvidia",
            load_percent=load,
            memory_total=8 * _GIB,
            memory_used=memory,
            memory_percent=100.0 * memory / (8 * _GIB),
            temperature_celsius=self._level("gpu celsius", 64, 0.8),
            power_watts=40 + load,
            power_limit_watts=115.0,
        )

    def _process(self, name: str, parent: str | None, _user: str, load: float, mib: float, gpu: float) -> Process:
        cpu = round(self._level(f"cpu {name}", load, load / 8), 1) if load else 0.0
        rss = round(self._level(f"rss {name}", mib, mib / 400) * _MIB)
        is_busy = load > 20
        return Process(
            identity=self._identities[name],
            parent_pid=None if parent is None else self._identities[parent].pid,
            state=ProcessState.RUNNING if is_busy else ProcessState.SLEEPING,
            cpu_percent=cpu,
            memory_percent=100.0 * rss / _TOTAL,
            rss_bytes=rss,
            vms_bytes=3 * rss,
            cpu_seconds=cpu * 40,
            threads=2 + round(mib) % 23,
            nice=0,
            read_rate=self._burst(f"read {name}", 2e6, 0.2) if is_busy else 0.0,
            write_rate=self._burst(f"write {name}", 9e5, 0.3) if is_busy else 0.0,
            gpu_percent=round(self._level(f"gpu {name}", gpu, gpu / 10), 1) if gpu else 0.0,
        )

    def _passing(self) -> Process:
        """A short life: in every second snapshot one has ended and another begun."""
        number = self._seq // 2
        name, parent = ("git", "code") if number % 2 else ("make", "bash")
        identity = ProcessIdentity(
            pid=4100 + 7 * number,
            start_ticks=30_000_000 + self._seq // 2 * 200,
            create_time=self._start + 2.0 * number,
            name=name,
            username="ada",
            executable=f"/usr/bin/{name}",
            command_line=(name,),
        )
        return Process(
            identity=identity,
            parent_pid=self._identities[parent].pid,
            state=ProcessState.RUNNING,
            cpu_percent=4.2,
            memory_percent=0.05,
            rss_bytes=17 * _MIB,
            vms_bytes=52 * _MIB,
            threads=1,
            nice=0,
            read_rate=120e3,
            write_rate=0.0,
            gpu_percent=0.0,
        )

    def _level(self, name: str, usual: float, step: float) -> float:
        """A value that wanders about its usual level, and stays positive."""
        before = self._levels.get(name, usual)
        after = before + self._random.gauss((usual - before) * 0.2, step)
        self._levels[name] = max(usual * 0.05, after)
        return self._levels[name]

    def _burst(self, name: str, usual: float, chance: float) -> float:
        """A rate that is mostly low, and sometimes rises and falls again."""
        before = self._levels.get(name, 0.0)
        rise = self._random.uniform(0.4, 1.2) * usual if self._random.random() < chance else 0.0
        self._levels[name] = before * 0.55 + rise
        return self._levels[name]
