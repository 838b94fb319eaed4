"""Who the processes of a fixture /proc are: names of any bytes, command lines, users, starts, and an exec."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from hertzmon_gui.model.snapshot import ProcessState
from tests.collector.processes.proc_files import KERNEL_THREAD, stat_line, write_machine, write_process
from tests.collector.trees import Machine

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
from tests.collector.processes.linux_sweep import make_reader, sweep


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b") R 1 1 (", ") R 1 1 ("),
        (b"a\nb", "a\nb"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"", ""),
        ("名前".encode(), "名前"),
        (b"\x1b[31m", "\x1b[31m"),
    ],
)
def test_names_of_any_bytes(machine: Machine, reader: LinuxProcessReader, name: bytes, shown: str) -> None:
    write_process(machine, stat_line(7, name), b"\xff\0ok\0")
    (row,) = sweep(machine, reader).rows
    assert (row.identity.name, row.parent_pid) == (shown, 1)
    assert row.identity.command_line == ("\ufffd", "ok")
    row.identity.name.encode()  # no lone surrogates, which no file and no socket takes


def test_a_name_cut_by_the_kernel_is_completed_from_the_command_line(
    machine: Machine, reader: LinuxProcessReader
) -> None:
    write_process(machine, stat_line(7, b"chrome_crashpad"), b"/opt/chrome_crashpad_handler\0--x\0")
    write_process(machine, stat_line(8, b"python3-really-"), b"/usr/bin/other\0")
    assert [row.identity.name for row in sweep(machine, reader).rows] == ["chrome_crashpad_handler", "python3-really-"]


def test_a_command_line_written_over_with_a_title_is_split_at_spaces(
    machine: Machine, reader: LinuxProcessReader
) -> None:
    write_process(machine, stat_line(7), b"nginx: master process\0")
    write_process(machine, stat_line(8), b"sshd: user [priv]\0\0\0\0\0")
    rows = sweep(machine, reader).rows
    assert rows[0].identity.command_line == ("nginx:", "master", "process")
    assert rows[1].identity.command_line == ("sshd:", "user", "[priv]")


def test_an_exec_is_seen_by_its_name(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, b"bash"), b"bash\0")
    sweep(machine, reader)
    write_process(machine, stat_line(7, b"make", user_ticks=1), b"make\0all\0")
    identity = sweep(machine, reader).rows[0].identity
    assert (identity.name, identity.command_line) == ("make", ("make", "all"))


def test_an_exec_under_the_same_name_is_seen_by_its_stack(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, b"python"), b"python\0a.py\0")
    sweep(machine, reader)
    write_process(machine, stat_line(7, b"python", stack=150_000), b"python\0b.py\0")
    assert sweep(machine, reader).rows[0].identity.command_line == ("python", "b.py")


def test_a_zombie_keeps_its_command_line(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7), b"worker\0--job\0")
    sweep(machine, reader)
    write_process(machine, stat_line(7, state="Z", stack=0, rss_pages=0, vms=0), b"")
    row = sweep(machine, reader).rows[0]
    assert (row.state, row.identity.command_line) == (ProcessState.ZOMBIE, ("worker", "--job"))


def test_a_young_process_is_looked_at_once_more(machine: Machine, reader: LinuxProcessReader) -> None:
    sweep(machine, reader)
    write_process(machine, stat_line(7), b"worker\0")
    sweep(machine, reader)
    write_process(machine, stat_line(7), b"worker\0--renamed\0")
    assert sweep(machine, reader).rows[0].identity.command_line == ("worker",)
    assert sweep(machine, reader, 3.0).rows[0].identity.command_line == ("worker", "--renamed")


def test_the_command_line_of_a_process_stuck_in_the_kernel_is_left_alone(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading it waits for a lock that such a process may hold for ever; it is read when the process goes on."""
    asked: list[str] = []
    really_open = os.open

    def noting_open(path: str, flags: int, mode: int = 0o777) -> int:
        asked.append(str(path))
        return really_open(path, flags, mode)

    monkeypatch.setattr(os, "open", noting_open)
    write_process(machine, stat_line(7, state="D"), b"worker\0--job\0")
    for _ in range(5):
        assert sweep(machine, reader).rows[0].identity.command_line == ()
    write_process(machine, stat_line(7, b"other", state="D"), b"other\0--job\0")
    assert sweep(machine, reader).rows[0].identity.name == "other"
    assert not [path for path in asked if path.endswith("/cmdline")]
    write_process(machine, stat_line(7, b"other", state="S"), b"other\0--job\0")
    assert sweep(machine, reader).rows[0].identity.command_line == ("other", "--job")


@pytest.mark.parametrize(("threads", "shown"), [(1, ("copy", "a", "b")), (2, ())])
def test_the_command_line_of_a_process_that_waits_for_the_disk_again_and_again(
    machine: Machine, reader: LinuxProcessReader, threads: int, shown: tuple[str, ...]
) -> None:
    """It ran meanwhile, so it holds no lock for ever; of several threads another may have run."""
    write_process(machine, stat_line(7, b"copy", state="D", threads=threads), b"copy\0a\0b\0")
    assert sweep(machine, reader).rows[0].identity.command_line == ()
    write_process(machine, stat_line(7, b"copy", state="D", threads=threads, user_ticks=3), b"copy\0a\0b\0")
    assert sweep(machine, reader).rows[0].identity.command_line == shown


def test_a_user_that_changes_late_is_seen_within_a_minute(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A daemon that gives up its rights long after its start, without an exec."""
    owners = dict.fromkeys(range(7, 207), 0)
    look = os.stat

    def owned(path: str, **options: Any) -> Any:
        found = look(path, **options)
        pid = str(path).rpartition("/")[2]
        return SimpleNamespace(st_uid=owners[int(pid)]) if pid.isdigit() else found

    for pid in owners:
        write_process(machine, stat_line(pid))
    monkeypatch.setattr(os, "stat", owned)
    sweep(machine, reader)
    owners = dict.fromkeys(owners, 1000)
    seen = [sum(row.identity.username == "ada" for row in sweep(machine, reader).rows) for _ in range(61)]
    assert seen[0] < 10  # a few at a time
    assert seen[-1] == 200


def test_kernel_threads_are_marked(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, b"kworker/0:1", flags=KERNEL_THREAD, state="I"))
    (row,) = sweep(machine, reader).rows
    assert row.identity.is_kernel_thread
    assert (row.state, row.identity.command_line, row.identity.executable) == (ProcessState.IDLE, (), None)


def test_the_executable_of_a_program_replaced_by_an_update(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    (machine.root / "proc/7/exe").symlink_to("/no/such/tool (deleted)")
    assert sweep(machine, reader).rows[0].identity.executable == "/no/such/tool"


def test_start_times_follow_the_wall_clock(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, start=0))
    assert sweep(machine, reader).rows[0].identity.create_time == 1_700_000_000
    write_machine(machine, boot_time=1_600_000_000)
    assert sweep(machine, reader).rows[0].identity.create_time == 1_700_000_000
    clock = machine.tick()
    jumped = type(clock)(clock.wall - 1e8, clock.monotonic, clock.demand)
    row = reader.sweep(jumped).rows[0]
    assert (row.identity.create_time, row.identity.key) == (1_600_000_000, (7, 0))


def test_a_name_that_a_directory_service_tells_later_replaces_the_number(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pwd

    write_machine(machine)
    uid = os.getuid()
    machine.write({"etc/passwd": ""})
    reader = make_reader(machine)
    machine.lane.answers = False
    write_process(machine, stat_line(7))
    assert sweep(machine, reader).rows[0].identity.username == str(uid)
    machine.lane.answers = True
    monkeypatch.setattr(pwd, "getpwuid", lambda number: pwd.struct_passwd(("remote", "x", number, 1, "", "/", "")))
    assert sweep(machine, reader).rows[0].identity.username == "remote"
