"""Memory: its parts over time, swap and pressure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Memory, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale, Scale, round_steps
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.legend import Legend
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
from hertzmon_gui.ui.widgets.parts_bar import PartsBar
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_SMALL_WIDTH = 200
_SMALL_HEIGHT = 120
_LEAST_SWAP_RATE = 100_000.0


class MemoryPage(ScrollPage):
    """One large chart from 0 to all memory, the parts as a bar, then swap and pressure where there are such."""

    page_id = "memory"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        curves = [
            MetricCurve(metrics.MEMORY, "apps", "memory"),
            MetricCurve(metrics.MEMORY, "cached", "memory*0.6", filled=False),
        ]
        self._scale = FixedScale(1.0)
        self.panel = ChartPanel(context, self.title, curves, self._scale, lambda value: context.format.memory(value))
        self.panel.chart.steps = self._steps
        self.parts = PartsBar(context, height=12)
        self.legend = Legend(context)
        self.panel.body.addWidget(self.parts)
        self.panel.body.addWidget(self.legend)
        self.column.addWidget(self.panel, 3)
        self.small = PanelGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self.small, 1)
        facts = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        facts.body.addWidget(self.facts)
        self.column.addWidget(facts)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.memory is not None:
            self._scale.top = float(snapshot.memory.total)
        self.small.match(list(self._captions(snapshot)), self._made)
        self.panel.draw(snapshot)
        self.small.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        memory = snapshot.memory
        if memory is None:
            self.show_unread(snapshot, "memory", self.panel.header)
            return
        self.show_content()
        write = self.context.format.memory
        self.panel.header.set_texts(
            write(memory.total - memory.available),
            self.tr("used {0}").format(text.percent(memory.percent, 1)),
            self.tr("{0} in all").format(write(memory.total)),
        )
        self.panel.write_legend()
        parts = (("memory", memory.apps), ("memory*0.55", memory.cached), ("memory*0.25", memory.unused))
        names = (self.tr("Apps"), self.tr("Cached"), self.tr("Free"))
        self.parts.set_parts(parts, memory.total)
        self.legend.set_entries(
            [(colour, f"{name} {write(amount)}") for (colour, amount), name in zip(parts, names, strict=True)]
        )
        linux = self.tr("Only Linux tells it.")
        self.facts.set_facts(self._facts(memory), {self.tr("Shared"): linux, self.tr("Waiting to be written"): linux})
        for name, caption in self._captions(snapshot).items():
            self.small.write(name, caption)

    def _facts(self, memory: Memory) -> list[tuple[str, str]]:
        """What neither the bar nor a chart tells."""
        write = self.context.format.memory
        facts = [
            (self.tr("Available to programs"), write(memory.available)),
            (self.tr("Shared"), write(memory.shared)),
            (self.tr("Waiting to be written"), write(memory.dirty)),
        ]
        if memory.swap is None or memory.swap.total == 0:
            facts.append((self.tr("Swap"), self.tr("none")))
        return facts

    def _steps(self, top: float, rows: int) -> list[float]:
        """The axis's lines: round amounts, and all of the memory, which is seldom round."""
        units = self.context.settings.settings.memory_units
        return round_steps(top, rows, "binary" if units == "iec" else "decimal")

    def _captions(self, snapshot: Snapshot) -> dict[str, str]:
        """The small charts that this machine has values for, and what stands beside their names."""
        captions = {}
        swap = snapshot.memory.swap if snapshot.memory is not None else None
        if swap is not None and swap.total:
            write = self.context.format.memory
            captions["swap"] = self.tr("{0} of {1}").format(write(swap.used), write(swap.total))
            captions["swap-rate"] = ""
        if snapshot.pressure is not None and snapshot.pressure.memory is not None:
            captions["pressure"] = text.percent(snapshot.pressure.memory.some, 1)
        return captions

    def _made(self, name: str) -> SmallPanel:
        scale: Scale = FixedScale(100.0)
        write: Callable[[float], str] = text.percent
        if name == "swap":
            title, curves = self.tr("Swap"), [MetricCurve(metrics.MEMORY, "swap_percent", "memory")]
        elif name == "swap-rate":
            title, scale, write = self.tr("Swap traffic"), RateScale(_LEAST_SWAP_RATE, "binary"), _swap_rate
            curves = [
                MetricCurve(metrics.MEMORY, "swap_in", "read", label=self.tr("In")),
                MetricCurve(metrics.MEMORY, "swap_out", "write", label=self.tr("Out")),
            ]
        else:
            title, curves = self.tr("Memory pressure"), [MetricCurve(metrics.PRESSURE, "memory", "pressure")]
        return SmallPanel(self.context, title, curves, scale, write, height=_SMALL_HEIGHT)


def _swap_rate(bytes_per_second: float) -> str:
    return text.byte_rate(bytes_per_second, "iec")
