"""GPU: each device with its load, memory, engines, power and processes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model.snapshot import GpuAvailability, Gpus, Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.gpu_section import GpuSection
from hertzmon_gui.ui.probe_details import translated
from hertzmon_gui.ui.probe_state import awaited_reason, is_awaited, reason
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage


class GpuPage(ScrollPage):
    """One section per device; what the driver does not tell is left out."""

    page_id = "gpu"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.show_instead(self.title, awaited_reason())
        self.sections: dict[int, GpuSection] = {}

    def demand(self) -> Demand:
        """The GPU's processes, with their names."""
        return Demand(charts=True, processes=True, process_gpu=True)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.gpus is not None:
            self._match_devices(snapshot.gpus)
        for section in self.sections.values():
            section.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers, or why there are none."""
        gpus = snapshot.gpus
        if gpus is None or not gpus.devices:
            is_known = gpus is not None or not is_awaited(snapshot, "gpus")
            why = reason(snapshot, "gpus") if gpus is None else self._why_empty(gpus)
            self.show_instead(self.tr("No GPU") if is_known else self.title, why)
            return
        self.show_content()
        for device in gpus.devices:
            section = self.sections.get(device.index)
            if section is not None:
                section.write(snapshot, gpus, device)

    def _why_empty(self, gpus: Gpus) -> str:
        if gpus.availability is GpuAvailability.NO_LIBRARY:
            return self.tr("No library to read GPUs with is installed.")
        if gpus.availability is GpuAvailability.FAILED:
            return self.tr("The driver does not answer: {0}").format(translated(gpus.problem or text.unknown()))
        return self.tr("No GPU was found in this machine.")

    def _match_devices(self, gpus: Gpus) -> None:
        wanted = {device.index: device for device in gpus.devices}
        for index in self.sections.keys() - wanted.keys():
            gone = self.sections.pop(index)
            gone.hide()
            gone.deleteLater()
        for index in sorted(wanted.keys() - self.sections.keys()):
            section = GpuSection(self.context, wanted[index], is_one_of_many=len(wanted) > 1)
            self.sections[index] = section
            self.column.addWidget(section)
