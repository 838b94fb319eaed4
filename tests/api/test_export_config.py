"""What `hertzmon export-config` prints: the programs' own syntax, with what a person gave in the right places."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jinja2
import msgspec
import pytest
import yaml

from api import encode
from api.export_config import KINDS, Plan, make_plan
from api.prometheus_families import FAMILIES, Kind
from hertzmon_gui.cli.program import main
from hertzmon_gui.model.snapshot import GpuAvailability, Gpus, Snapshot
from hertzmon_gui.settings.paths import resource
from hertzmon_gui.settings.schema import Settings
from tests.fakes import full_snapshot


def plan(kind: str, *targets: str, settings: Settings | None = None, **options: Any) -> Plan:
    given = {"interval_seconds": 15, "directory": None, "send_to": None, "insecure_http": False, **options}
    return make_plan(kind, targets, settings or Settings(), **given)


def exported(kind: str, *targets: str, **options: Any) -> Any:
    # Home Assistant's own tag becomes a part of the text.
    return yaml.safe_load(KINDS[kind](plan(kind, *targets, **options)).replace("!secret ", "secret "))


@pytest.mark.parametrize("kind", ["prometheus", "vmagent"])
def test_each_machine_is_a_job_with_its_own_token_and_certificate(kind: str) -> None:
    document = exported(kind, "127.0.0.1", "web1.lan:8443", "[fd00::1]:9000", directory="/srv/keys")
    local, web, six = document["scrape_configs"]
    assert document["global"] == {"scrape_interval": "15s"}
    assert local["scheme"] == "http"
    assert "tls_config" not in local
    assert local["static_configs"] == [{"targets": ["127.0.0.1:8000"], "labels": {"job": "hertzmon"}}]
    assert web["scheme"] == "https"
    assert web["authorization"] == {"credentials_file": "/srv/keys/hertzmon-web1.lan.token"}
    assert web["tls_config"] == {"ca_file": "/srv/keys/hertzmon-web1.lan.crt"}
    assert six["static_configs"][0]["targets"] == ["[fd00::1]:9000"]
    assert six["authorization"] == {"credentials_file": "/srv/keys/hertzmon-fd00-1.token"}
    assert len({job["job_name"] for job in document["scrape_configs"]}) == 3


def test_otelcol_receives_batches_and_exports() -> None:
    document = exported("otelcol", "web1.lan", send_to="https://gather.lan:4318", directory="/keys/$HOME")
    assert document["service"]["pipelines"]["metrics"] == {
        "receivers": ["prometheus"],
        "processors": ["batch"],
        "exporters": ["otlphttp"],
    }
    assert document["exporters"]["otlphttp"]["endpoint"] == "https://gather.lan:4318"
    (job,) = document["receivers"]["prometheus"]["config"]["scrape_configs"]
    assert job["scrape_interval"] == "15s"
    assert job["authorization"]["credentials_file"] == "/keys/$$HOME/hertzmon-web1.lan.token"


def test_plain_http_beyond_loopback_only_when_asked_for() -> None:
    assert plan("prometheus", "web1.lan").targets[0].is_tls
    assert not plan("prometheus", "web1.lan", insecure_http=True).targets[0].is_tls
    assert not plan("prometheus", "web1.lan", settings=Settings(api_insecure_http=True)).targets[0].is_tls
    for loopback in ("127.0.0.1", "[::1]", "localhost"):
        assert not plan("prometheus", loopback).targets[0].is_tls
        # Beyond loopback there is one server, and it speaks TLS at every address.
        assert plan("prometheus", loopback, settings=Settings(api_bind="0.0.0.0")).targets[0].is_tls


@pytest.mark.parametrize(
    ("bind", "authority"),
    [("127.0.0.1", "127.0.0.1:8000"), ("::1", "[::1]:8000"), ("10.0.0.5", "10.0.0.5:8000")],
)
def test_without_a_target_it_is_this_machine(bind: str, authority: str) -> None:
    assert plan("prometheus", settings=Settings(api_bind=bind)).targets[0].authority == authority


def test_a_machine_that_serves_everywhere_is_named() -> None:
    import socket

    assert plan("vmagent", settings=Settings(api_bind="0.0.0.0")).targets[0].host == socket.gethostname().lower()


@pytest.mark.parametrize("text", ["", "a b", "host:port", "host:70000", "http://host", 'x"\n- job_name: y', "host:0"])
def test_what_is_no_target_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text)) + " .*; give "):
        plan("prometheus", text)


def homeassistant_states(snapshot: Snapshot) -> dict[str, str]:
    """What Home Assistant would show, by name; a sensor that is not available is absent."""
    payloads = {
        "cpu": encode.cpu_payload(snapshot),
        "memory": encode.memory_payload(snapshot),
        "disks": encode.disks_payload(snapshot),
        "gpu": encode.gpu_payload(snapshot),
        "sensors": encode.sensors_payload(snapshot),
    }
    states = {}
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    for part in exported("homeassistant", "pc.lan")["rest"]:
        assert part["headers"] == {"Authorization": "secret hertzmon_pc_lan_authorization"}
        assert part["verify_ssl"] is False
        name = part["resource"].removeprefix("https://pc.lan:8000/api/system/").rstrip("/")
        answer = {"data": msgspec.to_builtins(payloads[name])}
        for sensor in part["sensor"]:
            if environment.from_string(sensor["availability"]).render(value_json=answer) == "True":
                states[sensor["name"]] = environment.from_string(sensor["value_template"]).render(value_json=answer)
    return states


def test_homeassistant_shows_the_values() -> None:
    assert homeassistant_states(full_snapshot()) == {
        "pc.lan CPU": "37.5",
        "pc.lan memory": "37.5",
        "pc.lan memory available": str(10 * 1024**3),
        "pc.lan fullest disk": "63.2",
        "pc.lan GPU": "25.0",
        "pc.lan GPU temperature": "61",
        "pc.lan hottest sensor": "55.0",
    }


def test_homeassistant_shows_what_is_missing_as_unavailable() -> None:
    snapshot = msgspec.structs.replace(full_snapshot(), gpus=Gpus(GpuAvailability.NO_DEVICE), sensors=None)
    assert not {"pc.lan GPU", "pc.lan GPU temperature", "pc.lan hottest sensor"} & homeassistant_states(snapshot).keys()


def dashboard() -> Any:
    return json.loads(resource("grafana", "hertzmon.json").read_text(encoding="utf-8"))


def dashboard_queries() -> list[str]:
    return [target["expr"] for panel in dashboard()["panels"] for target in panel.get("targets", [])]


def test_the_dashboard_asks_only_for_families_that_exist() -> None:
    suffixes = {Kind.COUNTER: "_total", Kind.INFO: "_info", Kind.GAUGE: ""}
    known = {family.name + suffixes[family.kind] for family in FAMILIES}
    asked = {name for query in dashboard_queries() for name in re.findall(r"hertzmon_\w+", query)}
    assert asked - known == set()
    assert len(asked) > 20


def test_the_dashboard_is_well_formed() -> None:
    panels = dashboard()["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert {variable["name"] for variable in dashboard()["templating"]["list"]} == {"datasource", "instance"}
    cells: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        own = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert place["x"] + place["w"] <= 24
        assert not own & cells
        cells |= own
    text = resource("grafana", "hertzmon.json").read_text(encoding="utf-8")
    assert "http" not in text  # nothing is loaded from anywhere


def test_the_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data-dir", str(tmp_path)]
    assert main(["export-config", "prometheus", "--target", "web1.lan", "--every", "30", *data]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["global"]["scrape_interval"] == "30s"
    assert main(["export-config", "grafana", *data]) == 0
    assert json.loads(capsys.readouterr().out)["uid"] == "hertzmon"
    assert main(["export-config", "prometheus", "--target", "a b", *data]) == 2
    assert capsys.readouterr().err == "'a b' is not a host; give NAME, NAME:PORT, ADDRESS:PORT or [IPV6]:PORT.\n"


@pytest.mark.parametrize(
    "arguments",
    [["nagios"], ["vmagent", "--every", "0"], ["vmagent", "--files", "/a\n- b"], ["vmagent", "--every", "x"]],
)
def test_bad_options_are_usage_errors(arguments: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export-config", *arguments, "--data-dir", str(tmp_path)])
