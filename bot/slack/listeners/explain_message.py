"""The message shortcut "Explain error": explains any message, also in threads, to the user who chose it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.records import Chosen
from bot.slack.respond import Asking, Kind, Outcome, report
from bot.slack.send import response_url
from bot.slack.view import lists
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

EXPLAIN_ERROR = "explain_error"


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the message shortcut."""

    async def explain(chosen: Chosen, client: AsyncWebClient) -> None:
        started = time.perf_counter()
        lang = await desk.languages.of(chosen, client)
        if chosen.quoted.question:
            shared_to = chosen.sealed_thread(desk.seal_key)
            outcome = await desk.respond(chosen, Asking(chosen.quoted, lang, PRIVATE, shared_to, is_quoted=True))
        else:
            sentence = lists.sentence(wording(lang).nothing_to_read, Route(lang), PRIVATE)
            outcome = Outcome(Kind.NOTHING_TO_READ, sentence)
        report("explain_message", outcome.name, outcome.codes, started)
        desk.record(chosen, outcome)
        await response_url.send_private(chosen.url, outcome.message, chosen.thread)

    app.shortcut({"type": "message_action", "callback_id": EXPLAIN_ERROR})(
        ack=acknowledge, lazy=lazily(desk, Chosen, explain)
    )
