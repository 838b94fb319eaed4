"""TotalsLine: what the processes in the table, or several selected ones, take together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPaintEvent

from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.format import count, grouped
from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.pages.processes.details_pane import ElidedLabel


class TotalsLine(ElidedLabel):
    """The line below the table."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line; its tooltip also says what the memory is a sum of."""
        super().paintEvent(event)
        explanation = self.tr("Resident memory: what several processes share is counted once for each of them.")
        self.setToolTip("\n".join(line for line in (self.toolTip(), explanation) if line))

    def show_totals(self, table: ProcessTable, selected: Sequence[Process], *, is_order_held: bool) -> None:
        """Count all that is shown, or what is selected where that is more than one process."""
        if table.is_empty:
            self.set_text("")
            return
        counted = selected if len(selected) > 1 else table.shown()
        if len(selected) > 1:
            parts = [grouped(self.tr("%n selected", "", len(selected)), len(selected))]
        elif len(counted) != table.total_count:
            parts = [self.tr("{0} of {1} processes").format(count(len(counted)), count(table.total_count))]
        else:
            parts = [grouped(self.tr("%n process(es)", "", len(counted)), len(counted))]
        threads = sum(process.threads or 0 for process in counted)
        if threads:
            parts.append(grouped(self.tr("%n thread(s)", "", threads), threads))
        cpu = sum(process.cpu_percent or 0.0 for process in counted) * table.look.cpu_share
        parts.append(self.tr("CPU {0} %").format(f"{cpu:.1f}"))
        memory = sum(process.rss_bytes or 0 for process in counted)
        parts.append(self.tr("resident memory {0}").format(table.look.format.memory(memory)))
        if is_order_held:
            parts.append(self.tr("order held while Ctrl is down"))
        self.set_text("  ·  ".join(parts))
