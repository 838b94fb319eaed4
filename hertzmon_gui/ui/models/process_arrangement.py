"""ProcessArrangement: what a person chose to see of the processes, and what became of them since the last look."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from enum import Enum
from itertools import compress
from typing import Any

from msgspec import Struct

from hertzmon_gui.model.snapshot import Process, Processes, ProcessKey
from hertzmon_gui.ui.models.process_columns import COLUMNS, ColumnId
from hertzmon_gui.ui.models.process_order import (
    ACTIVE_SECONDS,
    Place,
    Scope,
    SearchIndex,
    SortValue,
    arrange_list,
    arrange_tree,
    is_active,
)

# How long a row is coloured after its process has appeared, and how long it stays after its process has gone.
FLASH_SECONDS = 1.5
# Where more than these end between two looks, as at the end of a build, nobody could read what ended.
MOST_ENDED_SHOWN = 24


class Flash(Enum):
    """Why a row is coloured."""

    STARTED = "started"
    ENDED = "ended"


class Layout(Struct, frozen=True):
    """Rows from top to bottom; without `places` they have none in a tree. A collapsed row has all of its branch."""

    rows: list[Process]
    keys: list[ProcessKey]
    places: list[Place] = []
    branches: dict[ProcessKey, list[Process]] = {}


class ProcessArrangement:
    """The processes of the newest snapshot, those that ended a moment ago, and the choices that order them.

    Choices are plain attributes; `layout` works out the rows that follow from them.
    """

    def __init__(self) -> None:
        self.scope = Scope.ALL
        self.owner: str | None = None
        self.needle = ""
        self.is_tree = True
        self.is_frozen = False
        self.sort_column = ColumnId.CPU
        self.descending = True
        self.collapsed: dict[ProcessKey, bool] = {}
        self.live: dict[ProcessKey, Process] = {}
        self.shown: list[Process] = []
        self.is_empty = True
        self._time = 0.0
        self._started: dict[ProcessKey, float] = {}
        self._ended: dict[ProcessKey, tuple[float, Process]] = {}
        self._last_active: dict[ProcessKey, float] = {}
        self._search_index = SearchIndex()

    def take(self, processes: Processes, time: float, *, after_gap: bool = False) -> set[ProcessKey]:
        """Take a new snapshot's processes; returns those whose colour may have changed.

        Nothing is coloured as new after a gap, or at first.
        """
        live = {(row.identity.pid, row.identity.start_ticks): row for row in processes.rows}
        gone = self.live.keys() - live.keys()
        if self.is_empty or after_gap:
            self._started, self._ended = {}, {}
        else:
            for key in live.keys() - self.live.keys():
                self._started[key] = time
            if len(gone) <= MOST_ENDED_SHOWN:
                self._ended |= {key: (time, self.live[key]) for key in gone}
        changed = self._started.keys() | self._ended.keys() | gone
        oldest = time - FLASH_SECONDS
        self._started = {key: since for key, since in self._started.items() if since > oldest and key in live}
        self._ended = {key: entry for key, entry in self._ended.items() if entry[0] > oldest and key not in live}
        self.collapsed = {key: state for key, state in self.collapsed.items() if key in live}
        self.live, self._time, self.is_empty = live, time, False
        self.note_activity()
        return changed

    def flash(self, key: ProcessKey) -> Flash | None:
        """Why a process's row is coloured now."""
        if key in self._ended:
            return Flash.ENDED
        return Flash.STARTED if key in self._started else None

    def has_ended(self, key: ProcessKey) -> bool:
        """Whether a row shows the last values of a process that has gone."""
        return key not in self.live

    def note_activity(self) -> None:
        """Remember who does something; only while that decides what is listed."""
        if self.scope is not Scope.ACTIVE:
            self._last_active = {}
            return
        oldest = self._time - ACTIVE_SECONDS
        self._last_active = {key: since for key, since in self._last_active.items() if since > oldest}
        for key, process in self.live.items():
            if is_active(process):
                self._last_active[key] = self._time

    def held(self, layout: Layout) -> Layout:
        """The rows of an earlier layout with newest values: those that ended keep their last, new ones wait."""
        processes = list(self.live.values())
        matches = self._matches(processes)
        self.shown = processes if matches is None else list(compress(processes, matches))
        live = self.live
        return Layout(
            [live.get(key, row) for key, row in zip(layout.keys, layout.rows, strict=True)],
            layout.keys,
            layout.places,
            {
                root: [live[one.identity.key] for one in branch if one.identity.key in live] or branch
                for root, branch in layout.branches.items()
            },
        )

    def layout(self) -> Layout:
        """The rows now, in the order that was chosen."""
        keys, processes = list(self.live), list(self.live.values())
        if self._ended:
            keys, processes = self._with_ended()
        matches = self._matches(processes)
        column = COLUMNS[self.sort_column]
        values = _sort_values(processes, column.read, column.is_number, self.descending)
        matching = range(len(keys)) if matches is None else [index for index, match in enumerate(matches) if match]
        if self.is_tree:
            order = arrange_tree(
                processes,
                values,
                self.descending,
                sum_branches=column.adds_up,
                matches=matches,
                is_collapsed=self._is_collapsed,
            )
        else:
            order = arrange_list(matching, values, self.descending)
        self.shown = [processes[index] for index in matching if keys[index] in self.live]
        return Layout(
            [processes[index] for index in order.indices],
            [keys[index] for index in order.indices],
            order.places,
            {keys[root]: [processes[index] for index in branch] for root, branch in order.branches.items()},
        )

    def _with_ended(self) -> tuple[list[ProcessKey], list[Process]]:
        """The living and those that have just ended.

        By pid, as the system lists them: rows of equal value stay where they are when their process ends.
        """
        everyone = self.live | {key: process for key, (_, process) in self._ended.items()}
        keys = sorted(everyone)
        return keys, [everyone[key] for key in keys]

    def _matches(self, processes: Sequence[Process]) -> list[bool] | None:
        """For each process whether scope and search let it through; None when they let all through."""
        if self.scope is Scope.ALL and not self.needle:
            return None
        found = self._search_index.matches(processes, self.needle) if self.needle else [True] * len(processes)
        if self.scope is Scope.MINE:
            owner = self.owner
            return [
                match and process.identity.username == owner for match, process in zip(found, processes, strict=True)
            ]
        if self.scope is Scope.ACTIVE:
            active = self._last_active
            return [match and process.identity.key in active for match, process in zip(found, processes, strict=True)]
        return found

    def _is_collapsed(self, process: Process) -> bool:
        # The kernel's own threads are many and seldom looked for: their branch begins collapsed.
        return self.collapsed.get(process.identity.key, process.identity.is_kernel_thread)


def _sort_values(
    processes: Sequence[Process], read: Callable[[Process], Any], is_number: bool, descending: bool
) -> list[SortValue]:
    """What each process is sorted by; unknown values come last in either direction."""
    values = [read(process) for process in processes]
    if is_number or any(isinstance(value, float) for value in values):
        missing = -math.inf if descending else math.inf
        return [missing if value is None else value for value in values]
    last = "" if descending else "\U0010ffff"
    return [last if not value else value.casefold() for value in values]
