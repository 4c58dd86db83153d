"""The Bolt app: its authorization, middleware and listeners."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.slack.guard import errors, rate_limit
from bot.slack.guard.authorize import Authorize
from bot.slack.listeners import (
    buttons,
    command,
    delete,
    digest,
    direct,
    explain_message,
    home,
    look_up,
    mention,
    notes,
    preferences,
    save_note,
    share,
    step,
    team,
    thumbs,
    uninstalled,
)
from bot.slack.payload.middleware import ReadPayload
from bot.slack.send.client import web_client
from bot.wording import wording

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.slack.desk import Desk

SURFACES = (
    command,
    mention,
    direct,
    explain_message,
    look_up,
    home,
    step,
    buttons,
    share,
    delete,
    notes,
    save_note,
    thumbs,
    team,
    preferences,
    uninstalled,
    digest,
)
"""All listener modules; a new one also needs entries in `manifest.json`."""
_NO_SECRET = "unused over Socket Mode"  # noqa: S105 - no secret: Bolt requires a value, but verifies nothing there


_UNTOLD = ("`token` will be unused", "Although the app should be installed into this workspace")
"""Bolt's words about a token that `authorize` supplies, and about a workspace without one, which `authorize` logs."""


def _tells_something(record: logging.LogRecord) -> bool:
    """Return False for Bolt's warnings about what `authorize` does."""
    message = record.getMessage()
    return not any(untold in message for untold in _UNTOLD)


def build(settings: Settings, desk: Desk) -> AsyncApp:
    """Return the Bolt app with every listener registered. Makes no call to Slack."""
    # Bolt's loggers inherit this level: below WARNING they would log request bodies.
    logger = logging.getLogger("slack_bolt")
    logger.addFilter(_tells_something)
    app = AsyncApp(
        name="imerr",
        logger=logger,
        client=web_client(settings.api_url),
        signing_secret=settings.signing_secret or _NO_SECRET,
        # The HTTP endpoint has verified the signature (`bot.slack.serve.signature`), and a socket needs none.
        request_verification_enabled=False,
        # This middleware runs before any other reads the payload.
        before_authorize=ReadPayload(settings.api_url),
        authorize=Authorize(settings, desk.installations),  # type: ignore[arg-type] # None is Bolt's way to say that it is not installed
        user_facing_authorize_error_message=wording(desk.lang).not_installed,
        # Answer within the HTTP response. Bolt's default runs listeners in the background and polls for their ack.
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    errors.register(app, desk)
    rate_limit.register(app, desk)
    for surface in SURFACES:
        surface.register(app, desk)
    return app
