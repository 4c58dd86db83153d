"""The scopes that methods, events and features need, from Slack's reference."""

from __future__ import annotations

from local_slack.calls import SCOPES as METHODS

__all__ = ["EVENTS", "FEATURES", "METHODS"]

EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "function_executed": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "tokens_revoked": (),
}
"""Scopes that the subscription to an event needs."""

FEATURES: dict[str, tuple[str, ...]] = {
    "agent_view": ("assistant:write",),
    "shortcuts": ("commands",),
    "slash_commands": ("commands",),
}
"""Scopes by feature of the manifest."""
