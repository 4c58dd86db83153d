"""The global shortcut "Look up an error": a modal that finds entries as one types, and shows what is picked."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.lookup.suggest import suggest
from bot.lookup.text import language_of
from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.navigate import route_in, show_route
from bot.slack.view import views

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

LOOK_UP_ERROR = "look_up_error"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the shortcut, for what is typed in its modal, and for what is picked there."""

    async def open_modal(body: dict[str, Any], client: AsyncWebClient) -> None:
        lang = await desk.languages.of_reader("", client, body["user"]["id"])
        await client.views_open(trigger_id=body["trigger_id"], view=views.lookup_modal(lang))
        _log.info("look_up")

    async def suggestions(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        query = str(body.get("value") or "")
        lang = await desk.languages.of_asker(language_of(query), client, body["user"]["id"])
        await ack(options=views.options(desk.catalog, suggest(desk.lookup, query, lang), lang))

    async def pick(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        picked = action.get("selected_option") or {}
        route = route_in(str(picked.get("value", "")), desk.lang)
        await show_route(desk, body, client, route)
        _log.info("picked", extra={"code": route.code})

    app.shortcut({"type": "shortcut", "callback_id": LOOK_UP_ERROR})(ack=acknowledge, lazy=desk.lazy(open_modal))
    app.options(views.LOOKUP)(suggestions)
    app.action(views.LOOKUP)(ack=acknowledge, lazy=desk.lazy(pick))
