"""What listeners share that answer after their ack."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.request.async_request import AsyncBoltRequest


async def acknowledge(ack: AsyncAck) -> None:
    """Tell Slack at once that the request arrived."""
    await ack()


def is_redelivered(request: AsyncBoltRequest) -> bool:
    """Whether Slack sends an event again because it got no proper answer the first time."""
    return bool(request.headers.get("x-slack-retry-num"))
