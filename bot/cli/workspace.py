"""Shared by the commands about a workspace's memory: options, the database, names of errors, lines for people."""

from __future__ import annotations

import asyncio
import json
import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from bot.cli.common import Fault, load_settings, show, write
from db.memory.days import day_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from rich.console import RenderableType

    from bot.settings import Settings
    from db.memory.database import Database

T = TypeVar("T")

ALL = 2**31 - 1
"""As the limit of a query: all rows."""
_EPOCH = date(1970, 1, 1)
_DAYS = re.compile(r"([1-9]\d{0,4})d")
_TEAM_ID, _USER_ID = re.compile(r"[TE][A-Z0-9]+"), re.compile(r"[UW][A-Z0-9]+")


class _Id(click.ParamType[str]):
    """An id of Slack's: a wrong one would find nothing, and say nothing."""

    def __init__(self, name: str, pattern: re.Pattern[str], fault: str) -> None:
        self.name = name
        self._pattern = pattern
        self._fault = fault

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the id."""
        if not self._pattern.fullmatch(value):
            self.fail(f"{value!r} {self._fault}", param, ctx)
        return value


class _Since(click.ParamType[date]):
    """A first day: `2026-11-01`, or `7d` for seven days with today."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, of UTC."""
        if found := _DAYS.fullmatch(value):
            return max(today() - timedelta(days=int(found[1]) - 1), _EPOCH)
        try:
            return max(date.fromisoformat(value), _EPOCH)
        except ValueError:
            self.fail(f"{value!r} is neither a day like 2026-11-01 nor a number of days like 7d.", param, ctx)


TEAM = click.option(
    "--team",
    type=_Id("team", _TEAM_ID, "is no id of a workspace, which begins with T and has capitals and digits."),
    required=True,
    help="Workspace: its id begins with T, and stands in the address of Slack in a browser.",
)
USER = click.option(
    "--user",
    type=_Id("user", _USER_ID, "is no id of a person, which begins with U and has capitals and digits."),
    help="One person alone: the member id in their Slack profile, which begins with U.",
)
SINCE = _Since()
AS_JSON = click.option("--json", "as_json", is_flag=True, help="The same for programs.")


class Line(NamedTuple):
    """A line for people, with a prefix behind which its further lines hang."""

    text: str
    before: str = ""
    style: str = ""


class Names:
    """Errors as people know them, by the table in use."""

    def __init__(self, settings: Settings) -> None:
        """Read the table, or its source; where neither is readable, errors are known by their ids."""
        from bot.cli.languages import default
        from bot.in_use import InUse

        self._catalog = InUse().catalog
        self._lang = self._catalog.spoken(default(settings).lang) if self._catalog else settings.lang

    def of(self, error: str, platform: str) -> str:
        """Return the code, title and id of an error: `606 群组已满 (group-full, web)`."""
        where = f"{error}, {platform}" if platform else error
        if self._catalog is None or not (entries := self._catalog.by_error.get(error)):
            return where
        entry = next((entry for entry in entries if entry.platform == platform), None)
        code = f"{entry.code} " if entry else ""
        return f"{code}{(entry or entries[0]).title.in_(self._lang)} ({where})"


def today() -> date:
    """Return the present day of UTC, as counts are kept by."""
    return day_of(time.time())


def moment_of(at: float) -> str:
    """Return a time, for programs."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def printable(text: str) -> str:
    """Return a text without control characters, which would command a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


def print_lines(lines: Sequence[Line]) -> None:
    """Write lines for people: laid out on a terminal, else plain."""

    def laid_out() -> RenderableType:
        from rich.console import Group

        from bot.layout import hanging

        return Group(*(hanging(line.text, line.before, line.style) for line in lines))

    show(lambda: "\n".join(f"{line.before}{line.text}" for line in lines), laid_out)


def print_json(value: object) -> None:
    """Write a value for programs."""
    write([json.dumps(value, ensure_ascii=False, indent=2), "\n"])


def counted(number: int, one: str, several: str) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else several}"


def run(work: Callable[[Database], Awaitable[T]]) -> T:
    """Return what `work` returns for the opened database; what is wrong with it is a fault of the call."""
    from bot.memory.where import address
    from db.memory.database import Database, MemoryStoreError
    from db.memory.exchange import NotesFileError

    async def opened() -> T:
        database = Database.open(address(load_settings()))
        try:
            await database.migrate()
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(opened())
    except (MemoryStoreError, NotesFileError) as error:
        raise Fault(str(error)) from error
