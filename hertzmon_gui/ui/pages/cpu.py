"""CPU: the whole, each core, where the time goes, clock, load and pressure."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Cpu, CpuTimes, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.cpu_stacked import StackedCores
from hertzmon_gui.ui.pages.cpu_strain import CpuStrain
from hertzmon_gui.ui.probe_state import awaited_reason, is_awaited, placeholder, reason, unless_awaited
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.core_tiles import CoreTiles
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage
from hertzmon_gui.ui.widgets.segments import Segments

_VIEW = "cpu.view"
# More cores than this are painted as tiles.
_MOST_SMALL_CHARTS = 32
_LEAST_STEAL_PERCENT = 0.05  # what is written as 0.0 says nothing
_SMALL_WIDTH = 150
_SMALL_HEIGHT = 104


class CpuPage(ScrollPage):
    """One large chart, shown as total, as times or as stacked cores; then every core, the strain, and the facts."""

    page_id = "cpu"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        choices = (("total", self.tr("Total")), ("times", self.tr("Times")), ("stacked", self.tr("Stacked cores")))
        self.view = Segments(self.tr("Chart"), choices, context.settings.window.choices.get(_VIEW, ""))
        self.view.chosen.connect(self._choose_view)
        self.column.addWidget(self.view, alignment=Qt.AlignmentFlag.AlignRight)
        title = self.title
        full = FixedScale(100.0)
        self._total = ChartPanel(context, title, [MetricCurve(metrics.CPU, "percent", "cpu")], full, text.percent)
        self._total.setToolTip(f"{self._total.toolTip()}\n{self._words()}")
        # All that a CPU is busy with, so that the upper edge is the total.
        times = [
            MetricCurve(metrics.CPU, metric_id, colour)
            for metric_id, colour in (
                ("user", "cpu"),
                ("nice", "gpu"),
                ("system", "write"),
                ("irq", "receive"),
                ("softirq", "send"),
                ("steal", "text"),
            )
        ]
        self._times = ChartPanel(context, title, times, full, text.percent, is_stacked=True)
        idle = self.tr("Waiting for IO is idle time, and so no part of the stack.")
        self._times.setToolTip(f"{self._times.toolTip()}\n{idle}\n{self._words()}")
        self._stacked = StackedCores(context, title)
        self._views: dict[str, ChartPanel | StackedCores] = {
            "total": self._total,
            "times": self._times,
            "stacked": self._stacked,
        }
        for panel in self._views.values():
            self.column.addWidget(panel, 3)
        self.cores = PanelGrid(_SMALL_WIDTH, most_columns=8)
        self.column.addWidget(self.cores, 1)
        self._tiles_card = Card(context, self.tr("Cores"), with_headline=False, is_button=False)
        self._tiles_card.hide()
        self.tiles = CoreTiles(context)
        self._tiles_card.body.addWidget(self.tiles)
        self.column.addWidget(self._tiles_card)
        self.strain = CpuStrain(context)
        self.column.addWidget(self.strain, 1)
        facts = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        facts.body.addWidget(self.facts)
        self.column.addWidget(facts)
        self._show_view()

    @property
    def shown_panel(self) -> ChartPanel | StackedCores:
        """The large panel that is shown."""
        return self._views[self.view.current]

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        cpu = snapshot.cpu
        if cpu is not None and len(cpu.cores) <= _MOST_SMALL_CHARTS:
            self.cores.match([str(core.index) for core in cpu.cores], self._made)
        self.shown_panel.draw(snapshot)
        self.cores.draw(snapshot)
        self.strain.show_snapshot(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        cpu = snapshot.cpu
        if cpu is None:
            self.show_unread(snapshot, "cpu", self.shown_panel.header)
            return
        self.show_content()
        detail = "" if cpu.times is None else self._split(cpu.times)
        headline, detail = unless_awaited(snapshot, "cpu", cpu.percent, text.percent(cpu.percent, 1), detail)
        self.shown_panel.header.set_texts(headline, detail, cpu.model_name or "")
        self.shown_panel.write_legend()
        for core in cpu.cores:
            load = placeholder(snapshot, "cpu") if core.percent is None else text.percent(core.percent)
            self.cores.write(str(core.index), load)
        if len(cpu.cores) > _MOST_SMALL_CHARTS:
            self.tiles.set_cores(cpu.cores, snapshot.monotonic_time)
        self._tiles_card.setVisible(len(cpu.cores) > _MOST_SMALL_CHARTS)
        self.strain.write_captions(snapshot)
        self.facts.set_facts(self._facts(snapshot, cpu), self._reasons(snapshot, cpu))

    def _split(self, times: CpuTimes) -> str:
        """The busy time in two words, and in a third where a hypervisor takes some: they add up to the headline."""
        user = times.user + (times.nice or 0.0)
        system = times.system + (times.irq or 0.0) + (times.softirq or 0.0)
        detail = self.tr("user {0} · system {1}").format(text.percent(user, 1), text.percent(system, 1))
        if times.steal is not None and times.steal >= _LEAST_STEAL_PERCENT:
            detail = self.tr("{0} · steal {1}").format(detail, text.percent(times.steal, 1))
        return detail

    def _words(self) -> str:
        return self.tr("Beside the headline, user includes nice, and system includes interrupts.")

    def _facts(self, snapshot: Snapshot, cpu: Cpu) -> list[tuple[str, str]]:
        """What neither the headline nor a chart tells."""
        facts = [
            (self.tr("Physical cores"), text.count(cpu.physical_count)),
            (self.tr("Logical cores"), text.count(cpu.logical_count)),
            (self.tr("Highest clock"), text.frequency(cpu.frequency.maximum if cpu.frequency else None)),
            (self.tr("Uptime"), text.duration(snapshot.system.uptime_seconds if snapshot.system else None)),
            (self.tr("Context switches"), text.per_second(cpu.context_switches_per_second)),
            (self.tr("Interrupts"), text.per_second(cpu.interrupts_per_second)),
            (self.tr("IO wait"), text.percent(cpu.times.iowait if cpu.times else None, 1)),
            (self.tr("Steal"), text.percent(cpu.times.steal if cpu.times else None, 1)),
        ]
        if snapshot.processes is not None:
            facts.append((self.tr("Processes"), text.count(len(snapshot.processes.rows))))
            facts.append((self.tr("Threads"), text.count(snapshot.processes.threads)))
        return facts

    def _reasons(self, snapshot: Snapshot, cpu: Cpu) -> dict[str, str]:
        """Why a fact is not known."""
        if is_awaited(snapshot, "cpu"):
            return dict.fromkeys((name for name, _ in self._facts(snapshot, cpu)), awaited_reason())
        uncounted, linux = self.tr("This system does not count them."), self.tr("Only Linux tells it.")
        no_limit = self.tr("This machine tells the clock, but no limit of it, as most virtual machines do.")
        no_clock = self.tr("This machine tells nothing of its clock, as many virtual machines do.")
        return {
            self.tr("Physical cores"): self.tr("The system does not tell which logical cores share a physical one."),
            self.tr("Highest clock"): no_clock if cpu.frequency is None else no_limit,
            self.tr("Uptime"): reason(snapshot, "system"),
            self.tr("Context switches"): uncounted,
            self.tr("Interrupts"): uncounted,
            self.tr("IO wait"): linux,
            self.tr("Steal"): linux,
        }

    def _made(self, index: str) -> SmallPanel:
        curves = [MetricCurve(metrics.CORE, "percent", "cpu", instance=index)]
        name = self.tr("Core {0}").format(index)
        return SmallPanel(self.context, name, curves, FixedScale(100.0), text.percent, height=_SMALL_HEIGHT)

    def _choose_view(self, view: str) -> None:
        choices = {**self.context.settings.window.choices, _VIEW: view}
        self.context.settings.remember(choices=choices)
        self._show_view()
        if self.active:
            self.set_active(True)

    def _show_view(self) -> None:
        for key, panel in self._views.items():
            panel.setVisible(key == self.view.current)
