"""Memory: its parts over time, swap and pressure."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Memory, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.legend import Legend
from hertzmon_gui.ui.widgets.parts_bar import PartsBar
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_SMALL_WIDTH = 260
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
        self.parts = PartsBar(context, height=12)
        self.legend = Legend(context)
        self.panel.body.addWidget(self.parts)
        self.panel.body.addWidget(self.legend)
        self.column.addWidget(self.panel, 3)
        self._small = FlowGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self._small, 1)
        facts = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        facts.body.addWidget(self.facts)
        self.column.addWidget(facts)
        self._small_panels: dict[str, SmallPanel] = {}

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Memory")

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.memory is not None:
            self._scale.top = float(snapshot.memory.total)
        self._match_small_panels(snapshot)
        self.panel.draw(snapshot)
        for panel in self._small_panels.values():
            panel.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        memory = snapshot.memory
        if memory is None:
            self.panel.header.set_texts(text.unknown(), reason(snapshot, "memory"))
            return
        write = self.context.format.memory
        self.panel.header.set_texts(
            write(memory.total - memory.available),
            self.tr("{0} used").format(text.percent(memory.percent, 1)),
            self.tr("{0} in all").format(write(memory.total)),
        )
        self.panel.write_legend()
        parts = (("memory", memory.apps), ("memory*0.55", memory.cached), ("memory*0.25", memory.unused))
        names = (self.tr("Apps"), self.tr("Cached"), self.tr("Free"))
        self.parts.set_parts(parts, memory.total)
        self.legend.set_entries(
            [(colour, f"{name} {write(amount)}") for (colour, amount), name in zip(parts, names, strict=True)]
        )
        self.facts.set_facts(self._facts(memory))
        self._write_small_panels(snapshot)

    def _facts(self, memory: Memory) -> list[tuple[str, str]]:
        write = self.context.format.memory
        facts = [
            (self.tr("Total"), write(memory.total)),
            (self.tr("Available to programs"), write(memory.available)),
            (self.tr("Apps"), write(memory.apps)),
            (self.tr("Cached"), write(memory.cached)),
            (self.tr("Free"), write(memory.unused)),
            (self.tr("Shared"), write(memory.shared)),
            (self.tr("Waiting to be written"), write(memory.dirty)),
        ]
        swap = memory.swap
        if swap is None or swap.total == 0:
            facts.append((self.tr("Swap"), self.tr("none")))
        else:
            facts.append((self.tr("Swap"), self.tr("{0} of {1}").format(write(swap.used), write(swap.total))))
            facts.append((self.tr("Swapped in"), text.byte_rate(swap.in_rate, "iec")))
            facts.append((self.tr("Swapped out"), text.byte_rate(swap.out_rate, "iec")))
        return facts

    def _match_small_panels(self, snapshot: Snapshot) -> None:
        wanted = []
        if snapshot.memory is not None and snapshot.memory.swap is not None and snapshot.memory.swap.total:
            wanted += ["swap", "swap-rate"]
        if snapshot.pressure is not None and snapshot.pressure.memory is not None:
            wanted.append("pressure")
        if wanted == list(self._small_panels):
            return
        self._small_panels = {name: self._small_panels.get(name) or self._made(name) for name in wanted}
        self._small.set_tiles(list(self._small_panels.values()))

    def _made(self, name: str) -> SmallPanel:
        if name == "swap":
            curves = [MetricCurve(metrics.MEMORY, "swap_percent", "memory")]
            return SmallPanel(self.context, self.tr("Swap"), curves, FixedScale(100.0), text.percent)
        if name == "swap-rate":
            curves = [MetricCurve(metrics.MEMORY, "swap_in", "read"), MetricCurve(metrics.MEMORY, "swap_out", "write")]
            scale = RateScale(_LEAST_SWAP_RATE, "binary")
            return SmallPanel(
                self.context, self.tr("Swap traffic"), curves, scale, lambda rate: text.byte_rate(rate, "iec")
            )
        curves = [MetricCurve(metrics.PRESSURE, "memory", "pressure")]
        return SmallPanel(self.context, self.tr("Memory pressure"), curves, FixedScale(100.0), text.percent)

    def _write_small_panels(self, snapshot: Snapshot) -> None:
        swap = snapshot.memory.swap if snapshot.memory else None
        for name, panel in self._small_panels.items():
            caption = ""
            if name == "swap" and swap is not None:
                caption = text.percent(swap.percent, 1)
            elif name == "swap-rate" and swap is not None:
                caption = self.tr("{0} in · {1} out").format(
                    text.byte_rate(swap.in_rate, "iec"), text.byte_rate(swap.out_rate, "iec")
                )
            elif name == "pressure" and snapshot.pressure is not None and snapshot.pressure.memory is not None:
                caption = text.percent(snapshot.pressure.memory.some, 1)
            panel.header.set_texts(caption=caption)
