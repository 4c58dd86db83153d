"""Which scope what needs, as Slack's reference lists it for methods, events and features."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_slack.state import Kind

_KINDS = ("channel", "group", "mpim", "im")
_HISTORY = ("channels:history", "groups:history", "mpim:history", "im:history")
_READ = ("channels:read", "groups:read", "mpim:read", "im:read")
METHODS: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),
    "assistant.threads.setStatus": ("assistant:write",),
    "assistant.threads.setSuggestedPrompts": ("assistant:write",),
    "assistant.threads.setTitle": ("assistant:write",),
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": _HISTORY,
    "conversations.info": _READ,
    "conversations.members": _READ,
    "conversations.open": ("im:write",),
    "conversations.replies": _HISTORY,
    "functions.completeError": (),
    "functions.completeSuccess": (),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Method to scopes. Where there are four, it is one of them by the kind of conversation, in the order of `_KINDS`."""

EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "function_executed": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
}
"""Event to the scopes that subscribing to it needs."""

FEATURES: dict[str, tuple[str, ...]] = {
    "agent_view": ("assistant:write",),
    "shortcuts": ("commands",),
    "slash_commands": ("commands",),
}
"""Feature of the manifest to the scopes that it needs."""


def of_method(method: str, kind: Kind) -> tuple[str, ...]:
    """Give the scopes that a call needs in a conversation of a kind."""
    scopes = METHODS[method]
    return (scopes[_KINDS.index(kind)],) if scopes in {_HISTORY, _READ} else scopes
