"""Slack's rules, asked about imerr's own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack import block_kit

if TYPE_CHECKING:
    from bot.slack.view.message import Message


def faults(message: Message) -> list[str]:
    """Give what Slack would refuse in a message, or cut; all but those that say one sentence have blocks."""
    return block_kit.message_faults(message.text, message.blocks) + ([] if message.blocks else ["no blocks"])
