"""The end of an installation: the workspace's tokens are removed at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse

from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Uninstalled
from bot.slack.payload.shapes import UNINSTALLS

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.slack.desk import Desk

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for uninstallations and revoked tokens."""

    async def remove(context: AsyncBoltContext) -> BoltResponse:
        gone = record_of(Uninstalled, context)
        if desk.installations is None or not gone.is_void:
            return BoltResponse(status=200, body="")
        try:
            is_removed = await desk.installations.remove(gone.team, gone.enterprise, gone.at)
        except Exception as error:  # noqa: BLE001 - whatever it fails with, Slack delivers the event again
            _log.error("tokens_not_removed", extra={"reason": str(error)})
            return BoltResponse(status=503, body="")
        if is_removed:
            _log.info("uninstalled", extra={"team": gone.team or gone.enterprise})
        return BoltResponse(status=200, body="")

    for event in UNINSTALLS:
        app.event(event)(remove)
