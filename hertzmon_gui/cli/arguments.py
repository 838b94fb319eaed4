"""Arguments that several commands share, and the types that check what a person typed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from hertzmon_gui.logs import LEVELS
from hertzmon_gui.settings.paths import ENVIRONMENT_VARIABLE, DataDirectory, default_data_directory
from hertzmon_gui.settings.schema import LONGEST_INTERVAL_SECONDS, SHORTEST_INTERVAL_SECONDS

EXIT_ENVIRONMENT = 1
EXIT_USAGE = 2
_INTERVALS = f"{SHORTEST_INTERVAL_SECONDS:g} to {LONGEST_INTERVAL_SECONDS:g}"


class Parser(argparse.ArgumentParser):
    """A parser that answers a mistake with that mistake, not with a page of usage before it."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2, saying what was wrong and where all that is right stands."""
        self.exit(EXIT_USAGE, f"{self.prog}: {message}\nTry: {self.prog} --help\n")


if TYPE_CHECKING:
    # What add_subparsers returns has no public name.
    Commands: TypeAlias = argparse._SubParsersAction[Parser]  # noqa: SLF001


def add_common_options(parser: argparse.ArgumentParser) -> None:
    """Declare what every start takes."""
    add_data_directory(parser)
    parser.add_argument(
        "--interval", type=interval, metavar="SECONDS", help=f"the time between two samples ({_INTERVALS})"
    )
    parser.add_argument("--log-level", choices=LEVELS, default="warning", help="what to log to standard error")


def add_data_directory(parser: argparse.ArgumentParser) -> None:
    """Declare --data-dir."""
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=f"where settings and accounts lie (default: {ENVIRONMENT_VARIABLE}, else the platform's place)",
    )


def port(text: str) -> int:
    """A port, 0 for any."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a whole number from 0 to 65535")
    return int(text)


def interval(text: str) -> float:
    """The time between two samples."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not SHORTEST_INTERVAL_SECONDS <= value <= LONGEST_INTERVAL_SECONDS:
        raise argparse.ArgumentTypeError(f"{text!r} is not an interval; give seconds from {_INTERVALS}")
    return value


def seconds(text: str) -> int:
    """A number of seconds, up to an hour."""
    if not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds; give a whole number from 1 to 3600")
    return int(text)


def printable_argument(text: str) -> str:
    """A text without control characters."""
    if not text.isprintable():
        raise argparse.ArgumentTypeError("it holds characters that cannot be printed")
    return text


def data_directory(parsed: argparse.Namespace) -> DataDirectory:
    """The directory that was named, else the default one."""
    path: Path = getattr(parsed, "data_dir", None) or default_data_directory()
    return DataDirectory(path)
