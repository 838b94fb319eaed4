"""Card: a rounded panel with a title, a caption and a headline; a click or Enter opens the page behind it."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.format import SPACE
from hertzmon_gui.ui.style import RADIUS
from hertzmon_gui.ui.widgets.recent_texts import RecentTexts

PADDING = 14
# A header narrower than this many lines are high has no room beside its headline.
_NARROW_IN_LINES = 15.0
_SEPARATOR = " · "
_CUT_NUMBER = re.compile(rf"(?:^|\s+)-?\d[\d.]*(?:{SPACE}\S*)?…$")


def fitted(line: str, metrics: QFontMetrics, room: int) -> str:
    """What of a line there is room for: whole parts, else the beginning of the first one, with no number cut."""
    parts = line
    while parts and metrics.horizontalAdvance(parts) > room:
        parts = parts[: max(0, parts.rfind(_SEPARATOR))]
    if parts:
        return parts
    first = line.partition(_SEPARATOR)[0]
    elided = metrics.elidedText(first, Qt.TextElideMode.ElideRight, max(0, room))
    whole = _CUT_NUMBER.sub("…", elided)
    return "" if whole == "…" else whole


class CardHeader(QWidget):
    """Title and caption on one line, the headline on the next, and beside it what belongs to it; below in a narrow one.

    It paints its texts itself and only when they change: a label would ask the whole page for a new layout.
    """

    def __init__(self, context: UiContext, title: str, *, with_headline: bool = True) -> None:
        super().__init__()
        self._context = context
        self._title = title
        self._with_headline = with_headline
        self._caption = ""
        self._headline = "…" if with_headline else ""
        self._detail = ""
        self._is_narrow = False
        self._is_alarming = False
        self._headlines = RecentTexts()
        self._headline_room = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)
        context.settings_changed.connect(self._forget_headlines)

    @property
    def headline(self) -> str:
        """The large text."""
        return self._headline

    @property
    def detail(self) -> str:
        """The text beside the headline."""
        return self._detail

    @property
    def is_alarming(self) -> bool:
        """Whether the caption warns."""
        return self._is_alarming

    @property
    def detail_left(self) -> int:
        """Where the detail begins: right of the widest headline of late, or it would dance with each digit."""
        return 0 if self._is_narrow else self._headline_room + 7

    @property
    def caption(self) -> str:
        """The text at the right of the title."""
        return self._caption

    def set_alarming(self, is_alarming: bool) -> None:
        """Write the caption in the colour of warnings, or no longer."""
        if is_alarming is not self._is_alarming:
            self._is_alarming = is_alarming
            self.update()

    def set_texts(self, headline: str = "", detail: str = "", caption: str = "") -> None:
        """Show these texts."""
        has_other_room = self._headlines.add(headline)
        if (headline, detail, caption) != (self._headline, self._detail, self._caption):
            self._headline, self._detail, self._caption = headline, detail, caption
            self.update()
            if QAccessible.isActive():
                self.setAccessibleName(f"{self._title}: {headline} {detail}")
        elif has_other_room:
            self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        height = QFontMetrics(fonts.strong()).height()
        if self._with_headline:
            height += QFontMetrics(fonts.headline()).height() + 6
            if self._is_narrow:
                height += QFontMetrics(fonts.body()).height()
        return QSize(120, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room below the headline where there is none beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < QFontMetrics(fonts.body()).height() * _NARROW_IN_LINES
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._forget_headlines()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the texts."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        strong = QFontMetrics(fonts.strong())
        small = QFontMetrics(fonts.small())
        title_width = strong.horizontalAdvance(self._title)
        painter.setFont(fonts.strong())
        painter.setPen(QColor(theme.text))
        baseline = strong.ascent()
        painter.drawText(0, baseline, self._title)
        painter.setFont(fonts.small())
        painter.setPen(QColor(theme.warning if self._is_alarming else theme.dim))
        self._paint_caption(painter, small, baseline, self.width() - title_width - 12)
        if self._with_headline:
            self._paint_headline(painter, strong.height() + 6)

    def _paint_caption(self, painter: QPainter, metrics: QFontMetrics, baseline: int, room: int) -> None:
        caption = fitted(self._caption, metrics, room)
        painter.drawText(self.width() - metrics.horizontalAdvance(caption), baseline, caption)

    def _paint_headline(self, painter: QPainter, top: int) -> None:
        theme = self._context.theme
        large = QFontMetrics(fonts.headline())
        body = QFontMetrics(fonts.body())
        baseline = top + large.ascent()
        painter.setFont(fonts.headline())
        painter.setPen(QColor(theme.text))
        painter.drawText(0, baseline, self._headline)
        self._headline_room = self._headlines.widest(large)
        if self._is_narrow:
            baseline = top + large.height() + body.ascent()
        painter.setFont(fonts.body())
        painter.setPen(QColor(theme.dim))
        painter.drawText(self.detail_left, baseline, fitted(self._detail, body, self.width() - self.detail_left))

    def _forget_headlines(self) -> None:
        self._headlines.restart(self._headline)
        self.update()


class Card(QAbstractButton):
    """A panel; with `opens` it is a button that leads to that page, else only a frame."""

    def __init__(self, context: UiContext, title: str, *, with_headline: bool = True, is_button: bool = True) -> None:
        super().__init__()
        self._context = context
        self._is_button = is_button
        self.header = CardHeader(context, title, with_headline=with_headline)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING, PADDING - 2, PADDING, PADDING)
        self.body.setSpacing(8)
        self.body.addWidget(self.header)
        self.setAccessibleName(title)
        vertical = QSizePolicy.Policy.Expanding if is_button else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        if is_button:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        context.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """What the content needs."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the content needs at least."""
        return self.body.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, as a click does."""
        if self._is_button and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 (Qt's signature)
        """Paint the panel; its border says where the pointer and the keyboard are."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.border
        if self._is_button and self.hasFocus():
            border = theme.accent
        elif self._is_button and self.underMouse():
            border = theme.dim
        painter.setPen(QColor(border))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
