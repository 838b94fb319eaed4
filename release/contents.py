"""What goes into the frozen build beside HertzMon's own modules, and what stays out."""

from __future__ import annotations

import sys
from pathlib import PurePosixPath

_NEEDS_SETUPTOOLS = sys.version_info >= (3, 12)

# Imports that no analysis of Python code sees.
HIDDEN_IMPORTS = (
    # msgspec's C core imports these three by itself.
    "msgspec._utils",
    "uuid",
    "decimal",
    # HertzMon imports these by name, only when they are needed, or in their own way.
    "GPUtil",
    "jwt",
    "pynvml",
    # GPUtil imports distutils, which setuptools brings since Python 3.12.
    *(("setuptools", "setuptools._distutils.spawn") if _NEEDS_SETUPTOOLS else ()),
)

# The distributions whose versions the dialog "About and diagnostics" tells.
NAMED_VERSIONS = (
    "PySide6-Essentials",
    "cheroot",
    "flask",
    "msgspec",
    "numpy",
    "nvidia-ml-py",
    "psutil",
    "pyqtgraph",
)

EXCLUDED_MODULES = (
    # Test runners, documentation and interactive tools that libraries would start on demand.
    "IPython",
    "_pytest",
    "doctest",
    "hypothesis",
    "lib2to3",
    "pdb",
    "pydoc_data",
    "pytest",
    "readline",
    "tkinter",
    "unittest",
    # Optional partners of pyqtgraph, numpy, msgspec, werkzeug and setuptools.
    "OpenGL",
    "PIL",
    "attr",
    "attrs",
    "colorcet",
    "cupy",
    "h5py",
    "matplotlib",
    "numba",
    "scipy",
    "trove_classifiers",
    "yaml",
    # Parts of them for other programs than this one.
    "numpy.distutils",
    "numpy.f2py",
    "numpy.random",
    "numpy.testing",
    "pyqtgraph.canvas",
    "pyqtgraph.console",
    "pyqtgraph.dockarea",
    "pyqtgraph.examples",
    "pyqtgraph.flowchart",
    "pyqtgraph.jupyter",
    "pyqtgraph.opengl",
    # Qt modules that the window has no use for; pyqtgraph offers some of them.
    "PySide6.QtConcurrent",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtOpenGL",  # see without_opengl.py
    "PySide6.QtOpenGLWidgets",
    "PySide6.QtPrintSupport",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtQuickControls2",
    "PySide6.QtQuickWidgets",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtUiTools",
    "PySide6.QtXml",
    *(() if _NEEDS_SETUPTOOLS else ("setuptools",)),
)

# Qt's plugins that are kept, by folder; a folder that is missing here is left out as a whole.
_QT_PLUGINS = {
    "iconengines": {"qsvgicon"},
    "imageformats": {"qsvg"},  # PNG is built in
    "platforminputcontexts": {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"},
    "platforms": {"qcocoa", "qoffscreen", "qwayland", "qwindows", "qxcb"},
    "platformthemes": {"qxdgdesktopportal"},
    "styles": {"qmodernwindowsstyle", "qmacstyle"},
    "wayland-decoration-client": {"adwaita", "bradient"},
    "wayland-shell-integration": {"xdg-shell"},
}
# Qt's own texts, for its dialogs: one file a language.
_QT_TRANSLATIONS = {"qtbase_zh_CN.qm"}
# Belong to plugins that are left out, or are an OpenGL in software, which Qt for widgets does not use.
_LEFT_OUT_QT_LIBRARIES = (
    "Qt6EglFS",
    "Qt6OpenGL",
    "Qt6Pdf",
    "Qt6Qml",
    "Qt6Quick",
    "Qt6ShaderTools",
    "Qt6VirtualKeyboard",
    "opengl32sw",
)
# Libraries of the system that every Linux desktop has, and that must fit its drivers, fonts and services: an older copy
# in the build would do harm.
_SYSTEM_LIBRARIES = {
    "libX11",
    "libX11-xcb",
    "libXau",
    "libXdmcp",
    "libdbus-1",
    "libexpat",
    "libfontconfig",
    "libfreetype",
    "libgcc_s",
    "libstdc++",
    "libxcb",
}
# Of a distribution's metadata; its licences lie with all others'.
_METADATA = {"METADATA", "entry_points.txt"}
# What only tools and tests of the libraries use.
_LEFT_OUT_FILES = ("numpy/_core/_multiarray_tests", "pyqtgraph/icons/peegee", "pyqtgraph/examples")


def is_wanted(name: str) -> bool:
    """Whether the file that PyInstaller would put under `name` belongs into the build."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    file_stem = path.name.split(".")[0]
    if len(parts) == 1 and file_stem in _SYSTEM_LIBRARIES:
        return False
    if parts[0].endswith(".dist-info"):
        return path.name in _METADATA
    if "PySide6" not in parts:
        return not str(path).startswith(_LEFT_OUT_FILES)
    stem = file_stem.removeprefix("lib")
    if "translations" in parts:
        return path.name in _QT_TRANSLATIONS
    if "plugins" in parts:
        folder = parts[parts.index("plugins") + 1]
        return stem in _QT_PLUGINS.get(folder, set())
    return not stem.startswith(_LEFT_OUT_QT_LIBRARIES)
