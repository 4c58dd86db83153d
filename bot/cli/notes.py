"""`imerr notes` and `imerr memory`: what teams added, out of and into its database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Command, Group
from bot.cli.common import Fault, load_settings, utf8
from bot.cli.workspace import TEAM, run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.memory.database import Database


@click.group(cls=Group)
def notes() -> None:
    """Export and import the notes of a workspace."""


@notes.command(cls=Command)
@TEAM
def export(team: str) -> None:
    """Print all notes of a workspace with their history, as JSON Lines."""
    from db.memory import exchange

    async def work(database: Database) -> None:
        async for line in exchange.lines(database, team):
            click.echo(line)

    utf8()
    run(work)


@notes.command("import", cls=Command)
@TEAM
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True, exists=True))
def import_(team: str, file: Path) -> None:
    """Add the notes of FILE (`-` for standard input) to a workspace. What is there already stays as it is."""
    from db.memory import exchange

    async def work(database: Database) -> None:
        done = await exchange.load(database, team, _lines(file))
        click.echo(f"{done.added} added, {done.present} there already.")

    run(work)


@click.group(cls=Group)
def memory() -> None:
    """Look after the database of what teams add."""


@memory.command(cls=Command)
def upgrade() -> None:
    """Bring the database's tables up to date; `imerr serve` does it as well."""
    settings = load_settings()
    if settings.memory == "off":
        click.echo("Nothing to do: IMERR_MEMORY is off.")
        return

    async def work(database: Database) -> None:
        click.echo(f"Up to date: {database.place}")

    run(work)


def _lines(file: Path) -> Iterable[str]:
    try:
        text = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        return text.decode().split("\n")
    except OSError as error:
        raise Fault(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Fault(f"{file} is not UTF-8, at byte {error.start}.") from error
