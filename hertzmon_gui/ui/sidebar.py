"""Sidebar: the host, the pages with what they show in a glance, and HertzMon's own cost."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.window import Values
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.samples import peak, stacked, visible
from hertzmon_gui.ui.charts.scale import nice_ceiling
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.catalogue import PageEntry, spark_instance
from hertzmon_gui.ui.probe_state import placeholder, reason
from hertzmon_gui.ui.widgets.icons import icon
from hertzmon_gui.ui.widgets.recent_texts import RecentTexts
from hertzmon_gui.ui.widgets.sparkline import SECONDS, paint_sparkline

_WIDTH_IN_LINES = 13.0
_SPARK = QSize(46, 14)


class SidebarEntry(QAbstractButton):
    """One page: title, sparkline, value."""

    def __init__(self, context: UiContext, entry: PageEntry) -> None:
        super().__init__()
        self._context = context
        self.entry = entry
        self._value = ""
        self._values = RecentTexts()
        self._spark: tuple[Values, Values] | None = None
        self._now = 0.0
        self._top = 100.0
        self.setText(entry.title)
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    @property
    def value(self) -> str:
        """The text at the right."""
        return self._value

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Bring value and sparkline up to a snapshot."""
        value = self.entry.value(self._context, snapshot)
        section = self.entry.section if value == text.unknown() else None
        if section is not None:
            value = placeholder(snapshot, section)
        tip = self._tip(snapshot) if section is None else reason(snapshot, section)
        if tip != self.toolTip():
            self.setToolTip(tip)
        spark = self.entry.spark
        if spark is None:
            if value != self._value:
                self._value = value
                self.update()
            return
        self._value = value
        self._values.add(value)
        instance = spark_instance(spark, self._context, snapshot)
        history, start = self._context.source.history, snapshot.monotonic_time - SECONDS
        series = [history.series(spark.group, metric_id, instance) for metric_id in spark.metric_ids]
        self._spark = stacked([visible(times, values, start) for times, values in series])[-1]
        self._now = snapshot.monotonic_time
        # A little more than the peak, so that a steady rate is not a block.
        self._top = spark.top if spark.top is not None else nice_ceiling(max(peak(self._spark[1]) * 1.1, 10_000.0))
        self.update()

    def _tip(self, snapshot: Snapshot) -> str:
        return "" if self.entry.tip is None else self.entry.tip(self._context, snapshot)

    def sizeHint(self) -> QSize:
        """One comfortable line."""
        return QSize(120, round(QFontMetrics(fonts.body()).height() * 2.2))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the entry on the sidebar's ground."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.sidebar))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection if self.isChecked() else theme.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = QRectF(self.rect()).adjusted(10, 0, -10, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.body())
        painter.setPen(QColor(theme.text))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, self.text())
        title_width = QFontMetrics(fonts.body()).horizontalAdvance(self.text())
        painter.setFont(fonts.small())
        painter.setPen(QColor(theme.text if self.isChecked() else theme.dim))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self._value)
        if self._spark is None or self.entry.spark is None:
            return
        # The sparkline stands where the widest value of late leaves it room, or it would dance with each digit.
        right = inner.right() - self._values.widest(QFontMetrics(fonts.small())) - 6
        place = QRectF(right - _SPARK.width(), (self.height() - _SPARK.height()) / 2, _SPARK.width(), _SPARK.height())
        if place.left() < inner.left() + title_width + 6:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = QColor(getattr(theme, self.entry.spark.colour))
        paint_sparkline(painter, place, *self._spark, self._now, self._top, colour)


class HostLine(QWidget):
    """The host's name and what system it runs."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._lines = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    def set_lines(self, name: str, system: str) -> None:
        """Show these texts."""
        if (name, system) != self._lines:
            self._lines = (name, system)
            self.setToolTip(f"{name}\n{system}")
            self.setAccessibleName(f"{name}, {system}")
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(80, QFontMetrics(fonts.strong()).height() + QFontMetrics(fonts.small()).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the two lines."""
        theme = self._context.theme
        painter = QPainter(self)
        top = 0
        for line, font, colour in (
            (self._lines[0], fonts.strong(), theme.text),
            (self._lines[1], fonts.small(), theme.dim),
        ):
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            if metrics.horizontalAdvance(line) > self.width():
                line = line.partition(" (")[0]  # the code name of a release says least
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(0, top + metrics.ascent(), shown)
            top += metrics.height() + 2


class OwnCostChip(QAbstractButton):
    """What HertzMon itself takes; a click opens the diagnostics."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._cost = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("CPU of one core, memory, and time per scan that HertzMon takes"))
        self.setAccessibleName(self.tr("HertzMon itself"))
        context.theme_changed.connect(self.update)

    @property
    def cost(self) -> str:
        """The shown text."""
        return self._cost

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Bring the text up to a snapshot."""
        own = snapshot.own
        if own is None:
            cost = text.unknown()
        else:
            # What each of them is says the tooltip: there is no room for "per scan" beside large numbers.
            memory, tick = self._context.format.memory(own.memory_bytes), f"{_short(own.tick_ms)}{text.SPACE}ms"
            cost = " · ".join((text.percent(own.cpu_percent, 1), memory, tick))
        if cost != self._cost:
            self._cost = cost
            self.update()

    def sizeHint(self) -> QSize:
        """Two small lines and their frame."""
        return QSize(120, QFontMetrics(fonts.small()).height() * 2 + 16)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the chip."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.hovered if self.underMouse() else theme.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        metrics = QFontMetrics(fonts.small())
        painter.setFont(fonts.small())
        painter.setPen(QColor(theme.dim))
        painter.drawText(10, 7 + metrics.ascent(), self.tr("HertzMon itself"))
        bold = fonts.small()
        bold.setWeight(bold.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        shown = QFontMetrics(bold).elidedText(self._cost, Qt.TextElideMode.ElideRight, self.width() - 16)
        painter.drawText(10, 9 + metrics.height() + metrics.ascent(), shown)


class Sidebar(QWidget):
    """The column at the left; `page_chosen` carries a page's id."""

    page_chosen = Signal(str)

    def __init__(self, context: UiContext, pages: tuple[PageEntry, ...]) -> None:
        super().__init__()
        self._context = context
        self._buttons: dict[str, SidebarEntry] = {}
        self._group = QButtonGroup(self)
        self.host = HostLine(context)
        self.menu_button = QToolButton()
        self.menu_button.setProperty("kind", "plain")
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu_button.setAccessibleName(self.tr("Menu"))
        self.menu_button.setToolTip(self.tr("Menu"))
        self.own_cost = OwnCostChip(context)
        top = QHBoxLayout()
        top.setContentsMargins(10, 0, 0, 10)
        top.addWidget(self.host)
        top.addWidget(self.menu_button, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 12)
        column.setSpacing(2)
        column.addLayout(top)
        for entry in pages:
            button = SidebarEntry(context, entry)
            button.clicked.connect(lambda _checked=False, page_id=entry.page_id: self.page_chosen.emit(page_id))
            self._group.addButton(button)
            self._buttons[entry.page_id] = button
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self.own_cost)
        self.setFixedWidth(round(QFontMetrics(fonts.body()).height() * _WIDTH_IN_LINES))
        self.show_pages_of(None)
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)

    @property
    def page_ids(self) -> list[str]:
        """The pages that are shown, from the top."""
        return [page_id for page_id, button in self._buttons.items() if not button.isHidden()]

    def button(self, page_id: str) -> SidebarEntry:
        """The entry of a page."""
        return self._buttons[page_id]

    def set_current(self, page_id: str) -> None:
        """Mark a page as the one that is open, and the one at which Tab enters; arrow keys go on from there."""
        has_focus = any(button.hasFocus() for button in self._buttons.values())
        for known, button in self._buttons.items():
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if known == page_id else Qt.FocusPolicy.NoFocus)
        self._buttons[page_id].setChecked(True)
        if has_focus:
            self._buttons[page_id].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pages_of(self, snapshot: Snapshot | None) -> None:
        """Show the pages whose devices the machine has."""
        for button in self._buttons.values():
            is_there = button.entry.is_there(self._context, snapshot) or button.isChecked()
            if is_there == button.isHidden():
                button.setVisible(is_there)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Bring all entries up to a snapshot."""
        self.show_pages_of(snapshot)
        if snapshot.system is not None:
            self.host.set_lines(snapshot.system.hostname, snapshot.system.os_name or snapshot.system.platform)
        for button in self._buttons.values():
            if not button.isHidden():
                button.show_snapshot(snapshot)
        self.own_cost.show_snapshot(snapshot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from page to page, past those that are not there."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        ids = self.page_ids
        current = next((at for at, page_id in enumerate(ids) if self._buttons[page_id].hasFocus()), None)
        if step is None or current is None or not 0 <= current + step < len(ids):
            super().keyPressEvent(event)
            return
        self._buttons[ids[current + step]].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and the edge."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.sidebar))
        painter.setPen(QColor(theme.border))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _apply_theme(self) -> None:
        self.menu_button.setIcon(QIcon(icon("menu", self._context.theme.dim)))
        self.update()


def _short(milliseconds: float) -> str:
    return f"{milliseconds:.0f}" if milliseconds >= 9.95 else f"{milliseconds:.1f}"
