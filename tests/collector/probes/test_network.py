"""Network: rates, totals that count traffic once, interfaces that come and go, and psutil's counters."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.network import NetworkProbe
from hertzmon_gui.collector.probes.portable.network import PortableNetworkReader, is_loopback_name, looks_virtual
from hertzmon_gui.model.snapshot import Interface, Network
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

HEAD = b"Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes ...\n"


def net_dev(**counters: tuple[int, int]) -> bytes:
    lines = (
        b"%6s: %d 7 1 2 0 0 0 0 %d 8 3 4 0 0 0 0\n" % (name.encode(), received, sent)
        for name, (received, sent) in counters.items()
    )
    return HEAD + b"".join(lines)


def of(network: Network, name: str) -> Interface:
    return next(interface for interface in network.interfaces if interface.name == name)


def with_sys(machine: Machine, name: str, *, device: bool, kind: int = 1, **files: str) -> None:
    base = f"sys/class/net/{name}"
    machine.write({f"{base}/type": f"{kind}\n"} | {f"{base}/{key}": value + "\n" for key, value in files.items()})
    if device:
        machine.write({f"{base}/device/vendor": "0x8086\n"})


@needs_linux
def test_rates_and_totals_leave_out_loopback_and_what_counts_elsewhere(machine: Machine) -> None:
    with_sys(machine, "lo", device=False, kind=772, operstate="unknown", flags="0x9")
    with_sys(machine, "eth0", device=True, operstate="up", speed="1000", flags="0x1003")
    with_sys(machine, "br0", device=False, operstate="down", speed="-1", flags="0x1003")
    machine.write({"proc/net/dev": net_dev(lo=(10, 10), eth0=(1000, 2000), br0=(1000, 2000))})
    probe = NetworkProbe(machine.context)
    first = probe.read(machine.tick())
    assert first.receive_rate is None
    assert of(first, "eth0").receive_rate is None
    machine.write({"proc/net/dev": net_dev(lo=(5010, 5010), eth0=(3000, 2500), br0=(3000, 2500))})
    second = probe.read(machine.tick(2.0))
    assert (second.receive_rate, second.send_rate) == (1000.0, 250.0)
    assert of(second, "lo").receive_rate == 2500.0
    eth0, br0, lo = of(second, "eth0"), of(second, "br0"), of(second, "lo")
    assert (eth0.packets_received, eth0.packets_sent) == (7, 8)
    assert (eth0.errors_in, eth0.drops_in, eth0.errors_out, eth0.drops_out) == (1, 2, 3, 4)
    assert (eth0.is_up, eth0.speed_mbps, eth0.is_virtual) == (True, 1000, False)
    assert (br0.is_up, br0.speed_mbps, br0.is_virtual) == (False, None, True)
    assert (lo.is_up, lo.is_loopback) == (True, True)


@needs_linux
def test_inside_a_container_the_virtual_interface_is_the_total(machine: Machine) -> None:
    with_sys(machine, "lo", device=False, kind=772)
    with_sys(machine, "eth0", device=False)
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), eth0=(0, 0))})
    probe = NetworkProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/net/dev": net_dev(lo=(70, 70), eth0=(10, 20))})
    network = probe.read(machine.tick())
    assert (network.receive_rate, network.send_rate) == (10.0, 20.0)


@needs_linux
def test_interfaces_come_and_go_and_counters_wrap(machine: Machine) -> None:
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), eth0=(2**32 - 10, 5))})
    probe = NetworkProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), eth0=(10, 6), usb0=(999_999, 0))})
    network = probe.read(machine.tick())
    assert of(network, "eth0").receive_rate is None
    assert of(network, "eth0").send_rate == 1.0
    assert of(network, "usb0").receive_rate is None
    assert network.receive_rate is None
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), usb0=(999_999, 0))})
    network = probe.read(machine.tick())
    assert [interface.name for interface in network.interfaces] == ["lo", "usb0"]
    assert network.receive_rate == 0.0
    # eth0 is a new interface when it comes back.
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), eth0=(500, 500), usb0=(999_999, 0))})
    assert of(probe.read(machine.tick()), "eth0").receive_rate is None


@needs_linux
def test_an_interface_whose_nature_changed_while_it_was_gone_is_looked_at_again(machine: Machine) -> None:
    with_sys(machine, "net0", device=False)
    machine.write({"proc/net/dev": net_dev(net0=(0, 0))})
    probe = NetworkProbe(machine.context)
    assert of(probe.read(machine.tick()), "net0").is_virtual
    machine.write({"proc/net/dev": net_dev()})
    assert probe.read(machine.tick()).interfaces == ()
    with_sys(machine, "net0", device=True)
    machine.write({"proc/net/dev": net_dev(net0=(0, 0))})
    assert not of(probe.read(machine.tick()), "net0").is_virtual


@needs_linux
def test_a_gap_gives_no_rate(machine: Machine) -> None:
    machine.write({"proc/net/dev": net_dev(eth0=(0, 0))})
    probe = NetworkProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/net/dev": net_dev(eth0=(10**9, 10**9))})
    assert probe.read(machine.tick(3600, after_gap=True)).receive_rate is None


@needs_linux
def test_names_of_any_bytes_and_broken_lines(machine: Machine) -> None:
    odd = net_dev(eth0=(1, 2)).replace(b"eth0", b"e\xff:1")
    machine.write({"proc/net/dev": odd + b"  short: 1 2 3\n  no colon at all\n"})
    names = [interface.name for interface in NetworkProbe(machine.context).read(machine.tick()).interfaces]
    assert names == [r"e\xff:1"]


@needs_linux
def test_without_sys_the_names_tell_and_the_kernel_is_asked(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.write({"proc/net/dev": net_dev(lo=(0, 0), eth0=(0, 0), docker0=(0, 0))})
    states = {
        "lo": SimpleNamespace(isup=True, speed=0),
        "eth0": SimpleNamespace(isup=False, speed=1000),
    }
    monkeypatch.setattr(psutil, "net_if_stats", lambda: states)
    network = NetworkProbe(machine.context).read(machine.tick())
    assert [(i.name, i.is_loopback, i.is_virtual, i.is_up, i.speed_mbps) for i in network.interfaces] == [
        ("lo", True, False, True, None),
        ("eth0", False, False, False, 1000),
        ("docker0", False, True, None, None),
    ]


@needs_linux
def test_no_net_dev_is_no_data(machine: Machine) -> None:
    with pytest.raises(NoData):
        NetworkProbe(machine.context).read(machine.tick())


@pytest.mark.parametrize("name", ["utun3", "awdl0", "vEthernet (WSL)", "veth12ab", "bridge0"])
def test_other_systems_virtual_interfaces_are_known_by_name(name: str) -> None:
    assert looks_virtual(name)
    assert not is_loopback_name(name)


@pytest.mark.parametrize("name", ["lo", "lo0", "Loopback Pseudo-Interface 1"])
def test_other_systems_loopbacks_are_known_by_name(name: str) -> None:
    assert is_loopback_name(name)


@needs_linux
def test_this_machine_is_read_as_psutil_reads_it(live: Machine) -> None:
    ours, portable = NetworkProbe(live.context), NetworkProbe(live.context, PortableNetworkReader())
    network, other = ours.read(live.tick()), portable.read(live.tick())
    names = sorted(psutil.net_io_counters(pernic=True))
    assert sorted(interface.name for interface in network.interfaces) == names
    assert sorted(interface.name for interface in other.interfaces) == names
    for name in names:
        mine, theirs = of(network, name), of(other, name)
        assert mine.bytes_received <= theirs.bytes_received
        assert mine.hardware_address == theirs.hardware_address
        assert set(mine.addresses) == set(theirs.addresses)
    assert of(network, "lo").is_up == of(other, "lo").is_up
    ours.close()
    portable.close()
