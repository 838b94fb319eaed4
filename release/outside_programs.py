"""Run by the frozen build before anything else: programs that HertzMon starts load the system's libraries, not its own.

On Linux PyInstaller's bootloader starts HertzMon with LD_LIBRARY_PATH set to the build, and keeps what it was. The
loader has read it by now; a file manager, a browser or nvidia-smi would fail with libraries of another system.
"""

import os

if "LD_LIBRARY_PATH" in os.environ:
    _before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if _before is None:
        del os.environ["LD_LIBRARY_PATH"]
    else:
        os.environ["LD_LIBRARY_PATH"] = _before
