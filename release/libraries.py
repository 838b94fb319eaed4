"""The shared libraries of the frozen build: only those that something loads, without symbols where that is safe."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath

# PyInstaller's own form: the name in the build, the file that goes there, and what kind it is. A SYMLINK's file is
# the path that it points to, seen from where it lies.
Entry = tuple[str, str, str]

# Symbols are for debuggers. Of what patchelf has changed, numpy's libraries above all, strip makes files that cannot be
# loaded, so it is kept to what is known to bear it. Windows has no strip; on macOS it would break signatures.
_STRIPPED = re.compile(r"^libpython|/lib-dynload/|^cryptography/|^PySide6/Qt/lib/libicu")
_ICU_DATA = re.compile(r"libicudata\.so\.(\d+)$")


def without_orphans(entries: Sequence[Entry], is_wanted: Callable[[str], bool]) -> list[Entry]:
    """The wanted entries, but those libraries that are there only for unwanted ones to load."""
    loads = {name: _loaded_by(file) for name, file, kind in entries if kind != "SYMLINK"}
    kept = {name for name in loads if is_wanted(name)}
    gone = loads.keys() - kept
    while True:
        missed = {_file_name(library) for name in gone for library in loads[name]}
        needed = {_file_name(library) for name in kept for library in loads[name]}
        orphans = {name for name in kept if _file_name(name) in missed - needed}
        if not orphans:
            break
        kept -= orphans
        gone |= orphans
    return [
        (name, file, kind)
        for name, file, kind in entries
        if name in kept or (kind == "SYMLINK" and str(PurePath(name).parent / file) in kept)
    ]


def stripped(entries: Sequence[Entry], directory: Path) -> list[Entry]:
    """The entries with copies in `directory` in place of the files that strip makes smaller safely."""
    strip = shutil.which("strip") if sys.platform.startswith("linux") else None
    if strip is None:
        return list(entries)
    result = []
    for name, file, kind in entries:
        if kind != "SYMLINK" and _STRIPPED.search(name):
            copy = directory / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
            subprocess.run([strip, "--strip-unneeded", str(copy)], check=True)
            result.append((name, str(copy), kind))
        else:
            result.append((name, file, kind))
    return result


def without_icu_data(entries: Sequence[Entry], directory: Path) -> list[Entry]:
    """The entries with an empty libicudata in place of ICU's 32 MB, where a C compiler can make one.

    Qt asks ICU only to sort texts by a language's rules and to read encodings older than Unicode. HertzMon does
    neither, and Qt does without when ICU has no data.
    """
    compiler = shutil.which("cc")
    result = []
    for name, file, kind in entries:
        version = _ICU_DATA.search(name)
        if kind != "SYMLINK" and version is not None and compiler is not None:
            source = directory / "icudata.c"
            library = directory / _file_name(name)
            directory.mkdir(parents=True, exist_ok=True)
            source.write_text(f"const char icudt{version[1]}_dat[64] = {{0}};\n")
            link = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-o", str(library), str(source)]
            subprocess.run([compiler, *link], check=True)
            result.append((name, str(library), kind))
        else:
            result.append((name, file, kind))
    return result


def _loaded_by(file: str) -> set[str]:
    from PyInstaller.depend.bindepend import get_imports

    return {name for name, _path in get_imports(file)}


def _file_name(name: str) -> str:
    return PurePath(name.replace("\\", "/")).name
