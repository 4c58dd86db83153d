"""Sharing a private answer publicly: from its button, or from a modal that asks for the channel."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import ClientConnectorError, ClientError

from bot.slack.payload.records import OnMessage
from bot.slack.send import response_url
from bot.slack.send.failures import FAILURES, ResponseUrlError, reason_of
from bot.slack.send.tell import tell
from bot.slack.view.controls import SHARE
from bot.slack.view.explanation import shared
from bot.slack.view.message import Message
from bot.slack.view.render import render_gone, render_shared
from bot.slack.view.route import Route
from bot.wording import wording

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Pressed, ResponseUrl, Submitted

_NOT_THERE = {
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "user_not_in_channel",
}

_log = logging.getLogger(__name__)


async def share(desk: Desk, pressed: Pressed, client: AsyncWebClient) -> None:
    """Post the pressed private answer publicly, and replace it by a confirmation.

    Raises:
        ResponseUrlError, OSError, ClientError, TimeoutError: the call failed.

    """
    message = pressed.where
    if not isinstance(message, OnMessage) or not message.is_ephemeral:
        # Only private answers have this button.
        _log.warning("not_offered", extra={"action": SHARE})
        return
    route = pressed.route or Route(desk.lang)
    route = replace(route, thread=message.thread_to_share_in(route.thread, desk.seal_key))
    public = render_shared(desk.catalog, route, pressed.user)
    if public is None:
        await response_url.send_private(message.url, render_gone(route))
        return
    press = f"{pressed.user} {message.ts} {route.code}"
    if not desk.claims.claim(SHARE, press):
        # A repeated press: the button stays until the first one is done.
        return
    try:
        await response_url.send_public(message.url, public, route.thread)
    except (ClientConnectorError, ResponseUrlError):
        # Nothing was posted: allow another press.
        desk.claims.release(SHARE, press)
        raise
    except (ClientError, OSError, TimeoutError) as error:
        # The post may have arrived. The user can see whether it did; imerr cannot.
        _log.warning("unclear", extra={"reason": reason_of(error)})
        await tell(pressed, client, wording(route.lang).perhaps_shared, route.lang)
        return
    await _confirm(message.url, route)
    _log.info("shared", extra={"code": route.code})


async def post_to_channel(desk: Desk, submitted: Submitted, client: AsyncWebClient) -> None:
    """Post the entry of a modal into the chosen channel.

    Slack sends a URL for the post if the user may post there. Without one nothing is posted: imerr may be a member of
    channels that the user is not in.

    Raises:
        ResponseUrlError, OSError, ClientError, TimeoutError: the call failed.

    """
    route = submitted.route or Route(desk.lang)
    if route.code not in desk.catalog.by_key:
        await tell(submitted, client, render_gone(route).text, route.lang)
        return
    public = shared(desk.catalog, Route(route.lang, route.code), submitted.user)
    if submitted.channel_urls and await _was_posted(submitted.channel_urls[0], public):
        _log.info("shared", extra={"code": route.code})
    else:
        await tell(submitted, client, wording(route.lang).not_posted, route.lang)


async def _confirm(url: ResponseUrl, route: Route) -> None:
    """Replace the private answer by a confirmation. A failure is logged, not raised: the post itself succeeded."""
    words = wording(route.lang)
    confirmation = words.shared_to_thread if route.thread else words.shared
    try:
        await response_url.replace_original(url, Message(confirmation, ()))
    except FAILURES as error:
        _log.warning("unconfirmed", extra={"reason": reason_of(error)})


async def _was_posted(url: ResponseUrl, public: Message) -> bool:
    """Post into a channel; return False if Slack does not allow posts there."""
    try:
        await response_url.send_public(url, public)
    except ResponseUrlError as error:
        if str(error) not in _NOT_THERE:
            raise
        return False
    return True
