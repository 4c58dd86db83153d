"""The Workflow Builder step `explain_error`. Input: a text; outputs: explanation, found, and the errors that were found."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import product
from bot.slack.guard.errors import sentence_for
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.records import StepReached
from bot.slack.respond import explained, report
from bot.slack.send import step
from bot.text_view import plain
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.answer import Answer
    from bot.lookup.explain import Lookup
    from bot.slack.desk import Desk
    from bot.slack.view.message import Json

STEP = "explain_error"
_MOST_EXPLAINED = 5


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the step; its workflow is always told the result."""

    async def explain(reached: StepReached, client: AsyncWebClient) -> None:
        if not desk.claims.claim(STEP, reached.execution):
            # A redelivery, during the work or after it.
            return
        started = time.perf_counter()
        try:
            lang = await desk.languages.of(reached, client)
            if not reached.words.question:
                await step.fail(client, reached.execution, wording(lang).step_without_text)
                return
            answer = desk.lookup.explain(reached.words, lang)
            found = outputs(desk.lookup, answer)
            report("step", answer.verdict.value, explained(answer), started)
            await step.complete(client, reached.execution, found)
        except Exception as error:  # noqa: BLE001 - the workflow must be told of any failure
            await step.fail(client, reached.execution, await sentence_for(desk, error, reached, client))

    app.function(STEP)(ack=acknowledge, lazy=lazily(desk, StepReached, explain))


def outputs(lookup: Lookup, answer: Answer) -> Json:
    """Return the step's outputs for an answer: always an explanation, and the entries if some are clearly meant.

    `code`, `name` and `title` are of the first one.
    """
    parts = [answer]
    if answer.verdict.answered and len(answer.shown) > 1:
        parts = [replace(answer, shown=(match,), unknown=()) for match in answer.shown[:_MOST_EXPLAINED]]
    explanation = "\n\n".join(plain(part, lookup.catalog, on_terminal=False) for part in parts)
    if not answer.verdict.answered:
        return {"found": "no", "explanation": explanation}
    entries = [match.entry for match in answer.shown]
    first = entries[0]
    # As the table's manifest declares it: one type for all codes of the table.
    code = str(first.code) if product.has_text_codes(lookup.catalog) else first.code
    return {
        "found": "several" if len(entries) > 1 else "yes",
        "code": code,
        "name": first.name,
        "title": first.title.in_(answer.lang),
        "codes": [str(entry.code) for entry in entries],
        "names": [entry.name for entry in entries],
        "explanation": explanation,
    }
