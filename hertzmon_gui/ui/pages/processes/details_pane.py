"""DetailsPane: the selected process below the table, with its own charts."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hertzmon_gui.model.actions import ProcessDetails
from hertzmon_gui.model.snapshot import Process, ProcessKey
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.charts.scale import RateScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.format import grouped
from hertzmon_gui.ui.futures import FutureWaiter
from hertzmon_gui.ui.hidden_characters import without_hidden_characters
from hertzmon_gui.ui.models.process_columns import started_text
from hertzmon_gui.ui.models.process_history import RecentProcesses
from hertzmon_gui.ui.pages.processes.texts import command_of

_HEIGHT = 104
# Open files are counted at selection and then this often: finding out reads a directory.
_DETAILS_MS = 5_000
# Not while someone runs through the rows with the arrow keys.
_SETTLE_MS = 200
# CPU time is counted in hundredths of a second: over one second a full core reads up to two of them more.
_CPU_TOLERANCE = 0.03


class ElidedLabel(QWidget):
    """One line of text that ends in … where there is no room; the whole text is its tooltip."""

    def __init__(self, context: UiContext, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._colour = colour
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint what there is room for."""
        painter = QPainter(self)
        painter.setPen(QColor(getattr(self._context.theme, self._colour)))
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self._text[:2_000] if text != self._text else "")
        painter.drawText(
            QRect(0, 0, self.width(), self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            text,
        )


class DetailsPane(QFrame):
    """Who the process is, what it runs, and its CPU and memory over the last minutes."""

    def __init__(self, context: UiContext, recent: RecentProcesses, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recent = recent
        self._key: ProcessKey | None = None
        self._process: Process | None = None
        self._parent_name = ""
        self._cpu_share = 1.0
        self._details: ProcessDetails | None = None
        self._waiter = FutureWaiter(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._ask)
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Selected process"))
        self.setMinimumHeight(_HEIGHT)

        self.title = ElidedLabel(context, "text")
        self.facts = ElidedLabel(context, "dim")
        self.command = ElidedLabel(context, "text")
        self.state = ElidedLabel(context, "warning")
        self._lines = (self.title, self.facts, self.command, self.state)
        self._apply_fonts()
        self.hint = QLabel(self.tr("Select a process to see its charts here."))
        self.hint.setProperty("tone", "dim")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cpu = TimeChart(
            context,
            self.tr("CPU of the process"),
            [Curve(self.tr("CPU"), "cpu", unit="%")],
            _cpu_scale(),
            self._write_cpu,
            compact=True,
        )
        self.memory = TimeChart(
            context,
            self.tr("Memory of the process"),
            [Curve(self.tr("Memory"), "memory", unit="B")],
            _memory_scale(context),
            lambda value: context.format.memory(value),
            compact=True,
        )
        for chart in (self.cpu, self.memory):
            chart.shows_top = True  # of use here: each process has a scale of its own
        texts = QVBoxLayout()
        texts.setSpacing(3)
        texts.addStretch(1)
        for line in self._lines:
            texts.addWidget(line)
        texts.addStretch(1)
        self._body = QWidget()
        body = QHBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(24)
        body.addLayout(texts, 6)
        body.addWidget(self.cpu, 3)
        body.addWidget(self.memory, 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addWidget(self._body)
        layout.addWidget(self.hint)
        self._body.hide()

    @property
    def key(self) -> ProcessKey | None:
        """The process that is shown."""
        return self._key

    def show_process(self, key: ProcessKey | None) -> None:
        """Show another process, or none."""
        if key == self._key:
            return
        self._key, self._process, self._details = key, None, None
        self._recent.watch(key)
        # A scale shrinks late; the last process's may be far too large for this one.
        self.cpu.set_scale(_cpu_scale())
        self.memory.set_scale(_memory_scale(self._context))
        self._waiter.forget()
        self._settle.stop()
        self._body.setVisible(key is not None)
        self.hint.setVisible(key is None)
        if key is not None:
            self._settle.start(_SETTLE_MS)

    def update_process(self, process: Process | None, parent: Process | None, now: float) -> None:
        """Write the newest values; `process` is None when it has ended."""
        if self._key is None:
            return
        if process is None and self._process is not None:
            self.state.set_text(self.tr("This process has ended."))
            self._settle.stop()
        elif process is not None:
            self.state.set_text("")
            self._process = process
            self._parent_name = "" if parent is None else without_hidden_characters(parent.identity.name)
        self._write()
        cpu, memory = self._recent.series()
        self.cpu.show_samples(now, [(cpu[0], cpu[1] * self._cpu_share)])
        self.memory.show_samples(now, [memory])

    def set_active(self, *, active: bool) -> None:
        """Cease to ask for details while the page cannot be seen."""
        if not active:
            self._settle.stop()
            self._waiter.forget()
        elif self._key is not None:
            self._settle.start(_SETTLE_MS)

    def set_cpu_share(self, share: float) -> None:
        """Count 100 % of CPU as the table does."""
        self._cpu_share = share

    def _write(self) -> None:
        process = self._process
        if process is None:
            return
        identity = process.identity
        self.title.set_text(f"{without_hidden_characters(identity.name)} · {identity.pid}")
        self.command.set_text(command_of(process))
        facts = [without_hidden_characters(identity.username)] if identity.username else []
        if identity.create_time is not None:
            facts.append(self.tr("started {0}").format(started_text(identity.create_time)))
        if process.parent_pid:
            name = self._parent_name or "?"
            facts.append(self.tr("parent {0} ({1})").format(name, process.parent_pid))
        if process.threads is not None:
            facts.append(grouped(self.tr("%n thread(s)", "", process.threads), process.threads))
        files = self._details.open_file_count if self._details is not None else None
        if files is not None:
            facts.append(grouped(self.tr("%n open file(s)", "", files), files))
        self.facts.set_text(" · ".join(facts))

    def _ask(self) -> None:
        control = self._context.source.process_control
        if control is None or self._key is None or not self.isVisible():
            return
        self._waiter.wait(control.details(self._key), self._on_details, lambda _error: None)

    def _on_details(self, details: ProcessDetails | None) -> None:
        if details is not None and details.key == self._key:
            self._details = details
            self._write()
            self._settle.start(_DETAILS_MS)

    def _write_cpu(self, value: float) -> str:
        return f"{value:.0f}\u00a0%" if value >= 10 else f"{value:.1f}\u00a0%"

    def _apply_fonts(self) -> None:
        self.title.setFont(fonts.strong())
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPointSizeF(fonts.body().pointSizeF() * 0.94)
        self.command.setFont(mono)
        for line in self._lines:
            line.setFixedHeight(line.fontMetrics().height() + 1)


def _cpu_scale() -> RateScale:
    return RateScale(5.0, tolerance=_CPU_TOLERANCE)


def _memory_scale(context: UiContext) -> RateScale:
    return RateScale(float(1 << 20), "binary" if context.settings.settings.memory_units == "iec" else "decimal")
