"""What is posted to a `response_url`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local_slack import message_events
from local_slack.calls import ApiError
from local_slack.state import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, Message
from local_slack.web_api import content_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_slack.state import Channel, ResponseUrl, Workspace


def respond(workspace: Workspace, name: str, payload: Mapping[str, Any]) -> None:
    """Do what a payload asks for.

    Raises:
        ApiError: the URL is unknown, too old or used up, or Slack would refuse the message.

    """
    with workspace.lock:
        leave = _leave(workspace, name)
        original = leave.original
        if payload.get("delete_original") or payload.get("replace_original"):
            if original is None or original.is_deleted:
                raise ApiError("message_not_found")
            _change(workspace, original, payload)
        else:
            only_for = "" if payload.get("response_type") == "in_channel" else leave.user
            post(workspace, leave.channel, payload, only_for)
        leave.uses += 1


def post(workspace: Workspace, channel: Channel, payload: Mapping[str, Any], only_for: str) -> Message:
    """Put a payload into a channel as a message of the app's; the app need not be a member.

    Raises:
        ApiError: Slack would refuse the message.

    """
    text, blocks = content_of(workspace, payload)
    thread_ts = str(payload.get("thread_ts") or "")
    if thread_ts and workspace.find(channel.id, thread_ts) is None:
        raise ApiError("thread_not_found")
    bot = workspace.bot
    made = Message(channel, workspace.new_ts(), bot.id, text, blocks, thread_ts, bot_id=bot.bot_id, only_for=only_for)
    workspace.add(made)
    message_events.posted(workspace, made)
    return made


def _leave(workspace: Workspace, name: str) -> ResponseUrl:
    leave = workspace.response_urls.get(name)
    if leave is None:
        raise ApiError("no_such_url")
    if workspace.now() - leave.made_at > RESPONSE_URL_SECONDS:
        raise ApiError("expired_url")
    if leave.uses >= RESPONSE_URL_USES:
        raise ApiError("used_url")
    return leave


def _change(workspace: Workspace, original: Message, payload: Mapping[str, Any]) -> None:
    if payload.get("delete_original"):
        message_events.delete(workspace, original)
        return
    before = original.payload()
    original.text, original.blocks = content_of(workspace, payload)
    workspace.touch(original)
    message_events.changed(workspace, before, original)
