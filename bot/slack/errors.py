"""The one place where an exception becomes words for the asker and a log line, tied together by a reference."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.lookup.text import language_of
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from db.entry import Lang

_log = logging.getLogger(__name__)


def new_reference() -> str:
    """Give a short id that stands both in the log and in what the asker reads."""
    return secrets.token_hex(4)


def register(app: AsyncApp, default_lang: Lang) -> None:
    """Answer every exception of a listener with a sentence, and every request that nobody listens for with a 404."""

    @app.error
    async def on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            _log.warning("unhandled", extra={"type": str(body.get("type") or body.get("command") or "unknown")})
            return BoltResponse(status=404, body={"error": "imerr does not listen for this request"})
        reference = new_reference()
        _log.error("failed", exc_info=error, extra={"reference": reference})
        lang = language_of(str(body.get("text", ""))) or default_lang
        sorry = {"response_type": "ephemeral", "text": wording(lang).failed(reference)}
        return BoltResponse(status=200, body=sorry)
