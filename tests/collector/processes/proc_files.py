"""Processes as files of a machine's /proc."""

from __future__ import annotations

from tests.collector.trees import Machine

KERNEL_THREAD = 0x00200000


def stat_line(
    pid: int,
    name: bytes = b"worker",
    *,
    state: str = "S",
    parent: int = 1,
    flags: int = 0,
    user_ticks: int = 0,
    system_ticks: int = 0,
    nice: int = 0,
    threads: int = 1,
    start: int = 5000,
    vms: int = 8192,
    rss_pages: int = 10,
    stack: int = 140_000,
) -> bytes:
    before = f"{state} {parent} {pid} {pid} 0 -1 {flags} 1 2 3 4 {user_ticks} {system_ticks} 5 6 20 {nice} {threads} 0"
    behind = (
        f"{start} {vms} {rss_pages} 18446744073709551615 1 1 {stack} 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0"
    )
    return b"%d (%s) %s %s\n" % (pid, name, before.encode(), behind.encode())


def write_machine(machine: Machine, *, memory_kib: int = 1000, boot_time: int = 1_700_000_000) -> None:
    machine.write(
        {
            "proc/meminfo": f"MemTotal: {memory_kib} kB\nMemFree: 1 kB\n",
            "proc/stat": f"cpu  1 2 3 4\nbtime {boot_time}\n",
            "proc/uptime": "1.0 1.0\n",
            "etc/passwd": "root:x:0:0::/root:/bin/sh\nbroken line\nada:x:1000:1000::/:/bin/sh\n",
        }
    )


def write_process(machine: Machine, line: bytes, command_line: bytes = b"", io: tuple[int, int] | None = None) -> None:
    """A process of this stat line; the files are written in place, so that kept descriptors see them."""
    pid = int(line.split(b" ", 1)[0])
    machine.write({f"proc/{pid}/stat": line, f"proc/{pid}/cmdline": command_line})
    if io is not None:
        machine.write({f"proc/{pid}/io": f"rchar: 1\nwchar: 2\nread_bytes: {io[0]}\nwrite_bytes: {io[1]}\n"})
