"""The App Home's page about the team: what it asked, what it taught, and for admins what it asked without an answer."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from bot.memory.reach import AwayError
from bot.memory.stats import WEEK
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate.home import Page, publish_home
from bot.slack.payload.records import Pressed, Submitted
from bot.slack.send import people, views
from bot.slack.view import digest, home, modals, team
from bot.slack.view.message import Message
from bot.wording import wording
from db.memory.misses import Status

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.memory import Memory
    from bot.slack.desk import Desk
    from bot.slack.view.message import Block
    from db.entry import Lang

_WEEK = 7 * 24 * 3600

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the page's button and for what can be pressed there; without a memory there is no such page."""
    if desk.memory is None:
        return
    surface = TeamPage(desk, desk.memory)
    app.action(home.TEAM_PAGE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.show))
    app.action(team.TEACH)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.ask))
    app.action(team.IGNORE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.ignore))
    app.view(team.TEACH_VIEW)(ack=acknowledge, lazy=lazily(desk, Submitted, surface.teach))


class TeamPage:
    """The listeners, on one memory."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        """Answer from `desk` and `memory`."""
        self._desk = desk
        self._memory = memory

    async def show(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Show the page."""
        await self.publish(pressed, pressed.lang or self._desk.lang, client)
        _log.info("team_page")

    async def ask(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open the form that teaches a question."""
        route = pressed.route
        if route is None or not route.question or not pressed.team:
            return
        catalog = self._desk.catalog
        miss = await self._memory.records.miss(pressed.team, route.question)
        named = [entry for entry in catalog.entries if miss is not None and entry.error.id == miss.suggested_error]
        suggested = modals.options(catalog, named[:1], route.lang)
        view = team.teach_modal(route.question, route.lang, suggested[0] if suggested else None)
        await views.open_modal(client, pressed.trigger_id, view)

    async def teach(self, submitted: Submitted, client: AsyncWebClient) -> None:
        """Teach what a question means, if an admin says so."""
        route = submitted.route
        entry = None if route is None or route.code is None else self._desk.catalog.by_key.get(route.code)
        if route is None or entry is None or not await self._is_admin(submitted, client):
            return
        await self._memory.learning.teach(submitted.team, submitted.user, route.question, entry)
        await self._memory.records.mark(submitted.team, route.question, Status.TAUGHT)
        await self.publish(submitted, route.lang, client)
        _log.info("taught", extra={"code": entry.key})

    async def ignore(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Drop a question from the list, if an admin says so."""
        if pressed.route is not None and await self._is_admin(pressed, client):
            await self._memory.records.mark(pressed.team, pressed.route.question, Status.IGNORED)
        await self.publish(pressed, pressed.lang or self._desk.lang, client)

    async def _is_admin(self, request: Pressed | Submitted, client: AsyncWebClient) -> bool:
        return bool(request.team) and await people.is_admin(client, request.user)

    async def publish(self, request: Pressed | Submitted, lang: Lang, client: AsyncWebClient) -> None:
        """Publish the page."""
        lang = self._desk.catalog.spoken(lang)
        at = request.at if isinstance(request, Pressed) else ""
        page = Page(request.user, at, lang, home.emptied(at or f"{time.time():.6f}"))
        await publish_home(self._desk, client, page, await self._page(request, lang, client))

    async def _page(self, request: Pressed | Submitted, lang: Lang, client: AsyncWebClient) -> Message:
        if not request.team:
            return Message(wording(lang).no_memory, ())
        try:
            stats = await self._memory.records.stats(request.team, WEEK)
            lessons = await self._memory.learning.page(request.team, limit=team.MOST_LESSONS)
            misses = None
            ending: tuple[Block, ...] = ()
            if await self._is_admin(request, client):
                since = time.time() - _WEEK
                misses = await self._memory.records.misses(request.team, since, limit=team.MOST_MISSES)
                channel = await self._memory.digests.channel(request.team)
                ending = digest.chooser(channel, lang, f"{time.time():.6f}")
        except AwayError:
            return Message(wording(lang).memory_away, ())
        return team.team_page(self._desk.catalog, lang, stats, lessons, misses).ending_with(ending)
