"""Slack's rules for blocks, as tables: what Slack would refuse in a message, a view or the answer to a request for options.

They are those of Slack's reference (docs.slack.dev), its TypeScript types and slack_sdk's models. Where these differ on a
limit or a place, the stricter one holds: what passes here is to pass there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.views import View

from local_slack.block_kit import whole
from local_slack.block_kit.blocks import BLOCK
from local_slack.block_kit.objects import ID, OPTIONS, plain
from local_slack.block_kit.shapes import Flag, Items, String, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from local_slack.block_kit.shapes import Shape

_FALLBACK = String(4000)
"""Longer ones are not refused, but cut."""
_IN_A_MESSAGE = Items(BLOCK, 0, 50)
_IN_A_VIEW: dict[str, Shape] = {"blocks": Items(BLOCK, 1, 100)}
_VIEW: dict[str, Shape] = {"private_metadata": String(3000, least=0), "callback_id": ID, "external_id": ID}
_VIEWS = {
    "modal": typed(
        "modal",
        {"title": plain(24), **_IN_A_VIEW},
        {"submit": plain(24), "close": plain(24), "clear_on_close": Flag(), "notify_on_close": Flag(), **_VIEW},
    ),
    "home": typed("home", _IN_A_VIEW, _VIEW),
}


def message_faults(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give what Slack would refuse in a message, or cut; without blocks, its text is all there is."""
    return [
        *_FALLBACK.faults(text, "text"),
        *_IN_A_MESSAGE.faults(blocks, "blocks"),
        *whole.faults(blocks, "message"),
    ]


def view_faults(view: Mapping[str, Any]) -> list[str]:
    """Give what Slack would refuse in a modal or an App Home."""
    kind = str(view.get("type"))
    if kind not in _VIEWS:
        return [f"type: {kind!r} is neither modal nor home"]
    blocks = view.get("blocks")
    found = [*_VIEWS[kind].faults(view, ""), *whole.faults(blocks, kind)]
    if kind == "modal" and "submit" not in view and whole.has_input(blocks):
        found.append("submit: a modal with an input block needs it")
    return found or _model_faults(view)


def option_faults(options: Sequence[Mapping[str, Any]]) -> list[str]:
    """Give what Slack would refuse in the answer to a request for options, which may be empty."""
    return list(OPTIONS.faults(options, "options")) if options else []


def _model_faults(view: Mapping[str, Any]) -> list[str]:
    try:
        # Its blocks were held against their models one by one: the model of the view only wants to see one.
        View(**{**view, "blocks": view["blocks"][:1]}).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        return [f"view: {error}"]
    return []
