"""Work that goes on after a request was acknowledged: guarded, because Bolt drops its exceptions, and waited for at stop."""

from __future__ import annotations

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING, Any

from slack_bolt.kwargs_injection.async_args import AsyncArgs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.slack.errors import Errors

    Listener = Callable[..., Awaitable[None]]

_log = logging.getLogger(__name__)


class LazyWork:
    """Knows the lazy listeners that are running, so that a stop can wait for them."""

    def __init__(self) -> None:
        """Start with none running."""
        # A task that nobody holds can be collected while it waits.
        self._running: set[asyncio.Task[Any]] = set()

    def guard(self, listener: Listener, errors: Errors) -> Listener:
        """Wrap a lazy listener, so that a failure reaches the asker as a sentence and the log with its reference.

        The listener keeps its parameter names, which tell Bolt what to pass.
        """
        names = tuple(inspect.signature(listener).parameters)

        async def run(args: AsyncArgs) -> None:
            if (task := asyncio.current_task()) is not None:
                self._hold(task)
            try:
                await listener(**{name: getattr(args, name) for name in names})
            except Exception as error:  # noqa: BLE001 - the last place where anything can still be told
                await errors.handle(error, args.body, args.client)

        # Bolt finds a lazy listener again by its name.
        run.__name__ = getattr(listener, "__name__", "run")
        run.__annotations__["args"] = AsyncArgs
        return run

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run work of which nobody waits for the end but a stop; it has to handle its own failures."""
        self._hold(asyncio.create_task(work))

    def _hold(self, task: asyncio.Task[Any]) -> None:
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> None:
        """Wait until nothing is running, but no longer than so many seconds."""
        until = asyncio.get_running_loop().time() + seconds
        while self._running and (left := until - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait(set(self._running), timeout=left)
        if self._running:
            _log.error("cut_off", extra={"answers": len(self._running)})
