"""Showing what a press leads to, where it was pressed: in the message, beside it, in the modal or on the App Home."""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.slack.languages import reason_of
from bot.slack.payload.pressed import pressed_in
from bot.slack.send import response_url as responses
from bot.slack.send import thread as posts
from bot.slack.view import browse, surface, views
from bot.slack.view.answer import to_route
from bot.slack.view.route import Route, RouteError, unpack
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.view.message import Message
    from db.entry import Lang


_CLOSED = "not_found"
"""Slack's word for a view that is no longer open."""
_VIEW = "view"
_HOME = "home"
_FIELD = re.compile(rf"{views.SEARCH}(:[0-9.]{{1,40}})?")


@dataclass(frozen=True, slots=True)
class Press:
    """Who asks for something to be shown, and when, as Slack's `ts`."""

    user: str
    at: str
    field: str = views.SEARCH
    """On the App Home, the block that the search field is in."""


async def show_route(desk: Desk, body: Mapping[str, Any], client: AsyncWebClient, route: Route) -> None:
    """Show a route to whoever pressed.

    Raises:
        SlackApiError, ResponseUrlError, OSError, ClientError, TimeoutError: Slack did not take it.

    """
    pressed = pressed_in(body)
    if pressed is None and body["view"]["type"] == _HOME:
        shown = to_route(desk.catalog, route, surface.HOME)
        await publish_home(desk, client, press_in(body), home_lang(body, route.lang), shown)
        return
    if pressed is None:
        lang = modal_route(body, route.lang).lang
        entry = None if route.code is None else desk.catalog.by_key.get(route.code)
        picked = None if entry is None else views.options(desk.catalog, [entry], lang)[0]
        view = views.lookup_modal(lang, to_route(desk.catalog, route, surface.MODAL), route, picked)
        async with desk.claims.latest(_VIEW, body["view"]["id"], press_in(body).at) as is_latest:
            if is_latest:
                await _update(client, body["view"]["id"], view)
        return
    if pressed.is_private:
        shown = to_route(desk.catalog, route, surface.PRIVATE if pressed.is_ephemeral else surface.DIRECT)
        await responses.replace_original(body["response_url"], posts.marked_as(shown, pressed.message))
        return
    # Everybody sees the message that was pressed, so it stays as it is: whoever presses gets an answer of their own.
    shown = to_route(desk.catalog, replace(route, thread=pressed.sealed_thread(client.token or "")), surface.PRIVATE)
    await responses.send_private(body["response_url"], shown, pressed.reply_thread)


async def _update(client: AsyncWebClient, view_id: str, view: views.View) -> None:
    """Show a view in the place of another; nothing is wrong where somebody has closed that one by now."""
    try:
        await client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if reason_of(error) != _CLOSED:
            raise


async def publish_home(desk: Desk, client: AsyncWebClient, press: Press, lang: Lang, shown: Message) -> None:
    """Publish somebody's App Home in a language, with something shown below the search field.

    Nothing is published that was asked for before what they asked for last.

    Raises:
        SlackApiError, OSError, ClientError, TimeoutError: Slack did not take it.

    """
    view = views.home(lang, desk.catalog, shown, home_stamp(desk, lang), press.field)
    async with desk.claims.latest(_HOME, press.user, press.at) as is_latest:
        if is_latest:
            await client.views_publish(user_id=press.user, view=view)


def press_in(body: Mapping[str, Any]) -> Press:
    """Give who pressed, when, and where the search field is if there is one."""
    (action, *_) = body.get("actions") or [{}]
    blocks = (body.get("view") or {}).get("blocks") or ()
    fields = (str(block.get("block_id")) for block in blocks)
    field = next((field for field in fields if _FIELD.fullmatch(field)), views.SEARCH)
    return Press(body["user"]["id"], str(action.get("action_ts") or time.time()), field)


def home_stamp(desk: Desk, lang: Lang) -> str:
    """Give what an App Home bears that need not be made anew: its language, and a digest of its first page as it is now."""
    first_page = browse.families(desk.catalog, Route(lang), surface.HOME)
    content = json.dumps(views.home(lang, desk.catalog, first_page, ""))
    return f"{lang} {hashlib.sha256(content.encode()).hexdigest()}"


def home_lang(body: Mapping[str, Any], default: Lang) -> Lang:
    """Give the language of the App Home that was pressed."""
    stamped = str((body.get("view") or {}).get("private_metadata"))
    return next((lang for lang in LANGS if stamped.startswith(f"{lang} ")), default)


def modal_route(body: Mapping[str, Any], default: Lang) -> Route:
    """Give the route that a modal shows; of the modal itself it tells the language."""
    return route_in(str((body.get("view") or {}).get("private_metadata")), default)


def route_in(value: str, default: Lang) -> Route:
    """Read where a value leads; one that an older version made leads to the families."""
    try:
        return unpack(value)
    except RouteError:
        return Route(default)
