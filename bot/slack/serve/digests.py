"""The task of a server that sends the weekly digests."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from bot.memory.digests import Installations
from bot.slack.payload.responses import installation_in
from bot.slack.send import digest as sending
from bot.slack.send.client import web_client
from bot.slack.send.failures import FAILURES
from db.entry import LANGS
from db.memory import forget

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.installations import Installations as Tokens
    from bot.memory.digests import Digest
    from bot.settings import Settings
    from bot.slack.desk import Desk
    from db.memory.database import Database


def task(settings: Settings, desk: Desk) -> Callable[[], Coroutine[Any, Any, None]] | None:
    """Return the function that sends digests for as long as it runs; None without a memory."""
    if desk.memory is None:
        return None
    client = web_client(settings.api_url)
    client.token = settings.bot_token
    database, tokens = desk.memory.database, desk.installations

    async def installed() -> Installations | None:
        return await (_installed(client) if tokens is None else _installed_by_oauth(database, tokens))

    return functools.partial(desk.memory.digests.keep_sending, functools.partial(_send, desk, client), installed)


async def _send(desk: Desk, client: AsyncWebClient, digest: Digest) -> None:
    if desk.installations is not None:
        client = web_client(client.base_url)
        client.token = await desk.installations.token(digest.team)
    lang = next((lang for lang in LANGS if lang == digest.language), desk.lang)
    await sending.post(client, desk.catalog, digest, desk.catalog.spoken(lang))


async def _installed(client: AsyncWebClient) -> Installations | None:
    """Return the workspaces that the token is for; None while Slack does not say."""
    try:
        team, is_whole = installation_in(await client.auth_test())
    except FAILURES:
        return None
    return Installations(*filter(None, [team]), is_whole=is_whole)


async def _installed_by_oauth(database: Database, tokens: Tokens) -> Installations | None:
    """Return the workspaces that have installed imerr themselves; not those of an organization that has it as a whole.

    It is None while a token cannot be read: the week's digest of that workspace would be left out.
    """
    found = {team: await tokens.token(team) for team in await forget.teams(database)}
    return None if "" in found.values() else Installations(*[team for team, token in found.items() if token])
