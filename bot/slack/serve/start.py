"""What every server starts from: a desk on a good table, or a sentence that says why there is none."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot import mcp_extra, trained_table
from bot.lookup.platforms.reader import PlatformError
from bot.slack.claims import FileClaims
from bot.slack.desk import Desk
from bot.slack.send.client import for_posts, web_client
from db.checked import SourceError
from db.table import TableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from slack_bolt.async_app import AsyncApp

    from bot.installations import Installations
    from bot.memory.memory import Memory
    from bot.settings import Settings
    from bot.slack.serve.agents import Agents
    from bot.trained_table import LiveLookup

    Build = Callable[[Settings, Desk], AsyncApp]

_log = logging.getLogger(__name__)


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


def desk_for(settings: Settings, claims: Path | None = None) -> Desk:
    """Return the desk of a server process; `claims` is the file that its processes share.

    Raises:
        ServerError: there is no table to answer from, or no database for what is to be kept.

    """
    live = _live(settings)
    memory = memory_for(settings)
    return Desk(
        live,
        settings.lang,
        FileClaims(claims),
        memory=memory,
        installations=installations_for(settings, memory),
        # Tokens of many workspaces change, and may be out of reach.
        seal_key=settings.bot_token or settings.signing_secret,
    )


def _live(settings: Settings) -> LiveLookup:
    try:
        live = trained_table.ready(
            settings.table,
            settings.source,
            whole=True,
            platform=settings.platform,
            with_notes=settings.memory == "on",
        )
    except (TableError, SourceError) as error:
        raise ServerError(f"There is no code table to answer from. {error}") from error
    except PlatformError as error:
        raise ServerError(f"IMERR_PLATFORM: {error}") from error
    if live.warning:
        _log.warning("table_older", extra={"reason": live.warning})
    return live


def memory_for(settings: Settings) -> Memory | None:
    """Return the memory of a server process, not yet open; None where imerr is to remember nothing, or cannot.

    Raises:
        ServerError: `DATABASE_URL` is wrong.

    """
    if settings.memory == "off":
        return None
    from bot.memory.memory import Memory  # noqa: PLC0415 - imports the database's library
    from bot.memory.where import address  # noqa: PLC0415 - as above
    from db.memory.database import Database, MemoryStoreError  # noqa: PLC0415 - as above

    try:
        database = Database.open(address(settings))
    except MemoryStoreError as error:
        if settings.database_url:
            raise ServerError(f"{error} Set DATABASE_URL, or IMERR_MEMORY=off.") from error
        _log.warning("memory_off", extra={"reason": str(error)})
        return None
    return Memory(database, keep_days=settings.keep_days)


def installations_for(settings: Settings, memory: Memory | None) -> Installations | None:
    """Return the installations of a server process; None where it has the token of one workspace.

    Raises:
        ServerError: there is no database to keep them in.

    """
    if not settings.client_id:
        return None
    if memory is None:
        raise ServerError(
            "SLACK_CLIENT_ID is set, and there is no database to keep the installations in: the default file cannot be "
            "written. Set DATABASE_URL."
        )
    from bot.installations import Credentials, Installations  # noqa: PLC0415 - imports the database's library
    from db.memory.encryption import Cipher  # noqa: PLC0415 - as above

    credentials = Credentials(settings.client_id, settings.client_secret)
    client = for_posts(web_client(settings.api_url))
    return Installations(memory.database, credentials, Cipher(settings.secret_keys), client)


def agents_for(settings: Settings, desk: Desk) -> Agents | None:
    """Return the endpoint for coding agents; None where no token is set.

    Raises:
        ServerError: the library that it needs is not installed.

    """
    if not settings.mcp_token:
        return None
    try:
        with mcp_extra.required():
            from bot.slack.serve.agents import Agents  # noqa: PLC0415 - imports the optional library
    except mcp_extra.MissingExtraError as error:
        raise ServerError(f"IMERR_MCP_TOKEN is set. {error}") from error
    return Agents(desk, settings.mcp_token)
