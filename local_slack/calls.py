"""A call to the Web API, before its method runs: its arguments, its token, its scopes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local_slack.scopes import METHODS, of_method

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from local_slack.state import Channel, Workspace

BOT_TOKEN = "xoxb-local-slack"  # noqa: S105 - opens nothing but the stand-in
APP_TOKEN = "xapp-local-slack"  # noqa: S105 - as above
_WITHOUT_TOKEN = {"oauth.v2.access"}
_APP_LEVEL = {"apps.connections.open"}


class ApiError(Exception):
    """A call that Slack answers with `ok: false`; the message is Slack's word for why."""

    def __init__(self, error: str, **more: Any) -> None:  # noqa: ANN401 - whatever the answer carries
        """Refuse with a word, and what else the answer carries."""
        super().__init__(error)
        self.answer: dict[str, Any] = {"ok": False, "error": error, **more}


@dataclass(frozen=True)
class Call:
    """A method and its arguments, let through."""

    method: str
    arguments: Mapping[str, Any]
    workspace: Workspace

    def need(self, *names: str) -> list[Any]:
        """Give arguments that have to be there.

        Raises:
            ApiError: one is missing.

        """
        missing = [name for name in names if not self.arguments.get(name)]
        if missing:
            raise ApiError(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}" for name in missing]},
            )
        return [self.arguments[name] for name in names]

    def text(self, name: str) -> str:
        """Give an argument as text, empty where it is missing."""
        return str(self.arguments.get(name) or "")

    def channel(self, *, to_write: bool) -> Channel:
        """Give the channel that the call is about.

        Raises:
            ApiError: there is none, or the bot is no member where it has to be.

        """
        (channel_id,) = self.need("channel")
        workspace = self.workspace
        if channel_id in workspace.users and to_write:
            return workspace.direct(channel_id)
        channel = workspace.channels.get(channel_id)
        if channel is None or (channel.kind != "channel" and workspace.bot.id not in channel.members):
            raise ApiError("channel_not_found")
        if workspace.bot.id not in channel.members and (to_write or self.method.endswith(("replies", "history"))):
            raise ApiError("not_in_channel")
        return channel


async def arguments_of(request: web.Request) -> dict[str, Any]:
    """Read a call's arguments, from wherever Slack allows them.

    Raises:
        ApiError: the body is no JSON, or no object of it.

    """
    arguments: dict[str, Any] = dict(request.query)
    if not request.can_read_body:
        pass
    elif request.content_type == "application/json":
        # Calls without arguments come with the content type and nothing else.
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


def check_token(call: Call, authorization: str, granted: frozenset[str]) -> None:
    """Check that a token may make a call.

    Raises:
        ApiError: it may not.

    """
    method = call.method
    if method not in METHODS:
        raise ApiError("unknown_method", req_method=method)
    if method in _WITHOUT_TOKEN:
        return
    token = authorization.removeprefix("Bearer ").strip() or call.text("token")
    if not token:
        raise ApiError("not_authed")
    if token not in {BOT_TOKEN, APP_TOKEN}:
        raise ApiError("invalid_auth")
    if (token == APP_TOKEN) != (method in _APP_LEVEL):
        raise ApiError("not_allowed_token_type")
    channel = call.workspace.channels.get(call.text("channel"))
    needed = of_method(method, channel.kind if channel else "channel")
    missing = [scope for scope in needed if scope not in granted]
    if missing:
        raise ApiError("missing_scope", needed=",".join(missing), provided=",".join(sorted(granted)))


def _parsed(value: Any) -> Any:  # noqa: ANN401 - JSON holds anything
    """Read the JSON that forms carry in their fields."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
