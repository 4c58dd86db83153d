"""The Workflow Builder step `explain_error`: text in; code, name, title, explanation and found out."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.lookup.text import language_of
from bot.slack.errors import new_reference
from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.payload.message import plain as without_markup
from bot.text_view import plain
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.complete.async_complete import AsyncComplete
    from slack_bolt.context.fail.async_fail import AsyncFail

    from bot.lookup.explain import Lookup
    from bot.slack.desk import Desk
    from db.entry import Lang

STEP = "explain_error"
_MOST_EXPLAINED = 5

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the step; whatever happens, the workflow is told how it ended."""

    async def explain(event: dict[str, Any], complete: AsyncComplete, fail: AsyncFail) -> None:
        if not desk.claims.claim(STEP, str(event.get("function_execution_id"))):
            # Delivered again while it was being worked on, or after.
            return
        text = without_markup(str((event.get("inputs") or {}).get("text") or "")).strip()
        lang = language_of(text) or desk.lang
        if not text:
            await fail(wording(lang).step_without_text)
            return
        try:
            found = outputs(desk.lookup, text, lang)
            await complete(found)
        except Exception:  # noqa: BLE001 - a workflow must be told, whatever it is
            reference = new_reference()
            _log.exception("failed", extra={"reference": reference})
            await fail(wording(lang).failed.format(reference=reference))
            return
        _log.info("step", extra={"outcome": found["found"]})

    app.function(STEP)(ack=acknowledge, lazy=desk.lazy(explain))


def outputs(lookup: Lookup, text: str, default_lang: Lang) -> dict[str, Any]:
    """Give what the step hands on: the entry that the text means, if one is clearly meant, and an explanation in any case."""
    answer = lookup.explain(text, default_lang)
    parts = [answer]
    if answer.verdict.answered and len(answer.shown) > 1:
        parts = [replace(answer, shown=(match,), unknown=()) for match in answer.shown[:_MOST_EXPLAINED]]
    explanation = "\n\n".join(plain(part, lookup.catalog, on_terminal=False) for part in parts)
    if not answer.verdict.answered:
        return {"found": "no", "explanation": explanation}
    entry = answer.shown[0].entry
    title = entry.title.in_(answer.lang)
    return {"found": "yes", "code": entry.code, "name": entry.name, "title": title, "explanation": explanation}
