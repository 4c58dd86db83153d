"""The `imerr` command, a module a kind of command.

Imports inside the commands are deliberate: a question on the command line must not wait for the server's imports.
"""

from __future__ import annotations

import sys

import click

from bot.cli.calls import Questions
from bot.cli.forgetting import forget
from bot.cli.manifests import manifest
from bot.cli.misses import lessons, misses
from bot.cli.notes import memory, notes
from bot.cli.questions import explain
from bot.cli.running import demo, mcp, serve
from bot.cli.stats import stats
from bot.cli.tables import list_, table


def _tell(ctx: click.Context, _: click.Parameter, is_asked: bool) -> None:  # noqa: FBT001 - click calls it so
    if is_asked and not ctx.resilient_parsing:
        from bot.version import version

        click.echo(f"imerr, version {version()}".rstrip())
        ctx.exit()


@click.group(
    cls=Questions,
    commands=[explain, list_, serve, demo, forget, lessons, manifest, mcp, memory, misses, notes, stats, table],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Everything else is a question: `imerr {code}` and `imerr {described}` are short for `imerr explain ...`. "
    "What is piped in is one, too, and what stands behind `--`.",
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell,
    help="Show the version and exit.",
)
def main() -> None:
    """Explain the error codes of {product}."""
    # A character that a terminal cannot encode, or a byte that is no UTF-8, is replaced: neither is worth a traceback.
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
