"""Recent values of a metric, as the charts draw them."""

from __future__ import annotations

import msgspec
import pytest

from tests.api.support import World, contract_snapshot, without


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
