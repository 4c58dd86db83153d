"""Slack's rules for blocks: the faults for which Slack would refuse a message, a view or a list of options.

They come from Slack's reference (docs.slack.dev), its TypeScript types and slack_sdk's models; where these differ, the stricter
one holds. A block, element or field outside the tables is refused, too, as "not modelled here".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local_slack.block_kit import whole
from local_slack.block_kit.shapes import items, string
from local_slack.block_kit.tables import BLOCK, OPTIONS, VIEWS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FALLBACK = string(4000)
"""Slack cuts longer ones."""
_IN_A_MESSAGE = items(BLOCK, 0, 50)


def message_faults(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the faults of a message with its top-level text."""
    return [*_FALLBACK(text, "text"), *_IN_A_MESSAGE(blocks, "blocks"), *whole.faults(blocks, "message")]


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """Return the faults of a modal or an App Home."""
    kind, blocks = str(view.get("type")), view.get("blocks")
    if kind not in VIEWS:
        return [f"type: {kind!r} is neither modal nor home"]
    found = [*VIEWS[kind](view, ""), *whole.faults(blocks, kind)]
    if kind == "modal" and "submit" not in view and whole.has_input(blocks):
        found.append("submit: a modal with an input block needs it")
    return found


def option_faults(options: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the faults of the answer to a request for options, which may be empty."""
    return list(OPTIONS(options, "options")) if options else []
