"""History: every catalogue metric in a window of its own, with gaps where nothing is known."""

from __future__ import annotations

import math

from hertzmon_gui.model import metrics
from hertzmon_gui.model.history import LONGEST_WINDOW_SECONDS, History
from hertzmon_gui.model.snapshot import CoreUsage, Cpu, Disk, Disks, Interface, Network, Snapshot


def cpu(percent: float | None, cores: tuple[int, ...] = ()) -> Cpu:
    rows = tuple(CoreUsage(index, percent) for index in cores)
    return Cpu(4, 2, percent=percent, times=None, cores=rows, frequency=None, load_average=None)


def snapshot(time: float, *, after_gap: bool = False, **sections: object) -> Snapshot:
    values: dict[str, object] = {"seq": int(time), "wall_time": time, "monotonic_time": time, "interval_seconds": 1.0}
    return Snapshot(**values, **sections, after_gap=after_gap)  # type: ignore[arg-type]


def network(*names: str) -> Network:
    rows = tuple(Interface(name, 0, 0, 0, 0, send_rate=1.0, receive_rate=2.0) for name in names)
    return Network(rows, send_rate=1.0, receive_rate=2.0)


def test_nothing_is_known_at_first() -> None:
    times, values = History(1.0).series(metrics.CPU, "percent")
    assert times.size == values.size == 0
    assert History(1.0).instances("core") == ()


def test_samples_appear_in_order_under_their_own_metric() -> None:
    history = History(1.0)
    for time, percent in ((1.0, 10.0), (2.0, None), (3.0, 30.0)):
        history.append(snapshot(time, cpu=cpu(percent)))
    times, values = history.series(metrics.CPU, "percent")
    assert times.tolist() == [1.0, 2.0, 3.0]
    assert values[0] == 10.0
    assert math.isnan(values[1])
    assert values[2] == 30.0
    assert all(math.isnan(value) for value in history.series(metrics.CPU, "load1")[1])


def test_a_section_that_is_missing_for_a_tick_is_a_gap() -> None:
    history = History(1.0)
    history.append(snapshot(1.0, cpu=cpu(10.0)))
    history.append(snapshot(2.0))
    history.append(snapshot(3.0, cpu=cpu(30.0)))
    times, values = history.series(metrics.CPU, "percent")
    assert times.tolist() == [1.0, 2.0, 3.0]
    assert math.isnan(values[1])


def test_a_pause_is_a_nan_between_its_neighbours() -> None:
    history = History(1.0)
    history.append(snapshot(1.0, cpu=cpu(10.0)))
    history.append(snapshot(101.0, cpu=cpu(20.0), after_gap=True))
    times, values = history.series(metrics.CPU, "percent")
    assert times.tolist() == [1.0, 51.0, 101.0]
    assert math.isnan(values[1])
    assert values[2] == 20.0


def test_a_gap_before_anything_is_nothing() -> None:
    history = History(1.0)
    history.append(snapshot(5.0, cpu=cpu(10.0), after_gap=True))
    assert history.series(metrics.CPU, "percent")[0].tolist() == [5.0]


def test_instances_keep_the_order_in_which_they_came_and_come_back_to_their_window() -> None:
    history = History(1.0)
    history.append(snapshot(1.0, network=network("eth0")))
    history.append(snapshot(2.0, network=network("wlan0", "eth0")))
    history.append(snapshot(3.0, network=network("wlan0")))
    history.append(snapshot(4.0, network=network("eth0", "wlan0")))
    assert history.instances("interface") == ("eth0", "wlan0")
    times, values = history.series(metrics.INTERFACE, "receive_rate", "eth0")
    assert times.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert [math.isnan(value) for value in values] == [False, False, True, False]
    assert history.series(metrics.INTERFACE, "receive_rate", "wlan0")[0].tolist() == [2.0, 3.0, 4.0]


def test_core_numbers_may_have_holes() -> None:
    history = History(1.0)
    history.append(snapshot(1.0, cpu=cpu(10.0, cores=(0, 3))))
    assert history.instances("core") == ("0", "3")


def test_two_rows_of_one_name_count_once() -> None:
    history = History(1.0)
    disk = Disk("sda", 0, 0, read_rate=1.0, write_rate=1.0)
    for time in (1.0, 2.0):
        history.append(snapshot(time, disks=Disks((), (disk, disk), 1.0, 1.0)))
    assert history.series(metrics.DISK, "read_rate", "sda")[0].tolist() == [1.0, 2.0]


def test_an_instance_that_left_is_forgotten_when_its_window_holds_nothing_else() -> None:
    history = History(60.0)  # an hour is 62 samples at this pace
    history.append(snapshot(0.0, network=network("eth0", "usb0")))
    time = 0.0
    while "usb0" in history.instances("interface"):
        time += 60.0
        history.append(snapshot(time, network=network("eth0")))
        assert time < 3 * LONGEST_WINDOW_SECONDS
    assert time >= LONGEST_WINDOW_SECONDS
    assert history.instances("interface") == ("eth0",)
    history.append(snapshot(time + 60.0, network=network("eth0", "usb0")))
    assert history.series(metrics.INTERFACE, "send_rate", "usb0")[0].tolist() == [time + 60.0]


def test_instances_that_come_and_go_all_day_do_not_pile_up() -> None:
    history = History(60.0)
    for number in range(200):
        history.append(snapshot(float(number), network=network("eth0", f"veth{number}")))
    names = history.instances("interface")
    assert len(names) < 80
    assert "eth0" in names
    assert {"veth199", "veth198", "veth190"} <= set(names)
    assert "veth100" not in names


def test_a_machine_with_too_many_instances_keeps_the_first() -> None:
    history = History(60.0)
    history.append(snapshot(1.0, network=network(*(f"veth{number}" for number in range(1000)))))
    names = history.instances("interface")
    assert 100 < len(names) < 1000
    assert names[0] == "veth0"


def test_another_pace_keeps_the_samples_and_the_hour() -> None:
    history = History(1.0)
    for time in range(10):
        history.append(snapshot(float(time), cpu=cpu(float(time))))
    history.set_interval(0.25)
    history.append(snapshot(10.0, cpu=cpu(10.0)))
    times, values = history.series(metrics.CPU, "percent")
    assert times.tolist() == values.tolist() == [float(time) for time in range(11)]
    history.set_interval(600.0)
    assert history.series(metrics.CPU, "percent")[0].tolist() == [3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
