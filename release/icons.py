"""The application's icon in the formats that each system wants, drawn from the one SVG."""

from __future__ import annotations

import os
import struct
from pathlib import Path

ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
PNG_SIZE = 256
# The types of an .icns file whose content is a PNG file, by the side of the square in pixels.
ICNS_TYPES = {b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


def write_icons(drawing: Path, directory: Path) -> dict[str, Path]:
    """Draw `drawing` into hertzmon.png, hertzmon.ico and hertzmon.icns in `directory`; the files by their suffix."""
    directory.mkdir(parents=True, exist_ok=True)
    pngs = _drawn(drawing, {*ICO_SIZES, PNG_SIZE, *ICNS_TYPES.values()})
    contents = {"png": pngs[PNG_SIZE], "ico": ico(pngs), "icns": icns(pngs)}
    paths = {suffix: directory / f"hertzmon.{suffix}" for suffix in contents}
    for suffix, content in contents.items():
        paths[suffix].write_bytes(content)
    return paths


def ico(pngs: dict[int, bytes]) -> bytes:
    """A Windows icon: a directory of 16 bytes for each picture, then the pictures as PNG files."""
    header = struct.pack("<HHH", 0, 1, len(ICO_SIZES))
    offset = len(header) + 16 * len(ICO_SIZES)
    entries = b""
    for size in ICO_SIZES:
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(pngs[size]), offset)
        offset += len(pngs[size])
    return header + entries + b"".join(pngs[size] for size in ICO_SIZES)


def icns(pngs: dict[int, bytes]) -> bytes:
    """A macOS icon: each picture as a PNG file behind its type and its length, big-endian."""
    pictures = b"".join(kind + struct.pack(">I", 8 + len(pngs[size])) + pngs[size] for kind, size in ICNS_TYPES.items())
    return b"icns" + struct.pack(">I", 8 + len(pictures)) + pictures


def _drawn(drawing: Path, sizes: set[int]) -> dict[int, bytes]:
    """The drawing as a PNG file of each size."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is not an SVG drawing.")
    pngs: dict[int, bytes] = {}
    for size in sorted(sizes):
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        pngs[size] = bytes(buffer.data().data())
    del application
    return pngs
