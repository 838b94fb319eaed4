"""The resources that are one section of the snapshot each, without parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from msgspec import Struct

from api import encode
from api.accounts.scopes import Scope
from api.context import ApiContext
from api.demand import Costly
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
    wants: Costly | None = None


def _in_either_language(build: Callable[[Snapshot], object]) -> Callable[[Snapshot, Language], object]:
    return lambda snapshot, _language: build(snapshot)


SECTIONS: tuple[Section, ...] = (
    Section("system", "The machine", _in_either_language(encode.system_payload), (SystemPayload,)),
    Section("cpu", "All CPUs", _in_either_language(encode.cpu_payload), (CpuPayload,)),
    Section("memory", "Physical memory", _in_either_language(encode.memory_payload), (MemoryPayload,)),
    Section("disks", "File systems", _in_either_language(encode.disks_payload), (list[DiskPayload],)),
    Section(
        "network",
        "Network interfaces' counters",
        _in_either_language(encode.network_payload),
        (list[InterfacePayload],),
    ),
    Section("gpu", "GPUs", encode.gpu_payload, (GpuPayload, NoGpuPayload)),
    Section(
        "sensors",
        "Temperatures and fans; null where the machine has none",
        _in_either_language(encode.sensors_payload),
        (SensorsPayload,),
        nullable=True,
    ),
    Section(
        "battery",
        "The battery; null where there is none",
        _in_either_language(encode.battery_payload),
        (BatteryPayload,),
        nullable=True,
    ),
    Section(
        "connections",
        "Sockets of every user, read while somebody asks; 503 until the first reading",
        _in_either_language(encode.connections_payload),
        (ConnectionsPayload,),
        scope="admin",
        wants="connections",
    ),
    Section("status", "How the collector fares", _in_either_language(encode.status_payload), (StatusPayload,)),
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
