"""ScriptedProbe: a probe that does as its test says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.model.source import Demand


class ScriptedProbe:
    """Answers what the test says and remembers how it was asked."""

    def __init__(self, name: str, answer: Callable[[], Any], period_seconds: float = 0.0) -> None:
        self.name = name
        self.period_seconds = period_seconds
        self.answer = answer
        self.clocks: list[Clock] = []
        self.closed = 0

    def wanted(self, demand: Demand) -> bool:
        return demand.charts

    def read(self, clock: Clock) -> Any:
        self.clocks.append(clock)
        return self.answer()

    def close(self) -> None:
        self.closed += 1


class LateScript(ScriptedProbe):
    overdue: str | None = None

    def late(self) -> str | None:
        return self.overdue
