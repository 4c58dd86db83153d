"""The global shortcut "Look up an error": a modal with type-ahead over all entries, which shows the picked one."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.lookup.suggest import suggest
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate.follow import follow
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Pressed, Shortcut, Typed
from bot.slack.send import views
from bot.slack.view import modals

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

LOOK_UP_ERROR = "look_up_error"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the shortcut, for the type-ahead in its modal, and for the picked entry."""

    async def open_modal(shortcut: Shortcut, client: AsyncWebClient) -> None:
        lang = await desk.languages.of(shortcut, client)
        await views.open_modal(client, shortcut.trigger_id, modals.lookup_modal(lang))
        _log.info("look_up")

    async def suggestions(ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        typed = record_of(Typed, context)
        lang = await desk.languages.of(typed, client, typed.dialog.lang if typed.dialog else None)
        found = suggest(desk.lookup, typed.words.question, lang)
        await ack(options=modals.options(desk.catalog, found, lang))

    async def pick(pressed: Pressed, client: AsyncWebClient) -> None:
        await follow(desk, pressed, client)
        _log.info("picked", extra={"code": pressed.route.code if pressed.route else None})

    app.shortcut({"type": "shortcut", "callback_id": LOOK_UP_ERROR})(
        ack=acknowledge, lazy=lazily(desk, Shortcut, open_modal)
    )
    app.options(modals.LOOKUP)(suggestions)
    app.action(modals.LOOKUP)(ack=acknowledge, lazy=lazily(desk, Pressed, pick))
