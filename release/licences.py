"""The licences of what the frozen build holds: every file has an owner, and every owner's texts go into the build."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from release.libraries import Entry

ROOT = Path(__file__).resolve().parents[1]
# Here lie the texts of packages that carry none themselves; in the build, those of all others lie beside them.
LICENCES = ROOT / "resources" / "licences"
_KEPT = {"gputil": "GPUtil", "nvidia-ml-py": "nvidia-ml-py", "pyside6-essentials": "Qt", "shiboken6": "Qt"}
# Whatever else there is: these made the programs and the library that Python starts from.
_ALWAYS = ("pyinstaller",)

_TEXT = re.compile(r"(licen[cs]e|copying|copyright|notice|authors)", re.IGNORECASE)
# PyInstaller takes these from Windows itself when no package brings its own.
_MICROSOFT_RUNTIME = re.compile(
    r"(api-ms-win-[\w-]+|concrt140|msvcp140\w*|ucrtbase|vcomp140|vcruntime140\w*)\.dll", re.IGNORECASE
)
_DEBIAN_DOCUMENTS = Path("/usr/share/doc")
_DEBIAN_LICENCES = re.compile(r"/usr/share/common-licenses/([\w.+-]*\w)")


class LicenceError(Exception):
    """The build would hold something whose licence is unknown; the text says what."""


def licence_entries(entries: Iterable[Entry], own: Sequence[Path]) -> list[Entry]:
    """What puts the licences of all `entries` into the build, but for the files under the directories `own`.

    LicenceError names whatever has no licence text.
    """
    files = {Path(file) for _name, file, kind in entries if kind != "SYMLINK" and file and Path(file).is_file()}
    texts = {f"{owner}/{name}": text for owner, names in licences(files, own).items() for name, text in names.items()}
    return [(f"resources/licences/{name}", str(text), "DATA") for name, text in sorted(texts.items())]


def licences(files: Iterable[Path], own: Sequence[Path]) -> dict[str, dict[str, Path]]:
    """The licence texts of each owner of the files, by their names; an owner whose texts are kept here has none."""
    distributions = _distributions_by_file()
    found = {name: distribution_texts(metadata.distribution(name)) for name in _ALWAYS}
    others = []
    for file in files:
        distribution = distributions.get(_spelled(file))
        if distribution is not None:
            found[distribution.name] = distribution_texts(distribution)
        elif not any(file.is_relative_to(directory) for directory in own):
            others.append(file)
    packages = _debian_packages(others)
    for package in set(packages.values()):
        found[package] = debian_texts(package)
        found.setdefault("common-licenses", {}).update(_common_licences(found[package].values()))
    others = [file for file in others if file not in packages]
    runtime = [file for file in others if is_microsoft_runtime(file)]
    if runtime:
        found["Microsoft"] = {}  # its text is kept here
    others = [file for file in others if file not in runtime]
    prefix = _real(sys.base_prefix)
    strangers = sorted(str(file) for file in others if not file.resolve().is_relative_to(prefix))
    if strangers:
        raise LicenceError(f"Nothing here tells under which licence these come: {', '.join(strangers)}.")
    if others:
        found["Python"] = python_texts()
    return found


def is_microsoft_runtime(file: Path) -> bool:
    """Whether the file is Windows' own copy of a runtime library that Microsoft lets programs bring along."""
    windows = os.environ.get("SYSTEMROOT")
    return windows is not None and file.is_relative_to(windows) and _MICROSOFT_RUNTIME.fullmatch(file.name) is not None


def distribution_texts(distribution: metadata.Distribution) -> dict[str, Path]:
    """The licence texts that an installed distribution carries; LicenceError when there are none, here neither."""
    texts = {}
    for file in distribution.files or []:
        folder = next((part for part in file.parts if part.endswith(".dist-info")), None)
        if folder is not None and ("licenses" in file.parts or _TEXT.match(file.name)):
            inside = [part for part in file.parts if part not in {file.parts[0], "licenses"}]
            texts["/".join(inside)] = Path(str(distribution.locate_file(file)))
    kept = _KEPT.get(canonicalize_name(distribution.name))
    if not texts and not (kept and any((LICENCES / kept).iterdir())):
        raise LicenceError(
            f"{distribution.name} {distribution.version} carries no licence text. Put it into "
            f"resources/licences/{distribution.name}, and name that in release/licences.py."
        )
    return texts


def python_texts() -> dict[str, Path]:
    """The licence text of this Python, which every way of installing it puts elsewhere."""
    candidates = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    found = [folder / "LICENSE.txt" for folder in candidates if (folder / "LICENSE.txt").is_file()]
    if not found:
        raise LicenceError(f"This Python, {sys.base_prefix}, carries no licence text.")
    return {"LICENSE.txt": found[0]}


def debian_texts(package: str) -> dict[str, Path]:
    """The file that tells the copyright of a Debian package."""
    text = _DEBIAN_DOCUMENTS / package / "copyright"
    if not text.is_file():
        raise LicenceError(f"There is no {text}, which would be the licence of a library in the build.")
    return {"copyright": text}


def _common_licences(texts: Iterable[Path]) -> dict[str, Path]:
    """The licences that Debian's files refer to instead of citing them."""
    found = {}
    for text in texts:
        for path in _DEBIAN_LICENCES.finditer(text.read_text(encoding="utf-8", errors="replace")):
            licence = Path(path[0]).resolve()
            if licence.is_file():
                found[path[1]] = licence
    return found


def _distributions_by_file() -> dict[str, metadata.Distribution]:
    return {
        _spelled(Path(str(distribution.locate_file(file)))): distribution
        for distribution in metadata.distributions()
        for file in distribution.files or []
    }


def _debian_packages(files: Sequence[Path]) -> dict[Path, str]:
    """The Debian package of each file that belongs to one."""
    if shutil.which("dpkg-query") is None or not files:
        return {}
    # /lib is a link to /usr/lib, and dpkg knows some files by one name and some by the other.
    names = {file: {str(file), f"/usr{file}", str(file).removeprefix("/usr")} for file in files}
    command = ["dpkg-query", "--search", *sorted(set().union(*names.values()))]
    printed = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    owners = {}
    for line in printed.stdout.splitlines():
        packages, _separator, path = line.partition(": ")
        owners[path] = re.split("[:,]", packages)[0]
    return {file: owners[name] for file in files for name in names[file] & owners.keys()}


def _spelled(file: Path) -> str:
    """One name for a file, by whichever links its directory was reached."""
    return os.path.normcase(f"{_real(str(file.parent))}{os.sep}{file.name}")


@functools.cache
def _real(directory: str) -> str:
    return os.path.realpath(directory)
