"""Getting one sentence to whoever asked, by whatever way is left."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.slack.languages import reason_of
from bot.slack.send import response_url as responses
from bot.slack.view.message import Message
from bot.slack.view.surface import is_direct, thread_of
from bot.slack.view.views import sentence_modal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

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
    """Read out of any payload, of Slack's shape or not, who is behind it."""
    event = _object(body, "event")
    if event:
        said = _object(event, "message") or event
        return Asker(_text(said, "user"), _text(event, "channel"), thread_of(said), _text(said, "text"))
    # Interactions have objects here, commands flat fields.
    return Asker(
        _text(_object(body, "user"), "id") or _text(body, "user_id"),
        _text(_object(body, "channel"), "id") or _text(body, "channel_id"),
        # Of an ephemeral message only the container tells.
        thread_of(_object(body, "message") or _object(body, "container")),
        _text(body, "text"),
    )


async def tell(body: Mapping[str, Any], client: AsyncWebClient, sentence: str, lang: Lang) -> bool:
    """Tell the asker one sentence, privately; return whether any way led to them. Never raises."""
    for way, telling in _ways(body, client, sentence, lang):
        try:
            await telling()
        except Exception as error:  # noqa: BLE001 - what is told here is that something broke; nobody tells of a break in that
            _log.warning("way_closed", extra={"way": way, "reason": reason_of(error)})
        else:
            return True
    return False


def _ways(
    body: Mapping[str, Any], client: AsyncWebClient, sentence: str, lang: Lang
) -> Iterator[tuple[str, Callable[[], Awaitable[Any]]]]:
    """Yield the ways that a payload leaves, the nearest to the asker first."""
    asker = asker_of(body)
    if url := _text(body, "response_url"):
        yield "response_url", lambda: responses.send_private(url, Message(sentence, ()), asker.thread)
    view = _object(body, "view")
    if view.get("type") == "modal" and body.get("type") == "block_actions":
        yield "modal", lambda: client.views_update(view_id=_text(view, "id"), view=sentence_modal(lang, sentence))
    if asker.user and asker.channel and not is_direct(asker.channel):
        yield (
            "ephemeral",
            lambda: client.chat_postEphemeral(
                channel=asker.channel, user=asker.user, text=sentence, thread_ts=asker.thread or None
            ),
        )
    if asker.user:
        yield "direct", lambda: client.chat_postMessage(channel=asker.user, text=sentence)


def _object(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def _text(whole: Mapping[str, Any], name: str) -> str:
    found = whole.get(name)
    return found if isinstance(found, str) else ""
