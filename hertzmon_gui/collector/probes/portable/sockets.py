"""Sockets through psutil."""

from __future__ import annotations

import socket
from collections.abc import Iterable, Iterator
from typing import Any

import psutil

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.model.snapshot import Connection


def portable_connections() -> list[Connection]:
    """Every TCP and UDP socket that one may see; on macOS only one's own processes', unless as root."""
    try:
        return [as_connection(row, row.pid) for row in psutil.net_connections(kind="inet")]
    except psutil.AccessDenied:
        rows = list(_of_each_process())
    if not rows:
        raise NoData("the system does not let this user see sockets")
    return rows


def _of_each_process() -> Iterator[Connection]:
    for process in psutil.process_iter():
        try:
            rows: Iterable[Any] = process.net_connections(kind="inet")
        except psutil.Error:
            continue
        for row in rows:
            yield as_connection(row, process.pid)


def as_connection(row: Any, pid: int | None) -> Connection:  # noqa: ANN401 (psutil has two types alike)
    """One of psutil's rows, its state in the words of `ss`: lower case, with hyphens."""
    status = "none" if row.status == psutil.CONN_NONE else row.status.lower().replace("_", "-")
    return Connection(
        family="ipv6" if row.family == socket.AF_INET6 else "ipv4",
        protocol="udp" if row.type == socket.SOCK_DGRAM else "tcp",
        local_address=row.laddr.ip if row.laddr else "",
        local_port=row.laddr.port if row.laddr else 0,
        remote_address=row.raddr.ip if row.raddr else None,
        remote_port=row.raddr.port if row.raddr else None,
        state=status,
        pid=pid,
    )
