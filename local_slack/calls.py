"""A call of the Web API before its method runs: arguments, token and scopes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local_slack.errors import ApiError, invalid

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from local_slack.state import Channel, Workspace

BOT_TOKEN = "xoxb-local-slack"  # noqa: S105 - opens nothing but the stand-in
APP_TOKEN = "xapp-local-slack"  # noqa: S105 - as above
CONNECTIONS_OPEN = "apps.connections.open"
_KINDS = ("channel", "group", "mpim", "im")
_HISTORY = ("channels:history", "groups:history", "mpim:history", "im:history")
SCOPES: dict[str, tuple[str, ...]] = {
    "apps.connections.open": (),
    "auth.test": (),
    "oauth.v2.access": (),
    "conversations.replies": _HISTORY,
    "users.info": ("users:read",),
    "chat.getPermalink": (),
    **dict.fromkeys(("chat.delete", "chat.postEphemeral", "chat.postMessage", "chat.update"), ("chat:write",)),
    **dict.fromkeys(("functions.completeError", "functions.completeSuccess"), ()),
    **dict.fromkeys(("views.open", "views.publish", "views.update"), ()),
}
"""Scopes by method. Of four it is the one for the kind of conversation, in the order of `_KINDS`."""


@dataclass(frozen=True)
class Call:
    """A method with its arguments."""

    method: str
    arguments: Mapping[str, Any]
    workspace: Workspace

    def need(self, *names: str) -> list[Any]:
        """Return required arguments; raise ApiError if one is missing."""
        missing = [name for name in names if not self.arguments.get(name)]
        if missing:
            raise invalid("invalid_arguments", [f"missing required field: {name}" for name in missing])
        return [self.arguments[name] for name in names]

    def text(self, name: str) -> str:
        """Return an argument as text, empty if it is missing."""
        return str(self.arguments.get(name) or "")

    def channel(self) -> Channel:
        """Return the channel of the call; raise ApiError if the bot is no member of it."""
        (channel_id,) = self.need("channel")
        channel, bot = self.workspace.channels.get(channel_id), self.workspace.bot.id
        if channel is None or (channel.kind != "channel" and bot not in channel.members):
            raise ApiError("channel_not_found")
        if bot not in channel.members:
            raise ApiError("not_in_channel")
        return channel


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """Return the arguments in a request's query and body; raise ApiError for a body that is not a JSON object."""
    arguments: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        pass
    elif request.content_type == "application/json":
        # A call without arguments has the content type and an empty body.
        try:
            given = json.loads(await request.text() or "{}")
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(given, dict):
            raise ApiError("json_not_object")
        arguments |= given
    else:
        arguments |= dict(await request.post())
    return {name: _parsed(value) for name, value in arguments.items()}


def token_in(authorization: str, arguments: Mapping[str, Any]) -> str:
    """Return the token of a call; empty if it has none."""
    return authorization.removeprefix("Bearer ").strip() or str(arguments.get("token") or "")


def check_token(call: Call, authorization: str, granted: frozenset[str]) -> None:
    """Raise ApiError unless the token may make the call."""
    method = call.method
    if method not in SCOPES:
        raise ApiError("unknown_method", req_method=method)
    token = token_in(authorization, call.arguments)
    if not token:
        raise ApiError("not_authed")
    if token not in {call.workspace.token, APP_TOKEN}:
        raise ApiError("invalid_auth")
    if token != APP_TOKEN and call.workspace.now() > call.workspace.token_until:
        raise ApiError("token_expired")
    if (token == APP_TOKEN) != (method == CONNECTIONS_OPEN):
        raise ApiError("not_allowed_token_type")
    channel = call.workspace.channels.get(call.text("channel"))
    needed = SCOPES[method]
    if needed is _HISTORY:
        needed = (needed[_KINDS.index(channel.kind if channel else "channel")],)
    missing = [scope for scope in needed if scope not in granted]
    if missing:
        raise ApiError("missing_scope", needed=",".join(missing), provided=",".join(sorted(granted)))


def _parsed(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return the JSON that a form carries in a field, or the value itself."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
