"""The sweep of a fixture /proc: figures, shares of time, and what comes and goes."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from hertzmon_gui.model.snapshot import ProcessState
from tests.collector.processes.proc_files import stat_line, write_machine, write_process
from tests.collector.trees import Machine

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
from tests.collector.processes.linux_sweep import HERTZ, PAGE, WITH_IO, by_pid, make_reader, sweep


def test_figures_of_a_process(machine: Machine, reader: LinuxProcessReader) -> None:
    line = stat_line(
        7,
        b"tool",
        state="R",
        parent=3,
        user_ticks=HERTZ,
        system_ticks=HERTZ,
        nice=-5,
        threads=4,
        vms=9999,
        rss_pages=25,
    )
    write_process(machine, line, b"/usr/bin/tool\0--fast\0\0")
    processes = sweep(machine, reader)
    (row,) = processes.rows
    assert row.identity.key == (7, 5000)
    assert row.identity.name == "tool"
    assert row.identity.command_line == ("/usr/bin/tool", "--fast", "")
    assert row.identity.create_time == 1_700_000_000 + 5000 / HERTZ
    assert (row.parent_pid, row.state, row.nice, row.threads) == (3, ProcessState.RUNNING, -5, 4)
    assert (row.rss_bytes, row.vms_bytes, row.cpu_seconds) == (25 * PAGE, 9999, 2.0)
    assert row.memory_percent == pytest.approx(100 * 25 * PAGE / 1_024_000)
    assert (processes.threads, processes.running) == (4, 1)


def test_resident_memory_is_the_exact_figure_where_there_is_one(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, rss_pages=0))
    machine.write({"proc/7/statm": "900 31 20 1 0 5 0\n"})
    assert sweep(machine, reader).rows[0].rss_bytes == 31 * PAGE
    write_process(machine, stat_line(7, rss_pages=3, user_ticks=1))
    machine.write({"proc/7/statm": "torn"})
    assert sweep(machine, reader).rows[0].rss_bytes == 3 * PAGE


def test_cpu_share_is_taken_over_the_real_time(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    assert sweep(machine, reader).rows[0].cpu_percent is None  # nothing to compare with: no fake 0
    write_process(machine, stat_line(7, user_ticks=HERTZ // 2))
    assert sweep(machine, reader, 2.0).rows[0].cpu_percent == pytest.approx(25.0)
    assert sweep(machine, reader).rows[0].cpu_percent == 0.0


def test_an_idle_process_keeps_the_very_same_row(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    idle = sweep(machine, reader).rows[0]
    assert idle.cpu_percent == 0.0
    assert sweep(machine, reader).rows[0] is idle


def test_cpu_share_of_a_newborn_is_all_that_it_used(machine: Machine, reader: LinuxProcessReader) -> None:
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=HERTZ // 4))
    assert sweep(machine, reader).rows[0].cpu_percent == pytest.approx(25.0)


def test_cpu_share_never_passes_what_there_is(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=HERTZ * 10_000))
    assert sweep(machine, reader).rows[0].cpu_percent == 100.0 * (os.cpu_count() or 1)


def test_a_counter_that_goes_backwards_gives_no_share(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, user_ticks=500))
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=400))
    assert sweep(machine, reader).rows[0].cpu_percent is None
    write_process(machine, stat_line(7, user_ticks=400 + HERTZ // 10))
    assert sweep(machine, reader).rows[0].cpu_percent == pytest.approx(10.0)


def test_a_gap_gives_no_share_and_no_spike_behind_it(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    write_process(machine, stat_line(8))
    sweep(machine, reader)
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=100 * HERTZ))
    after = reader.sweep(machine.tick(3600.0, after_gap=True))
    assert [row.cpu_percent for row in after.rows] == [None, None]
    assert [row.cpu_percent for row in sweep(machine, reader).rows] == [0.0, 0.0]


def test_a_sweep_that_failed_makes_no_spike_in_the_next(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    with monkeypatch.context() as broken:
        broken.setattr(reader, "_read_lines", lambda: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sweep(machine, reader, 9.0)
    write_process(machine, stat_line(7, user_ticks=HERTZ))
    assert sweep(machine, reader, 1.0).rows[0].cpu_percent == pytest.approx(10.0)


def test_a_listing_that_fails_leaves_what_is_known(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=HERTZ))
    write_process(machine, stat_line(8))

    def refuse(path: str) -> list[str]:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as broken:
        broken.setattr(os, "listdir", refuse)
        assert [row.cpu_percent for row in sweep(machine, reader).rows] == [pytest.approx(100.0)]
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [7, 8]


def test_a_torn_line_costs_one_process_only(machine: Machine, reader: LinuxProcessReader) -> None:
    for pid in (7, 8):
        write_process(machine, stat_line(pid))
    sweep(machine, reader)
    machine.write({"proc/7/stat": b"7 (wor"})
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [8]
    write_process(machine, stat_line(7))
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [7, 8]


def test_memory_that_is_added_counts(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, rss_pages=25))
    before = sweep(machine, reader).rows[0].memory_percent
    write_machine(machine, memory_kib=2000)
    write_process(machine, stat_line(7, rss_pages=25, user_ticks=1))
    after = sweep(machine, reader, 60.0).rows[0].memory_percent
    assert before is not None
    assert after == pytest.approx(before / 2)


def test_two_sweeps_at_the_same_time_divide_by_nothing(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    write_process(machine, stat_line(7, user_ticks=5))
    assert sweep(machine, reader, 0.0).rows[0].cpu_percent is None


def test_an_ended_process_is_gone_at_the_next_sweep(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7))
    write_process(machine, stat_line(8))
    sweep(machine, reader)
    machine.remove("proc/7")
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [8]


@pytest.mark.parametrize("limit", [4096, 0])
def test_a_reused_pid_is_another_process(machine: Machine, limit: int) -> None:
    write_machine(machine)
    reader = make_reader(machine, limit)
    write_process(machine, stat_line(7, b"old", user_ticks=1000, start=5000))
    sweep(machine, reader)
    write_process(machine, stat_line(7, b"new", user_ticks=1, start=9000))
    processes = sweep(machine, reader)
    assert [(row.identity.name, row.identity.key) for row in processes.rows] == [("new", (7, 9000))]
    assert processes.rows[0].cpu_percent == pytest.approx(100 / HERTZ)


def test_a_process_that_vanishes_between_listing_and_reading_is_left_out(
    machine: Machine, reader: LinuxProcessReader
) -> None:
    (machine.root / "proc/7").mkdir(parents=True)  # listed, with nothing in it
    machine.write({"proc/8/stat": b"", "proc/9/stat": b"9 (torn"})
    write_process(machine, stat_line(10))
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [10]


def test_a_kept_descriptor_that_answers_esrch_means_gone(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pid in (7, 8, 9):
        write_process(machine, stat_line(pid))
    sweep(machine, reader)
    real, dead = os.pread, str(machine.root / "proc/8/stat")

    def pread(descriptor: int, size: int, offset: int) -> bytes:
        if str(Path(f"/proc/self/fd/{descriptor}").readlink()) == dead:
            raise ProcessLookupError(errno.ESRCH, "No such process")
        return real(descriptor, size, offset)

    monkeypatch.setattr(os, "pread", pread)
    machine.remove("proc/8/stat")
    monkeypatch.setattr(os, "open", _refuse_deleted(dead, os.open))
    dead += " (deleted)"
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [7, 9]


def _refuse_deleted(path: str, real: object) -> object:
    def open_file(wanted: str, flags: int, mode: int = 0o777) -> int:
        if wanted == path:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return real(wanted, flags, mode)  # type: ignore[operator,no-any-return]

    return open_file


def test_rows_stand_in_the_order_of_their_pids(machine: Machine, reader: LinuxProcessReader) -> None:
    for pid in (30, 9, 200):
        write_process(machine, stat_line(pid))
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [9, 30, 200]
    write_process(machine, stat_line(10, user_ticks=1))
    write_process(machine, stat_line(200, user_ticks=HERTZ))
    rows = sweep(machine, reader).rows
    assert [row.identity.pid for row in rows] == [9, 10, 30, 200]
    assert [row.cpu_percent for row in rows] == [0.0, pytest.approx(100 / HERTZ), 0.0, pytest.approx(100.0)]
    write_process(machine, stat_line(30, user_ticks=HERTZ))
    assert [row.cpu_percent for row in sweep(machine, reader).rows] == [0.0, 0.0, pytest.approx(100.0), 0.0]


def test_an_unknown_state_is_unknown(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7, state="?"))
    assert sweep(machine, reader).rows[0].state is ProcessState.UNKNOWN


def test_what_may_not_be_read_is_none(machine: Machine, reader: LinuxProcessReader) -> None:
    machine.write({"proc/7/stat": stat_line(7)})  # and nothing else of it
    (row,) = sweep(machine, reader, demand=WITH_IO).rows
    assert (row.identity.executable, row.identity.command_line) == (None, ())
    assert (row.read_rate, row.write_rate) == (None, None)


@pytest.mark.parametrize("limit", [0, 8, 4096])
def test_the_same_figures_whatever_the_descriptor_budget(machine: Machine, limit: int) -> None:
    write_machine(machine)
    reader = make_reader(machine, limit)
    for pid in range(10, 20):
        write_process(machine, stat_line(pid), io=(0, 0))
    sweep(machine, reader, demand=WITH_IO)
    for pid in range(10, 20):
        write_process(machine, stat_line(pid, user_ticks=pid), io=(pid, 0))
    rows = sweep(machine, reader, demand=WITH_IO).rows
    assert [row.cpu_percent for row in rows] == [pytest.approx(100.0 * pid / HERTZ) for pid in range(10, 20)]
    assert [row.read_rate for row in rows] == [float(pid) for pid in range(10, 20)]
    machine.remove("proc/15")
    assert 15 not in by_pid(sweep(machine, reader))


def test_every_descriptor_is_given_back(machine: Machine, reader: LinuxProcessReader) -> None:
    def count() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = count()
    for pid in range(10, 20):
        write_process(machine, stat_line(pid), io=(0, 0))
    sweep(machine, reader, demand=WITH_IO)
    assert count() == before + 20
    machine.remove("proc/15")
    sweep(machine, reader, demand=WITH_IO)
    assert count() == before + 18
    sweep(machine, reader)
    assert count() == before + 9
    reader.close()
    assert count() == before


def test_no_new_listing_while_the_kernel_made_no_process(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    listings = []
    real = os.listdir

    def listdir(path: str) -> list[str]:
        listings.append(path)
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    machine.write({"proc/loadavg": "0.00 0.00 0.00 1/9 100\n"})
    write_process(machine, stat_line(7))
    sweep(machine, reader)
    sweep(machine, reader)
    assert len(listings) == 1
    write_process(machine, stat_line(8))
    machine.write({"proc/loadavg": "0.00 0.00 0.00 1/9 101\n"})
    assert len(sweep(machine, reader).rows) == 2
    assert len(listings) == 2
    sweep(machine, reader, 60.0)  # now and then all the same
    assert len(listings) == 3


def test_without_meminfo_the_share_of_memory_is_unknown(machine: Machine) -> None:
    machine.write({"etc/passwd": ""})
    write_process(machine, stat_line(7))
    row = sweep(machine, make_reader(machine)).rows[0]
    assert (row.memory_percent, row.identity.create_time) == (None, None)
