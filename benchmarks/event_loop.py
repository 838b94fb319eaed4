"""How late the window answers: beside eight busy API connections, and with five thousand processes in its table."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.desktop import desktop, running, window_of
from benchmarks.population import population
from benchmarks.table import Row

_CONNECTIONS = 8
_PASSWORD = "correct horse battery staple"
_PATHS = ("/api/system/cpu/", "/api/system/monitor/", "/api/system/processes/?limit=1000")


def run(quick: bool) -> list[Row]:
    """The 99th percentile, and the longest, of the event loop's delays in milliseconds."""
    if sys.platform != "linux":
        print("The event loop is measured on Linux only: it needs a private display.", file=sys.stderr)
        return []
    seconds = 8.0 if quick else 30.0
    rows: list[Row] = []
    with desktop() as environment:
        with population(1000):
            idle, busy = _delays_beside_clients(environment, seconds)
        rows.append(Row("event loop, Overview, p99", _percentile(idle, 99) * 1e3, "ms"))
        rows.append(Row("event loop, 8 busy clients, p99", _percentile(busy, 99) * 1e3, "ms", target=50.0))
        many = 1000 if quick else 5000
        with population(many):
            delays = _delays_with_many_processes(environment, seconds)
        rows.append(Row(f"event loop, {many} processes, p99", _percentile(delays, 99) * 1e3, "ms"))
        rows.append(Row(f"event loop, {many} processes, longest", max(delays) * 1e3, "ms", target=50.0))
    return rows


def _delays_beside_clients(environment: dict[str, str], seconds: float) -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory(prefix="hertzmon-bench-") as scratch:
        data, record, port = Path(scratch, "data"), Path(scratch, "delays.json"), _free_port()
        with running(_watched(record, data, "--page", "overview", "--port", str(port)), environment) as process:
            window_of(process.pid, environment)
            _set_password(data)
            time.sleep(5.0)
            quiet = (time.monotonic(), time.monotonic() + seconds)
            time.sleep(seconds)
            with _busy_clients(port):
                time.sleep(1.0)
                loaded = (time.monotonic(), time.monotonic() + seconds)
                time.sleep(seconds)
        return _delays(record, *quiet), _delays(record, *loaded)


def _delays_with_many_processes(environment: dict[str, str], seconds: float) -> list[float]:
    with tempfile.TemporaryDirectory(prefix="hertzmon-bench-") as scratch:
        record = Path(scratch, "delays.json")
        command = _watched(record, Path(scratch, "data"), "--page", "processes", "--no-api")
        with running(command, environment) as process:
            window_of(process.pid, environment)
            time.sleep(5.0)
            started = time.monotonic()
            time.sleep(seconds)
        return _delays(record, started, started + seconds)


def _watched(record: Path, data: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.watched_window", str(record), "--gui", "--data-dir", str(data), *options]


def _set_password(data: Path) -> None:
    command = [sys.executable, "-m", "hertzmon_gui", "user", "set-password", "admin", "--data-dir", str(data)]
    subprocess.run(command, input=_PASSWORD, text=True, check=True, capture_output=True)


@contextlib.contextmanager
def _busy_clients(port: int) -> Iterator[None]:
    """Clients that ask again as soon as they were answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    credentials = json.dumps({"username": "admin", "password": _PASSWORD})
    connection.request("POST", "/api/auth/login/", credentials, {"Content-Type": "application/json"})
    token = json.load(connection.getresponse())["data"]["access_token"]
    connection.close()
    ended = threading.Event()
    failures: list[Exception] = []

    def ask(number: int) -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            while not ended.is_set():
                client.request("GET", _PATHS[number % len(_PATHS)], headers={"Authorization": f"Bearer {token}"})
                answer = client.getresponse()
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"the API answered {answer.status}")
        except Exception as error:  # noqa: BLE001 (told to the thread that measures)
            failures.append(error)
        finally:
            client.close()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(_CONNECTIONS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _delays(record: Path, started: float, ended: float) -> list[float]:
    return [late for time_, late in json.loads(record.read_text()) if started <= time_ <= ended]


def _percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
