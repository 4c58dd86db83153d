"""The buttons and modals that share a private answer publicly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate import share
from bot.slack.payload.records import Pressed, Submitted
from bot.slack.send import views
from bot.slack.view import modals
from bot.slack.view.controls import SHARE, SHARE_ELSEWHERE
from bot.slack.view.render import render_gone
from bot.slack.view.route import Route

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the share buttons, and for the submissions of the modals that post."""

    async def share_here(pressed: Pressed, client: AsyncWebClient) -> None:
        await share.share(desk, pressed, client)

    async def choose(pressed: Pressed, client: AsyncWebClient) -> None:
        route = pressed.route or Route(desk.lang)
        if route.code in desk.catalog.by_key:
            # The user's question was private, and the modal would not show that it is posted: drop it.
            view = modals.share_modal(desk.catalog, Route(route.lang, route.code))
        else:
            view = modals.sentence_modal(route.lang, render_gone(route).text)
        await views.open_modal(client, pressed.trigger_id, view)

    async def post(submitted: Submitted, client: AsyncWebClient) -> None:
        await share.post_to_channel(desk, submitted, client)

    app.action(SHARE)(ack=acknowledge, lazy=lazily(desk, Pressed, share_here))
    app.action(SHARE_ELSEWHERE)(ack=acknowledge, lazy=lazily(desk, Pressed, choose))
    app.view(modals.SHARE_VIEW)(ack=acknowledge, lazy=lazily(desk, Submitted, post))
    app.view(modals.LOOKUP_VIEW)(ack=acknowledge, lazy=lazily(desk, Submitted, post))
