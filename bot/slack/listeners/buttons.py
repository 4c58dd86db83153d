"""The buttons and the menu that lead from one answer to another, on every surface."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.navigate import route_in, show_route
from bot.slack.payload.pressed import pressed_in
from bot.slack.send import response_url as responses
from bot.slack.view.controls import DISMISS

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

GOING_SOMEWHERE = re.compile(r"^(?:open:[a-z0-9:-]{1,80}|family:[a-z0-9-]{1,31}|back|families|family)$")

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for every button and menu that leads somewhere, and for the one that dismisses."""

    async def go(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        option = action.get("selected_option") or action
        route = route_in(str(option.get("value", "")), desk.lang)
        if action.get("action_id") == "families":
            route = route.elsewhere()
        await show_route(desk, body, client, route)
        _log.info("button", extra={"action": str(action.get("action_id"))})

    async def dismiss(body: dict[str, Any]) -> None:
        pressed = pressed_in(body)
        if pressed is None or not pressed.is_private:
            # The button stands under private answers alone.
            _log.warning("not_offered", extra={"action": DISMISS})
            return
        await responses.delete_original(body["response_url"])

    app.action(GOING_SOMEWHERE)(ack=acknowledge, lazy=desk.lazy(go))
    app.action(DISMISS)(ack=acknowledge, lazy=desk.lazy(dismiss))
