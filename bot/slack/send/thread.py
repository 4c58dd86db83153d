"""Answers in threads: posted once, and corrected in place."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot import metrics
from bot.slack.payload.message import mark_for
from bot.slack.payload.responses import replies_in, ts_of
from bot.slack.send.client import for_posts
from bot.slack.send.failures import FAILURES, MESSAGE_NOT_FOUND, UnreadableThreadError, is_unclear, reason_of
from bot.slack.view.message import Json, Message

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.payload.records import Said

_log = logging.getLogger(__name__)

_WAITS = (0.5, 2.0)
"""Seconds to wait before each retry of a post that may have arrived."""
_MOST_READ = 100
_MOST_ABOVE = 50
_UNREADABLE = {"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found", MESSAGE_NOT_FOUND}


@dataclass(frozen=True, slots=True)
class Above:
    """The texts above a message in its thread."""

    top: str
    nearest_first: tuple[str, ...]


async def post_once(client: AsyncWebClient, message: Message, question: Said) -> str:
    """Post the answer to a question into its thread, and return the answer's `ts`. Idempotent, as far as Slack lets it.

    A failed call may have had its effect. Before a retry, the thread is searched for the answer, which has the
    question's `ts` in a block id. If the thread is unreadable, prefer no answer to a duplicate. A redelivered event, as
    after a restart, is searched for before the first call, too.

    Raises:
        SlackApiError: Slack refused the answer.
        OSError, ClientError, TimeoutError: Slack is unreachable.

    """
    if question.is_redelivered and (there := await _found(client, question)):
        return there
    careful = for_posts(client)
    for wait in _WAITS:
        try:
            return await _post(careful, message, question)
        except FAILURES as error:
            if not is_unclear(error):
                raise
            _log.warning("post_unclear", extra={"reason": reason_of(error)})
            await asyncio.sleep(wait)
            there = await _found(client, question, unreadable=error)
            if there:
                return there
            if isinstance(error, TimeoutError):
                # Slack may still be processing the post.
                raise
            metrics.retried("chat.postMessage")
    return await _post(careful, message, question)


async def correct(client: AsyncWebClient, message: Message, question: Said, answer_ts: str) -> bool:
    """Replace the answer `answer_ts` to a question; return False if it was removed.

    Raises:
        SlackApiError: Slack refused it.
        OSError, ClientError, TimeoutError: Slack is unreachable.

    """
    try:
        await client.chat_update(channel=question.channel, ts=answer_ts, **_content(message, question))
    except SlackApiError as error:
        if reason_of(error) not in {MESSAGE_NOT_FOUND, "cant_update_message"}:
            raise
        return False
    return True


async def delete(client: AsyncWebClient, channel: str, ts: str) -> None:
    """Delete a message of imerr's; a no-op where it is gone already.

    Raises:
        SlackApiError: Slack refused it.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    try:
        await client.chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if reason_of(error) != MESSAGE_NOT_FOUND:
            raise


async def find_answer(client: AsyncWebClient, question: Said) -> str | None:
    """Return the `ts` of a question's answer in its thread; None if there is none.

    Raises:
        UnreadableThreadError: Slack does not let imerr read the thread.
        SlackApiError, OSError, ClientError, TimeoutError: the call failed.

    """
    replies = await _replies(client, question, limit=_MOST_READ, oldest=question.ts)
    return next((reply.ts for reply in replies_in(replies) if reply.mark == mark_for(question.ts)), None)


async def above(client: AsyncWebClient, question: Said) -> Above:
    """Return the texts above a question in its thread, without imerr's own answers.

    Raises:
        UnreadableThreadError: Slack does not let imerr read the thread.
        SlackApiError, OSError, ClientError, TimeoutError: the call failed.

    """
    read = await _replies(client, question, limit=_MOST_ABOVE, latest=question.ts)
    messages = [reply for reply in replies_in(read) if not reply.mark]
    earlier = [reply.text for reply in messages[1:] if float(reply.ts) < float(question.ts)]
    return Above(messages[0].text if messages else "", tuple(reversed(earlier)))


def marked(message: Message, mark: str) -> Message:
    """Return a message with an answer's mark, by which it is found again."""
    if not (mark and message.blocks):
        return message
    *blocks, last = message.blocks
    # Slack wants a new block id for every update of a message.
    return Message(message.text, (*blocks, {**last, "block_id": f"{mark}{secrets.token_hex(4)}"}))


async def _post(client: AsyncWebClient, message: Message, question: Said) -> str:
    return ts_of(
        await client.chat_postMessage(
            channel=question.channel,
            thread_ts=question.root,
            **_content(message, question),
            unfurl_links=False,
            unfurl_media=False,
        )
    )


async def _found(client: AsyncWebClient, question: Said, unreadable: Exception | None = None) -> str | None:
    """Return the `ts` of an answer; if the thread is unreadable, raise `unreadable` if given."""
    try:
        return await find_answer(client, question)
    except FAILURES as error:
        _log.warning("thread_unread", extra={"reason": reason_of(error)})
        if unreadable is not None:
            raise unreadable from error
        return None


async def _replies(client: AsyncWebClient, question: Said, **within: Any) -> Any:  # noqa: ANN401 - as the SDK has them
    try:
        return await client.conversations_replies(channel=question.channel, ts=question.root, **within)
    except SlackApiError as error:
        reason = reason_of(error)
        if reason not in _UNREADABLE:
            raise
        raise UnreadableThreadError(reason) from error


def _content(message: Message, question: Said) -> Json:
    answer = marked(message, mark_for(question.ts))
    return {"text": answer.text, "blocks": list(answer.blocks)}
