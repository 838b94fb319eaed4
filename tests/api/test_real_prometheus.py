"""A real Prometheus reads a real server with the configuration that HertzMon prints for it."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.export_config import KINDS, make_plan
from api.serving.certificates import MADE_CERTIFICATE
from hertzmon_gui.settings.schema import Settings
from tests.api.live import serving
from tests.api.test_export_config import dashboard_queries
from tests.fakes import GIB, FakeSource, full_snapshot

PROMETHEUS = shutil.which("prometheus")
PROMTOOL = shutil.which("promtool")
SECONDS = 60.0

pytestmark = pytest.mark.skipif(
    PROMETHEUS is None or PROMTOOL is None, reason="Prometheus is not installed (Debian package prometheus)"
)


class Prometheus:
    """A running Prometheus, asked through its HTTP API."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self._url = f"http://127.0.0.1:{port}/api/v1/"
        self._process = process

    def query(self, expression: str) -> list[dict[str, Any]]:
        answer = self._get("query", query=expression)
        assert answer["status"] == "success", answer
        result: list[dict[str, Any]] = answer["data"]["result"]
        return result

    def value(self, expression: str) -> float | None:
        found = self.query(expression)
        return float(found[0]["value"][1]) if found else None

    def targets(self) -> list[dict[str, Any]]:
        targets: list[dict[str, Any]] = self._get("targets")["data"]["activeTargets"]
        return targets

    def wait_until(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + SECONDS
        while True:
            assert self._process.poll() is None, "Prometheus ended"
            try:
                if holds():
                    return
                problem: object = [target["lastError"] for target in self.targets()]
            except OSError as error:  # it is still starting
                problem = error
            assert time.monotonic() < end, problem
            time.sleep(0.1)

    def _get(self, path: str, **parameters: str) -> Any:
        with urllib.request.urlopen(
            f"{self._url}{path}?{urllib.parse.urlencode(parameters)}", timeout=SECONDS
        ) as answer:
            return json.load(answer)


@contextmanager
def prometheus(configuration: Path, storage: Path) -> Iterator[Prometheus]:
    assert PROMETHEUS is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = storage.with_suffix(".log")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [
                PROMETHEUS,
                f"--config.file={configuration}",
                f"--storage.tsdb.path={storage}",
                f"--web.listen-address=127.0.0.1:{port}",
                "--log.level=warn",
            ],
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Prometheus(port, process)
    finally:
        process.terminate()
        process.wait(SECONDS)
    # Duplicate or malformed series are told in the log only.
    assert [line for line in log.read_text().splitlines() if "Received SIGTERM" not in line] == []


@pytest.mark.parametrize("bind", ["127.0.0.1", "0.0.0.0"], ids=["loopback", "tls"])
def test_prometheus_reads_all_there_is_to_read(bind: str, tmp_path: Path) -> None:
    assert PROMTOOL is not None
    data = tmp_path / "data"
    with serving(data, FakeSource(full_snapshot()), api_bind=bind) as live:
        assert live.access.state.is_tls == (bind != "127.0.0.1")
        plan = make_plan(
            "prometheus",
            [f"127.0.0.1:{live.port}"],
            Settings(api_bind=bind),
            interval_seconds=1,
            directory=str(tmp_path),
            send_to=None,
            insecure_http=False,
        )
        token = live.access.create_service_token("prometheus", ["metrics"], 1)
        (tmp_path / "hertzmon-127.0.0.1.token").write_text(f"{token}\n")
        if live.access.state.is_tls:
            shutil.copy(data / MADE_CERTIFICATE, tmp_path / "hertzmon-127.0.0.1.crt")
        configuration = tmp_path / "prometheus.yml"
        configuration.write_text(KINDS["prometheus"](plan))
        subprocess.run([PROMTOOL, "check", "config", configuration], check=True, capture_output=True, timeout=SECONDS)

        with prometheus(configuration, tmp_path / "storage") as server:
            server.wait_until(lambda: server.value('up{job="hertzmon"}') == 1)

            assert server.value("hertzmon_memory_total_bytes") == 16 * GIB
            (disk,) = server.query("hertzmon_disk_read_bytes_total")
            assert disk["metric"] == {
                "__name__": "hertzmon_disk_read_bytes_total",
                "device": "vda",
                "instance": f"127.0.0.1:{live.port}",
                "job": "hertzmon",
            }
            # A rate needs two scrapes.
            server.wait_until(lambda: server.value("count_over_time(hertzmon_load1[1m])") not in (None, 1.0))
            empty = [
                query
                for query in dashboard_queries()
                if not server.query(query.replace("$instance", ".+").replace("$__rate_interval", "1m"))
            ]
            assert empty == []
            assert live.access.service_tokens()[0].last_used is not None

            live.access.revoke_service_token("prometheus")
            server.wait_until(lambda: server.value('up{job="hertzmon"}') == 0)
            assert "401" in server.targets()[0]["lastError"]
