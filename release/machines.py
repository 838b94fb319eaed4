"""Machines to try a build on: a fresh Debian without Python in a directory of its own, or else this one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

# The oldest Debian that the archive is meant for, and what of it a person with any desktop has; the rest is in the
# archive. Xvfb and a font stand in for the desktop itself.
SUITE = "bookworm"
SYSTEM_PACKAGES = ("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libx11-6", "libx11-xcb1")
DESKTOP_PACKAGES = ("xvfb", "fonts-dejavu-core")
_USER = 1000

# $0 is the root; the mounts are seen by this command alone and go with it.
_ENTER = """
mount --types proc proc "$0/proc" && mount --rbind /sys "$0/sys" && mount --rbind /dev "$0/dev" &&
exec chroot --userspec="$1" "$0" "${@:2}"
"""


class Machine(Struct, frozen=True):
    """Where a trial happens: `home` is a directory of it, `root` the directory that is its `/`, None for our own."""

    home: Path
    root: Path | None = None

    def inside(self, path: Path) -> str:
        """How a program on this machine calls `path`."""
        return str(path) if self.root is None else f"/{path.relative_to(self.root)}"

    def command(self, program: str | Path, *arguments: str | Path) -> list[str]:
        """What starts a program there; signals reach the program itself."""
        parts = [self.inside(part) if isinstance(part, Path) else part for part in (program, *arguments)]
        if self.root is None:
            return parts
        user = f"{_USER}:{_USER}"
        return ["unshare", "--mount", "--propagation", "private", "bash", "-c", _ENTER, str(self.root), user, *parts]

    def environment(self, **more: str) -> dict[str, str]:
        """The little that a program there knows: nothing of this Python, nor of any other."""
        if sys.platform == "win32":
            return {**os.environ, **more}
        return {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": self.inside(self.home), "LANG": "C.UTF-8", **more}


@contextlib.contextmanager
def machine() -> Iterator[Machine]:
    """A clean root where this system can make one, else this system itself; which it is, is printed."""
    obstacle = _clean_root_obstacle()
    with tempfile.TemporaryDirectory(prefix="hertzmon-trial-") as scratch:
        if obstacle is not None:
            print(f"Trying the build on this very system: {obstacle}", flush=True)
            yield Machine(Path(scratch))
            return
        root = Path(scratch, "root")
        if not _make_clean_root(root):
            print("Trying the build on this very system: no clean root could be made.", flush=True)
            yield Machine(Path(scratch))
            return
        home = root / "home"
        os.chown(home, _USER, _USER)
        print(f"Trying the build in a fresh Debian {SUITE} without Python, as an ordinary user", flush=True)
        yield Machine(home, root)


def run(
    where: Machine, program: Path, *arguments: str | Path, stdin: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program of the machine to its end, two minutes at most."""
    return subprocess.run(
        where.command(program, *arguments),
        cwd=where.home,
        env=where.environment() if environment is None else environment,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@contextlib.contextmanager
def display(where: Machine) -> Iterator[Mapping[str, str]]:
    """What a program there needs to open a window: an X server of its own on Linux, elsewhere nothing."""
    if not sys.platform.startswith("linux"):
        yield {}
        return
    reader, writer = os.pipe()
    server = subprocess.Popen(
        where.command("Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"),
        env=where.environment(),
        pass_fds=(writer,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as stream:
            yield {"DISPLAY": f":{stream.readline().strip()}", "QT_QPA_PLATFORM": "xcb"}
    finally:
        server.terminate()
        server.wait(10)


def _clean_root_obstacle() -> str | None:
    if not sys.platform.startswith("linux"):
        return "only Linux can make a clean root."
    if os.geteuid() != 0:
        return "a clean root takes root's rights."
    missing = [program for program in ("debootstrap", "unshare", "bash") if shutil.which(program) is None]
    if missing:
        return f"a clean root takes {' and '.join(missing)}."
    mounts = subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False)
    return None if mounts.returncode == 0 else "nothing may be mounted here."


def _make_clean_root(root: Path) -> bool:
    """Install a Debian without Python; False, after its last words, when that did not work: without a network, say."""
    packages = ",".join((*SYSTEM_PACKAGES, *DESKTOP_PACKAGES))
    print(f"Making a Debian {SUITE} with {packages}", flush=True)
    log = root.with_suffix(".log")
    with log.open("w") as stream:
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={packages}", SUITE, str(root)],
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if made.returncode != 0:
        print(*log.read_text(errors="replace").splitlines()[-5:], sep="\n")
        return False
    pythons = [path for folder in ("usr/bin", "usr/local/bin") for path in (root / folder).glob("python*")]
    if pythons:
        raise RuntimeError(f"The clean root is not without Python: {pythons[0]}")
    return True
