"""Fonts: the system's own, in the few sizes that the window uses, with digits of equal width."""

from __future__ import annotations

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

_TABULAR = QFont.Tag("tnum")
# Where no desktop names a font, Qt answers with fontconfig's generic one, which is often made for print.
_GENERIC = frozenset({"sans serif", "sans", "sans-serif", ""})
_PREFERRED = ("Inter", "Noto Sans", "Cantarell", "Ubuntu", "Liberation Sans", "DejaVu Sans")
_CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Microsoft YaHei UI", "PingFang SC")
_UNNAMED_POINT_SIZE = 10.0


def application_font(language: str) -> QFont:
    """The system's font for user interfaces; in Chinese, one whose Han glyphs have their Chinese forms behind it."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = [font.family()]
    installed = set(QFontDatabase.families())
    if font.family().lower() in _GENERIC:
        families = [family for family in _PREFERRED if family in installed][:1] or families
        font.setPointSizeF(max(font.pointSizeF(), _UNNAMED_POINT_SIZE))
    if QLocale(language).language() == QLocale.Language.Chinese:
        families += [family for family in _CHINESE if family in installed][:1]
    font.setFamilies(families)
    font.setFeature(_TABULAR, 1)
    return font


def sized(factor: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font at another size and weight."""
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setWeight(weight)
    return font


def body() -> QFont:
    """Running text."""
    return sized(1.0)


def strong() -> QFont:
    """Titles of cards."""
    return sized(1.0, QFont.Weight.DemiBold)


def small() -> QFont:
    """Captions, legends, axes."""
    return sized(0.88)


def headline() -> QFont:
    """The number that one looks at first."""
    return sized(1.7, QFont.Weight.DemiBold)
