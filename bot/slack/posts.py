"""Answers as messages of the bot's own: posted once, and corrected in place."""

from __future__ import annotations

import asyncio
import logging
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

from bot.slack.locales import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.blocks.message import Message
    from bot.slack.question import Question

_log = logging.getLogger(__name__)

SECONDS = 10
"""How long one call to Slack may take."""
_WAITS = (0.5, 2.0)
"""Seconds before an answer is posted again of which it is unclear whether it arrived."""
_MOST_READ = 100
_SERVER_ERRORS = 500


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
    bears the question's `ts` in the id of a block. `look_first` does so before the first call too: for an event that Slack
    delivers again after this server was restarted.

    Raises:
        SlackApiError: Slack refused the answer.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    careful = AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=SECONDS,
        logger=client.logger,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=3)],
    )
    for attempt in range(len(_WAITS) + 1):
        if (attempt or look_first) and (there := await find_answer(client, question)):
            return there
        try:
            posted = await careful.chat_postMessage(
                channel=question.channel,
                thread_ts=question.thread,
                **_content(message, question),
                unfurl_links=False,
                unfurl_media=False,
            )
            return str(posted["ts"])
        except (SlackApiError, ClientError, OSError, TimeoutError) as error:
            if attempt == len(_WAITS) or not _is_unclear(error):
                raise
            _log.warning("post_unclear", extra={"reason": reason_of(error)})
            await asyncio.sleep(_WAITS[attempt])
    raise AssertionError("the last attempt returns or raises")


async def correct(client: AsyncWebClient, message: Message, question: Question, answer_ts: str) -> None:
    """Put a message in the place of the answer `answer_ts` to a question.

    Raises:
        SlackApiError: Slack refused it; `message_not_found` where somebody removed the answer.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    await client.chat_update(channel=question.channel, ts=answer_ts, **_content(message, question))


async def find_answer(client: AsyncWebClient, question: Question) -> str | None:
    """Give the `ts` of a question's answer in its thread; None where there is none, or the thread can't be read."""
    try:
        replies = await client.conversations_replies(
            channel=question.channel, ts=question.thread, limit=_MOST_READ, oldest=question.ts
        )
    except (SlackApiError, ClientError, OSError, TimeoutError) as error:
        _log.warning("thread_unread", extra={"reason": reason_of(error)})
        return None
    for reply in _messages(replies.get("messages")):
        if any(str(block.get("block_id", "")).startswith(_mark(question)) for block in reply.get("blocks") or ()):
            return str(reply["ts"])
    return None


def _mark(question: Question) -> str:
    return f"answer-{question.ts}-"


def _content(message: Message, question: Question) -> dict[str, Any]:
    blocks = [dict(block) for block in message.blocks]
    if blocks:
        # Slack wants another id whenever a message is updated.
        blocks[-1]["block_id"] = f"{_mark(question)}{secrets.token_hex(4)}"
    return {"text": message.text, "blocks": blocks}


def _is_unclear(error: Exception) -> bool:
    """Whether a call that failed this way may have done its work."""
    if isinstance(error, SlackApiError):
        # Where Slack sent no JSON, the SDK hands on aiohttp's response instead of its own.
        response: Any = error.response
        status = response.status_code if hasattr(response, "status_code") else response.status
        return int(status) >= _SERVER_ERRORS
    return True


def _messages(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        yield from (message for message in found if isinstance(message, dict))
