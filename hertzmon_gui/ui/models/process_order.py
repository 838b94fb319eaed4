"""Which processes a table shows, and in which order: scope, search, sorting and the tree. Plain Python, no Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct

from hertzmon_gui.model.snapshot import Process, ProcessIdentity, ProcessKey, ProcessState

# A process counts as active for this long after it last did something, so that rows do not flicker in and out.
ACTIVE_SECONDS = 5.0
_ACTIVE_CPU_PERCENT = 0.05

SortValue = float | str


class Scope(StrEnum):
    """Which processes are listed at all."""

    ALL = "all"
    MINE = "mine"
    ACTIVE = "active"


class Place(Struct, frozen=True, gc=False):
    """Where a row stands in the tree.

    `guides` has one entry for each level below the root: whether a line goes on below this row at that level; the last
    entry is the row's own level. `descendants` counts the whole branch below. `is_context` marks a row that is shown
    only because something below it matches the search.
    """

    guides: tuple[bool, ...] = ()
    descendants: int = 0
    is_collapsed: bool = False
    is_context: bool = False

    @property
    def depth(self) -> int:
        """How many ancestors are shown above the row."""
        return len(self.guides)


class Order(Struct, frozen=True):
    """Which of the processes are shown, as indices from top to bottom.

    In a list `places` is empty. `branches` maps a collapsed process to all of its branch, itself included.
    """

    indices: list[int]
    places: list[Place] = []
    branches: dict[int, list[int]] = {}


class SearchIndex:
    """Finds processes by name, pid, user and full command line; the texts of each process are put together once."""

    def __init__(self) -> None:
        self._texts: dict[ProcessKey, tuple[ProcessIdentity, str]] = {}

    def matches(self, processes: Sequence[Process], needle: str) -> list[bool]:
        """For each process whether every word of `needle` occurs in its texts, whatever the case."""
        texts = self._texts_of(processes)
        found = [True] * len(texts)
        for word in needle.casefold().split():
            found = [match and word in text for match, text in zip(found, texts, strict=True)]
        return found

    def _texts_of(self, processes: Sequence[Process]) -> list[str]:
        known, fresh, texts = self._texts, {}, []
        for process in processes:
            identity = process.identity
            key = (identity.pid, identity.start_ticks)
            entry = known.get(key)
            if entry is None or entry[0] is not identity:
                entry = (identity, _search_text(identity))
            fresh[key] = entry
            texts.append(entry[1])
        self._texts = fresh
        return texts


def _search_text(identity: ProcessIdentity) -> str:
    # A newline keeps a word from matching across two fields.
    return "\n".join((identity.name, str(identity.pid), identity.username or "", *_command(identity))).casefold()


def _command(identity: ProcessIdentity) -> tuple[str, ...]:
    return (" ".join(identity.command_line),) if identity.command_line else ()


def is_active(process: Process) -> bool:
    """Whether the process did something in the last interval."""
    return (
        (process.cpu_percent or 0.0) >= _ACTIVE_CPU_PERCENT
        or process.state is ProcessState.RUNNING
        or bool(process.read_rate)
        or bool(process.write_rate)
        or bool(process.gpu_percent)
    )


def arrange_list(candidates: Iterable[int], values: Sequence[SortValue], descending: bool) -> Order:
    """A flat list of the processes at these indices; those of equal value keep the order in which they came."""
    return Order(sorted(candidates, key=values.__getitem__, reverse=descending))


def arrange_tree(
    processes: Sequence[Process],
    values: Sequence[SortValue],
    descending: bool,
    *,
    sum_branches: bool,
    matches: Sequence[bool] | None,
    is_collapsed: Callable[[Process], bool],
) -> Order:
    """Children below their parents, siblings sorted: by their branch's sum where `sum_branches`.

    With `matches` only matching processes and their ancestors are shown, and nothing is collapsed.
    """
    count = len(processes)
    parents = _parents(processes)
    preorder = _preorder(_children(range(count), parents))
    sizes = [1] * count
    totals = list(values)
    for index in reversed(preorder):
        parent = parents[index]
        if parent >= 0:
            sizes[parent] += sizes[index]
            if sum_branches:
                totals[parent] = _sum(totals[parent], totals[index])
    ranked: Iterable[int] = sorted(range(count), key=totals.__getitem__, reverse=descending)
    if matches is not None:
        included = _with_ancestors(matches, parents)
        ranked = [index for index in ranked if included[index]]

    indices: list[int] = []
    places: list[Place] = []
    collapsed: list[int] = []
    roots, children = _children(ranked, parents)
    stack: list[tuple[int, tuple[bool, ...]]] = [(index, ()) for index in reversed(roots)]
    while stack:
        index, guides = stack.pop()
        below = children.get(index, _NONE)
        hidden = bool(below) and matches is None and is_collapsed(processes[index])
        is_context = matches is not None and not matches[index]
        indices.append(index)
        places.append(_place(guides, sizes[index] - 1 if below else 0, hidden, is_context))
        if hidden:
            collapsed.append(index)
        elif below:
            going_on, last = (*guides, True), (*guides, False)
            stack.append((below[-1], last))
            stack.extend([(child, going_on) for child in reversed(below[:-1])])

    # In preorder a branch is one run.
    starts = {index: start for start, index in enumerate(preorder)} if collapsed else {}
    branches = {index: preorder[starts[index] : starts[index] + sizes[index]] for index in collapsed}
    return Order(indices, places, branches)


def descendants(processes: Sequence[Process], roots: frozenset[ProcessKey]) -> list[Process]:
    """Every process below one of `roots`, the roots themselves left out."""
    parents = _parents(processes)
    inside = [process.identity.key in roots for process in processes]
    found = []
    for index, process in enumerate(processes):
        parent = parents[index]
        while parent >= 0 and not inside[parent]:
            parent = parents[parent]
        if parent >= 0 and not inside[index]:
            found.append(process)
    return found


def lineage(processes: Sequence[Process], pids: frozenset[int]) -> frozenset[ProcessKey]:
    """The processes with one of `pids`, and all above them."""
    parents = _parents(processes)
    found: set[ProcessKey] = set()
    for index, process in enumerate(processes):
        if process.identity.pid in pids:
            above = index
            while above >= 0:
                found.add(processes[above].identity.key)
                above = parents[above]
    return frozenset(found)


def _parents(processes: Sequence[Process]) -> list[int]:
    """For each process the index of its parent, or -1.

    A parent that started after its child is another process that got the pid later. Requiring the order of
    `(start, pid)` makes a cycle impossible.
    """
    newest: dict[int, int] = {}
    starts = [process.identity.start_ticks for process in processes]
    for index, process in enumerate(processes):
        pid = process.identity.pid
        known = newest.get(pid)
        if known is None or starts[index] > starts[known]:
            newest[pid] = index
    parents = []
    for index, process in enumerate(processes):
        parent_pid = process.parent_pid
        parent = -1 if parent_pid is None else newest.get(parent_pid, -1)
        if parent >= 0:
            start = starts[index]
            if starts[parent] > start or (starts[parent] == start and (parent_pid or 0) >= process.identity.pid):
                parent = -1
        parents.append(parent)
    return parents


@lru_cache(maxsize=16_384)
def _place(guides: tuple[bool, ...], below: int, is_collapsed: bool, is_context: bool) -> Place:
    return Place(guides, below, is_collapsed, is_context)


def _children(order: Iterable[int], parents: list[int]) -> tuple[list[int], dict[int, list[int]]]:
    """The roots, and the children of each process that has some, as they come in `order`."""
    roots: list[int] = []
    children: dict[int, list[int]] = {}
    for index in order:
        parent = parents[index]
        if parent < 0:
            roots.append(index)
        elif parent in children:
            children[parent].append(index)
        else:
            children[parent] = [index]
    return roots, children


def _preorder(forest: tuple[list[int], dict[int, list[int]]]) -> list[int]:
    roots, children = forest
    order: list[int] = []
    stack = list(roots)
    while stack:
        index = stack.pop()
        order.append(index)
        below = children.get(index)
        if below is not None:
            stack.extend(below)
    return order


def _with_ancestors(matches: Sequence[bool], parents: list[int]) -> list[bool]:
    included = list(matches)
    for index, match in enumerate(matches):
        if match:
            parent = parents[index]
            while parent >= 0 and not included[parent]:
                included[parent] = True
                parent = parents[parent]
    return included


def _sum(first: SortValue, second: SortValue) -> SortValue:
    """The sum of two numbers; infinity stands for an unknown one."""
    if not second:
        return first
    if isinstance(first, str) or isinstance(second, str):
        return first
    if first in _UNKNOWN:
        return second
    return first if second in _UNKNOWN else first + second


_UNKNOWN = (float("inf"), float("-inf"))
_NONE: list[int] = []
