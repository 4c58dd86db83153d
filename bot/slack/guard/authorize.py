"""The token with which a request's workspace is answered."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.slack.payload.words import word

if TYPE_CHECKING:
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.installations import Installations
    from bot.settings import Settings

_log = logging.getLogger(__name__)


class Authorize(AsyncAuthorize):
    """Finds the token of a workspace, without a call to Slack.

    Bolt's default calls `auth.test` first, and fails the request if Slack is slow; the start checked the token. Not a
    function: for one, Bolt would collect all that it might want to know.
    """

    def __init__(self, settings: Settings, installations: Installations | None) -> None:
        """Take the tokens from `installations`; where there is none, all is answered with the one of the settings."""
        self._settings = settings
        self._installations = installations

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **actor: str | None,
    ) -> AuthorizeResult | None:
        """Return the token; None where the workspace has not installed imerr."""
        del user_id, actor
        token: str | None = self._settings.bot_token
        if self._installations is not None:
            team = "" if context.is_enterprise_install else team_id or ""
            # It may be empty: what goes back in the response needs no token.
            token = await self._installations.token(team, enterprise_id or "")
            if token is None:
                _log.warning("no_installation", extra={"team": word(team or enterprise_id)})
                return None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)
