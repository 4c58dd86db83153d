"""Slack's rules and slack_sdk's models, applied to imerr's own messages."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from local_slack import block_kit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.slack.view.message import Message


def faults(message: Message) -> list[str]:
    """Return what Slack would refuse in a message, or cut; all messages but one sentence have blocks."""
    found = block_kit.message_faults(message.text, message.blocks) + ([] if message.blocks else ["no blocks"])
    return found or model_faults(message.blocks)


def model_faults(blocks: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the sentences with which slack_sdk's models refuse blocks, also in containers."""
    return [fault for block in blocks for fault in _of_block(json.dumps(block))]


@functools.cache
def _of_block(told: str) -> tuple[str, ...]:
    """Return the sentences about one block; most stand in many messages."""
    block: dict[str, object] = json.loads(told)
    found: list[str] = []
    try:
        parsed = Block.parse(block)
        if parsed is not None:
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(str(error))
    held = block.get("child_blocks")
    return (*found, *(model_faults(held) if isinstance(held, list) else ()))
