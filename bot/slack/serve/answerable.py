"""Whose messages a server can answer: those of its token's workspace, or of the workspaces that installed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.payload.responses import installation_in
from bot.slack.send.client import for_checks
from bot.slack.send.failures import FAILURES

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.installations import Installations
    from bot.settings import Settings
    from bot.slack.desk import Desk


class Answerable:
    """The workspaces for which a server has a token."""

    def __init__(self, client: AsyncWebClient, tokens: Installations | None) -> None:
        """Take the client with the token of one workspace, or else the tokens of many."""
        self._client = client
        self._tokens = tokens
        self._own: tuple[str, bool] | None = None

    async def has(self, team: str, enterprise: str) -> bool:
        """Return whether the server can answer in a workspace, or without `team` in an organization; False while that is unknown."""
        if self._tokens is not None:
            return bool(await self._tokens.token(team, enterprise))
        if self._own is None:
            try:
                self._own = installation_in(await self._client.auth_test())
            except FAILURES:
                return False
        own, is_whole = self._own
        return is_whole or team == own


def answerable(settings: Settings, desk: Desk) -> Answerable:
    """Return the workspaces for which a server has a token."""
    return Answerable(for_checks(settings.api_url, settings.bot_token), desk.installations)
