"""The Bolt app: how it knows its token, and which listeners it has."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.slack.guard import errors, rate_limit
from bot.slack.listeners import buttons, command, delete, direct, explain_message, home, look_up, mention, share, step
from bot.slack.payload.middleware import ReadPayload
from bot.slack.send.client import web_client

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack.desk import Desk

SURFACES = (command, mention, direct, explain_message, look_up, home, step, buttons, share, delete)
"""Every module of listeners; what a new one listens for also goes into `manifest.json`."""
_NO_SECRET = "unused over Socket Mode"  # noqa: S105 - no secret: Bolt wants a value, and verifies nothing there


def _tells_something(record: logging.LogRecord) -> bool:
    """Keep back Bolt's warning that it ignores the token in the environment: `authorize` gives it that token."""
    return "`token` will be unused" not in record.getMessage()


def build(settings: Settings, desk: Desk) -> AsyncApp:
    """Build the app and register every listener. Makes no call to Slack."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # Bolt's own way asks `auth.test` first and fails the request when Slack is slow; the token was checked at start.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=settings.bot_token)

    # Bolt's loggers take their level from this one: below WARNING they would write bodies into the log.
    logger = logging.getLogger("slack_bolt")
    logger.addFilter(_tells_something)
    app = AsyncApp(
        name="imerr",
        logger=logger,
        client=web_client(settings.api_url),
        signing_secret=settings.signing_secret or _NO_SECRET,
        # After the signature was checked, and before anything is read.
        before_authorize=ReadPayload(settings.api_url),
        authorize=authorize,
        # Answers go out with the HTTP response. Bolt's default runs listeners aside and polls for their ack.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    errors.register(app, desk)
    rate_limit.register(app, desk)
    for surface in SURFACES:
        surface.register(app, desk)
    return app
