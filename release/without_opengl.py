"""Run by the frozen build before anything else: an empty PySide6.QtOpenGL.

pyqtgraph imports the module for a kind of plot that HertzMon has not; the real one would take 9 MB.
"""

import sys
import types

sys.modules["PySide6.QtOpenGL"] = types.ModuleType("PySide6.QtOpenGL")
