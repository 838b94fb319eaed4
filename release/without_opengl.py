"""Run by the frozen build before anything else: stand-ins for Qt's OpenGL modules, which would take 10 MB.

pyqtgraph imports them, and derives a widget, for a way of drawing that is chosen in its options and that HertzMon does
not choose.
"""

import sys
import types

sys.modules["PySide6.QtOpenGL"] = types.ModuleType("PySide6.QtOpenGL")
_widgets = types.ModuleType("PySide6.QtOpenGLWidgets")
_widgets.QOpenGLWidget = type("QOpenGLWidget", (), {})  # type: ignore[attr-defined]
sys.modules["PySide6.QtOpenGLWidgets"] = _widgets
