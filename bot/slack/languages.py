"""The language of an answer: decided once per request, by its words, else by the locale of the user's Slack."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.slack.payload.records import is_direct
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.text import Text
    from bot.memory.choices import Choices
    from bot.slack.payload.records import Request
    from db.entry import Lang
    from db.memory.chosen import Chosen

    Ask = Callable[[AsyncWebClient, str], Awaitable[str | None]]
    Told = Callable[[Text], Lang | None]
    Spoken = Callable[[Lang], Lang]
    Person = tuple[str, str]
    """A workspace and a user: ids of users are unique within a workspace."""

_KNOWN_SECONDS = 3600.0
_FAILED_SECONDS = 60.0
_SLOW_SECONDS = 5
_MOST_PEOPLE = 10_000
_PATIENCE_SECONDS = 0.5
"""Timeout for a user's locale. Slack itself allows three seconds for a whole answer."""


class ChosenLanguages:
    """The languages that workspaces chose for their channels. Where only the user reads, theirs is spoken."""

    def __init__(self, choices: Choices) -> None:
        """Read them from `choices`."""
        self._choices = choices

    def is_known(self, request: Request) -> bool:
        """Whether `of` need not ask the database."""
        return not _is_in_channel(request) or self._choices.fresh(request.team) is not None

    async def of(self, request: Request) -> Lang | None:
        """Return the language of a request's channel; None if none was chosen."""
        if not _is_in_channel(request):
            return None
        return _language(await self._choices.of(request.team), request.channel)

    def known_of(self, request: Request) -> Lang | None:
        """Return what `of` returns, without asking the database."""
        chosen = self._choices.fresh(request.team) if _is_in_channel(request) else None
        return None if chosen is None else _language(chosen, request.channel)


def _is_in_channel(request: Request) -> bool:
    return bool(request.team and request.channel) and not is_direct(request.channel)


def _language(chosen: Chosen, channel: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == chosen.of(channel).language), None)


class Languages:
    """Decides the language of each request; users' locales are cached."""

    def __init__(
        self,
        default: Lang,
        told: Told,
        ask: Ask,
        spoken: Spoken = lambda lang: lang,
        chosen: ChosenLanguages | None = None,
    ) -> None:
        """Use `default` as the fallback.

        `told` returns the language of the user's own words, None if they tell none. `ask` returns a user's locale, None
        if the call failed. `spoken` returns a language, or else the one that the table has. `chosen` are the languages of
        channels.
        """
        self._spoken = spoken
        self._chosen = chosen
        self._default = default
        self._told = told
        self._ask = ask
        self._known: dict[Person, tuple[Lang | None, float]] = {}
        self._asking: dict[Person, asyncio.Task[Lang | None]] = {}

    async def of(self, request: Request, client: AsyncWebClient, around: Lang | None = None) -> Lang:
        """Return the language in which to answer a request; the language of quoted words is the last fallback.

        `around` is the language of the dialog in which it was made; it comes before the locale.
        """
        return self._spoken(
            self._told_by(request)
            or around
            or (await self._chosen.of(request) if self._chosen else None)
            or await self._of_user(client, request)
            or request.quoted.language
            or self._default
        )

    def known_of(self, request: Request) -> Lang | None:
        """Return the same without a call to Slack; None if one is needed."""
        if told := self._told_by(request):
            return self._spoken(told)
        if self._chosen is not None:
            if not self._chosen.is_known(request):
                return None
            if chosen := self._chosen.known_of(request):
                return self._spoken(chosen)
        found = self._known.get(_person(request))
        if found is None or time.monotonic() >= found[1]:
            return None
        return self._spoken(found[0] or request.quoted.language or self._default)

    def _told_by(self, request: Request) -> Lang | None:
        return request.lang or (self._told(request.words) if request.words.question else None)

    async def _of_user(self, client: AsyncWebClient, request: Request) -> Lang | None:
        """Return the language of a user's Slack; None if imerr does not speak it, or Slack does not respond in time."""
        if not request.user:
            return None
        person = _person(request)
        found = self._known.get(person)
        if found is not None and time.monotonic() < found[1]:
            return found[0]
        asking = self._asking.get(person)
        if asking is None:
            asking = asyncio.create_task(self._asked(client, person))
            self._asking[person] = asking
            asking.add_done_callback(lambda _: self._asking.pop(person, None))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), _PATIENCE_SECONDS)
        except TimeoutError:
            # Cache that Slack is slow, so that the next question does not wait again.
            self._known[person] = (None, time.monotonic() + _SLOW_SECONDS)
            return None

    async def _asked(self, client: AsyncWebClient, person: Person) -> Lang | None:
        locale = await self._ask(client, person[1])
        seconds = _FAILED_SECONDS if locale is None else _KNOWN_SECONDS
        lang = next((lang for lang in LANGS if (locale or "").lower().startswith(lang)), None)
        if len(self._known) >= _MOST_PEOPLE:
            self._known.clear()
        self._known[person] = (lang, time.monotonic() + seconds)
        return lang


def _person(request: Request) -> Person:
    return request.team, request.user
