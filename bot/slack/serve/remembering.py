"""The memory of a running server: opened, kept tidy, and closed with it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from typing import TYPE_CHECKING

from slack_bolt.request.async_request import AsyncBoltRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from slack_bolt.async_app import AsyncApp

    from bot.slack.claims import Claims
    from bot.slack.desk import Desk
    from bot.slack.serve.answerable import Answerable

    Work = Callable[[], Awaitable[None]]

_log = logging.getLogger(__name__)

OPEN_SECONDS = 5.0
"""How long the start waits for the memory; a server answers without it, too."""


@contextlib.asynccontextmanager
async def remembering(
    desk: Desk, app: AsyncApp, digests: Work | None = None, answerable: Answerable | None = None
) -> AsyncIterator[None]:
    """Open the memory while the server runs, and close it with a stop; it may be out of reach at first.

    `digests` sends the weekly digests. The work of servers that died is taken up for workspaces that are `answerable`.
    """
    memory = desk.memory
    if memory is None:
        yield
        return
    opening = asyncio.create_task(memory.keep_trying())
    tasks = [opening, asyncio.create_task(memory.records.keep_writing())]

    async def take_up() -> None:
        if answerable is not None:
            await memory.turns.keep_taking_up(_again(app, desk.claims), _is_for(answerable))

    once_open = (memory.keep_expiring, take_up, digests)
    tasks += [asyncio.create_task(_after(opening, work)) for work in once_open if work is not None]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        await asyncio.wait({opening}, timeout=OPEN_SECONDS)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await memory.close()


async def _after(opening: asyncio.Task[None], work: Work) -> None:
    await asyncio.wait({opening})
    if not opening.cancelled() and opening.exception() is None:
        await work()


def _log_failure(task: asyncio.Task[None]) -> None:
    """Log the exception that ended a task: nobody awaits it."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("task_failed", exc_info=error, extra={"reason": type(error).__name__})


def _is_for(answerable: Answerable) -> Callable[[str], Awaitable[bool]]:
    """Return what tells whether an event is of a workspace that is answerable, as Bolt reads it."""

    async def may_answer(event: str) -> bool:
        context = _request(event).context
        team = "" if context.is_enterprise_install else context.team_id or ""
        return await answerable.has(team, context.enterprise_id or "")

    return may_answer


def _request(event: str) -> AsyncBoltRequest:
    # Events of Socket Mode have no signature.
    return AsyncBoltRequest(body=json.loads(event), mode="socket_mode")


def _again(app: AsyncApp, claims: Claims) -> Callable[[str, str], Awaitable[None]]:
    """Return what has the app answer an event of a server that died."""

    async def answer(work: str, event: str) -> None:
        channel, _, ts = work.partition(":")
        # Another process of this server may have died over it.
        claims.release(channel, ts)
        try:
            await app.async_dispatch(_request(event))
        except Exception as error:  # noqa: BLE001 - one event must not end the taking up of others
            _log.error("not_taken_up", extra={"reason": type(error).__name__})

    return answer
