"""Freezing with PyInstaller, and packing what comes out: an archive, and its SHA-256 beside it."""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

from hertzmon_gui import __version__

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
DIST = ROOT / "dist"
# What an archive unpacks into.
TOP_FOLDER = f"hertzmon-{__version__}"
# What lies in it beside the programs.
_BESIDE = (ROOT / "LICENSE", ROOT / "resources" / "packaging" / "README.txt")
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
_MB = 1e6


def frozen(*, onefile: bool, work: Path = BUILD, destination: Path = DIST) -> Path:
    """Run PyInstaller; the folder, the macOS bundle or the one file that it made."""
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", str(work), "--distpath", str(destination), str(ROOT / "build.spec")]
    if onefile:
        command += ["--", "--onefile"]
    subprocess.run(command, cwd=ROOT, check=True)
    names = ["HertzMon.app"] if sys.platform == "darwin" and not onefile else ["hertzmon", "hertzmon.exe"]
    return next(destination / name for name in names if (destination / name).exists())


def archived(build: Path, *, onefile: bool) -> Path:
    """Pack `build` beside itself and write the archive's SHA-256; the archive, named after version and system."""
    system = _SYSTEMS.get(sys.platform, sys.platform)
    stem = f"{TOP_FOLDER}-{system}-{platform.machine().lower()}{'-onefile' if onefile else ''}"
    archive = build.parent / (f"{stem}.zip" if sys.platform == "win32" else f"{stem}.tar.xz")
    archive.unlink(missing_ok=True)
    # A folder of programs becomes the top folder itself; one file or a bundle goes into it.
    top = PurePosixPath(TOP_FOLDER)
    inside = top if build.is_dir() and build.suffix != ".app" else top / build.name
    if sys.platform == "win32":
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for file in [build] if build.is_file() else sorted(build.rglob("*")):
                packed.write(file, inside / file.relative_to(build).as_posix())
            for file in _BESIDE:
                packed.write(file, top / file.name)
    else:
        with tarfile.open(archive, "w:xz", preset=4) as packed_tar:
            for file, name in [(build, inside), *((file, top / file.name) for file in _BESIDE)]:
                packed_tar.add(file, name, filter=_owned_by_nobody_in_particular)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    # The form that `sha256sum --check` reads.
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest}  {archive.name}\n", encoding="ascii")
    return archive


def tell_sizes(build: Path, archive: Path) -> None:
    """Print what the build weighs, and which parts of it most."""
    files = [build] if build.is_file() else [file for file in build.rglob("*") if _is_counted(file)]
    parts: Counter[str] = Counter()
    for file in files:
        parts[_part(file, build)] += file.stat().st_size
    total = parts.total()
    print(f"{build.name}: {total / _MB:.1f} MB unpacked, {archive.stat().st_size / _MB:.1f} MB as {archive.name}")
    for part, size in parts.most_common(12):
        print(f"  {size / _MB:6.1f} MB  {part}")
    print(f"  {sum(size for _, size in parts.most_common()[12:]) / _MB:6.1f} MB  the rest")


def _is_counted(file: Path) -> bool:
    return file.is_file() and not file.is_symlink()


def _part(file: Path, build: Path) -> str:
    """What a person would call the thing that the file belongs to."""
    if file == build:
        return "the one file"
    inside = file.relative_to(build).parts
    if "_internal" in inside:
        inside = inside[inside.index("_internal") + 1 :]
    if inside[0] == "PySide6":
        return "Qt" if "Qt" in inside[1:-1] else "PySide6, the bindings of Qt"
    if inside[0] in {"numpy", "numpy.libs"}:
        return "OpenBLAS and Fortran, which numpy links" if inside[0].endswith("libs") else "numpy"
    if len(inside) == 1:
        if file.stem in {"hertzmon", "hertzmon-cli"}:
            return "the programs, with all Python modules"
        return "system libraries" if not file.name.startswith(("libpython", "python", "base_")) else "Python"
    return "Python" if inside[0].startswith("python3") else inside[0]


def _owned_by_nobody_in_particular(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
