"""The message shortcut "Save as note": keeps what a colleague wrote as a note about an error."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.records import Chosen
from bot.slack.send import views
from bot.slack.view import modals, note_modals
from bot.slack.view.route import Route
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

SAVE_NOTE = "save_note"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the message shortcut."""

    async def save(chosen: Chosen, client: AsyncWebClient) -> None:
        lang = desk.catalog.spoken(await desk.languages.of(chosen, client))
        if desk.memory is None or not chosen.team:
            await views.open_modal(client, chosen.trigger_id, modals.sentence_modal(lang, wording(lang).no_memory))
            return
        meant = desk.lookup.explain(chosen.quoted, lang).matches[:1]
        picked = modals.options(desk.catalog, [match.entry for match in meant], lang)
        route = Route(lang, source=f"{chosen.channel} {chosen.ts} {chosen.author}")
        has_platforms = bool(desk.catalog.platforms)
        first = picked[0] if picked else None
        view = note_modals.saving_modal(route, chosen.quoted.question, first, has_platforms=has_platforms)
        await views.open_modal(client, chosen.trigger_id, view)
        _log.info("saving_note")

    app.shortcut({"type": "message_action", "callback_id": SAVE_NOTE})(ack=acknowledge, lazy=lazily(desk, Chosen, save))
