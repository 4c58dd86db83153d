"""The Web API's methods, as far as imerr uses them, with Slack's error words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local_slack import block_kit, message_events, views
from local_slack.calls import ApiError
from local_slack.state import APP, TEAM, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local_slack.calls import Call
    from local_slack.state import Channel, User, Workspace

_LONGEST_TEXT = 40_000

Answer = dict[str, Any]


def answer(call: Call) -> Answer:
    """Do what a call asks for, and give Slack's answer.

    Raises:
        ApiError: Slack refuses it.

    """
    with call.workspace.lock:
        return {"ok": True, **_METHODS[call.method](call)}


def check_content(text: str, blocks: list[dict[str, Any]]) -> None:
    """Check what is to become a message.

    Raises:
        ApiError: Slack would refuse it.

    """
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > _LONGEST_TEXT:
        raise ApiError("msg_too_long")
    if faults := block_kit.message_faults(text, blocks):
        raise ApiError("invalid_blocks", response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]})


def content_of(workspace: Workspace, given: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Give the text and the blocks that are to become a message.

    Raises:
        ApiError: Slack would refuse them.

    """
    text, blocks = str(given.get("text") or ""), given.get("blocks") or []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise ApiError("invalid_blocks_format")
    check_content(text, blocks)
    return text, workspace.with_ids(blocks)


def _auth_test(call: Call) -> Answer:
    bot = call.workspace.bot
    return {"team_id": TEAM, "user_id": bot.id, "bot_id": bot.bot_id, "user": bot.name, "url": "http://127.0.0.1/"}


def _thread(call: Call, channel: Channel) -> str:
    thread_ts = call.text("thread_ts")
    if thread_ts and call.workspace.find(channel.id, thread_ts) is None:
        raise ApiError("thread_not_found")
    return thread_ts


def _post_message(call: Call) -> Answer:
    channel = call.channel(to_write=True)
    text, blocks = content_of(call.workspace, call.arguments)
    bot = call.workspace.bot
    message = Message(channel, call.workspace.new_ts(), bot.id, text, blocks, _thread(call, channel), bot_id=bot.bot_id)
    call.workspace.add(message)
    message_events.posted(call.workspace, message)
    return {"channel": channel.id, "ts": message.ts, "message": message.payload()}


def _post_ephemeral(call: Call) -> Answer:
    channel = call.channel(to_write=True)
    (user_id,) = call.need("user")
    if user_id not in channel.members:
        raise ApiError("user_not_in_channel")
    text, blocks = content_of(call.workspace, call.arguments)
    bot, ts = call.workspace.bot, call.workspace.new_ts()
    thread_ts = _thread(call, channel)
    parent = call.workspace.find(channel.id, thread_ts)
    # Slack says ok, and shows nobody an ephemeral message in a thread that has no reply yet.
    if parent is None or call.workspace.thread(parent):
        call.workspace.add(Message(channel, ts, bot.id, text, blocks, thread_ts, bot_id=bot.bot_id, only_for=user_id))
    return {"message_ts": ts}


def _own(call: Call, refusal: str) -> Message:
    channel = call.channel(to_write=True)
    (ts,) = call.need("ts")
    message = call.workspace.find(channel.id, ts)
    if message is None:
        raise ApiError("message_not_found")
    if message.user != call.workspace.bot.id:
        raise ApiError(refusal)
    return message


def _update(call: Call) -> Answer:
    message = _own(call, "cant_update_message")
    before = message.payload()
    message.text, message.blocks = content_of(call.workspace, call.arguments)
    message.edited_ts = call.workspace.new_ts()
    call.workspace.touch(message)
    message_events.changed(call.workspace, before, message)
    return {"channel": message.channel.id, "ts": message.ts, "text": message.text, "message": message.payload()}


def _delete(call: Call) -> Answer:
    message = _own(call, "cant_delete_message")
    message_events.delete(call.workspace, message)
    return {"channel": message.channel.id, "ts": message.ts}


def _permalink(call: Call) -> Answer:
    channel = call.channel(to_write=False)
    (ts,) = call.need("message_ts")
    if call.workspace.find(channel.id, ts) is None:
        raise ApiError("message_not_found")
    return {"channel": channel.id, "permalink": f"http://127.0.0.1/archives/{channel.id}/p{ts.replace('.', '')}"}


def _user(call: Call) -> User:
    (user_id,) = call.need("user")
    user = call.workspace.users.get(user_id)
    if user is None:
        raise ApiError("user_not_found")
    return user


def _users_info(call: Call) -> Answer:
    user = _user(call)
    told: Answer = {"id": user.id, "name": user.name, "team_id": TEAM, "is_bot": bool(user.bot_id)}
    if call.text("include_locale").lower() in {"true", "1"}:
        told["locale"] = user.locale
    return {"user": told}


def _bots_info(call: Call) -> Answer:
    (bot_id,) = call.need("bot")
    for user in call.workspace.users.values():
        if user.bot_id == bot_id:
            return {"bot": {"id": bot_id, "name": user.name, "user_id": user.id, "deleted": False}}
    raise ApiError("bot_not_found")


def _conversations_info(call: Call) -> Answer:
    channel = call.channel(to_write=False)
    kinds = {"is_private": channel.kind != "channel", "is_im": channel.kind == "im", "is_mpim": channel.kind == "mpim"}
    return {"channel": {"id": channel.id, "name": channel.name, **kinds}}


def _members(call: Call) -> Answer:
    return {"members": sorted(call.channel(to_write=False).members)}


def _conversations_open(call: Call) -> Answer:
    (user_id,) = call.need("users")
    if user_id not in call.workspace.users:
        raise ApiError("user_not_found")
    return {"channel": {"id": call.workspace.direct(user_id).id}}


def _page(call: Call, messages: list[Message]) -> Answer:
    limit = int(call.text("limit") or 100)
    return {"messages": [message.payload() for message in messages[:limit]], "has_more": len(messages) > limit}


def _history(call: Call) -> Answer:
    channel = call.channel(to_write=False)
    oldest = float(call.text("oldest") or 0)
    top = [
        message
        for message in reversed(call.workspace.messages)
        if message.channel is channel
        and message.thread_ts in {"", message.ts}
        and not message.is_deleted
        and not message.only_for
        and float(message.ts) > oldest
    ]
    return _page(call, top)


def _replies(call: Call) -> Answer:
    channel = call.channel(to_write=False)
    (ts,) = call.need("ts")
    parent = call.workspace.find(channel.id, ts)
    if parent is None:
        raise ApiError("thread_not_found")
    if parent.thread_ts not in {"", parent.ts}:
        # Asked for a reply, Slack gives that one alone: https://github.com/slackapi/bolt-python/issues/783.
        return _page(call, [parent])
    oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    # Slack gives the parent whatever the range asked for.
    replies = [reply for reply in call.workspace.thread(parent) if oldest < float(reply.ts) < latest]
    return _page(call, [parent, *replies])


def _complete(call: Call) -> Answer:
    step = call.workspace.steps.get(call.text("function_execution_id"))
    if step is None:
        raise ApiError("function_execution_not_found")
    if step.has_ended:
        raise ApiError("function_execution_already_completed")
    if call.method.endswith("Error"):
        (step.error,) = call.need("error")
    else:
        outputs = call.arguments.get("outputs")
        if not isinstance(outputs, dict):
            raise ApiError("invalid_arguments")
        step.outputs = outputs
    with call.workspace.changed:
        call.workspace.changed.notify_all()
    return {}


def _oauth(call: Call) -> Answer:
    call.need("client_id", "client_secret", "code")
    bot = call.workspace.bot
    return {"token_type": "bot", "bot_user_id": bot.id, "app_id": APP, "team": {"id": TEAM, "name": "local"}}


def _nothing(call: Call) -> Answer:
    del call
    return {}


_METHODS: dict[str, Callable[[Call], Answer]] = {
    "assistant.threads.setStatus": _nothing,
    "assistant.threads.setSuggestedPrompts": _nothing,
    "assistant.threads.setTitle": _nothing,
    "auth.test": _auth_test,
    "bots.info": _bots_info,
    "chat.delete": _delete,
    "chat.getPermalink": _permalink,
    "chat.postEphemeral": _post_ephemeral,
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "conversations.history": _history,
    "conversations.info": _conversations_info,
    "conversations.members": _members,
    "conversations.open": _conversations_open,
    "conversations.replies": _replies,
    "functions.completeError": _complete,
    "functions.completeSuccess": _complete,
    "oauth.v2.access": _oauth,
    "users.info": _users_info,
    **views.METHODS,
}
