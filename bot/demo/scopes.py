"""Which scope what needs, as Slack's reference lists it for methods, events and features."""

from __future__ import annotations

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
    "conversations.history": ("channels:history", "groups:history", "im:history"),
    "conversations.info": ("channels:read", "groups:read", "im:read"),
    "conversations.members": ("channels:read", "groups:read", "im:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history", "im:history"),
    "functions.completeError": (),
    "functions.completeSuccess": (),
    "oauth.v2.access": (),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}
"""Method to scopes. Where there are three, it is one by the kind of conversation: public channel, private one, direct message."""

EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "function_executed": (),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
}
"""Event to the scopes that subscribing to it needs."""

FEATURES: dict[str, tuple[str, ...]] = {
    "agent_view": ("assistant:write",),
    "shortcuts": ("commands",),
    "slash_commands": ("commands",),
}
"""Feature of the manifest to the scopes that it needs."""


def of_method(method: str, channel_id: str) -> tuple[str, ...]:
    """Give the scopes that a call needs; `channel_id` tells the kind of conversation, empty where it has none."""
    scopes = METHODS[method]
    if len(scopes) < 3:  # noqa: PLR2004 - the three kinds of conversation
        return scopes
    kind = {"G": 1, "D": 2}.get(channel_id[:1], 0)
    return (scopes[kind],)
