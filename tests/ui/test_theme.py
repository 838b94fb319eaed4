"""Colours: legible, and told apart by every eye."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray

from hertzmon_gui.ui.style import palette, style_sheet
from hertzmon_gui.ui.theme import DARK, LIGHT, Theme, contrast, mixed, shade

THEMES = [DARK, LIGHT]
ACCENTS = ("cpu", "memory", "gpu", "receive", "send", "read", "write", "sensor", "pressure")
# Colours that stand in one chart.
CHARTS = (
    ("receive", "send"),
    ("read", "write"),
    ("gpu", "memory"),
    ("cpu", "write", "send", "receive", "text"),  # times
    ("sensor", "send", "cpu"),
)
PAIRS = [pair for chart in CHARTS for pair in itertools.combinations(chart, 2)]
# Machado, Oliveira, Fernandes (2009), severity 1.
BLINDNESS = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_texts_have_enough_contrast_everywhere(theme: Theme) -> None:
    grounds = (theme.window, theme.sidebar, theme.surface, theme.raised)
    for text in (theme.text, theme.dim):
        for ground in grounds:
            assert contrast(text, ground) >= 4.5, (text, ground)
    for text in (theme.danger, theme.warning, theme.good, theme.accent):
        for ground in (theme.window, theme.surface):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for ground in (theme.selection, theme.hovered, theme.started, theme.ended):
        assert contrast(theme.text, ground) >= 4.5, ground
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.on_danger, theme.danger) >= 4.5


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_curves_stand_out_from_their_card(theme: Theme) -> None:
    for name in ACCENTS:
        assert contrast(getattr(theme, name), theme.surface) >= 3.0, name


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("kind", ["normal", *BLINDNESS])
def test_colours_of_one_chart_are_told_apart(theme: Theme, kind: str) -> None:
    for one, other in PAIRS:
        distance = _difference(getattr(theme, one), getattr(theme, other), kind)
        assert distance >= 12.0, (one, other, distance)


def test_all_colours_are_whole() -> None:
    for theme, field in itertools.product(THEMES, DARK.__struct_fields__):
        value = getattr(theme, field)
        if isinstance(value, str) and field != "name":
            assert len(value) == 7
            int(value[1:], 16)


def test_mixing_and_contrast() -> None:
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert shade(DARK, "cpu") == DARK.cpu
    assert shade(DARK, "cpu*0.5") == mixed(DARK.cpu, DARK.surface, 0.5)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_style_sheet_leaves_no_placeholder(theme: Theme) -> None:
    rules = style_sheet(theme)
    assert "$" not in rules
    assert rules.count("{") == rules.count("}")
    assert palette(theme).window().color().name() == theme.window


def _difference(one: str, other: str, kind: str) -> float:
    """CIE76 distance of two colours, as an eye of this kind sees them."""
    return float(np.linalg.norm(_lab(one, kind) - _lab(other, kind)))


def _lab(colour: str, kind: str) -> NDArray[np.float64]:
    rgb = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    if kind != "normal":
        linear = np.clip(np.array(BLINDNESS[kind]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    ratio = xyz / np.array([0.9505, 1.0, 1.089])
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])
