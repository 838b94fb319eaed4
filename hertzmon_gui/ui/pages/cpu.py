"""CPU: the whole, each core, where the time goes, clock, load and pressure."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Cpu, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.cpu_strain import CpuStrain
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage
from hertzmon_gui.ui.widgets.segments import Segments

_VIEW = "cpu.view"
_MOST_SMALL_CHARTS = 64
_SMALL_WIDTH = 150
_LARGE_HEIGHT = 300


class CpuPage(ScrollPage):
    """One large chart, shown as total, as times or as stacked cores; then every core, the strain, and the facts."""

    page_id = "cpu"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        choices = (("total", self.tr("Total")), ("times", self.tr("Times")), ("stacked", self.tr("Stacked cores")))
        self.view = Segments(self.tr("Chart"), choices, context.settings.window.choices.get(_VIEW, ""))
        self.view.chosen.connect(self._choose_view)
        self.column.addWidget(self.view, alignment=Qt.AlignmentFlag.AlignRight)
        title = self.tr("CPU")
        full = FixedScale(100.0)
        self._total = ChartPanel(context, title, [MetricCurve(metrics.CPU, "percent", "cpu")], full, _percent)
        times = [
            MetricCurve(metrics.CPU, metric_id, colour, filled=filled)
            for metric_id, colour, filled in (
                ("user", "cpu", True),
                ("system", "write", False),
                ("iowait", "send", False),
                ("irq", "receive", False),
                ("steal", "text", False),
            )
        ]
        self._times = ChartPanel(context, title, times, full, _percent)
        self._stacked = StackedCores(context, title)
        self._views: dict[str, ChartPanel | StackedCores] = {
            "total": self._total,
            "times": self._times,
            "stacked": self._stacked,
        }
        for panel in self._views.values():
            self.column.addWidget(panel, 3)
        self._cores = FlowGrid(_SMALL_WIDTH, most_columns=8)
        self.column.addWidget(self._cores, 1)
        self.strain = CpuStrain(context)
        self.column.addWidget(self.strain, 1)
        facts = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        facts.body.addWidget(self.facts)
        self.column.addWidget(facts)
        self._core_panels: dict[int, SmallPanel] = {}
        self._show_view()

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("CPU")

    @property
    def shown_panel(self) -> ChartPanel | StackedCores:
        """The large panel that is shown."""
        return self._views[self.view.current]

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.cpu is not None:
            self._match_cores(snapshot.cpu)
        self.shown_panel.draw(snapshot)
        for panel in self._core_panels.values():
            panel.draw(snapshot)
        self.strain.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        cpu = snapshot.cpu
        if cpu is None:
            self.shown_panel.header.set_texts(text.unknown(), reason(snapshot, "cpu"))
            return
        load = ""
        if cpu.load_average is not None:
            load = self.tr("load {0}").format("  ".join(f"{value:.2f}" for value in cpu.load_average))
        self.shown_panel.header.set_texts(text.percent(cpu.percent, 1), load, cpu.model_name or "")
        self.shown_panel.write_legend()
        for core in cpu.cores:
            panel = self._core_panels.get(core.index)
            if panel is not None:
                panel.header.set_texts(caption=text.percent(core.percent))
        self.strain.write_captions(snapshot)
        self.facts.set_facts(self._facts(snapshot, cpu))

    def _facts(self, snapshot: Snapshot, cpu: Cpu) -> list[tuple[str, str]]:
        clock = cpu.frequency
        facts = [
            (self.tr("Physical cores"), text.count(cpu.physical_count)),
            (self.tr("Logical cores"), text.count(cpu.logical_count)),
            (self.tr("Clock"), text.frequency(clock.current if clock else None)),
            (self.tr("Highest clock"), text.frequency(clock.maximum if clock else None)),
            (self.tr("Context switches"), text.per_second(cpu.context_switches_per_second)),
            (self.tr("Interrupts"), text.per_second(cpu.interrupts_per_second)),
        ]
        if cpu.times is not None:
            times = cpu.times
            facts += [
                (self.tr("User"), text.percent(times.user, 1)),
                (self.tr("System"), text.percent(times.system, 1)),
                (self.tr("IO wait"), text.percent(times.iowait, 1)),
                (self.tr("Steal"), text.percent(times.steal, 1)),
            ]
        if snapshot.processes is not None:
            facts.append((self.tr("Processes"), text.count(len(snapshot.processes.rows))))
            facts.append((self.tr("Threads"), text.count(snapshot.processes.threads)))
        if snapshot.pressure is not None and snapshot.pressure.cpu is not None:
            facts.append((self.tr("Pressure, some tasks waiting"), text.percent(snapshot.pressure.cpu.some, 1)))
        if snapshot.system is not None:
            facts.append((self.tr("Uptime"), text.duration(snapshot.system.uptime_seconds)))
        return facts

    def _match_cores(self, cpu: Cpu) -> None:
        wanted = [core.index for core in cpu.cores[:_MOST_SMALL_CHARTS]]
        if wanted == list(self._core_panels):
            return
        for index in wanted:
            if index not in self._core_panels:
                curves = [MetricCurve(metrics.CORE, "percent", "cpu", instance=str(index))]
                name = self.tr("Core {0}").format(index)
                self._core_panels[index] = SmallPanel(
                    self.context, name, curves, FixedScale(100.0), _percent, height=104
                )
        self._core_panels = {index: self._core_panels[index] for index in wanted}
        self._cores.set_tiles(list(self._core_panels.values()))

    def _choose_view(self, view: str) -> None:
        choices = {**self.context.settings.window.choices, _VIEW: view}
        self.context.settings.remember(choices=choices)
        self._show_view()
        if self.active:
            self.set_active(True)

    def _show_view(self) -> None:
        for key, panel in self._views.items():
            panel.setVisible(key == self.view.current)


class StackedCores(Card):
    """All cores on top of each other: the upper edge is the whole machine."""

    def __init__(self, context: UiContext, title: str) -> None:
        super().__init__(context, title, is_button=False)
        self._chart: TimeChart | None = None
        self.setMinimumHeight(_LARGE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        cpu = snapshot.cpu
        if cpu is None or not cpu.cores:
            return
        chart = self._chart
        if chart is None or len(chart.curves) != len(cpu.cores):
            if chart is not None:
                self.body.removeWidget(chart)
                chart.deleteLater()
            curves = [Curve(self.tr("Core {0} and below").format(core.index), "cpu") for core in cpu.cores]
            chart = TimeChart(self._context, self.accessibleName(), curves, FixedScale(100.0), _percent)
            self._chart = chart
            self.body.addWidget(chart, 1)
        history = self._context.source.history
        whole = None
        series = []
        for core in cpu.cores:
            times, values = history.series(metrics.CORE, "percent", str(core.index))
            share = values / len(cpu.cores)
            if whole is None:
                whole = share
            else:
                shortest = min(whole.size, share.size)
                whole = whole[whole.size - shortest :] + np.nan_to_num(share[share.size - shortest :])
                times = times[times.size - shortest :]
            series.append((times, whole))
        chart.show_samples(snapshot.monotonic_time, series)

    def write_legend(self) -> None:
        """The stack explains itself; the crosshair tells the rest."""


def _percent(value: float) -> str:
    return text.percent(value, 0 if value >= 10 or value == 0 else 1)
