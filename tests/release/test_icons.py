"""The icon files hold what their systems look for, readable by Qt, which knows both formats."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader
from pytestqt.qtbot import QtBot

from release.icons import ICNS_TYPES, ICO_SIZES, PNG_SIZE, write_icons

DRAWING = Path(__file__).resolve().parents[2] / "resources" / "icons" / "hertzmon.svg"


@pytest.fixture
def icons(qtbot: QtBot, tmp_path: Path) -> dict[str, Path]:
    return write_icons(DRAWING, tmp_path / "icons")


def test_the_windows_icon_holds_every_size(icons: dict[str, Path]) -> None:
    reader = QImageReader(str(icons["ico"]))
    sizes = []
    for index in range(reader.imageCount()):
        assert reader.jumpToImage(index)
        image = reader.read()
        assert image.pixelColor(image.width() // 2, image.height() // 8).alpha() == 255
        sizes.append((image.width(), image.height()))
    assert sizes == [(size, size) for size in ICO_SIZES]


def test_the_mac_icon_names_its_length_and_its_pictures(icons: dict[str, Path]) -> None:
    content = icons["icns"].read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack(">I", content[4:8]) == (len(content),)
    offset, sizes = 8, {}
    while offset < len(content):
        kind, length = content[offset : offset + 4], int.from_bytes(content[offset + 4 : offset + 8], "big")
        picture = content[offset + 8 : offset + length]
        assert picture.startswith(b"\x89PNG")
        sizes[kind] = int.from_bytes(picture[16:20], "big")
        offset += length
    assert sizes == ICNS_TYPES


def test_the_picture_is_drawn_and_its_corners_are_clear(icons: dict[str, Path]) -> None:
    image = QImageReader(str(icons["png"])).read()
    assert (image.width(), image.height()) == (PNG_SIZE, PNG_SIZE)
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(PNG_SIZE // 2, PNG_SIZE // 8).alpha() == 255


@pytest.mark.qt_log_ignore("Cannot read file")
def test_what_is_no_drawing_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.svg"
    nonsense.write_text("nonsense")
    with pytest.raises(ValueError, match="not an SVG drawing"):
        write_icons(nonsense, tmp_path)
