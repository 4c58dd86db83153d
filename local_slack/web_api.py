"""Methods of the Web API, with Slack's error words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack import messages, views
from local_slack.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Callable

    from local_slack.calls import Call
    from local_slack.state import Json, Message


def answer(call: Call) -> Json:
    """Run a method and return Slack's answer; raise ApiError if Slack would refuse the call."""
    with call.workspace.lock:
        return {"ok": True, **_METHODS[call.method](call)}


def _auth_test(call: Call) -> Json:
    bot = call.workspace.bot
    return {"team_id": bot.team, "user_id": bot.id, "bot_id": bot.bot_id, "user": bot.name, "url": "http://127.0.0.1/"}


def _post_message(call: Call) -> Json:
    workspace, (to,) = call.workspace, call.need("channel")
    channel = workspace.direct(to) if to in workspace.users else call.channel()
    message = messages.post(workspace, channel, call.arguments)
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


def _post_ephemeral(call: Call) -> Json:
    workspace, channel = call.workspace, call.channel()
    (user_id,) = call.need("user")
    if user_id not in channel.members:
        raise ApiError("user_not_in_channel")
    message = messages.post(workspace, channel, call.arguments, user_id)
    parent = workspace.find(channel.id, message.thread_ts)
    # Slack answers ok, but shows no ephemeral message in a thread without a reply.
    message.is_deleted = parent is not None and not workspace.thread(parent)
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> Message:
    channel = call.channel()
    (ts,) = call.need("ts")
    message = call.workspace.find(channel.id, ts)
    if message is None:
        raise ApiError("message_not_found")
    if message.user != call.workspace.bot.id:
        raise ApiError(refusal)
    return message


def _update(call: Call) -> Json:
    message = _own(call, "cant_update_message")
    messages.change(call.workspace, message, *messages.content_of(call.workspace, call.arguments))
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.payload()}


def _delete(call: Call) -> Json:
    message = _own(call, "cant_delete_message")
    messages.delete(call.workspace, message)
    return {"channel": message.channel.id, "ts": message.ts}


def _permalink(call: Call) -> Json:
    channel = call.channel()
    (ts,) = call.need("message_ts")
    if call.workspace.find(channel.id, ts) is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": f"https://local.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"}


def _users_info(call: Call) -> Json:
    (user_id,) = call.need("user")
    user = call.workspace.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    told: Json = {
        "id": user.id,
        "name": user.name,
        "team_id": user.team,
        "is_bot": bool(user.bot_id),
        "is_admin": user.is_admin,
    }
    if call.text("include_locale").lower() in {"true", "1"}:
        told["locale"] = user.locale
    return {"user": told}


def _replies(call: Call) -> Json:
    channel = call.channel()
    (ts,) = call.need("ts")
    parent = call.workspace.find(channel.id, ts)
    if parent is None:
        raise ApiError("thread_not_found")
    found = [parent]
    # For the ts of a reply Slack returns that alone: https://github.com/slackapi/bolt-python/issues/783.
    if not parent.is_reply:
        oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
        # Slack returns the parent for every range.
        found += [reply for reply in call.workspace.thread(parent) if oldest < float(reply.ts) < latest]
    limit = int(call.text("limit") or 100)
    return {"messages": [message.payload() for message in found[:limit]], "has_more": len(found) > limit}


def _complete(call: Call) -> Json:
    step = call.workspace.steps.get(call.text("function_execution_id"))
    if step is None:
        raise ApiError("function_execution_not_found")
    if step.has_ended:
        raise ApiError("function_execution_already_completed")
    if call.method.endswith("Error"):
        (step.error,) = call.need("error")
    elif isinstance(outputs := call.arguments.get("outputs"), dict):
        step.outputs = outputs
    else:
        raise ApiError("invalid_arguments")
    return {}


_METHODS: dict[str, Callable[[Call], Json]] = {
    "auth.test": _auth_test,
    "chat.delete": _delete,
    "chat.getPermalink": _permalink,
    "chat.postEphemeral": _post_ephemeral,
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "conversations.replies": _replies,
    "functions.completeError": _complete,
    "functions.completeSuccess": _complete,
    "users.info": _users_info,
    **views.METHODS,
}
