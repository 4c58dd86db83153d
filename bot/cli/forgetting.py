"""`imerr forget`: removes all data of a workspace or of a person."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Command
from bot.cli.common import Fault
from bot.cli.workspace import TEAM, USER, counted, run

if TYPE_CHECKING:
    from db.memory.database import Database


@click.command(cls=Command)
@TEAM
@USER
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask first.")
def forget(team: str, user: str | None, is_sure: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """Remove everything that is stored of a workspace, or of one person there. It cannot be undone.

    What others wrote stays, without the person's name.
    """
    whose = f"workspace {team}" if user is None else f"{user} in workspace {team}"
    if not is_sure:
        if not sys.stdin.isatty():
            raise Fault(f"This removes everything of {whose} for good. Add --yes to do it.")
        click.confirm(f"Remove everything of {whose} for good?", abort=True)
    count = run(lambda database: _forget(database, team, user))
    click.echo(f"{counted(count, 'row', 'rows')} removed{'' if user is None else ' or changed'}.")


async def _forget(database: Database, team: str, user: str | None) -> int:
    from db.memory import forget

    return await (forget.everything(database, team) if user is None else forget.person(database, team, user))
