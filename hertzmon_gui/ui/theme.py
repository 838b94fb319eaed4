"""Theme: the colours of the window, light and dark. What is drawn from them lies in `style.py`."""

from __future__ import annotations

from msgspec import Struct


class Theme(Struct, frozen=True):
    """Colours as #rrggbb. Each resource has one accent, the same everywhere.

    Texts have a contrast of at least 4.5:1 on every surface that they stand on, accents at least 3:1 on cards.
    """

    name: str
    is_dark: bool
    window: str
    sidebar: str
    surface: str  # cards and tables
    raised: str  # buttons, fields, chips
    hovered: str
    border: str
    line: str  # between rows
    grid: str  # behind charts
    text: str
    dim: str
    accent: str
    on_accent: str
    selection: str
    danger: str
    on_danger: str
    warning: str
    good: str
    started: str  # row of a process that has just appeared
    ended: str  # row of a process that has just gone
    cpu: str
    memory: str
    gpu: str
    receive: str
    send: str
    read: str
    write: str
    sensor: str
    pressure: str


DARK = Theme(
    name="dark",
    is_dark=True,
    window="#14161a",
    sidebar="#191c21",
    surface="#1f2329",
    raised="#252a31",
    hovered="#2d333c",
    border="#2b3038",
    line="#292e36",
    grid="#282d34",
    text="#e8eaed",
    dim="#98a1ad",
    accent="#4c9ffe",
    on_accent="#0b1524",
    selection="#2a3a55",
    danger="#ff7b7b",
    on_danger="#2a0d0d",
    warning="#ffb454",
    good="#5fd08f",
    started="#1f3a2b",
    ended="#45262b",
    cpu="#4c9ffe",
    memory="#b07cf7",
    gpu="#86cf3c",
    receive="#27b9cf",
    send="#ff6f91",
    read="#3dbb7e",
    write="#ffa93a",
    sensor="#ff9f43",
    pressure="#ff8f6b",
)

LIGHT = Theme(
    name="light",
    is_dark=False,
    window="#f4f5f7",
    sidebar="#ebedf0",
    surface="#ffffff",
    raised="#e9ecf0",
    hovered="#dfe3e9",
    border="#dfe3e8",
    line="#e9ecf0",
    grid="#eceff2",
    text="#1b1f24",
    dim="#5c6570",
    accent="#1f6fd1",
    on_accent="#ffffff",
    selection="#d8e6ff",
    danger="#c62f36",
    on_danger="#ffffff",
    warning="#8f5600",
    good="#147341",
    started="#d9f2e2",
    ended="#fbdcdc",
    cpu="#2f80e8",
    memory="#8f56e3",
    gpu="#568f12",
    receive="#0c8ca3",
    send="#d9386a",
    read="#14804a",
    write="#d07a00",
    sensor="#c96f00",
    pressure="#c9552b",
)


def mixed(front: str, back: str, share: float) -> str:
    """The opaque colour of `front` laid over `back` with the opacity `share`, 0…1."""
    channels = (
        round(int(front[at : at + 2], 16) * share + int(back[at : at + 2], 16) * (1 - share)) for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def shade(theme: Theme, colour: str) -> str:
    """The colour of a field of Theme, named `name`, or `name*share` for one that is mixed with the surface."""
    name, _, share = colour.partition("*")
    solid: str = getattr(theme, name)
    return mixed(solid, theme.surface, float(share)) if share else solid


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours after WCAG 2, 1…21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
