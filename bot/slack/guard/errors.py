"""The error handler: an exception becomes a sentence for the user and a log line, linked by a reference."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.slack.payload.middleware import record_in
from bot.slack.payload.records import NO_WORDS, Asked, Typed
from bot.slack.payload.responses import method_of
from bot.slack.send.failures import FAILURES, reason_of
from bot.slack.send.tell import tell
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Request
    from db.entry import Lang

_log = logging.getLogger(__name__)

_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


async def handle(desk: Desk, error: Exception, request: Request, client: AsyncWebClient) -> None:
    """Log an exception, and tell the user by any way that is left."""
    reference, sentence, lang = await _recorded(desk, error, request, client)
    if not await tell(request, client, sentence, lang):
        _log.error("untold", extra={"reference": reference})


async def response_to(desk: Desk, error: Exception, request: Request, client: AsyncWebClient) -> BoltResponse:
    """Log an exception, and return the response to a request without an ack."""
    if isinstance(request, Asked):
        sentence = await sentence_for(desk, error, request, client)
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
    await handle(desk, error, request, client)
    return BoltResponse(status=200, body={"options": []} if isinstance(request, Typed) else "")


async def sentence_for(desk: Desk, error: Exception, request: Request, client: AsyncWebClient) -> str:
    """Log an exception, and return the sentence for the user."""
    return (await _recorded(desk, error, request, client))[1]


async def _recorded(desk: Desk, error: Exception, request: Request, client: AsyncWebClient) -> tuple[str, str, Lang]:
    """Log an exception; return its reference, the sentence that names it, and the sentence's language."""
    reference, reason = secrets.token_hex(4), reason_of(error)
    # A refused call is explained by its reason, a fault of imerr's own by its traceback.
    faulty = None if isinstance(error, FAILURES) else error
    called = {"method": method} if (method := method_of(error)) else {}
    _log.error("failed", exc_info=faulty, extra={"reference": reference, "reason": reason, **called})
    lang = await _language(desk, request, client)
    words = wording(lang)
    return (
        reference,
        words.too_late.format(reference=reference) if reason in _TOO_LATE else words.failed.format(reference=reference),
        lang,
    )


async def _language(desk: Desk, request: Request, client: AsyncWebClient) -> Lang:
    """Return the language for a failed request; its words may be the cause, so the fallback ignores them."""
    try:
        return await desk.languages.of(request, client)
    except Exception:  # noqa: BLE001 - a sentence in the wrong language is better than none
        return await desk.languages.of(replace(request, words=NO_WORDS), client)


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer every exception of a listener with a sentence, and every request without a listener with a 404."""

    @app.error
    async def on_error(error: Exception, context: AsyncBoltContext, client: AsyncWebClient) -> BoltResponse:
        request = record_in(context)
        if isinstance(error, BoltUnhandledRequestError):
            _log.warning("unhandled", extra={"type": request.type})
            return BoltResponse(status=404, body={"error": "imerr does not listen for this request"})
        return await response_to(desk, error, request, client)
