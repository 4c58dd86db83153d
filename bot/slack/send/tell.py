"""Telling the user of a request one sentence, by any way that is left."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.slack.payload.records import is_direct
from bot.slack.send import response_url, views
from bot.slack.send.failures import reason_of
from bot.slack.view.message import Message
from bot.slack.view.modals import sentence_modal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.payload.records import Request
    from db.entry import Lang

_log = logging.getLogger(__name__)


async def tell(request: Request, client: AsyncWebClient, sentence: str, lang: Lang) -> bool:
    """Tell the user of a request one sentence, privately; return whether any way worked. Never raises."""
    for way, telling in _ways(request, client, sentence, lang):
        try:
            await telling()
        except Exception as error:  # noqa: BLE001 - failures are told here; a failure here can only be logged
            _log.warning("way_closed", extra={"way": way, "reason": reason_of(error)})
        else:
            return True
    return False


def _ways(
    request: Request, client: AsyncWebClient, sentence: str, lang: Lang
) -> Iterator[tuple[str, Callable[[], Awaitable[Any]]]]:
    """Yield the ways to reach the user of a request, the nearest first."""
    user, channel, thread = request.user, request.channel, request.thread
    if url := request.response_url:
        yield "response_url", lambda: response_url.send_private(url, Message(sentence, ()), thread)
    if modal := request.modal:
        yield "modal", lambda: views.update(client, modal, sentence_modal(lang, sentence))
    if user and channel and not is_direct(channel):
        yield (
            "ephemeral",
            lambda: client.chat_postEphemeral(channel=channel, user=user, text=sentence, thread_ts=thread or None),
        )
    if user:
        yield "direct", lambda: client.chat_postMessage(channel=user, text=sentence)
