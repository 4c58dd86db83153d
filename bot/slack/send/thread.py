"""Answers as messages of the bot's own: posted once, and corrected in place."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.languages import reason_of
from bot.slack.view.message import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.slack.payload.message import Question

_log = logging.getLogger(__name__)

SECONDS = 10
"""How long one call to Slack may take."""
POST_SECONDS = 20
"""How long the post of an answer may take: what is given up too early may still arrive."""
_WAITS = (0.5, 2.0)
"""Seconds before an answer is posted again of which it is unclear whether it arrived."""
_MOST_READ = 100
BROKEN = (SlackApiError, ClientError, OSError, TimeoutError)
"""What a call can fail with."""
_SERVER_ERRORS = 500
_MARKED = re.compile(r"answer-[\d.]+-")


def web_client(base_url: str) -> AsyncWebClient:
    """Give a client that tries again when Slack asks to wait, breaks down, or hangs up."""
    handlers = [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    # The SDK writes requests into a logger that has no level of its own.
    quiet = logging.getLogger("slack_sdk")
    return AsyncWebClient(base_url=base_url, timeout=SECONDS, logger=quiet, retry_handlers=handlers)


async def post_once(client: AsyncWebClient, message: Message, question: Question, *, look_first: bool = False) -> str:
    """Post the answer to a question into its thread, and give the answer's own `ts`.

    A call that breaks may have done its work all the same; before it is made again, the thread is read for the answer, which
    bears the question's `ts` in the id of a block. Where that can't be told, there is rather no answer than two. `look_first`
    reads before the first call too: for an event that Slack delivers again after this server was restarted.

    Raises:
        SlackApiError: Slack refused the answer.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    if look_first and (there := await _found(client, question)):
        return there
    careful = AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=POST_SECONDS,
        logger=client.logger,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)],
    )
    for wait in _WAITS:
        try:
            return await _post(careful, message, question)
        except BROKEN as error:
            if not _is_unclear(error):
                raise
            _log.warning("post_unclear", extra={"reason": reason_of(error)})
            await asyncio.sleep(wait)
            there = await _found(client, question, unreadable=error)
            if there:
                return there
            if isinstance(error, TimeoutError):
                # Slack may still be at it.
                raise
    return await _post(careful, message, question)


async def _post(client: AsyncWebClient, message: Message, question: Question) -> str:
    posted: Any = await client.chat_postMessage(
        channel=question.channel,
        thread_ts=question.thread,
        **_content(message, question),
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(posted.get("ts") or "")


async def _found(client: AsyncWebClient, question: Question, unreadable: Exception | None = None) -> str | None:
    """Look for an answer; where the thread can't be read raise `unreadable`, if given."""
    try:
        return await find_answer(client, question)
    except BROKEN as error:
        _log.warning("thread_unread", extra={"reason": reason_of(error)})
        if unreadable is not None:
            raise unreadable from error
        return None


async def correct(client: AsyncWebClient, message: Message, question: Question, answer_ts: str) -> None:
    """Put a message in the place of the answer `answer_ts` to a question.

    Raises:
        SlackApiError: Slack refused it; `message_not_found` where somebody removed the answer.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    await client.chat_update(channel=question.channel, ts=answer_ts, **_content(message, question))


async def find_answer(client: AsyncWebClient, question: Question) -> str | None:
    """Give the `ts` of a question's answer in its thread; None where there is none.

    Raises:
        SlackApiError, OSError, ClientError, TimeoutError: the thread can't be read.

    """
    replies = await client.conversations_replies(
        channel=question.channel, ts=question.thread, limit=_MOST_READ, oldest=question.ts
    )
    for reply in _objects(replies.get("messages")):
        if any(str(block.get("block_id", "")).startswith(_mark(question)) for block in blocks_of(reply)):
            return str(reply["ts"])
    return None


def is_answer(message: Mapping[str, Any]) -> bool:
    """Whether a message is an answer of imerr's."""
    return any(_MARKED.match(str(block.get("block_id", ""))) for block in blocks_of(message))


def blocks_of(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the blocks of a message that somebody else may have made; nothing where it has none."""
    yield from _objects(message.get("blocks"))


def marked_as(message: Message, before: Mapping[str, Any]) -> Message:
    """Give a message with the mark of the answer that it replaces, by which that is known as an answer."""
    ids = [str(block.get("block_id", "")) for block in blocks_of(before)]
    mark = next((_MARKED.match(block_id) for block_id in ids if _MARKED.match(block_id)), None)
    return Message(message.text, tuple(_marked(message, mark[0]))) if mark and message.blocks else message


def _mark(question: Question) -> str:
    return f"answer-{question.ts}-"


def _content(message: Message, question: Question) -> dict[str, Any]:
    return {"text": message.text, "blocks": _marked(message, _mark(question))}


def _marked(message: Message, mark: str) -> list[dict[str, Any]]:
    blocks = [dict(block) for block in message.blocks]
    if blocks:
        # Slack wants another id whenever a message is updated.
        blocks[-1]["block_id"] = f"{mark}{secrets.token_hex(4)}"
    return blocks


def _is_unclear(error: Exception) -> bool:
    """Whether a call that failed this way may have done its work."""
    if isinstance(error, SlackApiError):
        # Where Slack sent no JSON, the SDK hands on aiohttp's response instead of its own.
        response: Any = error.response
        status = response.status_code if hasattr(response, "status_code") else response.status
        return int(status) >= _SERVER_ERRORS
    return True


def _objects(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))
