"""The one place where an exception becomes words for the asker and a log line, tied together by a reference."""

from __future__ import annotations

import logging
import re
import secrets
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError

from bot.slack.languages import reason_of
from bot.slack.respond import language_told_by
from bot.slack.send.tell import REFUSALS, asker_of, tell
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.languages import Languages
    from db.entry import Lang

_log = logging.getLogger(__name__)

_WORD = re.compile(r"/?[a-z_-]{1,40}")

_TOO_LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged", "invalid_trigger_id"}


def new_reference() -> str:
    """Give a short id that stands both in the log and in what the asker reads."""
    return secrets.token_hex(4)


class Errors:
    """Turns whatever a listener fails with into one sentence for the asker and one line of the log."""

    def __init__(self, languages: Languages) -> None:
        """Speak the languages that `languages` knows."""
        self._locales = languages

    async def handle(self, error: Exception, body: Mapping[str, Any], client: AsyncWebClient) -> None:
        """Log an exception, and tell the asker by whatever way is left."""
        reference, sentence = await self._recorded(error, body, client)
        lang = await self._lang(body, client)
        if not await tell(body, client, sentence, lang):
            _log.error("untold", extra={"reference": reference})

    async def response(self, error: Exception, body: Mapping[str, Any], client: AsyncWebClient) -> BoltResponse:
        """Log an exception, and give the response to a request that was not acknowledged yet."""
        if body.get("command"):
            _, sentence = await self._recorded(error, body, client)
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        await self.handle(error, body, client)
        if body.get("type") == "block_suggestion":
            return BoltResponse(status=200, body={"options": []})
        return BoltResponse(status=200, body="")

    async def _recorded(self, error: Exception, body: Mapping[str, Any], client: AsyncWebClient) -> tuple[str, str]:
        reference = new_reference()
        reason = reason_of(error)
        # Of what Slack refused the reason tells all; of a fault of imerr's own the frames do.
        faulty = None if isinstance(error, REFUSALS) else error
        _log.error("failed", exc_info=faulty, extra={"reference": reference, "reason": reason, **_call_of(error)})
        words = wording(await self._lang(body, client))
        return reference, words.too_late.format(reference=reference) if reason in _TOO_LATE else words.failed.format(
            reference=reference
        )

    async def _lang(self, body: Mapping[str, Any], client: AsyncWebClient) -> Lang:
        asker = asker_of(body)
        return await self._locales.of_asker(language_told_by(asker.text), client, asker.user)


def _call_of(error: Exception) -> dict[str, str]:
    """Return the method of Slack's Web API that failed, to go into the log; nothing where it was no call of one."""
    url = getattr(getattr(error, "response", None), "api_url", None)
    return {"method": url.rpartition("/")[2]} if isinstance(url, str) else {}


def _type_of(body: Mapping[str, Any]) -> str:
    """Return the type of a payload as the log may have it: a word, not whatever somebody sent in its place."""
    found = body.get("type") or body.get("command")
    return found if isinstance(found, str) and _WORD.fullmatch(found) else "unknown"


def register(app: AsyncApp, errors: Errors) -> None:
    """Answer every exception of a listener with a sentence, and every request that nobody listens for with a 404."""

    @app.error
    async def on_error(error: Exception, body: dict[str, Any], client: AsyncWebClient) -> BoltResponse:
        if isinstance(error, BoltUnhandledRequestError):
            _log.warning("unhandled", extra={"type": _type_of(body)})
            return BoltResponse(status=404, body={"error": "imerr does not listen for this request"})
        return await errors.response(error, body, client)
