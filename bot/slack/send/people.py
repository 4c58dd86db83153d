"""What Slack knows of people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.slack.payload.responses import locale_in
from bot.slack.send.client import for_locales
from bot.slack.send.failures import reason_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)


async def locale_of(client: AsyncWebClient, user: str) -> str | None:
    """Return the locale that a user's Slack is set to, like `zh-CN`, empty for none; None where the call failed. Never raises."""
    try:
        quick = for_locales(client)
        return locale_in(await quick.users_info(user=user, include_locale=True))
    except Exception as error:  # noqa: BLE001 - no language is worth an answer
        _log.warning("locale_unknown", extra={"reason": reason_of(error)})
        return None
