"""Getting one sentence to whoever asked, by whatever way is left."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.slack import responses
from bot.slack.blocks.message import Message
from bot.slack.blocks.views import sentence_modal
from bot.slack.locales import reason_of
from bot.slack.stage import is_direct, pressed_message, thread_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from db.entry import Lang

_log = logging.getLogger(__name__)

REFUSALS = (SlackClientError, ClientError, OSError, TimeoutError, responses.ResponseUrlError)
"""What a call to Slack can fail with."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who is behind a request, and where: ids as Slack's payloads have them, empty where a payload has none."""

    user: str
    channel: str = ""
    thread: str = ""
    text: str = ""
    """What they wrote, where the request carries it."""


def asker_of(body: Mapping[str, Any]) -> Asker:
    """Read out of any payload who is behind it."""
    event = body.get("event")
    if isinstance(event, dict):
        message = event.get("message")
        said = message if isinstance(message, dict) else event
        return Asker(
            str(said.get("user") or ""), str(event.get("channel") or ""), thread_of(said), str(said.get("text") or "")
        )
    # Interactions have objects here, commands flat fields.
    return Asker(
        str(body.get("user", {}).get("id") or body.get("user_id") or ""),
        str(body.get("channel", {}).get("id") or body.get("channel_id") or ""),
        thread_of(pressed_message(body)),
        str(body.get("text") or ""),
    )


async def tell(body: Mapping[str, Any], client: AsyncWebClient, sentence: str, lang: Lang) -> bool:
    """Tell the asker one sentence, privately; give whether any way led to them. Never raises."""
    for way, telling in _ways(body, client, sentence, lang):
        try:
            await telling
        except REFUSALS as error:
            _log.warning("way_closed", extra={"way": way, "reason": reason_of(error)})
        else:
            return True
    return False


def _ways(
    body: Mapping[str, Any], client: AsyncWebClient, sentence: str, lang: Lang
) -> Iterator[tuple[str, Awaitable[Any]]]:
    """Give the ways that a payload leaves, the nearest to the asker first."""
    asker = asker_of(body)
    if url := body.get("response_url"):
        yield "response_url", responses.send_private(str(url), Message(sentence, ()), asker.thread)
    view = body.get("view")
    if isinstance(view, dict) and view.get("type") == "modal" and body.get("type") == "block_actions":
        yield "modal", client.views_update(view_id=str(view.get("id")), view=sentence_modal(lang, sentence))
    if asker.user and asker.channel and not is_direct(asker.channel):
        yield (
            "ephemeral",
            client.chat_postEphemeral(
                channel=asker.channel, user=asker.user, text=sentence, thread_ts=asker.thread or None
            ),
        )
    if asker.user:
        yield "direct", client.chat_postMessage(channel=asker.user, text=sentence)
