"""`hertzmon export-config`: configurations for the programs that gather the numbers of many machines."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from hertzmon_gui.cli.arguments import EXIT_USAGE, add_data_directory, data_directory, printable_argument, seconds
from hertzmon_gui.settings.store import SettingsStore

if TYPE_CHECKING:
    from hertzmon_gui.cli.arguments import Commands


def add_export_config(commands: Commands) -> None:
    """Declare the command."""
    export = commands.add_parser("export-config", help="print a configuration for a program that gathers the numbers")
    export.add_argument("kind", choices=("prometheus", "vmagent", "otelcol", "homeassistant", "grafana"))
    export.add_argument(
        "--target",
        action="append",
        metavar="HOST[:PORT]",
        default=[],
        help="a machine to read; can be given again (default: this one)",
    )
    export.add_argument("--every", type=seconds, metavar="SECONDS", default=15, help="how often (default 15)")
    export.add_argument(
        "--files", type=printable_argument, metavar="DIR", help="where tokens and certificates will lie"
    )
    export.add_argument(
        "--send-to", type=printable_argument, metavar="URL", help="where vmagent or otelcol sends the numbers"
    )
    export.add_argument("--insecure-http", action="store_true", help="read plain HTTP also beyond loopback")
    add_data_directory(export)
    export.set_defaults(command=_export_config)


def _export_config(parsed: argparse.Namespace) -> int:
    from api.export_config import KINDS, make_plan

    settings = SettingsStore(data_directory(parsed).path).settings
    try:
        plan = make_plan(
            parsed.kind,
            parsed.target,
            settings,
            interval_seconds=parsed.every,
            directory=parsed.files,
            send_to=parsed.send_to,
            insecure_http=parsed.insecure_http,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return EXIT_USAGE
    sys.stdout.write(KINDS[parsed.kind](plan))
    return 0
