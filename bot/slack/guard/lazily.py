"""Lazy listeners, which run after the ack: guarded, since Bolt drops their exceptions, and awaited at a stop."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, TypeVar

from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.slack.guard import errors
from bot.slack.payload.middleware import record_in
from bot.slack.payload.records import Said

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Request

    R = TypeVar("R", bound=Request)
    Listener = Callable[[R, AsyncWebClient], Awaitable[None]]

_log = logging.getLogger(__name__)


async def acknowledge(ack: AsyncAck) -> None:
    """Acknowledge a request at once."""
    await ack()


def acknowledge_kept(desk: Desk) -> Callable[[AsyncArgs], Awaitable[None]]:
    """Return a listener that acknowledges a message once its claim is stored: whoever dies then, it is answered."""

    async def keep(args: AsyncArgs) -> None:
        record = record_in(args.context)
        if isinstance(record, Said) and record.is_to_imerr and desk.memory is not None:
            await desk.memory.turns.keep(record.team, record.work, args.body)
        await args.ack()

    keep.__annotations__["args"] = AsyncArgs
    return keep


def lazily(desk: Desk, kind: type[R], listener: Listener[R]) -> list[Callable[..., Awaitable[None]]]:
    """Return a lazy listener for records of a kind, as Bolt takes it; a failure is logged and told to the user."""

    async def run(args: AsyncArgs) -> None:
        if (task := asyncio.current_task()) is not None:
            desk.background.hold(task)
        record = record_in(args.context)
        if not isinstance(record, kind):
            _log.warning("not_offered", extra={"type": record.type})
            return
        try:
            await listener(record, args.client)
        except Exception as error:  # noqa: BLE001 - Bolt drops the exceptions of lazy listeners
            await errors.handle(desk, error, record, args.client)

    # Bolt looks up a lazy listener by its name.
    run.__name__ = getattr(listener, "__name__", "run")
    run.__annotations__["args"] = AsyncArgs
    return [run]
