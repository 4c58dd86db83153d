"""Messages posted, changed and deleted, over response URLs too, and the events that tell the app of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack import block_kit, payloads
from local_slack.errors import ApiError, invalid
from local_slack.state import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, SLACKBOT, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_slack.state import Channel, Json, ResponseUrl, Workspace

_LONGEST_TEXT = 40_000
_EVENT_OF_KIND = {"channel": "message.channels", "group": "message.groups", "mpim": "message.mpim", "im": "message.im"}


def content_of(workspace: Workspace, given: Mapping[str, object]) -> tuple[str, list[Json]]:
    """Return the text and blocks of a message to be; raise ApiError if Slack would refuse them."""
    text, blocks = str(given.get("text") or ""), given.get("blocks") or []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise ApiError("invalid_blocks_format")
    if not text and not blocks:
        raise ApiError("no_text")
    if len(text) > _LONGEST_TEXT:
        raise ApiError("msg_too_long")
    if faults := block_kit.message_faults(text, blocks):
        raise invalid("invalid_blocks", faults)
    return text, workspace.with_ids(blocks)


def post(workspace: Workspace, channel: Channel, given: Mapping[str, object], only_for: str = "") -> Message:
    """Post a message as the app's bot; raise ApiError if Slack would refuse it."""
    text, blocks = content_of(workspace, given)
    thread_ts = str(given.get("thread_ts") or "")
    if thread_ts and workspace.find(channel.id, thread_ts) is None:
        raise ApiError("thread_not_found")
    bot = workspace.bot
    made = Message(channel, workspace.new_ts(), bot.id, text, blocks, thread_ts, bot_id=bot.bot_id, only_for=only_for)
    add(workspace, made)
    return made


def add(workspace: Workspace, message: Message) -> None:
    """Put a message into its channel and tell the app."""
    workspace.add(message)
    _tell(workspace, message, payloads.message_event(message))


def change(workspace: Workspace, message: Message, text: str, blocks: list[Json], *, is_edit: bool = True) -> None:
    """Replace a message's content and tell the app; an edit is marked as such."""
    before = message.payload()
    message.text, message.blocks = text, blocks
    event_ts = workspace.new_ts()
    message.edited_ts = event_ts if is_edit else message.edited_ts
    workspace.touch(message)
    _tell(workspace, message, payloads.changed_event(before, message, event_ts))


def delete(workspace: Workspace, message: Message) -> None:
    """Delete a message and tell the app; a parent with replies becomes a tombstone."""
    with workspace.lock:
        before = message.payload()
        if not message.is_reply and workspace.thread(message):
            message.user, message.text, message.subtype = SLACKBOT, "This message was deleted.", "tombstone"
            message.blocks, message.files, message.attachments = [], [], []
            message.bot_id = message.edited_ts = ""
            event = payloads.changed_event(before, message, workspace.new_ts())
        else:
            message.is_deleted = True
            event = payloads.deleted_event(before, message, workspace.new_ts())
        workspace.touch(message)
    _tell(workspace, message, event)


def respond(workspace: Workspace, name: str, payload: Mapping[str, object]) -> None:
    """Post, replace or delete a message; raise ApiError if the URL is invalid or Slack would refuse the message."""
    with workspace.lock:
        url = _valid(workspace, name)
        if payload.get("delete_original") or payload.get("replace_original"):
            if url.original is None or url.original.is_deleted:
                raise ApiError("message_not_found")
            if payload.get("delete_original"):
                delete(workspace, url.original)
            else:
                content = content_of(workspace, payload)
                change(workspace, url.original, *content, is_edit=False)
        else:
            respond_with(workspace, url.channel, payload, url.user)
        url.uses += 1


def respond_with(workspace: Workspace, channel: Channel, payload: Mapping[str, object], user_id: str) -> Message:
    """Post a payload, for its user alone unless it says `in_channel`; the bot need not be a member of the channel."""
    return post(workspace, channel, payload, "" if payload.get("response_type") == "in_channel" else user_id)


def _tell(workspace: Workspace, message: Message, event: Json) -> None:
    # Slack sends no event about an ephemeral message.
    if not message.only_for:
        workspace.tell(message.channel, _EVENT_OF_KIND[message.channel.kind], event)


def _valid(workspace: Workspace, name: str) -> ResponseUrl:
    url = workspace.response_urls.get(name)
    if url is None:
        raise ApiError("no_such_url")
    if workspace.now() - url.made_at > RESPONSE_URL_SECONDS:
        raise ApiError("expired_url")
    if url.uses >= RESPONSE_URL_USES:
        raise ApiError("used_url")
    return url
