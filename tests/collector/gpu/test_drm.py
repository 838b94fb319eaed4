"""AMD's and Intel's GPUs from a tree of /sys as their drivers make it, with the processes that use them."""

from __future__ import annotations

import sys

import pytest

from hertzmon_gui.collector.gpu.drm import DrmReader
from hertzmon_gui.collector.gpu.fdinfo import parse_fdinfo
from hertzmon_gui.collector.gpu.pci import PciNames
from hertzmon_gui.collector.gpu.protocol import NoDevices, Request
from hertzmon_gui.model.snapshot import GpuDevice, GpuProcess
from tests.collector.trees import Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /sys")

AMD = "sys/devices/pci0000:00/0000:03:00.0"
INTEL = "sys/devices/pci0000:00/0000:00:02.0"
GIB = 1024**3


def reader(machine: Machine) -> DrmReader:
    return DrmReader(machine.root, PciNames(machine.root))


def amd(machine: Machine) -> None:
    machine.link("sys/class/drm/card1/device", AMD)
    machine.write(
        {
            f"{AMD}/{name}": f"{value}\n"
            for name, value in {
                "vendor": "0x1002",
                "device": "0x73bf",
                "gpu_busy_percent": 64,
                "mem_info_vram_total": 16 * GIB,
                "mem_info_vram_used": 4 * GIB,
                "power/runtime_status": "active",
                "hwmon/hwmon4/temp1_input": 57000,
                "hwmon/hwmon4/power1_average": 143_000_000,
                "hwmon/hwmon4/power1_cap": 255_000_000,
                "hwmon/hwmon4/freq1_input": 2_105_000_000,
                "hwmon/hwmon4/freq2_input": 1_000_000_000,
                "hwmon/hwmon4/fan1_input": 1200,
                "hwmon/hwmon4/fan1_max": 3000,
            }.items()
        }
        | {
            "sys/class/drm/card1-HDMI-A-1/status": "connected\n",
            "usr/share/misc/pci.ids": (
                "# list\n1001  Other\n\t73bf  Not this\n1002  AMD/ATI\n\t73be  No\n"
                "\t73bf  Navi 21 [Radeon RX 6800/6800 XT / 6900 XT]\n\t\t1002 0e3a  Board\n"
                "8086  Intel\n\t9a49  TigerLake-LP GT2 [Iris Xe Graphics]\n"
            ),
        }
    )


def intel(machine: Machine, **files: object) -> None:
    machine.link("sys/class/drm/card0/device", INTEL)
    machine.write({f"{INTEL}/vendor": "0x8086\n", f"{INTEL}/device": "0x9a49\n"})
    machine.write({f"sys/class/drm/card0/{name.replace('__', '/')}": f"{value}\n" for name, value in files.items()})


def test_an_amd_gpu(machine: Machine) -> None:
    amd(machine)
    assert reader(machine).read(Request(0.0)).devices == (
        GpuDevice(
            index=0,
            name="AMD Radeon RX 6800/6800 XT / 6900 XT",
            vendor="amd",
            load_percent=64.0,
            memory_total=16 * GIB,
            memory_used=4 * GIB,
            memory_percent=25.0,
            temperature_celsius=57.0,
            power_watts=143.0,
            power_limit_watts=255.0,
            graphics_clock_mhz=2105,
            memory_clock_mhz=1000,
            fan_percent=40.0,
        ),
    )


def test_an_intel_gpu_loads_as_long_as_it_is_not_powered_down(machine: Machine) -> None:
    intel(machine, gt_act_freq_mhz=1100, gt__gt0__rc6_residency_ms=5000)
    drm = reader(machine)
    (first,) = drm.read(Request(100.0)).devices
    assert (first.name, first.vendor, first.load_percent) == ("Intel GPU 9a49", "intel", None)
    assert (first.graphics_clock_mhz, first.memory_total, first.temperature_celsius) == (1100, None, None)
    intel_root = machine.root / "sys/class/drm/card0"
    (intel_root / "gt/gt0/rc6_residency_ms").write_text("6500\n")
    (intel_root / "gt_act_freq_mhz").write_text("0\n")
    (second,) = drm.read(Request(102.0)).devices
    assert second.load_percent == pytest.approx(25.0)
    assert second.graphics_clock_mhz is None


def test_an_intel_gpu_under_xe_with_an_energy_counter(machine: Machine) -> None:
    intel(machine)
    base = {
        f"{INTEL}/tile0/gt0/gtidle/idle_residency_ms": "100\n",
        f"{INTEL}/tile0/gt1/gtidle/idle_residency_ms": "100\n",
        f"{INTEL}/tile0/gt0/freq0/act_freq": "2400\n",
        f"{INTEL}/hwmon/hwmon1/energy1_input": "1000000\n",
        f"{INTEL}/hwmon/hwmon1/temp2_input": "48000\n",
    }
    machine.write(base)
    drm = reader(machine)
    drm.read(Request(0.0))
    machine.write(
        {
            f"{INTEL}/tile0/gt0/gtidle/idle_residency_ms": "500\n",
            f"{INTEL}/tile0/gt1/gtidle/idle_residency_ms": "1100\n",
            f"{INTEL}/hwmon/hwmon1/energy1_input": "16000000\n",
        }
    )
    (device,) = drm.read(Request(1.0)).devices
    assert device.load_percent == pytest.approx(60.0)
    assert (device.power_watts, device.temperature_celsius, device.graphics_clock_mhz) == (15.0, 48.0, 2400)


def test_a_sleeping_gpu_is_left_asleep_and_remembered(machine: Machine) -> None:
    amd(machine)
    drm = reader(machine)
    drm.read(Request(0.0))
    machine.write({f"{AMD}/power/runtime_status": "suspended\n"})
    machine.remove(f"{AMD}/gpu_busy_percent")  # whoever read it would find out
    (device,) = drm.read(Request(1.0)).devices
    assert (device.asleep, device.load_percent, device.memory_total) == (True, None, 16 * GIB)
    assert device.name == "AMD Radeon RX 6800/6800 XT / 6900 XT"


def test_gpus_come_and_go(machine: Machine) -> None:
    amd(machine)
    drm = reader(machine)
    assert len(drm.read(Request(0.0)).devices) == 1
    intel(machine)
    assert [device.vendor for device in drm.read(Request(1.0)).devices] == ["intel", "amd"]
    machine.remove("sys/class/drm/card1/device")
    assert [device.vendor for device in drm.read(Request(2.0)).devices] == ["intel"]


def test_what_is_no_gpu_to_watch_is_left_out(machine: Machine) -> None:
    with pytest.raises(NoDevices):
        reader(machine).read(Request(0.0))
    for number, (vendor, driver) in enumerate((("0x1af4", "virtio-pci"), ("0x10de", "nvidia"), ("0x1a03", "ast"))):
        place = f"sys/devices/pci0000:00/0000:0{number}:00.0"
        machine.link(f"sys/class/drm/card{number}/device", place)
        machine.link(f"{place}/driver", f"sys/bus/pci/drivers/{driver}")
        machine.write({f"{place}/vendor": vendor + "\n"})
    with pytest.raises(NoDevices):
        reader(machine).read(Request(0.0))


FDINFO = """pos:\t0
flags:\t02100002
drm-driver:\tamdgpu
drm-client-id:\t{client}
drm-pdev:\t0000:03:00.0
drm-engine-gfx:\t{gfx} ns
drm-engine-dec:\t{dec} ns
drm-engine-capacity-dec:\t2
drm-memory-vram:\t{vram} KiB
"""


def open_gpu(machine: Machine, pid: int, descriptor: int, **figures: int) -> None:
    link = machine.root / f"proc/{pid}/fd/{descriptor}"
    if not link.is_symlink():
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to("/dev/dri/renderD128")
    machine.write({f"proc/{pid}/fdinfo/{descriptor}": FDINFO.format(**figures)})


def test_processes_load_the_gpu_by_their_busiest_engine_and_are_read_on_demand(machine: Machine) -> None:
    amd(machine)
    drm = reader(machine)
    second = 10**9
    open_gpu(machine, 50, 7, client=1, gfx=0, dec=0, vram=1024)
    open_gpu(machine, 50, 8, client=1, gfx=0, dec=0, vram=1024)  # the same opening once more
    open_gpu(machine, 50, 9, client=2, gfx=0, dec=0, vram=512)
    open_gpu(machine, 60, 3, client=3, gfx=5 * second, dec=0, vram=0)
    assert drm.read(Request(0.0)).devices[0].processes == ()
    assert drm.read(Request(1.0, processes=True)).devices[0].processes == (
        GpuProcess(50, None, 1536 * 1024),
        GpuProcess(60, None, 0),
    )
    open_gpu(machine, 50, 7, client=1, gfx=second // 5, dec=second, vram=1024)
    open_gpu(machine, 50, 8, client=1, gfx=second // 5, dec=second, vram=1024)
    open_gpu(machine, 50, 9, client=2, gfx=second // 10, dec=0, vram=512)
    open_gpu(machine, 60, 3, client=3, gfx=1, dec=0, vram=0)  # a counter that went back
    assert drm.read(Request(2.0, processes=True)).devices[0].processes == (
        GpuProcess(50, 50.0, 1536 * 1024),  # both decoders together; 30 % of the shaders beside them
        GpuProcess(60, 0.0, 0),
    )


def test_processes_that_end_between_two_looks(machine: Machine) -> None:
    amd(machine)
    drm = reader(machine)
    open_gpu(machine, 50, 7, client=1, gfx=0, dec=0, vram=8)
    drm.read(Request(0.0, processes=True))
    machine.remove("proc/50")
    assert drm.read(Request(1.0, processes=True)).devices[0].processes == ()


def test_cycles_of_xe_and_memory_of_the_systems(machine: Machine) -> None:
    text = (
        b"drm-driver: xe\ndrm-client-id: 3\ndrm-pdev: 0000:00:02.0\ndrm-resident-system: 3 MiB\ndrm-cycles-rcs: 50\n"
        b"drm-total-cycles-rcs: 100\ndrm-cycles-odd: 1\n"
    )
    client = parse_fdinfo(text)
    assert client is not None
    assert client.cycles == {"rcs": (50, 100)}
    assert client.memory_bytes == 3 * 1024**2
    assert parse_fdinfo(b"pos: 0\nflags: 02\n") is None
    assert parse_fdinfo(b"drm-driver: panfrost\ndrm-client-id: 3\n") is None
    intel(machine)
    drm = reader(machine)
    link = machine.root / "proc/9/fd/4"
    link.parent.mkdir(parents=True)
    link.symlink_to("/dev/dri/card0")
    machine.write({"proc/9/fdinfo/4": text})
    drm.read(Request(0.0, processes=True))
    machine.write({"proc/9/fdinfo/4": text.replace(b"rcs: 50", b"rcs: 80").replace(b"rcs: 100", b"rcs: 200")})
    assert drm.read(Request(1.0, processes=True)).devices[0].processes == (GpuProcess(9, 30.0, 3 * 1024**2),)
