"""ETag, gzip, age, history and the other resources beside the contract's; the access log."""

from __future__ import annotations

import gzip
import sys
import time
from pathlib import Path

import msgspec
import pytest

from api import encode
from api.access_log import AccessLog, escaped
from hertzmon_gui.model.source import Demand
from tests.api.support import World, contract_snapshot, without
from tests.fakes import full_snapshot

RESOURCES = (
    "system",
    "cpu",
    "memory",
    "disks",
    "network",
    "processes",
    "gpu",
    "monitor",
    "status",
    "sensors",
    "battery",
)


@pytest.mark.parametrize("resource", RESOURCES)
def test_the_etag_is_the_boot_and_the_sequence_number(world: World, resource: str) -> None:
    first = world.get(f"/api/system/{resource}/")
    again = world.get(f"/api/system/{resource}/", {"If-None-Match": first.headers["ETag"]})

    assert first.headers["ETag"] == '"boot-41"'
    assert first.headers["X-HertzMon-Seq"] == "41"
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == '"boot-41"'
    world.source.publish(contract_snapshot(42))
    assert world.get(f"/api/system/{resource}/", {"If-None-Match": '"boot-41"'}).status_code == 200


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ('"other", W/"boot-41"', 304),
        ("*", 304),
        ('"boot-40"', 200),
        ('"boot-41-gzip"', 200),
        ('"boot-41-en"', 200),
        ("boot-41", 200),
        ("", 200),
    ],
)
def test_if_none_match(world: World, header: str, code: int) -> None:
    assert world.get("/api/system/cpu/", {"If-None-Match": header}).status_code == code


def test_a_conditional_request_still_needs_a_token(world: World) -> None:
    assert world.client.get("/api/system/cpu/", headers={"If-None-Match": "*"}).status_code == 401


def test_each_form_of_an_answer_has_its_own_etag(world: World) -> None:
    forms = [
        world.get("/api/system/monitor/", headers)
        for headers in ({}, {"Accept-Language": "en"}, {"Accept-Encoding": "gzip"})
    ]

    assert len({response.headers["ETag"] for response in forms}) == 3
    for response in forms:
        assert {"Accept-Language", "Accept-Encoding"} <= {part.strip() for part in response.headers["Vary"].split(",")}
    assert (
        world.get(
            "/api/system/monitor/", {"Accept-Encoding": "gzip", "If-None-Match": forms[2].headers["ETag"]}
        ).status_code
        == 304
    )


def test_gzip_begins_at_a_kilobyte(world: World) -> None:
    plain = world.get("/api/system/monitor/")
    packed = world.get("/api/system/monitor/", {"Accept-Encoding": "deflate, gzip;q=0.5"})
    small = world.get("/api/system/memory/", {"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in small.headers
    for refusing in ("gzip;q=0", "gzip; q=0.0", "identity", "br"):
        assert "Content-Encoding" not in world.get("/api/system/monitor/", {"Accept-Encoding": refusing}).headers


def test_a_resource_is_encoded_once_for_each_snapshot(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[object] = []
    original = encode.encode

    def counting(payload: object) -> bytes:
        encoded.append(payload)
        return original(payload)

    monkeypatch.setattr(encode, "encode", counting)
    for _ in range(3):
        world.get("/api/system/cpu/")
    assert len(encoded) == 1
    world.source.publish(contract_snapshot(42))
    for _ in range(3):
        world.get("/api/system/cpu/")
    assert len(encoded) == 2


def test_many_forms_of_one_resource_do_not_fill_the_memory(world: World) -> None:
    headers = world.session()
    for limit in range(200):
        assert world.client.get(f"/api/system/processes/?limit={limit}", headers=headers).status_code == 200

    assert len(world.context.bodies._current[1]) <= 64


def test_the_age_is_that_of_the_snapshot(world: World) -> None:
    world.source.publish(without(contract_snapshot(42), monotonic_time=time.monotonic() - 5))

    age = int(world.get("/api/system/cpu/").headers["X-HertzMon-Age-Ms"])

    assert 5000 <= age < 60_000


def test_sensors_battery_status_and_connections(world: World) -> None:
    world.source.publish(full_snapshot(seq=50))

    sensors = world.get("/api/system/sensors/").get_json()["data"]
    battery = world.get("/api/system/battery/").get_json()["data"]
    status = world.get("/api/system/status/").get_json()["data"]
    connections = world.get("/api/system/connections/").get_json()["data"]

    assert sensors["temperatures"][0] == {
        "chip": "coretemp", "label": "Package id 0", "current": 55.0, "high": 80.0, "critical": 100.0
    }  # fmt: skip
    assert sensors["fans"] == [{"chip": "thinkpad", "label": "fan1", "rpm": 2400}]
    assert battery["seconds_left"] == 7200
    assert status["seq"] == 50
    assert {"name": "battery", "state": "no-data", "duration_ms": None, "age_seconds": None, "detail": None} in (
        status["probes"]
    )
    assert connections["total"] == 1
    assert connections["connections"][0]["local_port"] == 8000


def test_what_the_machine_has_not_is_null(world: World) -> None:
    for resource in ("sensors", "battery"):
        response = world.get(f"/api/system/{resource}/")
        assert (response.status_code, response.get_json()["data"]) == (200, None)


def test_connections_are_read_while_somebody_asks(directory: Path) -> None:
    world = World(directory)
    assert world.source.demands["api"].demand == Demand(charts=True, processes=True)

    assert world.get("/api/system/connections/").status_code == 503

    assert world.source.demands["api"].demand.connections
    world.close()


def test_dear_parts_are_forgotten_a_minute_after_the_last_question(directory: Path) -> None:
    from api.demand import ApiDemand
    from tests.api.support import Clock
    from tests.fakes import FakeSource

    clock, source = Clock(0.0), FakeSource()
    demand = ApiDemand(source, clock)
    demand.want("process_io")
    wanted = []
    for clock.now in (59.0, 61.0):
        source.publish(contract_snapshot(int(clock.now)))
        wanted.append(source.demands["api"].demand.process_io)
    demand.close()

    assert wanted == [True, False]


@pytest.fixture
def with_history(world: World) -> World:
    """Ten more seconds, with the CPU at 0, 10, … 90 percent and nothing known in the sixth."""
    base = contract_snapshot(100)
    assert base.cpu is not None
    for second in range(10):
        percent = None if second == 5 else 10.0 * second
        world.source.publish(
            without(
                base,
                seq=100 + second,
                wall_time=1_772_323_200.0 + second,
                monotonic_time=5001.0 + second,
                cpu=msgspec.structs.replace(base.cpu, percent=percent),
            )
        )
    return world


def test_history_is_what_the_charts_draw(with_history: World) -> None:
    data = with_history.get("/api/system/history/?metric=cpu.percent&since=-4.5").get_json()["data"]

    assert (data["metric"], data["unit"], data["step"]) == ("cpu.percent", "percent", None)
    assert data["points"] == [
        [1_772_323_205.0, None],
        [1_772_323_206.0, 60.0],
        [1_772_323_207.0, 70.0],
        [1_772_323_208.0, 80.0],
        [1_772_323_209.0, 90.0],
    ]


def test_history_since_an_instant_in_steps(with_history: World) -> None:
    path = "/api/system/history/?metric=cpu.percent&since=1772323200&step=5"

    assert with_history.get(path).get_json()["data"]["points"] == [[1_772_323_200.0, 20.0], [1_772_323_205.0, 75.0]]


def test_history_of_an_instance(with_history: World) -> None:
    data = with_history.get("/api/system/history/?metric=interface.receive_rate&instance=eth0").get_json()["data"]

    assert "eth0" in data["instances"]
    assert data["points"][-1][1] == 2.0
    nothing = with_history.get("/api/system/history/?metric=interface.receive_rate&instance=none").get_json()["data"]
    assert nothing["points"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "metric"),
        ("metric=nonsense", "metric"),
        ("metric=cpu.nonsense", "metric"),
        ("metric=cpu.percent&since=yesterday", "since"),
        ("metric=cpu.percent&since=nan", "since"),
        ("metric=cpu.percent&since=-99999", "since"),
        ("metric=cpu.percent&step=-1", "step"),
        ("metric=cpu.percent&step=inf", "step"),
        ("metric=cpu.percent&step=1e9", "step"),
    ],
)
def test_a_bad_question_to_history_is_422(world: World, query: str, field: str) -> None:
    response = world.get(f"/api/system/history/?{query}")

    assert response.status_code == 422
    assert list(response.get_json()["errors"]) == [field]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("wait=-1", "wait"),
        ("wait=60", "wait"),
        ("wait=x", "wait"),
        ("wait=1&after=-2", "after"),
        ("wait=1&after=x", "after"),
    ],
)
def test_a_bad_long_poll_is_422(world: World, query: str, field: str) -> None:
    response = world.get(f"/api/system/monitor/?{query}")

    assert response.status_code == 422
    assert list(response.get_json()["errors"]) == [field]


def test_a_long_poll_that_has_something_newer_does_not_wait(world: World) -> None:
    assert world.get("/api/system/monitor/?wait=9&after=40").headers["X-HertzMon-Seq"] == "41"
    assert world.get("/api/system/monitor/?wait=0").status_code == 200
    assert world.get("/api/system/monitor/?wait=0.01&after=41").headers["X-HertzMon-Seq"] == "41"


def log_lines(world: World) -> list[str]:
    return (world.directory / "access.log").read_text().splitlines()


def test_the_access_log_tells_who_asked_for_what_and_no_secret(world: World) -> None:
    headers = world.session()
    world.client.get("/api/system/cpu/?token=hunter2", headers=headers)
    world.client.get("/evil\r\n2026-01-01 forged\x1b[2J path")
    world.client.post("/api/auth/login/", json={"username": "admin", "password": "hunter2"})

    assert world.context.access_log is not None
    world.context.access_log.close()
    lines = log_lines(world)

    assert len(lines) == 3
    assert " 127.0.0.1 admin GET /api/system/cpu 200 " in lines[0]
    assert " 404 " in lines[1]
    assert "\x1b" not in lines[1]
    assert len(lines[1].split(" ")) == 8
    assert "hunter2" not in "\n".join(lines)
    assert headers["Authorization"].split()[1] not in "\n".join(lines)


def test_the_access_log_rotates(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", largest_bytes=500)
    for number in range(60):
        log.write(address="::1", user="a", method="GET", path=f"/{number}", status=200, size=1, milliseconds=0.5)
    log.close()

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["access.log", "access.log.1", "access.log.2", "access.log.3"]
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())
    assert "/59 " in (tmp_path / "access.log").read_text()


def test_a_log_that_others_can_read_is_narrowed(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("modes are POSIX's")
    path = tmp_path / "access.log"
    path.touch(0o644)
    log = AccessLog(path)
    log.write(address="::1", user="a", method="GET", path="/", status=200, size=1, milliseconds=0.5)
    log.close()

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_costs_no_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = AccessLog(tmp_path / "missing" / "access.log")
    for _ in range(3):
        log.write(address="::1", user="a", method="GET", path="/", status=200, size=1, milliseconds=0.5)
        log.close()

    assert caplog.text.count("cannot be written") == 1


@pytest.mark.parametrize("text", ["a b", "a\nb", "a\x1b[2Jb", "\u202eevil", "a\u2028b", "\x00"])
def test_escaped_text_cannot_begin_a_line_or_column(text: str) -> None:
    shown = escaped(text)

    assert shown.isprintable()
    assert " " not in shown
