"""What Slack knows of its users: their locale, and whether they are admins."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.slack.payload.responses import is_admin_in, locale_in
from bot.slack.send.client import for_locales
from bot.slack.send.failures import reason_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_log = logging.getLogger(__name__)


async def locale_of(client: AsyncWebClient, user: str) -> str | None:
    """Return a user's locale, like `zh-CN`; empty for none or without the scope, None if the call failed. Never raises."""
    try:
        quick = for_locales(client)
        return locale_in(await quick.users_info(user=user, include_locale=True))
    except Exception as error:  # noqa: BLE001 - an answer in the default language is better than none
        reason = reason_of(error)
        _log.warning("locale_unknown", extra={"reason": reason})
        # Without the optional scope another try is refused, too.
        return "" if reason == "missing_scope" else None


async def is_admin(client: AsyncWebClient, user: str) -> bool:
    """Return whether a user is an admin of the workspace; False where Slack does not say. Never raises."""
    try:
        return is_admin_in(await for_locales(client).users_info(user=user))
    except Exception as error:  # noqa: BLE001 - without an answer nobody gets more rights
        _log.warning("admin_unknown", extra={"reason": reason_of(error)})
        return False
