"""Sanity: finds a number in a section that cannot be true, before anyone is shown it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, get_args

import msgspec
from msgspec import Struct

from hertzmon_gui.model.snapshot import CpuTimes, Memory, OwnCost, PressureShare, Process

# Rounding may carry a share a hair beyond its bound.
_TOLERANCE = 0.01
_SHARES: tuple[type[Struct], ...] = (CpuTimes, PressureShare)
# These count 100 for one core.
_PER_CORE = {(Process, "cpu_percent"), (OwnCost, "cpu_percent")}
_SIGNED = {"nice", "celsius", "high_celsius", "critical_celsius", "temperature_celsius"}

_Check = Callable[[Any], str | None]


def nonsense(section: object, *, rows_of_processes: bool = False) -> str | None:
    """The first value that is out of its bounds, as "field is value", or None.

    Percent is 0…100, rates, sizes and times are not negative, the parts of memory add up to the total. Process rows are
    held to this by the tests of the sweep and looked at here on request only: there are thousands of them.
    """
    if not isinstance(section, Struct):
        return f"a {type(section).__name__} is no section"
    check = _checks(type(section), rows_of_processes)
    return None if check is None else check(section)


@functools.cache
def _checks(kind: type[Struct], with_processes: bool) -> _Check | None:
    """What looks at one struct; None when it holds nothing that has bounds."""
    if kind is Process and not with_processes:
        return None
    found = [_check_field(kind, field, with_processes) for field in msgspec.structs.fields(kind)]
    steps = [step for step in (*found, _check_memory if kind is Memory else None) if step is not None]
    if not steps:
        return None

    def check(section: object) -> str | None:
        for step in steps:
            problem = step(section)
            if problem is not None:
                return problem
        return None

    return check


def _check_field(kind: type[Struct], field: msgspec.structs.FieldInfo, with_processes: bool) -> _Check | None:
    types = _plain_types(field.type)
    for known in types:
        if isinstance(known, type) and issubclass(known, Struct):
            inner = _checks(known, with_processes)
            return None if inner is None else _check_nested(field.name, inner)
    if float in types or int in types:
        return _check_number(field.name, _most(kind, field.name), field.name in _SIGNED)
    return None


def _plain_types(annotation: object) -> set[object]:
    """The types in a union, of the elements where it is a tuple."""
    inner = get_args(annotation)
    return set().union(*(_plain_types(part) for part in inner)) if inner else {annotation}


def _most(kind: type[Struct], name: str) -> float:
    is_share = name.endswith("percent") or kind in _SHARES
    return 100.0 + _TOLERANCE if is_share and (kind, name) not in _PER_CORE else math.inf


def _check_number(name: str, most: float, is_signed: bool) -> _Check:
    least = -math.inf if is_signed else -0.0

    def check(section: object) -> str | None:
        value = getattr(section, name)
        if value is None or value.__class__ is tuple or least <= value <= most:
            return None  # a tuple's numbers (load averages) have no bounds
        return f"{name} is {value}"

    return check


def _check_nested(name: str, inner: _Check) -> _Check:
    def check(section: object) -> str | None:
        value = getattr(section, name)
        if value is None:
            return None
        for row in value if value.__class__ is tuple else (value,):
            problem = inner(row)
            if problem is not None:
                return f"{name}: {problem}"
        return None

    return check


def _check_memory(memory: Any) -> str | None:  # noqa: ANN401 (always a Memory)
    parts = memory.apps + memory.cached + memory.unused
    return None if parts == memory.total else f"the parts of memory sum to {parts}, not {memory.total}"
