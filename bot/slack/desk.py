"""What every listener works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.slack.lazy import LazyWork

if TYPE_CHECKING:
    from bot.live import LiveLookup
    from db.entry import Lang


@dataclass(frozen=True)
class Desk:
    """The lookup to answer from, the language where a question tells none, and the work that goes on after an ack."""

    live: LiveLookup
    lang: Lang
    lazy: LazyWork = field(default_factory=LazyWork)
