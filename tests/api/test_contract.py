"""The eight resources, the envelope and the error cases, as the contract writes them."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest

from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus, ProbeState, ProbeStatus, Processes
from tests.api.support import World, contract_snapshot, data_text, golden, process, without
from tests.fakes import FakeSource

RESOURCES = ("system", "cpu", "memory", "disks", "network", "processes", "gpu")
ALL_RESOURCES = (*RESOURCES, "monitor")


@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize("resource", RESOURCES)
def test_each_resource_is_the_golden_file_to_the_byte(world: World, shanghai: None, resource: str, slash: str) -> None:
    response = world.get(f"/api/system/{resource}{slash}")

    assert response.status_code == 200
    assert response.content_type == "application/json; charset=utf-8"
    assert data_text(response) == golden(resource)


def test_monitor_is_all_of_one_snapshot_in_order(world: World, shanghai: None) -> None:
    parts = {name: golden(name) for name in ("system", "cpu", "memory", "disks", "network", "processes")}
    parts["gpus"] = json.dumps(json.loads(golden("gpu"))["gpu_info"], ensure_ascii=False, separators=(",", ":"))

    text = data_text(world.get("/api/system/monitor/"))

    assert text == "{" + ",".join(f'"{name}":{value}' for name, value in parts.items()) + "}"


def test_monitor_lists_the_ten_busiest_processes(world: World) -> None:
    rows = tuple(process(pid, f"p{pid}", float(pid), 1.0) for pid in range(1, 31))
    world.source.publish(without(contract_snapshot(42), processes=Processes(rows, None, 0)))

    processes = world.get("/api/system/monitor/").get_json()["data"]["processes"]

    assert [row["pid"] for row in processes] == list(range(30, 20, -1))


@pytest.mark.parametrize("resource", ALL_RESOURCES)
def test_head_answers_without_a_body(world: World, resource: str) -> None:
    response = world.client.head(f"/api/system/{resource}/", headers=world.session())

    assert response.status_code == 200
    assert response.data == b""
    assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize("resource", ALL_RESOURCES)
def test_no_token_is_401(world: World, resource: str) -> None:
    response = world.client.get(f"/api/system/{resource}/")

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == "Bearer"
    assert response.text == '{"success":false,"code":401,"message":"未授权访问"}'


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("slash", ["/", ""])
@pytest.mark.parametrize("resource", ALL_RESOURCES)
def test_a_wrong_method_is_405_before_any_token(world: World, resource: str, method: str, slash: str) -> None:
    response = world.client.open(f"/api/system/{resource}{slash}", method=method)

    assert response.status_code == 405
    assert response.text == '{"success":false,"code":405,"message":"请求方法不允许"}'
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/", "/api", "/api/system/", "/api/system/nothing/", "/api//system/cpu/", "/%00"])
def test_an_unknown_path_is_404(world: World, path: str) -> None:
    response = world.client.get(path)

    assert response.status_code == 404
    assert response.text == '{"success":false,"code":404,"message":"资源未找到"}'


@pytest.mark.parametrize(
    ("query", "pids"),
    [
        ("limit=2", [900, 77]),
        ("limit=", [900, 77, 20, 30, 1]),
        ("limit=%20", [900, 77, 20, 30, 1]),
        ("limit=0", []),
        ("limit=-0", []),
        ("limit=99999999999999999999999999", [900, 77, 20, 30, 1]),
        ("sort_by=memory_percent", [900, 20, 30, 77, 1]),
        ("sort_by=create_time", [900, 20, 30, 77, 1]),
        ("sort_by=", [900, 77, 20, 30, 1]),
        ("limit=1&unknown=x", [900]),
        ("offset=1&limit=2", [77, 20]),
        ("offset=99", []),
        ("order=asc", [20, 30, 77, 900, 1]),
        ("q=HUNTER2", []),
        ("q=tied", [20, 30]),
        ("q=编译", [900]),
        ("user=nobody", []),
        ("user=someone&limit=1", [900]),
    ],
)
def test_processes_are_chosen_by_their_parameters(world: World, query: str, pids: list[int]) -> None:
    response = world.get(f"/api/system/processes/?{query}")

    assert response.status_code == 200
    assert [row["pid"] for row in response.get_json()["data"]] == pids


def test_the_default_limit_is_twenty(world: World) -> None:
    rows = tuple(process(pid, f"p{pid}", 1.0, 1.0) for pid in range(1, 31))
    world.source.publish(without(contract_snapshot(42), processes=Processes(rows, None, 0)))

    response = world.get("/api/system/processes/")

    assert [row["pid"] for row in response.get_json()["data"]] == list(range(1, 21))
    assert response.headers["X-HertzMon-Total"] == "30"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.5", "limit"),
        ("limit=１", "limit"),
        ("limit=0x10", "limit"),
        ("sort_by=pid", "sort_by"),
        ("sort_by=CPU_PERCENT", "sort_by"),
        ("order=up", "order"),
        ("offset=-3", "offset"),
        ("fields=pid,password", "fields"),
        ("q=" + "x" * 300, "q"),
    ],
)
def test_a_bad_parameter_is_422_and_named(world: World, query: str, field: str) -> None:
    response = world.get(f"/api/system/processes/?{query}")

    body = response.get_json()
    assert response.status_code == 422
    assert list(body) == ["success", "code", "message", "errors"]
    assert body["message"] == "参数验证失败"
    assert list(body["errors"]) == [field]
    assert all(isinstance(text, str) and text for text in body["errors"][field])


def test_all_bad_parameters_are_told_at_once(world: World) -> None:
    body = world.get("/api/system/processes/?limit=x&sort_by=y").get_json()

    assert set(body["errors"]) == {"limit", "sort_by"}


def test_fields_choose_keys_and_add_what_the_contract_leaves_out(world: World) -> None:
    rows = world.get("/api/system/processes/?limit=1&fields=read_rate,pid,username,write_rate").get_json()["data"]

    assert rows == [{"pid": 900, "username": "someone", "read_rate": 100.0, "write_rate": 201.0}]
    demand = world.source.demands["api"].demand
    assert demand.process_io
    assert not demand.process_gpu


@pytest.mark.parametrize(
    ("gpus", "message"),
    [
        (Gpus(GpuAvailability.NO_DEVICE), "未检测到GPU设备"),
        (Gpus(GpuAvailability.OK), "未检测到GPU设备"),
        (Gpus(GpuAvailability.NO_LIBRARY), "GPU监控不可用,请安装GPUtil库"),
        (Gpus(GpuAvailability.FAILED, problem="driver reset"), "获取GPU信息失败: driver reset"),
    ],
)
def test_no_gpu_says_why(world: World, shanghai: None, gpus: Gpus, message: str) -> None:
    world.source.publish(without(contract_snapshot(42), gpus=gpus))
    expected = f'{{"gpu_available":false,"message":"{message}","timestamp":"2026-03-01 07:59:59"}}'

    assert data_text(world.get("/api/system/gpu/")) == expected
    assert f'"gpus":[{expected}]' in world.get("/api/system/monitor/").text


def test_a_gpu_probe_that_failed_says_so(world: World) -> None:
    failed = ProbeStatus("gpus", ProbeState.FAILED, detail="no permission")
    world.source.publish(without(contract_snapshot(42), gpus=None, probes=(failed,)))

    assert world.get("/api/system/gpu/").get_json()["data"]["message"] == "获取GPU信息失败: no permission"


def test_not_a_number_never_reaches_a_client(world: World) -> None:
    device = GpuDevice(0, "GPU", "nvidia", load_percent=math.nan, memory_percent=math.inf)
    world.source.publish(without(contract_snapshot(42), gpus=Gpus(GpuAvailability.OK, (device,))))

    gpu = world.get("/api/system/gpu/").get_json()["data"]["gpu_info"][0]

    assert gpu["load"] is None
    assert gpu["memory_util"] is None


def test_what_the_machine_lacks_is_empty_not_invented(world: World) -> None:
    snapshot = contract_snapshot(42)
    assert snapshot.cpu is not None
    cpu = type(snapshot.cpu)(4, None, None, None, (), None, None)
    world.source.publish(without(snapshot, cpu=cpu))

    assert data_text(world.get("/api/system/cpu/")) == '{"cpu_count":4,"cpu_percent":null,"cpu_freq":{},"load_avg":[]}'


@pytest.mark.parametrize("resource", ALL_RESOURCES)
def test_before_the_first_sample_it_is_503(directory: Path, resource: str) -> None:
    world = World(directory, FakeSource())
    try:
        response = world.get(f"/api/system/{resource}/")
    finally:
        world.close()

    assert response.status_code == 503
    assert response.text == '{"success":false,"code":503,"message":"服务暂不可用"}'
    assert int(response.headers["Retry-After"]) >= 1


def test_while_stopping_it_is_503(world: World) -> None:
    headers = world.session()
    world.context.feed.close()

    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 503
    assert world.client.get("/healthz").status_code == 503


@pytest.mark.parametrize("resource", ["system", "cpu", "memory", "disks", "network", "processes"])
def test_a_section_that_nobody_could_read_is_503(world: World, resource: str) -> None:
    world.source.publish(without(contract_snapshot(42), **{resource: None}))

    assert world.get(f"/api/system/{resource}/").status_code == 503
    assert world.get("/api/system/monitor/").get_json()["data"][resource] is None


@pytest.mark.parametrize(
    ("accept", "english"),
    [
        ("en", True),
        ("en-US,en;q=0.9,zh;q=0.8", True),
        ("zh-CN,zh;q=0.9,en;q=0.8", False),
        ("fr", False),
        ("*", False),
        ("en;q=0", False),
        ("en;q=nonsense", False),
        (",;=,", False),
    ],
)
def test_the_language_follows_the_client(world: World, accept: str, english: bool) -> None:
    body = world.get("/api/system/cpu/", {"Accept-Language": accept}).get_json()

    assert body["message"] == ("OK" if english else "操作成功")
    assert list(body) == ["success", "code", "message", "data"]


def test_english_reaches_errors_and_gpu_texts(world: World) -> None:
    world.source.publish(without(contract_snapshot(42), gpus=Gpus(GpuAvailability.NO_DEVICE)))
    english = {"Accept-Language": "en"}

    assert world.client.get("/nothing", headers=english).get_json()["message"] == "Not found"
    assert world.get("/api/system/gpu/", english).get_json()["data"]["message"] == "No GPU device found"
    assert "No GPU device found" in world.get("/api/system/monitor/", english).text


def test_an_unexpected_error_tells_the_client_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_payload: object) -> bytes:
        raise RuntimeError("the secret detail")

    monkeypatch.setattr("api.encode.encode", fail)

    response = world.get("/api/system/cpu/")

    assert response.status_code == 500
    assert response.text == '{"success":false,"code":500,"message":"系统错误"}'
    assert "the secret detail" in caplog.text


def test_every_answer_carries_the_safe_headers(world: World) -> None:
    for response in (world.get("/api/system/cpu/"), world.client.get("/nothing"), world.client.get("/healthz")):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert response.headers["Cache-Control"] == "private, no-cache"
        assert not re.search(r"\d", response.headers.get("Server", ""))


def test_healthz_needs_no_token_and_tells_nothing(world: World) -> None:
    response = world.client.get("/healthz")

    assert (response.status_code, response.text) == (200, "ok\n")
