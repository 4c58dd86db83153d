"""What every listener works with."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.slack.claims import FileClaims
from bot.slack.languages import Languages
from bot.slack.respond import language_told_by
from bot.slack.send.people import locale_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.lookup.explain import Lookup
    from bot.slack.claims import Claims
    from bot.trained_table import LiveLookup
    from db.catalog import Catalog
    from db.entry import Lang

_log = logging.getLogger(__name__)


class Background:
    """Tasks that go on after a request was acknowledged, so that a stop can wait for them."""

    def __init__(self) -> None:
        """Start with none running."""
        # A task that nobody holds can be collected while it waits.
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run work for whose end nobody waits but a stop; it has to handle its own failures."""
        self.hold(asyncio.create_task(work))

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Have a stop wait for a task."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until nothing is running, but no longer than so many seconds."""
        until = asyncio.get_running_loop().time() + seconds
        while self._running and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
        if self._running:
            _log.error("cut_off", extra={"answers": len(self._running)})


@dataclass(frozen=True)
class Desk:
    """The lookup to answer from, the language where nothing tells one, and what was claimed in the last minutes."""

    live: LiveLookup
    lang: Lang
    claims: Claims = field(default_factory=FileClaims)
    background: Background = field(default_factory=Background)

    @property
    def lookup(self) -> Lookup:
        """The lookup on the table as it is now."""
        return self.live.current

    @property
    def catalog(self) -> Catalog:
        """The code table as it is now."""
        return self.live.current.catalog

    @cached_property
    def languages(self) -> Languages:
        """Who is answered in which language."""
        return Languages(self.lang, lambda text: language_told_by(self.lookup, text), locale_of)
