"""The text of /metrics: what Prometheus' own tools and parsers make of it, whatever the devices are called."""

from __future__ import annotations

import gzip
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from prometheus_client.core import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from prometheus_client.parser import text_string_to_metric_families as parse_text

from api import prometheus
from api.prometheus import Format, MetricsText, encode, label_value, negotiate
from api.prometheus_families import FAMILIES
from hertzmon_gui.model.snapshot import Disk, Disks, Interface, Network, Sensors, Snapshot, Temperature, Volume
from tests.api.support import World, bearer, contract_snapshot
from tests.fakes import GIB, full_snapshot

PROMTOOL = shutil.which("promtool")
PROMETHEUS_ACCEPTS = (  # the header of Prometheus 2.42
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)
EMPTY = Snapshot(seq=0, wall_time=1.0, monotonic_time=1.0, interval_seconds=None)


def parse_openmetrics(text: str) -> list[Metric]:
    return list(text_string_to_metric_families(text))  # type: ignore[no-untyped-call]


def values(snapshot: Snapshot) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = encode(snapshot, Format.PROMETHEUS).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in parse_text(text)
        for sample in family.samples
    }


def value(snapshot: Snapshot, name: str, /, **labels: str) -> float:
    return values(snapshot)[name, tuple(sorted(labels.items()))]


def with_interface(name: str) -> Snapshot:
    return replace(EMPTY, network=Network((Interface(name, 1, 2, 3, 4, None, None),), None, None))


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        ("hertzmon_cpu_usage_ratio", {}, 0.375),
        ("hertzmon_cpu_mode_ratio", {"mode": "user"}, 0.3),
        ("hertzmon_cpu_seconds_total", {"mode": "user"}, 4000.5),
        ("hertzmon_cpu_core_usage_ratio", {"core": "3"}, 0.25),
        ("hertzmon_cpu_core_frequency_hertz", {"core": "0"}, 2.4e9),
        ("hertzmon_cpus", {"kind": "physical"}, 1),
        ("hertzmon_load15", {}, 1.25),
        ("hertzmon_context_switches_total", {}, 123_463),
        ("hertzmon_memory_total_bytes", {}, 16 * GIB),
        ("hertzmon_memory_part_bytes", {"part": "cached"}, 7 * GIB),
        ("hertzmon_swap_used_bytes", {}, GIB),
        ("hertzmon_swap_in_bytes_total", {}, 8192),
        ("hertzmon_pressure_ratio", {"resource": "io", "tasks": "full"}, 0.06),
        ("hertzmon_filesystem_free_bytes", {"device": "/dev/vda1", "fstype": "ext4", "mountpoint": "/"}, 35 * GIB),
        ("hertzmon_filesystem_stale", {"device": "server:/home", "fstype": "nfs4", "mountpoint": "/home"}, 1),
        ("hertzmon_disk_read_bytes_total", {"device": "vda"}, 1_000_007),
        ("hertzmon_disk_reads_total", {"device": "vda"}, 50),
        ("hertzmon_disk_latency_seconds", {"device": "vda"}, 0.00075),
        ("hertzmon_network_receive_bytes_total", {"interface": "eth0"}, 7007),
        ("hertzmon_network_transmit_bytes_total", {"interface": "eth0"}, 5007),
        ("hertzmon_network_receive_errors_total", {"interface": "eth0"}, 1),
        ("hertzmon_network_transmit_drops_total", {"interface": "eth0"}, 4),
        ("hertzmon_network_speed_bytes", {"interface": "eth0"}, 125e6),
        ("hertzmon_gpu_info", {"gpu": "0", "name": "Imaginary GPU", "vendor": "nvidia", "uuid": "GPU-0000"}, 1),
        ("hertzmon_gpu_usage_ratio", {"gpu": "0"}, 0.25),
        ("hertzmon_gpu_memory_clock_hertz", {"gpu": "0"}, 7e9),
        ("hertzmon_gpu_fan_ratio", {"gpu": "0"}, 0.4),
        ("hertzmon_temperature_celsius", {"chip": "coretemp", "sensor": "Package id 0"}, 55),
        ("hertzmon_fan_rpm", {"chip": "thinkpad", "sensor": "fan1"}, 2400),
        ("hertzmon_battery_charge_ratio", {}, 0.8),
        ("hertzmon_battery_plugged", {}, 0),
        ("hertzmon_processes", {"state": "sleeping"}, 4),
        ("hertzmon_processes", {"state": "zombie"}, 0),
        ("hertzmon_threads", {}, 42),
        ("hertzmon_own_scan_seconds", {}, 0.0085),
        ("hertzmon_probe_success", {"probe": "sensors"}, 0),
        ("hertzmon_probe_success", {"probe": "battery"}, 1),
        ("hertzmon_probe_duration_seconds", {"probe": "cpu"}, 0.0004),
        ("hertzmon_series_dropped", {}, 0),
    ],
)
def test_values_are_in_base_units(name: str, labels: dict[str, str], expected: float) -> None:
    assert value(full_snapshot(), name, **labels) == pytest.approx(expected)


def test_every_family_appears_for_a_machine_that_has_everything() -> None:
    known = {name for name, _ in values(full_snapshot())}
    missing = [
        family.name
        for family in FAMILIES
        if not known & {family.name, f"{family.name}_total", f"{family.name}_info"}
        # Values that the full snapshot leaves unknown, as most machines do.
        and family.name not in {"hertzmon_swap_out_bytes", "hertzmon_disk_busy_seconds"}
    ]
    assert missing == []


def test_what_is_unknown_has_no_series() -> None:
    names = {name for name, _ in values(EMPTY)}
    assert names == {"hertzmon_build_info", "hertzmon_snapshot_timestamp_seconds", "hertzmon_series_dropped"}


def test_nothing_names_a_process() -> None:
    text = encode(full_snapshot(processes=50), Format.OPENMETRICS)
    assert b"program-" not in text
    assert b"pid" not in text
    assert b"someone" not in text


def test_openmetrics_parses_and_ends() -> None:
    text = encode(full_snapshot(), Format.OPENMETRICS).decode()
    families = {family.name: family for family in parse_openmetrics(text)}
    assert text.endswith("# EOF\n")
    assert families["hertzmon_disk_read_bytes"].type == "counter"
    assert families["hertzmon_disk_read_bytes"].unit == "bytes"
    assert families["hertzmon_build"].type == "info"


@given(name=st.text(st.characters(codec=None), max_size=300))
def test_any_name_survives_both_formats_as_one_series(name: str) -> None:
    snapshot = with_interface(name)
    expected = {"interface": label_value(name)}
    for families in (
        parse_text(encode(snapshot, Format.PROMETHEUS).decode()),
        parse_openmetrics(encode(snapshot, Format.OPENMETRICS).decode()),
    ):
        (found,) = [family for family in families if family.name.startswith("hertzmon_network_receive_bytes")]
        (sample,) = found.samples
        assert sample.labels == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('a"b\\c', 'a"b\\c'),
        ("a\nhertzmon_fake 1\n", "a�hertzmon_fake 1�"),
        ("\x00\x1b[31m\x7f", "��[31m�"),
        ("usb\udcff", "usb�"),
        ("备份盘", "备份盘"),
        ("x" * 300, "x" * 255 + "…"),
        (None, ""),
    ],
)
def test_label_values(name: str | None, expected: str) -> None:
    assert label_value(name) == expected


def test_a_name_that_is_there_twice_is_one_series() -> None:
    sensors = Sensors((Temperature("nvme", "Composite", 40.0), Temperature("nvme", "Composite", 50.0)))
    volumes = Disks((Volume("tmpfs", "/run", "tmpfs", 1, 0, 1, 0.0),) * 2, (), None, None)
    snapshot = replace(EMPTY, sensors=sensors, disks=volumes)
    text = encode(snapshot, Format.PROMETHEUS).decode()
    assert text.count("\nhertzmon_temperature_celsius{") == 1
    assert text.count("\nhertzmon_filesystem_size_bytes{") == 1
    assert value(snapshot, "hertzmon_temperature_celsius", chip="nvme", sensor="Composite") == 40.0


def test_the_number_of_series_is_bounded_and_the_rest_is_counted() -> None:
    disks = tuple(Disk(f"disk{number}", number, number, None, None) for number in range(3000))
    volumes = tuple(Volume(f"/dev/{n}", f"/mnt/{n}", "ext4", n, n, n, 0.0, n, n) for n in range(3000))
    found = values(replace(full_snapshot(), disks=Disks(volumes, disks, None, None)))
    assert len(found) == prometheus.MOST_SERIES + 1
    assert found["hertzmon_series_dropped", ()] > 6 * (3000 - prometheus.MOST_SERIES_OF_A_FAMILY)


def test_the_text_is_made_once_for_each_seq(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, Format]] = []

    def counting(snapshot: Snapshot, form: Format) -> bytes:
        made.append((snapshot.seq, form))
        return encode(snapshot, form)

    monkeypatch.setattr(prometheus, "encode", counting)
    text = MetricsText()
    first = full_snapshot(1)
    assert text.of(first, None) == text.of(first, "text/plain")
    text.of(first, "application/openmetrics-text")
    text.of(full_snapshot(2), None)
    assert made == [(1, Format.PROMETHEUS), (1, Format.OPENMETRICS), (2, Format.PROMETHEUS)]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, Format.PROMETHEUS),
        ("", Format.PROMETHEUS),
        ("*/*", Format.PROMETHEUS),
        ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", Format.PROMETHEUS),
        ("application/openmetrics-text", Format.OPENMETRICS),
        ("application/openmetrics-text; version=2.0.0", Format.PROMETHEUS),
        ("application/openmetrics-text;q=0", Format.PROMETHEUS),
        ("application/openmetrics-text;q=0.2,text/plain;q=0.5", Format.PROMETHEUS),
        (
            PROMETHEUS_ACCEPTS,
            Format.OPENMETRICS,
        ),
        (";;;,=,q=x;q=y", Format.PROMETHEUS),
        ("application/openmetrics-text;q=nan", Format.PROMETHEUS),
    ],
)
def test_negotiation(accept: str | None, expected: Format) -> None:
    assert negotiate(accept) is expected


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed (Debian package prometheus)")
def test_promtool_finds_nothing_to_say() -> None:
    assert PROMTOOL is not None
    hostile = with_interface('eth"0\\\n{}\x00')
    for snapshot in (full_snapshot(), hostile, EMPTY):
        text = encode(snapshot, Format.PROMETHEUS)
        result = subprocess.run(
            [PROMTOOL, "check", "metrics"], input=text, capture_output=True, timeout=60, check=False
        )
        assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")


@pytest.mark.parametrize("accept", ["*/*", PROMETHEUS_ACCEPTS])
def test_a_scrape_is_what_it_says_compressed_and_conditional(world: World, accept: str) -> None:
    token = bearer(world.service_tokens.create("scraper", ["metrics"], 1))
    plain = world.client.get("/metrics", headers={**token, "Accept": accept})
    small = world.client.get("/metrics", headers={**token, "Accept": accept, "Accept-Encoding": "gzip"})
    assert plain.headers["Content-Type"] == negotiate(accept).value
    assert plain.data == encode(contract_snapshot(), negotiate(accept))
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept" in plain.headers["Vary"].split(", ")
    assert small.headers["ETag"] != plain.headers["ETag"]
    again = world.client.get("/metrics", headers={**token, "Accept": accept, "If-None-Match": plain.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_scrape_needs_its_scope_and_a_snapshot(world: World) -> None:
    assert world.client.get("/metrics").status_code == 401
    other = bearer(world.service_tokens.create("other", ["system"], 1))
    assert world.client.get("/metrics", headers=other).status_code == 403
    world.context.feed.close()
    scraper = bearer(world.service_tokens.create("scraper", ["metrics"], 1))
    assert world.client.get("/metrics", headers=scraper).status_code == 503
