"""The buttons and the menu that navigate between answers, on every surface, and the dismiss button."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate.follow import follow
from bot.slack.payload.records import OnMessage, Pressed
from bot.slack.send import response_url
from bot.slack.view.controls import DISMISS, FAMILIES

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

GOING_SOMEWHERE = re.compile(r"^(?:open:[A-Za-z0-9:._-]{1,130}|family:[a-z0-9-]{1,31}|back|families|family)$")

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for every navigation button and menu, and for the dismiss button."""

    async def go(pressed: Pressed, client: AsyncWebClient) -> None:
        if pressed.action == FAMILIES and pressed.route:
            pressed = replace(pressed, route=pressed.route.elsewhere())
        await follow(desk, pressed, client)
        if (route := pressed.route) and route.trail == "candidates" and route.code is not None:
            desk.pick(pressed, route.question, route.code)
        _log.info("button", extra={"action": pressed.action})

    async def dismiss(pressed: Pressed, _: AsyncWebClient) -> None:
        message = pressed.where
        if isinstance(message, OnMessage) and message.surface is not None:
            await response_url.delete_original(message.url)
        else:
            # Only private answers have this button.
            _log.warning("not_offered", extra={"action": DISMISS})

    app.action(GOING_SOMEWHERE)(ack=acknowledge, lazy=lazily(desk, Pressed, go))
    app.action(DISMISS)(ack=acknowledge, lazy=lazily(desk, Pressed, dismiss))
