"""Posting a private answer for everyone: from under it, or from a modal that asks where."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectorError, ClientError

from bot.slack.languages import reason_of
from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.navigate import modal_route, route_in
from bot.slack.payload.pressed import pressed_in
from bot.slack.send import response_url as responses
from bot.slack.send.tell import REFUSALS, tell
from bot.slack.view import views
from bot.slack.view.answer import gone, to_shared
from bot.slack.view.controls import SHARE, SHARE_ELSEWHERE
from bot.slack.view.explanation import shared
from bot.slack.view.message import Message
from bot.slack.view.route import Route
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from db.entry import Lang

_NOT_THERE = {
    "not_in_channel",
    "channel_not_found",
    "is_archived",
    "restricted_action",
    "restricted_action_read_only_channel",
    "user_not_in_channel",
}

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the share buttons, and for the modals that post."""

    async def share(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        pressed = pressed_in(body)
        if pressed is None or not pressed.is_ephemeral:
            # The button stands under private answers alone.
            _log.warning("not_offered", extra={"action": SHARE})
            return
        route = route_in(str(action.get("value")), desk.lang)
        route = replace(route, thread=pressed.thread_to_share_in(route.thread, client.token or ""))
        public = to_shared(desk.catalog, route, pressed.user)
        if public is None:
            await responses.send_private(body["response_url"], gone(route))
            return
        if not await _post_once(desk, body, client, public, route):
            return
        await _confirm(body["response_url"], route)
        _log.info("shared", extra={"code": route.code})

    async def choose(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        route = route_in(str(action.get("value", "")), desk.lang)
        if route.code in desk.catalog.by_key:
            # What somebody wrote to imerr alone is not for the channel, and the dialog would not show that it goes there.
            view = views.share_modal(desk.catalog, Route(route.lang, route.code))
        else:
            view = views.sentence_modal(route.lang, gone(route).text)
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    async def post(body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        route = _picked(view, desk.lang) or modal_route(body, desk.lang)
        if route.code not in desk.catalog.by_key:
            await tell(body, client, gone(route).text, route.lang)
            return
        public = shared(desk.catalog, Route(route.lang, route.code), body["user"]["id"])
        if await _post(public, body):
            _log.info("shared", extra={"code": route.code})
        else:
            await tell(body, client, wording(route.lang).not_posted, route.lang)

    app.action(SHARE)(ack=acknowledge, lazy=desk.lazy(share))
    app.action(SHARE_ELSEWHERE)(ack=acknowledge, lazy=desk.lazy(choose))
    app.view(views.SHARE_VIEW)(ack=acknowledge, lazy=desk.lazy(post))
    app.view(views.LOOKUP_VIEW)(ack=acknowledge, lazy=desk.lazy(post))


def _picked(view: Mapping[str, Any], lang: Lang) -> Route | None:
    """Return what a look-up dialog's field holds: what was picked just before posting may not have been shown yet."""
    blocks = ((view.get("state") or {}).get("values") or {}).values()
    fields = (block.get(views.LOOKUP) for block in blocks if isinstance(block, dict))
    options = (field.get("selected_option") for field in fields if isinstance(field, dict))
    return next((route_in(str(option.get("value")), lang) for option in options if isinstance(option, dict)), None)


async def _post_once(
    desk: Desk, body: Mapping[str, Any], client: AsyncWebClient, public: Message, route: Route
) -> bool:
    """Post for everyone, unless the same press came before: the button stays until the first one has been served.

    Where Slack did not take it, it can be pressed again. Where Slack was reached and may have posted it, it cannot: whoever
    pressed can see whether it did, and imerr cannot.
    """
    press = f"{body['user']['id']} {body['container']['message_ts']} {route.code}"
    if not desk.claims.claim(SHARE, press):
        return False
    try:
        await responses.send_public(body["response_url"], public, route.thread)
    except (ClientConnectorError, responses.ResponseUrlError):
        desk.claims.release(SHARE, press)
        raise
    except (ClientError, OSError, TimeoutError) as error:
        _log.warning("unclear", extra={"reason": reason_of(error)})
        await tell(body, client, wording(route.lang).perhaps_shared, route.lang)
        return False
    return True


async def _confirm(response_url: str, route: Route) -> None:
    """Put a confirmation in the place of the private answer; a failure is only logged, lest it be taken for one to post."""
    words = wording(route.lang)
    confirmation = words.shared_to_thread if route.thread else words.shared
    try:
        await responses.replace_original(response_url, Message(confirmation, ()))
    except REFUSALS as error:
        _log.warning("unconfirmed", extra={"reason": reason_of(error)})


async def _post(public: Message, body: Mapping[str, Any]) -> bool:
    """Post into the channel that was chosen, over the URL that Slack sends along where the asker may post there.

    Without one nothing is posted: imerr may be in channels that the asker is not in. Return whether it was.
    """
    for chosen in body.get("response_urls") or ():
        try:
            await responses.send_public(chosen["response_url"], public)
        except responses.ResponseUrlError as error:
            if str(error) not in _NOT_THERE:
                raise
            return False
        return True
    return False
