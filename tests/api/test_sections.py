"""The resources beside the contract's: sensors, battery, connections and status."""

from __future__ import annotations

from api.demand import ApiDemand
from hertzmon_gui.model.source import Demand
from tests.api.support import Clock, World, contract_snapshot
from tests.fakes import FakeSource, full_snapshot


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


def test_connections_are_read_while_somebody_asks(world: World) -> None:
    assert world.source.demands["api"].demand == Demand(charts=True, processes=True)

    assert world.get("/api/system/connections/").status_code == 503

    assert world.source.demands["api"].demand.connections


def test_dear_parts_are_forgotten_a_minute_after_the_last_question() -> None:
    clock, source = Clock(0.0), FakeSource()
    demand = ApiDemand(source, clock)
    demand.want("process_io")
    wanted = []
    for clock.now in (59.0, 61.0):
        source.publish(contract_snapshot(int(clock.now)))
        wanted.append(source.demands["api"].demand.process_io)
    demand.close()

    assert wanted == [True, False]
