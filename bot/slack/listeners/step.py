"""The Workflow Builder step `explain_error`. Input: a text; outputs: code, name, title, explanation and found."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.guard.errors import sentence_for
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.records import StepReached
from bot.slack.send import step
from bot.text_view import plain
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.lookup.text import Text
    from bot.slack.desk import Desk
    from bot.slack.view.message import Json
    from db.entry import Lang

STEP = "explain_error"
_MOST_EXPLAINED = 5

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the step; its workflow is always told the result."""

    async def explain(reached: StepReached, client: AsyncWebClient) -> None:
        if not desk.claims.claim(STEP, reached.execution):
            # A redelivery, during the work or after it.
            return
        try:
            lang = await desk.languages.of(reached, client)
            if not reached.words.question:
                await step.fail(client, reached.execution, wording(lang).step_without_text)
                return
            found = outputs(desk.lookup, reached.words, lang)
            await step.complete(client, reached.execution, found)
        except Exception as error:  # noqa: BLE001 - the workflow must be told of any failure
            await step.fail(client, reached.execution, await sentence_for(desk, error, reached, client))
            return
        _log.info("step", extra={"outcome": found["found"]})

    app.function(STEP)(ack=acknowledge, lazy=lazily(desk, StepReached, explain))


def outputs(lookup: Lookup, text: str | Text, default_lang: Lang) -> Json:
    """Return the step's outputs: always an explanation, and the entry if the text clearly means one."""
    answer = lookup.explain(text, default_lang)
    parts = [answer]
    if answer.verdict.answered and len(answer.shown) > 1:
        parts = [replace(answer, shown=(match,), unknown=()) for match in answer.shown[:_MOST_EXPLAINED]]
    explanation = "\n\n".join(plain(part, lookup.catalog, on_terminal=False) for part in parts)
    if not answer.verdict.answered:
        return {"found": "no", "explanation": explanation}
    entry = answer.shown[0].entry
    title = entry.title.in_(answer.lang)
    # The manifest declares a number.
    code = {"code": entry.code} if isinstance(entry.code, int) else {}
    return {"found": "yes", **code, "name": entry.name, "title": title, "explanation": explanation}
