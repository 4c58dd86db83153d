"""Calls that open and update modals, and publish the App Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.slack.payload.records import InModal
from bot.slack.send.failures import reason_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.payload.records import Pressed
    from bot.slack.view.modals import View

_CLOSED = "not_found"
"""Slack's error code for a closed view."""


async def open_modal(client: AsyncWebClient, trigger_id: str, view: View) -> None:
    """Open a modal; its trigger expires after three seconds."""
    await client.views_open(trigger_id=trigger_id, view=view)


async def update(client: AsyncWebClient, view_id: str, view: View) -> None:
    """Replace a modal; a no-op if the user has closed it."""
    try:
        await client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if reason_of(error) != _CLOSED:
            raise


async def publish(client: AsyncWebClient, user: str, view: View) -> None:
    """Publish a user's App Home."""
    await client.views_publish(user_id=user, view=view)


async def show(client: AsyncWebClient, pressed: Pressed, view: View) -> None:
    """Show a modal for a press: in place of the one in which it was made, else as a new one."""
    if isinstance(pressed.where, InModal):
        await update(client, pressed.where.view_id, view)
    else:
        await open_modal(client, pressed.trigger_id, view)
