"""The way from the sampler's thread to the window."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.bridge import SnapshotBridge
from tests.ui.stage import bare_snapshot


def publish_on_another_thread(bus: SnapshotBus, *sequence: int) -> None:
    def run() -> None:
        for seq in sequence:
            bus.publish(bare_snapshot(seq))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_snapshots_arrive_on_the_gui_thread(qtbot: QtBot) -> None:
    bus = SnapshotBus()
    arrived: list[tuple[int, int]] = []
    bridge = SnapshotBridge(bus, lambda snapshot: arrived.append((snapshot.seq, threading.get_ident())))
    publish_on_another_thread(bus, 1)
    qtbot.waitUntil(lambda: bool(arrived))
    publish_on_another_thread(bus, 2)
    qtbot.waitUntil(lambda: len(arrived) == 2)
    assert arrived == [(1, threading.get_ident()), (2, threading.get_ident())]
    bridge.close()


def test_a_busy_window_gets_the_newest_only_and_one_signal(qtbot: QtBot) -> None:
    bus = SnapshotBus()
    arrived: list[int] = []
    bridge = SnapshotBridge(bus, lambda snapshot: arrived.append(snapshot.seq))
    publish_on_another_thread(bus, *range(1, 501))
    qtbot.wait(20)
    assert arrived == [500]
    bridge.close()


def test_a_failing_reader_hears_the_next_one(qtbot: QtBot) -> None:
    bus = SnapshotBus()
    arrived: list[int] = []

    def deliver(snapshot: Snapshot) -> None:
        arrived.append(snapshot.seq)
        if snapshot.seq == 1:
            raise ValueError("a reader's fault")

    bridge = SnapshotBridge(bus, deliver)
    with qtbot.captureExceptions() as exceptions:
        publish_on_another_thread(bus, 1)
        qtbot.waitUntil(lambda: arrived == [1])
    assert len(exceptions) == 1
    publish_on_another_thread(bus, 2)
    qtbot.waitUntil(lambda: arrived == [1, 2])
    bridge.close()


def test_after_closing_nothing_arrives(qtbot: QtBot) -> None:
    bus = SnapshotBus()
    arrived: list[int] = []
    bridge = SnapshotBridge(bus, lambda snapshot: arrived.append(snapshot.seq))
    publish_on_another_thread(bus, 1)
    bridge.close()
    bridge.close()
    publish_on_another_thread(bus, 2)
    qtbot.wait(20)
    assert arrived == []
