"""What every listener works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.slack.claims import Claims
from bot.slack.errors import Errors
from bot.slack.languages import Languages
from bot.slack.lazy import LazyWork

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.lookup.explain import Lookup
    from bot.trained_table import LiveLookup
    from db.catalog import Catalog
    from db.entry import Lang


@dataclass(frozen=True)
class Desk:
    """The lookup to answer from, the language where nothing tells one, and what is known of the last minutes."""

    live: LiveLookup
    lang: Lang
    claims: Claims = field(default_factory=Claims)
    work: LazyWork = field(default_factory=LazyWork)

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
        """People's languages."""
        return Languages(self.lang)

    @cached_property
    def errors(self) -> Errors:
        """What becomes of exceptions."""
        return Errors(self.languages)

    def lazy(self, listener: Callable[..., Awaitable[None]]) -> list[Callable[..., Awaitable[None]]]:
        """Give a guarded listener as Bolt takes it for work after the ack."""
        return [self.work.guard(listener, self.errors)]
