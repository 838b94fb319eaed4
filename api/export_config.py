"""Configurations for the programs that gather many machines' numbers: made here, printed by `hertzmon export-config`.

The texts are YAML; whatever a person gave stands in them as a JSON string, which YAML reads as it is.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from api.hosts import is_loopback, parse_host
from api.serving.certificates import MADE_CERTIFICATE
from hertzmon_gui.settings.paths import resource
from hertzmon_gui.settings.schema import Settings


class Target(Struct, frozen=True):
    """One HertzMon: where it answers, and whether with TLS."""

    host: str
    port: int
    is_tls: bool

    @property
    def authority(self) -> str:
        """`host:port`, an IPv6 address in brackets."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"{'https' if self.is_tls else 'http'}://{self.authority}"

    @property
    def file_stem(self) -> str:
        """A name for its files: each machine has a token and a certificate of its own."""
        return "hertzmon-" + re.sub(r"[^A-Za-z0-9.]+", "-", self.host).strip("-")


class Plan(Struct, frozen=True):
    """What is read how often, where its tokens and certificates lie, and where the numbers go."""

    targets: Sequence[Target]
    interval_seconds: int
    directory: PurePosixPath
    send_to: str


def make_plan(
    kind: str,
    targets: Sequence[str],
    settings: Settings,
    *,
    interval_seconds: int,
    directory: str | None,
    send_to: str | None,
    insecure_http: bool,
) -> Plan:
    """A plan for `HOST[:PORT]` targets, or for this machine as its settings say; ValueError with a sentence.

    A target is read with TLS, except where TLS is given up, and at loopback while this machine serves nothing else.
    """
    with_tls = not (insecure_http or settings.api_insecure_http)
    loopback_with_tls = with_tls and not is_loopback(settings.api_bind)

    def target(text: str) -> Target:
        host, port = _host_and_port(text, settings.api_port)
        return Target(host, port, is_tls=loopback_with_tls if is_loopback(host) else with_tls)

    return Plan(
        targets=[target(text) for text in targets or [_own_host(settings)]],
        interval_seconds=interval_seconds,
        directory=PurePosixPath(directory or DIRECTORIES.get(kind, ".")),
        send_to=send_to or DESTINATIONS.get(kind, ""),
    )


def _own_host(settings: Settings) -> str:
    """This machine as another program reaches it: by its address, or by name where it serves at all of them."""
    if settings.api_bind in ("0.0.0.0", "::"):  # noqa: S104 (compared, not bound)
        return socket.gethostname()
    return f"[{settings.api_bind}]" if ":" in settings.api_bind else settings.api_bind


def _host_and_port(text: str, default_port: int) -> tuple[str, int]:
    host = parse_host(text)
    if host is None:
        raise ValueError(f"{text!r} is not a host; give NAME, NAME:PORT, ADDRESS:PORT or [IPV6]:PORT.")
    port = host.port if host.port is not None else default_port
    if port == 0:
        raise ValueError(f"{text!r} has no fixed port that a client could connect to; give HOST:PORT.")
    return host.name, port


def prometheus(plan: Plan) -> str:
    """Prometheus' own configuration file."""
    return (
        _how_to(plan, "prometheus", "prometheus --config.file=THIS-FILE")
        + f"global:\n  scrape_interval: {plan.interval_seconds}s\n\n"
        + _scrape_configs(plan, _text)
    )


def vmagent(plan: Plan) -> str:
    """The scrape configuration of VictoriaMetrics' agent."""
    start = f"vmagent -promscrape.config=THIS-FILE -remoteWrite.url={plan.send_to}"
    return (
        _how_to(plan, "vmagent", start)
        + f"global:\n  scrape_interval: {plan.interval_seconds}s\n\n"
        + _scrape_configs(plan, _text)
    )


def otelcol(plan: Plan) -> str:
    """A configuration of the OpenTelemetry Collector (its contrib distribution, which has the Prometheus receiver)."""
    jobs = _scrape_configs(plan, _collector_text, plan.interval_seconds)
    return (
        _how_to(plan, "otelcol", "otelcol-contrib --config=THIS-FILE")
        + "receivers:\n  prometheus:\n    config:\n"
        + _indented(jobs, 6)
        + "\nprocessors:\n  batch: {}\n"
        + f"\nexporters:\n  otlphttp:\n    endpoint: {_collector_text(plan.send_to)}\n"
        + "\nservice:\n  pipelines:\n    metrics:\n"
        + "      receivers: [prometheus]\n      processors: [batch]\n      exporters: [otlphttp]\n"
    )


class _Sensor(Struct, frozen=True):
    """A sensor of Home Assistant: templates of its value, and of what must hold for there to be one."""

    id: str
    name: str
    value: str
    unit: str
    device_class: str | None = None
    condition: str = "true"


_HAS_GPU = "value_json.data.gpu_available"
_SENSORS: Mapping[str, Sequence[_Sensor]] = {
    "cpu": (_Sensor("cpu", "CPU", "value_json.data.cpu_percent", "%"),),
    "memory": (
        _Sensor("memory", "memory", "value_json.data.percent", "%"),
        _Sensor("memory_available", "memory available", "value_json.data.available", "B", "data_size"),
    ),
    "disks": (
        _Sensor("disk", "fullest disk", "value_json.data | map(attribute='percent') | select('number') | max", "%"),
    ),
    "gpu": (
        _Sensor("gpu", "GPU", "value_json.data.gpu_info[0].load", "%", condition=_HAS_GPU),
        _Sensor(
            "gpu_temperature",
            "GPU temperature",
            "value_json.data.gpu_info[0].temperature",
            "°C",
            "temperature",
            condition=_HAS_GPU,
        ),
    ),
    "sensors": (
        _Sensor(
            "temperature",
            "hottest sensor",
            "value_json.data.temperatures | map(attribute='current') | max",
            "°C",
            "temperature",
            condition="value_json.data is not none",
        ),
    ),
}


def homeassistant(plan: Plan) -> str:
    """Sensors for Home Assistant's `configuration.yaml`."""
    lines = [
        "# Sensors for Home Assistant: add this to configuration.yaml.",
        "# On each machine, make a token for it:  hertzmon token create homeassistant --scope system --days 365",
        "# and put it into secrets.yaml, with the word Bearer before it:",
        *(f'#   {_secret(target)}: "Bearer hmt_…"' for target in plan.targets),
    ]
    if any(target.is_tls for target in plan.targets):
        lines += [
            "# Home Assistant's rest integration takes no certificate of one's own, so verify_ssl is off: the line is",
            "# encrypted, the machine at its end is not proven. A certificate of a known authority would mend it.",
        ]
    lines.append("rest:")
    for target in plan.targets:
        for name, sensors in _SENSORS.items():
            lines += [
                f"  - resource: {_text(f'{target.url}/api/system/{name}/')}",
                f"    scan_interval: {plan.interval_seconds}",
                "    headers:",
                f"      Authorization: !secret {_secret(target)}",
                *(["    verify_ssl: false"] if target.is_tls else []),
                "    sensor:",
            ]
            for sensor in sensors:
                lines += _sensor_lines(target, sensor)
    return "\n".join(lines) + "\n"


def _sensor_lines(target: Target, sensor: _Sensor) -> list[str]:
    unique_id = f"{_identifier(target)}_{sensor.id}"
    lines = [
        f"      - name: {_text(f'{target.host} {sensor.name}')}",
        f"        unique_id: {_text(unique_id)}",
        f"        value_template: {_text('{{ ' + sensor.value + ' }}')}",
        f"        unit_of_measurement: {_text(sensor.unit)}",
        "        state_class: measurement",
    ]
    if sensor.device_class is not None:
        lines.append(f"        device_class: {sensor.device_class}")
    availability = f"{{{{ {sensor.condition} and ({sensor.value}) is number }}}}"
    lines.append(f"        availability: {_text(availability)}")
    return lines


def grafana(_plan: Plan) -> str:
    """The dashboard, to be imported into Grafana; it reads what Prometheus or VictoriaMetrics gathered."""
    return resource("grafana", "hertzmon.json").read_text(encoding="utf-8")


# The texts are printable: the plan's paths and addresses stand in comments as well as in YAML strings.
KINDS: Mapping[str, Callable[[Plan], str]] = {
    "prometheus": prometheus,
    "vmagent": vmagent,
    "otelcol": otelcol,
    "homeassistant": homeassistant,
    "grafana": grafana,
}
# Where each program's package keeps its files, and where its numbers usually go.
DIRECTORIES = {"prometheus": "/etc/prometheus", "vmagent": "/etc/vmagent", "otelcol": "/etc/otelcol-contrib"}
DESTINATIONS = {"vmagent": "http://localhost:8428/api/v1/write", "otelcol": "http://localhost:4318"}


def _how_to(plan: Plan, program: str, start: str) -> str:
    lines = [f"# HertzMon for {program}. Start it with:  {start}", "# Each machine has a token of its own. There, run"]
    lines.append(f"#   hertzmon token create {program} --scope metrics --days 365")
    lines.append(f"# and save what it prints where {program} runs, readable by {program} only:")
    for target in plan.targets:
        lines.append(f"#   {target.host}: {plan.directory / target.file_stem}.token")
        if target.is_tls:
            lines.append(
                f"#     with its {MADE_CERTIFICATE}, from its data directory: {plan.directory / target.file_stem}.crt"
            )
    return "\n".join(lines) + "\n"


def _scrape_configs(plan: Plan, quote: Callable[[str], str], interval_seconds: int | None = None) -> str:
    """One job for each machine, because each has its own token; all carry the label `job="hertzmon"`."""
    lines = ["scrape_configs:"]
    for target in plan.targets:
        files = plan.directory / target.file_stem
        lines += [
            f"  - job_name: {quote(f'hertzmon {target.authority}')}",
            *([] if interval_seconds is None else [f"    scrape_interval: {interval_seconds}s"]),
            f"    scheme: {'https' if target.is_tls else 'http'}",
            "    authorization:",
            f"      credentials_file: {quote(f'{files}.token')}",
        ]
        if target.is_tls:
            lines += ["    tls_config:", f"      ca_file: {quote(f'{files}.crt')}"]
        lines += [
            "    static_configs:",
            f"      - targets: [{quote(target.authority)}]",
            "        labels: {job: hertzmon}",
        ]
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _collector_text(value: str) -> str:
    """A text for the OpenTelemetry Collector, which replaces `$name` by the environment's."""
    return _text(value.replace("$", "$$"))


def _identifier(target: Target) -> str:
    return re.sub(r"[^a-z0-9]+", "_", target.file_stem.lower()).strip("_")


def _secret(target: Target) -> str:
    return f"{_identifier(target)}_authorization"


def _indented(text: str, spaces: int) -> str:
    return "".join(" " * spaces + line for line in text.splitlines(keepends=True))
