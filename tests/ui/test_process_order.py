"""Scope, search, sorting and the tree, without Qt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.models.process_order import Order, SearchIndex, arrange_list, arrange_tree, descendants
from tests.ui.process_rows import make_process


def tree(
    processes: list[Process],
    *,
    matches: list[bool] | None = None,
    collapsed: frozenset[int] = frozenset(),
    sum_branches: bool = True,
) -> Order:
    return arrange_tree(
        processes,
        [process.cpu_percent or 0.0 for process in processes],
        True,
        sum_branches=sum_branches,
        matches=matches,
        is_collapsed=lambda process: process.identity.pid in collapsed,
    )


def pids(processes: list[Process], order: Order) -> list[int]:
    return [processes[index].identity.pid for index in order.indices]


def test_equal_values_keep_their_order_in_both_directions() -> None:
    processes = [make_process(pid) for pid in (1, 2, 3)]
    assert pids(processes, arrange_list(range(3), [0.0, 0.0, 5.0], descending=True)) == [3, 1, 2]
    assert pids(processes, arrange_list(range(3), [0.0, 0.0, 5.0], descending=False)) == [1, 2, 3]


def test_siblings_are_ordered_by_what_their_whole_branch_takes() -> None:
    processes = [
        make_process(1),
        make_process(2, parent=1, cpu=10.0),
        make_process(3, parent=1),
        make_process(4, parent=3, cpu=20.0),
    ]
    order = tree(processes)
    assert pids(processes, order) == [1, 3, 4, 2]
    assert [place.depth for place in order.places] == [0, 1, 2, 1]
    assert [place.descendants for place in order.places] == [3, 1, 0, 0]
    assert order.places[1].guides == (True,)
    assert order.places[2].guides == (True, False)
    assert order.places[3].guides == (False,)


def test_a_collapsed_branch_is_hidden_and_known_as_a_whole() -> None:
    processes = [make_process(1), make_process(2, parent=1), make_process(3, parent=2), make_process(4)]
    order = tree(processes, collapsed=frozenset({1}))
    assert sorted(pids(processes, order)) == [1, 4]
    assert {processes[index].identity.pid for index in order.branches[0]} == {1, 2, 3}


def test_a_search_shows_ancestors_as_context_and_opens_collapsed_branches() -> None:
    processes = [make_process(1), make_process(2, parent=1), make_process(3, parent=2), make_process(4)]
    order = tree(processes, matches=[False, False, True, False], collapsed=frozenset({1}))
    assert pids(processes, order) == [1, 2, 3]
    assert [place.is_context for place in order.places] == [True, True, False]


def test_a_younger_process_with_the_parents_pid_is_not_the_parent() -> None:
    orphan = make_process(7, parent=5, start=100)
    reused = make_process(5, start=900)
    assert [place.depth for place in tree([reused, orphan]).places] == [0, 0]


def test_a_parent_that_names_itself_or_a_ring_ends() -> None:
    ring = [make_process(1, parent=1, start=5), make_process(2, parent=3, start=5), make_process(3, parent=2, start=5)]
    assert sorted(pids(ring, tree(ring))) == [1, 2, 3]


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 3), st.floats(0, 100), st.booleans(), st.booleans()),
        max_size=12,
    )
)
def test_a_tree_holds_every_process_once_whatever_the_parents(
    facts: list[tuple[int, int, float, bool, bool]],
) -> None:
    processes = [make_process(pid, parent=fact[0], start=fact[1], cpu=fact[2]) for pid, fact in enumerate(facts)]
    everything = tree(processes)
    assert sorted(pids(processes, everything)) == list(range(len(facts)))
    for row, place in enumerate(everything.places):
        assert place.depth <= (everything.places[row - 1].depth + 1 if row else 0)
    matches = [fact[3] for fact in facts]
    found = set(pids(processes, tree(processes, matches=matches)))
    assert found >= {pid for pid, match in enumerate(matches) if match}
    collapsed = frozenset(pid for pid, fact in enumerate(facts) if fact[4])
    folded = tree(processes, collapsed=collapsed)
    members = [index for branch in folded.branches.values() for index in branch]
    assert sorted(set(members) | set(pids(processes, folded))) == list(range(len(facts)))


def test_search_looks_at_name_pid_user_and_command_line_whatever_the_case() -> None:
    index = SearchIndex()
    processes = [make_process(4711, name="Python", user="Anna", command=("python", "manage.py", "runserver"))]
    for needle in ("pyth", "4711", "ANNA", "manage.py run", "runserver anna", ""):
        assert index.matches(processes, needle) == [True], needle
    for needle in ("ruby", "anna ben", "4712"):
        assert index.matches(processes, needle) == [False], needle


def test_search_sees_the_new_name_after_an_exec() -> None:
    index = SearchIndex()
    assert index.matches([make_process(5, name="bash")], "bash") == [True]
    assert index.matches([make_process(5, name="vim", command=("vim",))], "bash") == [False]


def test_descendants_are_all_levels_below_and_not_the_roots() -> None:
    processes = [make_process(1), make_process(2, parent=1), make_process(3, parent=2), make_process(4)]
    assert [process.identity.pid for process in descendants(processes, frozenset({processes[0].identity.key}))] == [
        2,
        3,
    ]
