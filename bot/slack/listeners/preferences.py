"""The App Home's page of settings: owners of errors, whom to ask, and what holds in the workspace and its channels."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from typing import TYPE_CHECKING

from bot.memory.reach import AwayError
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate.home import Page, publish_home
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Pressed, Submitted
from bot.slack.send import people, views
from bot.slack.send.tell import tell
from bot.slack.view import home, modals, preferences
from bot.slack.view.message import Message
from bot.slack.view.notes import OWNER_SHOW, mention
from bot.wording import wording
from db.memory.preferences import OFF, Choice, Name

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.memory import Memory
    from bot.slack.desk import Desk
    from db.entry import Lang
    from db.memory.chosen import Chosen

_CHANGE = re.compile(rf"^{preferences.SETTINGS_CHANGE}(?::(?P<channel>[A-Z0-9]{{0,64}}))?$")

_SAVE_SECONDS = 2.2
"""How long a form waits for Slack's word on who is an admin, and for the database: Slack waits three seconds."""

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the page's button, its forms, and the buttons under answers; without a memory there are no settings."""
    if desk.memory is None:
        return
    surface = _Settings(desk, desk.memory)
    app.action(home.SETTINGS_PAGE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.show))
    app.action(_CHANGE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.change))
    app.action(preferences.OWNER_CHANGE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.change_owner))
    app.action(OWNER_SHOW)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.show_owner))
    app.action(preferences.SILENCE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.silence))
    app.view(preferences.SETTINGS_VIEW)(surface.save)
    app.view(preferences.OWNER_VIEW)(surface.save_owner)


class _Settings:
    """The listeners, on one memory."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        self._desk = desk
        self._choices = memory.choices

    async def show(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Show the page."""
        await self._publish(pressed, client, pressed.at)
        _log.info("settings_page")

    async def change(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open the form of the workspace, of a channel, or of one that is to be chosen."""
        lang, which = self._lang(pressed), _CHANGE.fullmatch(pressed.action)
        if which is None or not await self._is_admin(pressed, client):
            view = modals.sentence_modal(lang, wording(lang).only_admins)
        elif (chosen := await self._read(pressed)) is None:
            view = modals.sentence_modal(lang, wording(lang).settings_away)
        else:
            view = preferences.settings_modal(self._desk.catalog, lang, chosen, which["channel"])
        await views.open_modal(client, pressed.trigger_id, view)

    async def change_owner(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open the form that sets the owner of an error."""
        lang, route = self._lang(pressed), pressed.route
        if not await self._is_admin(pressed, client):
            view = modals.sentence_modal(lang, wording(lang).only_admins)
        elif (chosen := await self._read(pressed)) is None:
            view = modals.sentence_modal(lang, wording(lang).settings_away)
        else:
            catalog = self._desk.catalog
            named = [entry for entry in catalog.entries if route is not None and entry.key == route.code]
            picked = modals.options(catalog, named[:1], lang)
            owner = chosen.owner(named[0].error.id) if named else ""
            view = preferences.owner_modal(lang, picked[0] if picked else None, owner)
        await views.open_modal(client, pressed.trigger_id, view)

    async def save(self, ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Save a form of settings; where that fails, the form stays open as it is."""
        submitted = record_of(Submitted, context)
        lang, given = self._lang(submitted), dict(submitted.settings)
        channel = given.pop(preferences.CHANNEL, "")
        helper = given.pop(preferences.HELPER, None)
        first = next(iter(given), preferences.HELPER)
        try:
            async with asyncio.timeout(_SAVE_SECONDS):
                if not await self._is_admin(submitted, client):
                    await ack(response_action="update", view=modals.sentence_modal(lang, wording(lang).only_admins))
                    return
                await self._choices.choose(
                    submitted.team,
                    *(
                        Choice(name, "" if given[name] == modals.UNSET else given[name], submitted.user, channel)
                        for name in Name
                        if name in given
                    ),
                )
                if helper is not None:
                    await self._choices.set_helper(submitted.team, helper, submitted.user)
        except (AwayError, ValueError, TimeoutError):
            await ack(response_action="errors", errors={f"{modals.SETTING}{first}": wording(lang).not_kept})
            return
        await self._saved(ack, submitted, client)

    async def save_owner(self, ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Save the owner of an error; where that fails, the form stays open as it is."""
        submitted = record_of(Submitted, context)
        lang, route = self._lang(submitted), submitted.route
        entry = None if route is None or route.code is None else self._desk.catalog.by_key.get(route.code)
        owner = dict(submitted.settings).get(preferences.OWNER, "")
        try:
            async with asyncio.timeout(_SAVE_SECONDS):
                if entry is None or not await self._is_admin(submitted, client):
                    await ack(response_action="update", view=modals.sentence_modal(lang, wording(lang).only_admins))
                    return
                await self._choices.set_owner(submitted.team, entry.error.id, owner, submitted.user)
        except (AwayError, TimeoutError):
            await ack(response_action="errors", errors=_at_owner(wording(lang).not_kept))
        except ValueError:
            await ack(response_action="errors", errors=_at_owner(wording(lang).owner_wrong))
        else:
            await self._saved(ack, submitted, client)

    async def show_owner(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Tell who presses a public answer's button whom to ask: the answer itself calls nobody."""
        route = pressed.route
        entry = None if route is None or route.code is None else self._desk.catalog.by_key.get(route.code)
        if entry is None or not pressed.team:
            return
        chosen, words = await self._read(pressed), wording(self._lang(pressed))
        owner = "" if chosen is None else chosen.owner(entry.error.id)
        nobody = words.settings_away if chosen is None else words.owner_nobody
        told = words.owner.format(who=mention(owner)) if owner else nobody
        await tell(pressed, client, told, self._lang(pressed))

    async def silence(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Explain nothing unasked in a channel any more: anyone there may say so."""
        lang = self._lang(pressed)
        if not pressed.team or not pressed.channel:
            return
        try:
            await self._choices.choose(pressed.team, Choice(Name.WATCHING, OFF, pressed.user, pressed.channel))
        except AwayError:
            await tell(pressed, client, wording(lang).not_kept, lang)
        else:
            await tell(pressed, client, wording(lang).silenced, lang)
            _log.info("watching_silenced")

    async def _saved(self, ack: AsyncAck, submitted: Submitted, client: AsyncWebClient) -> None:
        await ack()
        self._desk.background.start(self._published(submitted, client))
        _log.info("settings_changed")

    async def _published(self, submitted: Submitted, client: AsyncWebClient) -> None:
        try:
            await self._publish(submitted, client, "")
        except Exception as error:  # noqa: BLE001 - the settings are saved; a page that is late only looks old
            _log.warning("page_late", extra={"reason": type(error).__name__})

    async def _read(self, request: Pressed | Submitted) -> Chosen | None:
        """Return the choices of a workspace; None where they cannot be read."""
        try:
            return await self._choices.read(request.team)
        except AwayError:
            return None

    async def _is_admin(self, request: Pressed | Submitted, client: AsyncWebClient) -> bool:
        return bool(request.team) and await people.is_admin(client, request.user)

    def _lang(self, request: Pressed | Submitted) -> Lang:
        return self._desk.catalog.spoken(request.lang or self._desk.lang)

    async def _publish(self, request: Pressed | Submitted, client: AsyncWebClient, at: str) -> None:
        lang = self._lang(request)
        page = Page(request.user, at, lang, home.emptied(at or f"{time.time():.6f}"))
        if not request.team:
            shown = Message(wording(lang).no_memory, ())
        elif (chosen := await self._read(request)) is None:
            shown = Message(wording(lang).settings_away, ())
        else:
            may_change = await self._is_admin(request, client)
            shown = preferences.settings_page(self._desk.catalog, lang, chosen, may_change=may_change)
        await publish_home(self._desk, client, page, shown)


def _at_owner(sentence: str) -> dict[str, str]:
    return {f"{modals.SETTING}{preferences.OWNER}": sentence}
