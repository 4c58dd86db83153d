"""Slack's rules, checked on imerr's own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo import block_kit

if TYPE_CHECKING:
    from bot.slack.view.message import Message


def faults(message: Message) -> list[str]:
    """Return the faults in a message that Slack would refuse or truncate; one-sentence messages may lack blocks."""
    return block_kit.message_faults(message.text, message.blocks) + ([] if message.blocks else ["no blocks"])
