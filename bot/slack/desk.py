"""The dependencies of every listener: lookup, default language, claims, background tasks."""

from __future__ import annotations

import asyncio
import logging
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.slack.claims import FileClaims
from bot.slack.languages import Languages
from bot.slack.respond import language_told_by
from bot.slack.send.people import locale_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.installations import Installations
    from bot.lookup.explain import Lookup
    from bot.memory.memory import Asker, Memory
    from bot.memory.recalled import Recalled
    from bot.slack.claims import Claims
    from bot.slack.respond import Outcome
    from bot.trained_table import LiveLookup
    from db.catalog import Catalog
    from db.entry import Key, Lang

_log = logging.getLogger(__name__)


class Background:
    """Tasks that outlive the ack of their request, so that a stop can wait for them."""

    def __init__(self) -> None:
        """Start with no tasks."""
        # asyncio keeps only weak references: a task without another one can be garbage-collected while pending.
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run work as a background task; it must handle its own failures."""
        self.hold(asyncio.create_task(work))

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Track a task, so that a stop waits for it."""
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until no task is running, for at most `seconds`."""
        until = asyncio.get_running_loop().time() + seconds
        while self._running and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
        if self._running:
            _log.error("cut_off", extra={"answers": len(self._running)})


@dataclass(frozen=True)
class Desk:
    """The lookup, the default language, the claims of the last minutes, and background tasks."""

    live: LiveLookup
    lang: Lang
    claims: Claims = field(default_factory=FileClaims)
    background: Background = field(default_factory=Background)
    memory: Memory | None = None
    """What teams added; None where imerr is to remember nothing."""
    installations: Installations | None = None
    """The workspaces with their tokens; None where there is the one of the settings."""
    seal_key: str = field(default_factory=secrets.token_hex)
    """The secret of the seals on threads, the same in all processes of a server."""

    @property
    def lookup(self) -> Lookup:
        """The lookup on the current table."""
        return self.live.current

    @property
    def catalog(self) -> Catalog:
        """The current code table."""
        return self.live.current.catalog

    @cached_property
    def languages(self) -> Languages:
        """The language decision for each request."""
        return Languages(self.lang, lambda text: language_told_by(self.lookup, text), locale_of, self._spoken)

    def _spoken(self, lang: Lang) -> Lang:
        try:
            return self.catalog.spoken(lang)
        except Exception:  # noqa: BLE001 - the sentence about a failure of the table needs a language, too
            return lang

    async def recall(self, asker: Asker, key: Key | None, *, is_public: bool = False) -> Recalled | None:
        """Return what the team of an asker added to an entry; None where nothing of a team may stand.

        A public answer is read by everybody in the channel, and a private one by the asker alone.
        """
        entry = None if key is None else self.catalog.by_key.get(key)
        if self.memory is None or entry is None or not asker.team or (is_public and not asker.is_among_ourselves):
            return None
        return await self.memory.recall(asker.team, entry)

    async def recalling(self, asker: Asker, outcome: Outcome) -> Outcome:
        """Return an outcome with what the team of its asker added to the entry that it explains."""
        recalled = await self.recall(asker, outcome.entry, is_public=outcome.is_public)
        return outcome if recalled is None else outcome.recalling(self.catalog, recalled)
