"""What the API's tests share: one machine that is always the same, an application around it, and its users."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.accounts.service_tokens import TokenStore
from api.accounts.sessions import SessionStore
from api.accounts.throttle import LoginThrottle
from api.accounts.tokens import TokenAuthority
from api.accounts.users import UserStore
from api.app import create_app
from api.context import ApiContext, Lifetimes
from api.demand import ApiDemand
from api.feed import Feed
from api.hosts import HostPolicy
from api.serving.access_log import AccessLog
from hertzmon_gui.model.snapshot import (
    Cpu,
    CpuFrequency,
    Disks,
    GpuAvailability,
    GpuDevice,
    Gpus,
    Interface,
    Memory,
    Network,
    Process,
    Processes,
    ProcessIdentity,
    ProcessState,
    Snapshot,
    System,
    Volume,
)
from tests.fakes import FakeSource

SECRET = b"0123456789abcdef" * 4
ADMIN_PASSWORD = "the admin's password"
VIEWER_PASSWORD = "the viewer's password"
MIB = 1024**2
GOLDEN = Path(__file__).parents[1] / "data" / "api"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def contract_snapshot(seq: int = 41) -> Snapshot:
    """The machine of the golden files: each section with the values that a careless encoder gets wrong."""
    return Snapshot(
        seq=seq,
        wall_time=1_772_323_199.9,  # 2026-02-28T23:59:59.9Z: must not be rounded up into March
        monotonic_time=5000.5,
        interval_seconds=1.0,
        system=System(
            hostname="工作站",
            platform="Linux-6.1.0-x86_64-with-glibc2.36",
            architecture="x86_64",
            boot_time=1_772_098_199.6,
            uptime_seconds=225_000.99,
        ),
        cpu=Cpu(
            logical_count=8,
            physical_count=4,
            percent=12.34,
            times=None,
            cores=(),
            frequency=CpuFrequency(2394.128, None, 0.0),
            load_average=(0.5, 1.0, 2.456),
        ),
        memory=Memory(
            total=16 * 1024 * MIB,
            available=9 * 1024 * MIB,
            used=6 * 1024 * MIB,
            free=1024 * MIB,
            percent=43.75,
            apps=0,
            cached=0,
            unused=0,
        ),
        disks=Disks(
            volumes=(
                Volume("/dev/sda1", "/", "ext4", 1000, 600, 300, 66.66),
                Volume("server:/home", "/home", "nfs4", None, None, None, None, is_network=True, stale=True),
                Volume("none", "/sys/empty", "sysfs", 0, 0, 0, 0.0),
                Volume("D:\\", "D:\\数据", "NTFS", 5000, 1000, 4000, 20.0),
            ),
            devices=(),
            read_rate=None,
            write_rate=None,
        ),
        network=Network(
            interfaces=(
                Interface("lo", 10, 10, 1, 1, None, None, is_loopback=True),
                Interface("eth0", 5_000_000_000, 7_000_000_000, 50, 70, 1.0, 2.0, addresses=("192.0.2.7",)),
            ),
            send_rate=1.0,
            receive_rate=2.0,
        ),
        processes=Processes(
            rows=(
                process(900, "编译器", 156.26, 3.14159, created=1_772_323_100.9),
                process(30, "tied-high-pid", 0.04, 1.0),
                process(20, "tied-low-pid", 0.0, 1.0),
                process(1, "", None, None, created=None, arguments=()),
                process(77, "worker", 99.95, 0.005, arguments=("worker", "--password", "hunter2", "--verbose")),
            ),
            threads=9,
            running=1,
        ),
        gpus=Gpus(
            GpuAvailability.OK,
            (
                GpuDevice(
                    index=0,
                    name="Tesla T4",
                    vendor="nvidia",
                    load_percent=33.333,
                    memory_total=15_109 * MIB + 5,
                    memory_used=500 * MIB,
                    memory_percent=3.309,
                    temperature_celsius=61.4,
                ),
                GpuDevice(index=1, name="Sleeping", vendor="amd", asleep=True),
            ),
        ),
    )


def process(
    pid: int,
    name: str,
    cpu_percent: float | None,
    memory_percent: float | None,
    *,
    created: float | None = 1_772_300_000.0,
    arguments: tuple[str, ...] = ("/usr/bin/thing",),
    username: str | None = "someone",
) -> Process:
    """A process row."""
    identity = ProcessIdentity(
        pid=pid, start_ticks=pid, create_time=created, name=name, username=username, command_line=arguments
    )
    known = cpu_percent is not None
    return Process(
        identity=identity,
        parent_pid=1,
        state=ProcessState.SLEEPING if known else ProcessState.ZOMBIE,
        cpu_percent=cpu_percent,
        memory_percent=memory_percent,
        rss_bytes=4096 * pid if known else None,
        vms_bytes=8192 * pid if known else None,
        threads=3,
        nice=0,
        read_rate=100.4,
        write_rate=200.6,
    )


def golden(name: str) -> str:
    """The `data` of a golden file in the compact form in which it is sent, keys in the file's order."""
    value = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class World:
    """One application with an admin and a viewer, over a source that a test publishes on."""

    def __init__(
        self,
        directory: Path,
        source: FakeSource | None = None,
        *,
        origins: tuple[str, ...] = (),
        throttle: LoginThrottle | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.directory = directory
        self.source = source or FakeSource(contract_snapshot())
        self.users = UserStore(directory / "users.json")
        now = {} if clock is None else {"clock": clock}
        self.sessions = SessionStore(directory / "sessions.json", **now)
        self.service_tokens = TokenStore(directory / "service-tokens.json", **now)
        self.authority = TokenAuthority(SECRET, **now)
        self.lifetimes = Lifetimes(3600.0, 7 * 86400.0)
        self.context = ApiContext(
            feed=Feed(self.source.bus),
            history=self.source.history,
            demand=ApiDemand(self.source),
            users=self.users,
            sessions=self.sessions,
            authority=self.authority,
            service_tokens=self.service_tokens,
            throttle=throttle or LoginThrottle(),
            hosts=HostPolicy(("workstation",), ("monitor.example",), origins),
            lifetimes=lambda: self.lifetimes,
            access_log=AccessLog(directory / "access.log"),
            boot_id="boot",
        )
        self.app: Flask = create_app(self.context)
        self.client: FlaskClient = self.app.test_client()

    def login(self, username: str = "admin", password: str = ADMIN_PASSWORD) -> dict[str, Any]:
        """Log in; the response's data."""
        response = self.client.post("/api/auth/login/", json={"username": username, "password": password})
        assert response.status_code == 200, response.text
        data: dict[str, Any] = response.get_json()["data"]
        return data

    def session(self, username: str = "admin") -> dict[str, str]:
        """The header of a fresh session, made without the slow hash of a login."""
        user = self.users.get(username)
        assert user is not None
        session_id = self.sessions.new_id()
        issue = self.authority.issue
        access, expires = issue(
            "access", user.user_id, username, [user.role], session_id, self.lifetimes.access_seconds
        )
        self.sessions.begin(session_id, user.user_id, user.epoch, "none", expires, "127.0.0.1")
        return bearer(access)

    def get(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        """GET with an admin's session."""
        return self.client.get(path, headers={**self.session(), **(headers or {})})

    def close(self) -> None:
        """End what follows the bus."""
        self.context.feed.close()
        self.context.demand.close()
        self.service_tokens.close()
        assert self.context.access_log is not None
        self.context.access_log.close()


def bearer(token: str) -> dict[str, str]:
    """The header that shows a token."""
    return {"Authorization": f"Bearer {token}"}


def data_text(response: TestResponse) -> str:
    """The bytes of `data`, exactly as they were sent."""
    text = response.get_data(as_text=True)
    opening = '{"success":true,"code":200,"message":"操作成功","data":'
    assert text.startswith(opening), text
    return text[len(opening) : -1]


def without(snapshot: Snapshot, **sections: object) -> Snapshot:
    """The snapshot with other sections."""
    return msgspec.structs.replace(snapshot, **sections)
