"""The `imerr` command, a module a kind of command.

Imports inside the commands are deliberate: a question on the command line must not wait for the server's imports.
"""

from __future__ import annotations

import sys

import click

from bot.cli.calls import Questions
from bot.cli.questions import explain
from bot.cli.running import demo, serve
from bot.cli.tables import list_, table


@click.group(
    cls=Questions,
    commands=[explain, list_, serve, demo, table],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Everything else is a question: `imerr {code}` and `imerr {described}` are short for `imerr explain ...`. "
    "What is piped in is one, too, and what stands behind `--`.",
)
@click.version_option(package_name="imerr", prog_name="imerr")
def main() -> None:
    """Explain the error codes of {product}."""
    # A character that a terminal cannot encode, or a byte that is no UTF-8, is replaced: neither is worth a traceback.
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
