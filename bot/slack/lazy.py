"""Work that goes on after a request was acknowledged: guarded, because Bolt drops its exceptions, and waited for at stop."""

from __future__ import annotations

import asyncio
import functools
import logging
from typing import TYPE_CHECKING, Any

from bot.slack.errors import new_reference
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.context.respond.async_respond import AsyncRespond

    from db.entry import Lang

_log = logging.getLogger(__name__)


class LazyWork:
    """Counts the lazy listeners that are running, so that a stop can wait for them."""

    def __init__(self) -> None:
        """Start with none running."""
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def guard(self, listener: Callable[..., Awaitable[None]], lang: Lang) -> Callable[..., Awaitable[None]]:
        """Wrap a lazy listener, so that a failure reaches the asker as a sentence in `lang` and the log with its reference.

        The listener keeps its parameter names, which tell Bolt what to pass; one of them has to be `respond`.
        """

        @functools.wraps(listener)
        async def run(respond: AsyncRespond, **arguments: Any) -> None:  # noqa: ANN401 - whatever the listener asks for
            self._running += 1
            self._idle.clear()
            try:
                await listener(respond=respond, **arguments)
            except Exception:  # noqa: BLE001 - the last place where anything can still be told
                reference = new_reference()
                _log.exception("failed", extra={"reference": reference})
                await _tell(respond, wording(lang).failed(reference), reference)
            finally:
                self._running -= 1
                if not self._running:
                    self._idle.set()

        return run

    async def drain(self) -> None:
        """Wait until nothing is running."""
        await self._idle.wait()


async def _tell(respond: AsyncRespond, sentence: str, reference: str) -> None:
    try:
        await respond(text=sentence, response_type="ephemeral", replace_original=False)
    except Exception:  # noqa: BLE001 - there is nobody left to tell
        _log.exception("untold", extra={"reference": reference})
