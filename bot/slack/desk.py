"""The dependencies of every listener: lookup, default language, claims, background tasks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.lookup.answer import Verdict
from bot.memory.choices import NOTHING
from bot.memory.reach import AwayError
from bot.slack.claims import FileClaims
from bot.slack.languages import ChosenLanguages, Languages
from bot.slack.respond import Kind, Refusal, language_told_by, respond
from bot.slack.send.people import locale_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from bot.installations import Installations
    from bot.lookup.explain import Lookup, Team
    from bot.memory.memory import Asker, Memory
    from bot.memory.recalled import Recalled
    from bot.memory.stats import Stats
    from bot.slack.claims import Claims
    from bot.slack.respond import Asking, Outcome, Wanted
    from bot.trained_table import LiveLookup
    from db.catalog import Catalog
    from db.entry import Key, Lang
    from db.memory.chosen import Chosen

    Recalling = Callable[[Outcome, Recalled], Outcome]

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
        chosen = None if self.memory is None else ChosenLanguages(self.memory.choices)
        return Languages(self.lang, lambda text: language_told_by(self.lookup, text), locale_of, self._spoken, chosen)

    def _spoken(self, lang: Lang) -> Lang:
        try:
            return self.catalog.spoken(lang)
        except Exception:  # noqa: BLE001 - the sentence about a failure of the table needs a language, too
            return lang

    async def chosen(self, asker: Asker) -> Chosen:
        """Return what the asker's workspace chose; nothing for a guest, or without a memory."""
        return NOTHING if self.memory is None or not asker.team else await self.memory.choices.of(asker.team)

    async def respond(self, asker: Asker, asking: Asking) -> Outcome:
        """Return the answer to a text, with what the asker's team taught about it, and added to the error that it explains."""
        chosen = await self.chosen(asker)
        asking = replace(asking, platform=chosen.of(asker.channel).platform)
        return await self.complete(asker, asking, respond(self.lookup.on(asking.platform), asking), chosen)

    async def complete(
        self, asker: Asker, asking: Asking, plain: Outcome, chosen: Chosen, recalling: Recalling | None = None
    ) -> Outcome:
        """Return an answer of the table alone with what the asker's team taught about the question, and added to the error.

        `chosen` is what the asker's workspace chose, and `recalling` a cache of `Outcome.recalling`, if there is one.
        """
        if plain.wanted is not None:
            return await self._counted(asker, plain, plain.wanted)
        if plain.kind is Kind.SETTINGS:
            return plain if self.memory is None else plain.with_settings(self.catalog)
        lookup = self.lookup.on(asking.platform)
        team = await self._taught(asker, asking, plain)
        told = () if team is None else lookup.told_by(team, asking.text)
        outcome = respond(lookup, asking, told) if told else plain
        recalled = await self._recalled(asker, outcome.entry, chosen, is_public=outcome.is_public)
        if recalled is not None:
            outcome = recalling(outcome, recalled) if recalling else outcome.recalling(self.catalog, recalled)
        if not self._memory_of(asker, is_public=outcome.is_public):
            return outcome
        outcome = outcome.with_helper(chosen.helper)
        return outcome.with_thumbs() if chosen.of(asker.channel).feedback else outcome

    async def recall(self, asker: Asker, key: Key | None, *, is_public: bool = False) -> Recalled | None:
        """Return what the team of an asker added to an entry; None where nothing of a team may stand.

        A public answer is read by everybody in the channel, and a private one by the asker alone.
        """
        return await self._recalled(asker, key, await self.chosen(asker), is_public=is_public)

    def record(self, asker: Asker, outcome: Outcome) -> None:
        """Count an answer; a question without a firm one is kept for people to teach. Never raises, and never waits."""
        memory, answer, asking = self.memory, outcome.answer, outcome.asking
        if memory is None or not asker.team or answer is None or asking is None:
            return
        entries = [self.catalog.by_key[key] for key in outcome.codes if key in self.catalog.by_key]
        memory.records.answered(asker.team, asker.channel, outcome.name, entries)
        if not entries:
            memory.records.missed(asker.team, asker.user, asking.text, outcome.name)
        elif len(entries) == 1:
            memory.records.hit(asker.team, asker.user, entries[0])

    def pick(self, asker: Asker, question: str, key: Key) -> None:
        """Record in the background that somebody picked an entry for a question; two who agree teach it."""
        entry = self.catalog.by_key.get(key)
        if self.memory is None or entry is None or not asker.team or not question or question.endswith("…"):
            return
        memory = self.memory

        async def record() -> None:
            with contextlib.suppress(AwayError):
                await memory.pick(asker.team, asker.user, question, entry)

        self.background.start(record())

    async def _recalled(self, asker: Asker, key: Key | None, chosen: Chosen, *, is_public: bool) -> Recalled | None:
        entry = None if key is None else self.catalog.by_key.get(key)
        if entry is None or (memory := self._memory_of(asker, is_public=is_public)) is None:
            return None
        recalled = await memory.notes.recall(asker.team, entry)
        owner = chosen.owner(entry.error.id)
        return replace(recalled, owner=owner) if owner else recalled

    async def _counted(self, asker: Asker, plain: Outcome, wanted: Wanted) -> Outcome:
        """Return the counts of the asker's workspace, or why there are none."""
        if self.memory is None:
            return plain
        channel = asker.channel_link[0] if wanted.is_of_channel else ""
        found: Stats | Refusal
        if not asker.team:
            found = Refusal.GUEST
        elif self._memory_of(asker, is_public=plain.is_public) is None:
            found = Refusal.SHARED
        elif not wanted.is_known:
            found = Refusal.FORMS
        elif wanted.is_of_channel and not channel:
            found = Refusal.CHANNEL
        else:
            try:
                found = await self.memory.records.stats(asker.team, wanted.days, channel)
            except AwayError:
                found = Refusal.AWAY
        return plain.with_stats(self.catalog, found)

    async def _taught(self, asker: Asker, asking: Asking, plain: Outcome) -> Team | None:
        # What a question names itself comes before all that was taught.
        if (
            plain.verdict in {None, Verdict.EXACT}
            or (memory := self._memory_of(asker, is_public=plain.is_public)) is None
        ):
            return None
        is_answered = plain.verdict is Verdict.MATCH
        return await memory.learning.of(asker.team, self.lookup, asking.text, is_answered=is_answered)

    def _memory_of(self, asker: Asker, *, is_public: bool) -> Memory | None:
        """Return the memory if an answer to somebody may hold what their team added."""
        return self.memory if asker.team and (asker.is_among_ourselves or not is_public) else None
