"""The channel of the weekly digest, which an admin chooses on the page about the team."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.listeners.team import TeamPage
from bot.slack.payload.records import Pressed
from bot.slack.send import digest as sending
from bot.slack.send import people, views
from bot.slack.send.failures import FAILURES
from bot.slack.send.tell import tell
from bot.slack.view import digest
from bot.slack.view.modals import sentence_modal
from bot.wording import wording

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.memory import Memory
    from bot.slack.desk import Desk
    from db.entry import Lang

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the field and the button; without a memory there is no digest."""
    if desk.memory is None:
        return
    surface = _Digest(desk, desk.memory)
    app.action(digest.DIGEST_CHANNEL)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.choose))
    app.action(digest.DIGEST_OFF)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.choose))


class _Digest:
    """The listener, on one memory."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        self._desk = desk
        self._memory = memory
        self._page = TeamPage(desk, memory)

    async def choose(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Store the chosen channel, or none, if an admin says so and imerr may post there."""
        lang = self._desk.catalog.spoken(pressed.lang or self._desk.lang)
        if pressed.team and await people.is_admin(client, pressed.user):
            # Read first: without the database nothing is to be announced.
            before = await self._memory.digests.channel(pressed.team)
            if pressed.chosen_channel != before:
                await self._change(pressed, client, lang)
        await self._page.publish(pressed, lang, client)

    async def _change(self, pressed: Pressed, client: AsyncWebClient, lang: Lang) -> None:
        channel = pressed.chosen_channel
        notice = wording(lang).digest_announced.format(user=f"<@{pressed.user}>")
        if channel and not await sending.announce(client, channel, notice):
            await self._refuse(pressed, client, lang)
            return
        await self._memory.digests.choose(pressed.team, channel, pressed.user)
        _log.info("digest_chosen", extra={"on": bool(channel)})

    async def _refuse(self, pressed: Pressed, client: AsyncWebClient, lang: Lang) -> None:
        sentence = wording(lang).not_posted
        try:
            await views.open_modal(client, pressed.trigger_id, sentence_modal(lang, sentence))
        except FAILURES:
            # The trigger lasts three seconds, and the post may have taken longer.
            await tell(replace(pressed, modal=""), client, sentence, lang)
