"""Showing what a press leads to, where it was pressed: in the message, beside it, in the modal or on the App Home."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.slack import posts, responses, stage
from bot.slack.blocks import browse, views
from bot.slack.locales import reason_of
from bot.slack.place import Place, PlaceError, unpack
from bot.slack.reply import to_place
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.blocks.message import Message
    from bot.slack.desk import Desk
    from db.entry import Lang


_CLOSED = "not_found"
"""Slack's word for a view that is no longer open."""
_VIEW = "view"
_HOME = "home"


@dataclass(frozen=True, slots=True)
class Press:
    """Who asks for something to be shown, and when, as Slack's `ts`."""

    user: str
    at: str
    field: str = views.SEARCH
    """On the App Home, the block that the search field is in."""


async def show_place(desk: Desk, body: Mapping[str, Any], client: AsyncWebClient, place: Place) -> None:
    """Show a place to whoever pressed.

    Raises:
        SlackApiError, ResponseUrlError, OSError, ClientError, TimeoutError: Slack did not take it.

    """
    where = stage.of_press(body, place)
    if where is stage.HOME:
        shown = to_place(desk.catalog, place, where)
        await publish_home(desk, client, press_in(body), home_lang(body, place.lang), shown)
        return
    if where is stage.MODAL:
        lang = modal_place(body, place.lang).lang
        picked = None if place.code is None else desk.catalog.by_code.get(place.code)
        view = views.lookup_modal(lang, to_place(desk.catalog, place, where), place, picked)
        async with desk.recent.latest(_VIEW, body["view"]["id"], press_in(body).at) as is_latest:
            if is_latest:
                await _update(client, body["view"]["id"], view)
        return
    if stage.is_in_place(body, place):
        shown = to_place(desk.catalog, place, where)
        await responses.replace_original(body["response_url"], posts.marked_as(shown, body.get("message") or {}))
        return
    # Everybody sees the message that was pressed, so it stays as it is: whoever presses gets an answer of their own.
    pressed = stage.pressed_message(body)
    shown = to_place(desk.catalog, replace(place, thread=str(pressed.get("thread_ts") or "")), where)
    await responses.send_private(body["response_url"], shown, stage.thread_of(pressed))


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
    async with desk.recent.latest(_HOME, press.user, press.at) as is_latest:
        if is_latest:
            await client.views_publish(user_id=press.user, view=view)


def press_in(body: Mapping[str, Any]) -> Press:
    """Give who pressed, when, and where the search field is if there is one."""
    actions = body.get("actions") or [{}]
    blocks = body.get("view", {}).get("blocks", ())
    fields = (block["block_id"] for block in blocks if block.get("element", {}).get("action_id") == views.SEARCH)
    return Press(body["user"]["id"], str(actions[0].get("action_ts") or time.time()), next(fields, views.SEARCH))


def home_stamp(desk: Desk, lang: Lang) -> str:
    """Give what an App Home bears that need not be made anew: its language, and a digest of its first page as it is now."""
    first_page = browse.families(desk.catalog, Place(lang), stage.HOME)
    content = json.dumps(views.home(lang, desk.catalog, first_page, ""))
    return f"{lang} {hashlib.sha256(content.encode()).hexdigest()}"


def home_lang(body: Mapping[str, Any], default: Lang) -> Lang:
    """Give the language of the App Home that was pressed."""
    stamped = str(body.get("view", {}).get("private_metadata", ""))
    return next((lang for lang in LANGS if stamped.startswith(f"{lang} ")), default)


def modal_place(body: Mapping[str, Any], default: Lang) -> Place:
    """Give the place that a modal shows; of the modal itself it tells the language."""
    return place_in(str(body.get("view", {}).get("private_metadata", "")), default)


def place_in(value: str, default: Lang) -> Place:
    """Read where a value leads; one that an older version made leads to the families."""
    try:
        return unpack(value)
    except PlaceError:
        return Place(default)
