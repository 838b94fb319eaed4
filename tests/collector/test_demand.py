"""What all readers together need."""

from __future__ import annotations

from hertzmon_gui.collector.demand import DemandBook
from hertzmon_gui.model.source import NOTHING, Demand


def test_the_union_follows_its_readers_and_growth_is_told() -> None:
    grown: list[Demand] = []
    book = DemandBook(lambda: grown.append(book.union))
    assert book.union == NOTHING
    page, api = book.register("page"), book.register("api")
    assert grown == []
    page.set(Demand(processes=True))
    api.set(Demand(charts=False, connections=True, watched=frozenset({(1, 2)})))
    assert book.union == Demand(processes=True, connections=True, watched=frozenset({(1, 2)}))
    assert len(grown) == 2
    page.set(NOTHING)
    assert book.union == Demand(charts=False, connections=True, watched=frozenset({(1, 2)}))
    api.close()
    api.close()
    assert book.union == NOTHING
    assert len(grown) == 2
    page.set(Demand(charts=False, watched=frozenset({(3, 4)})))
    assert len(grown) == 3


def test_needing_the_same_again_wakes_nobody() -> None:
    grown: list[int] = []
    book = DemandBook(lambda: grown.append(1))
    book.register("a").set(Demand(processes=True))
    book.register("b").set(Demand(processes=True))
    book.register("c").set(Demand())
    assert grown == [1]


def test_a_handle_names_its_reader() -> None:
    assert "settings dialog" in repr(DemandBook(lambda: None).register("settings dialog"))
