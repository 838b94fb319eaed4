"""RecentTexts: the room that a changing text needs, so that what stands beside it seldom moves."""

from __future__ import annotations

from collections import deque

from PySide6.QtGui import QFontMetrics

# Texts are written once a second: what was wider longer ago is forgotten, and the room closes again.
_REMEMBERED = 15


class RecentTexts:
    """The texts that stood in one place lately."""

    def __init__(self) -> None:
        self._texts: deque[str] = deque(maxlen=_REMEMBERED)
        self._widths: dict[str, int] = {}  # measured when first asked for
        self._measured_in = (0, 0)

    def add(self, text: str) -> bool:
        """Take note of the text that stands there now; whether the room that it needs may have changed."""
        gone = self._texts[0] if len(self._texts) == _REMEMBERED else text
        is_new = text not in self._texts
        self._texts.append(text)
        is_gone = gone not in self._texts
        if is_gone:
            self._widths.pop(gone, None)
        return is_new or is_gone

    def restart(self, text: str) -> None:
        """Forget all texts but this one."""
        self._texts.clear()
        self._widths.clear()
        self._texts.append(text)

    def widest(self, metrics: QFontMetrics) -> int:
        """The width of the widest of them, in pixels."""
        size = (metrics.height(), metrics.averageCharWidth())
        if size != self._measured_in:  # the user has chosen another font, or a larger text
            self._measured_in = size
            self._widths.clear()
        for text in self._texts:
            if text not in self._widths:
                self._widths[text] = metrics.horizontalAdvance(text)
        return max(self._widths.values(), default=0)
