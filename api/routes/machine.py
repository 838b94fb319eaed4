"""The resources that are one section of the snapshot each, without parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from msgspec import Struct

from api import encode
from api.context import ApiContext
from api.demand import Dear
from api.payloads import (
    BatteryPayload,
    ConnectionsPayload,
    CpuPayload,
    DiskPayload,
    GpuPayload,
    InterfacePayload,
    MemoryPayload,
    NoGpuPayload,
    SensorsPayload,
    StatusPayload,
    SystemPayload,
)
from api.responses import Answer, Inquiry, snapshot_answer
from api.rules import Access, Resource, Rule, declare_resource
from api.scopes import Scope
from api.texts import Language
from hertzmon_gui.model.snapshot import Snapshot


class Section(Struct, frozen=True):
    """One such resource; `wants` is what the collector reads only on demand."""

    name: str
    summary: str
    build: Callable[[Snapshot, Language], object]
    answers: tuple[Any, ...]
    scope: Scope = "system"
    nullable: bool = False
    wants: Dear | None = None


SECTIONS: tuple[Section, ...] = (
    Section("system", "The machine", lambda snapshot, _: encode.system_payload(snapshot), (SystemPayload,)),
    Section("cpu", "All CPUs", lambda snapshot, _: encode.cpu_payload(snapshot), (CpuPayload,)),
    Section("memory", "Physical memory", lambda snapshot, _: encode.memory_payload(snapshot), (MemoryPayload,)),
    Section("disks", "File systems", lambda snapshot, _: encode.disks_payload(snapshot), (list[DiskPayload],)),
    Section(
        "network",
        "Network interfaces' counters",
        lambda snapshot, _: encode.network_payload(snapshot),
        (list[InterfacePayload],),
    ),
    Section("gpu", "GPUs", encode.gpu_payload, (GpuPayload, NoGpuPayload)),
    Section(
        "sensors",
        "Temperatures and fans; null where the machine has none",
        lambda snapshot, _: encode.sensors_payload(snapshot),
        (SensorsPayload,),
        nullable=True,
    ),
    Section(
        "battery",
        "The battery; null where there is none",
        lambda snapshot, _: encode.battery_payload(snapshot),
        (BatteryPayload,),
        nullable=True,
    ),
    Section(
        "connections",
        "Sockets of every user, read while somebody asks; 503 until the first reading",
        lambda snapshot, _: encode.connections_payload(snapshot),
        (ConnectionsPayload,),
        scope="admin",
        wants="connections",
    ),
    Section("status", "How the collector fares", lambda snapshot, _: encode.status_payload(snapshot), (StatusPayload,)),
)


def register(app: Flask, context: ApiContext) -> None:
    """Add the routes."""
    for section in SECTIONS:
        rule = Rule(
            path=f"/api/system/{section.name}/",
            summary=section.summary,
            access=Access.TOKEN,
            scopes=frozenset((section.scope,)),
            answers=section.answers,
            nullable=section.nullable,
            errors=(503,),
        )
        declare_resource(app, rule, _resource(context, section))


def _resource(context: ApiContext, section: Section) -> Resource:
    key = (section.name,)

    def resource(inquiry: Inquiry) -> Answer | None:
        if section.wants is not None:
            context.demand.want(section.wants)
        return snapshot_answer(context, inquiry, key, section.build, nullable=section.nullable)

    return resource
