"""Facts: why one is not known is said where it stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from hertzmon_gui.model.snapshot import CpuFrequency, Snapshot
from hertzmon_gui.ui.fonts import body
from hertzmon_gui.ui.format import not_told, unknown
from hertzmon_gui.ui.pages.cpu import CpuPage
from hertzmon_gui.ui.pages.memory import MemoryPage
from hertzmon_gui.ui.pages.overview import OverviewPage
from hertzmon_gui.ui.pages.overview_cards import SystemCard
from hertzmon_gui.ui.widgets.facts import Facts
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage, modest_snapshot

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


def tips(facts: Facts) -> dict[str, str]:
    """What the tooltip of each fact says below its name."""
    said = {}
    columns = 2 if facts.width() > 500 else 1
    for at, (name, _) in enumerate(facts.facts):
        row, column = divmod(at, columns)
        height = facts.sizeHint().height() // -(-len(facts.facts) // columns)
        place = QPoint(column * facts.width() // columns + 40, row * height + height // 2)
        QApplication.sendEvent(facts, QHelpEvent(QHelpEvent.Type.ToolTip, place, facts.mapToGlobal(place)))
        told, _, rest = QToolTip.text().partition("\n")
        assert told == name
        said[name] = rest
    QToolTip.hideText()
    return said


def of_clock(frequency: CpuFrequency | None) -> Snapshot:
    plain = full_snapshot()
    assert plain.cpu is not None
    return replace(
        plain,
        cpu=replace(
            plain.cpu,
            frequency=frequency,
            physical_count=None,
            times=None,
            context_switches_per_second=None,
            interrupts_per_second=None,
        ),
    )


def test_every_unknown_fact_of_the_cpu_has_its_own_reason(stage: Stage) -> None:
    page = stage.window("cpu").current_page
    assert isinstance(page, CpuPage)
    stage.publish(of_clock(CpuFrequency(2400.0)))
    page.scroll_area.ensureWidgetVisible(page.facts)
    said = tips(page.facts)
    missing = [name for name, value in page.facts.facts if value == unknown()]
    assert missing == ["Physical cores", "Highest clock", "Context switches", "Interrupts", "IO wait", "Steal"]
    assert not_told() not in {said[name] for name in missing}
    assert "no limit" in said["Highest clock"]
    stage.publish(replace(of_clock(None), monotonic_time=1020.0))
    assert "nothing of its clock" in tips(page.facts)["Highest clock"]


def test_before_the_second_reading_a_rate_is_on_its_way(stage: Stage) -> None:
    page = stage.window("cpu").current_page
    assert isinstance(page, CpuPage)
    stage.publish(replace(of_clock(None), interval_seconds=None))
    assert "on its way" in tips(page.facts)["Context switches"]


def test_unknown_facts_of_memory_have_a_reason(stage: Stage) -> None:
    page = stage.window("memory").current_page
    assert isinstance(page, MemoryPage)
    plain = full_snapshot()
    assert plain.memory is not None
    stage.publish(replace(plain, memory=replace(plain.memory, shared=None, dirty=None)))
    said = tips(page.facts)
    assert said["Shared"] == said["Waiting to be written"] == "Only Linux tells it."


def test_unknown_facts_of_the_system_have_a_reason(stage: Stage) -> None:
    page = stage.window("overview").current_page
    assert isinstance(page, OverviewPage)
    plain = modest_snapshot()
    assert plain.system is not None
    stage.publish(replace(plain, processes=None, cpu=None, system=replace(plain.system, kernel=None)))
    card = next(card for card in page.findChildren(SystemCard) if card.isVisible())
    said = tips(card.facts)
    for name, value in card.facts.facts:
        assert (value == unknown()) is (said[name] != value)
        assert said[name] != not_told()


@pytest.mark.parametrize("lines", [3.0, 4.5, 6.0, 7.9])
def test_rows_share_the_room_that_others_left(stage: Stage, lines: float) -> None:
    facts = Facts(stage.context, may_shrink=True)
    stage.qtbot.addWidget(facts)
    facts.set_facts([(f"Name {number}", "value") for number in range(6)])
    height = round(QFontMetrics(body()).height() * lines)
    facts.resize(300, height)
    facts.show()
    picture = facts.grab().toImage()
    line = QColor(stage.context.theme.line).name()
    under = [y for y in range(height) if picture.pixelColor(150, y).name() == line]
    assert under
    assert height - under[-1] <= len(under) + 1
    assert under[-1] >= height - len(under) - 1
