"""The buttons and the menu under imerr's messages. Each is acknowledged at once; what it does goes over `response_url`."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from bot.slack.blocks import explanation
from bot.slack.blocks.message import Message
from bot.slack.place import Place, PlaceError, unpack
from bot.slack.reply import to_place
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.respond.async_respond import AsyncRespond

    from bot.slack.desk import Desk
    from db.catalog import Catalog
    from db.entry import Lang

_log = logging.getLogger(__name__)

SHARE = "share"
DISMISS = "dismiss"
GOING_SOMEWHERE = re.compile(r"(?:open:-?\d+|back|families|family)")


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for every button and menu that imerr's messages have."""

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    async def go(respond: AsyncRespond, body: dict[str, Any], action: dict[str, Any]) -> None:
        place = _place(action, desk.lang)
        if action.get("action_id") == "families":
            place = Place(place.lang)
        message = _reached(desk.live.current.catalog, place)
        # What everybody sees stays as it is: whoever presses there gets an answer of their own.
        in_place = bool(body.get("container", {}).get("is_ephemeral"))
        await _send(respond, message, replace_original=in_place)
        _log.info("button", extra={"action": str(action.get("action_id"))})

    async def share(respond: AsyncRespond, body: dict[str, Any], action: dict[str, Any]) -> None:
        place = _place(action, desk.lang)
        catalog = desk.live.current.catalog
        words = wording(place.lang)
        if place.code not in catalog.by_code:
            await _send(respond, _gone(place), replace_original=False)
            return
        public = explanation.shared(catalog, place, body["user"]["id"])
        await respond(text=public.text, blocks=list(public.blocks), response_type="in_channel", replace_original=False)
        await respond(text=words.shared(), response_type="ephemeral", replace_original=True)
        _log.info("shared", extra={"code": place.code})

    async def dismiss(respond: AsyncRespond) -> None:
        await respond(delete_original=True)

    app.action(GOING_SOMEWHERE)(ack=acknowledge, lazy=[desk.lazy.guard(go, desk.lang)])
    app.action(SHARE)(ack=acknowledge, lazy=[desk.lazy.guard(share, desk.lang)])
    app.action(DISMISS)(ack=acknowledge, lazy=[desk.lazy.guard(dismiss, desk.lang)])


def _place(action: dict[str, Any], default_lang: Lang) -> Place:
    """Read where a button or a menu's option leads; one that an older version made leads to the families."""
    option = action.get("selected_option") or action
    try:
        return unpack(str(option.get("value", "")))
    except PlaceError:
        return Place(default_lang)


def _reached(catalog: Catalog, place: Place) -> Message:
    try:
        return to_place(catalog, place)
    except KeyError:
        return _gone(place)


def _gone(place: Place) -> Message:
    return Message(wording(place.lang).gone(place.code or 0), ())


async def _send(respond: AsyncRespond, message: Message, *, replace_original: bool) -> None:
    await respond(
        text=message.text,
        blocks=list(message.blocks) or None,
        response_type="ephemeral",
        replace_original=replace_original,
    )
