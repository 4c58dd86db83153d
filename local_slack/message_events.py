"""What happens to messages, and the events that tell the app of it: of its own messages too, as Slack does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local_slack import payloads

if TYPE_CHECKING:
    from local_slack.state import Message, Workspace

_EVENT_OF_KIND = {"channel": "message.channels", "group": "message.groups", "mpim": "message.mpim", "im": "message.im"}
_TOMBSTONE = {"user": "USLACKBOT", "text": "This message was deleted.", "subtype": "tombstone", "bot_id": ""}


def posted(workspace: Workspace, message: Message) -> None:
    """Tell of a new message."""
    _tell(workspace, message, payloads.message_event(message))


def changed(workspace: Workspace, before: dict[str, Any], message: Message) -> None:
    """Tell of a message that is different now; `before` is what it was as a payload."""
    _tell(workspace, message, payloads.changed_event(before, message, message.edited_ts or workspace.new_ts()))


def delete(workspace: Workspace, message: Message) -> None:
    """Take a message away and tell of it; of one that has replies Slack leaves a tombstone at the top of the thread."""
    with workspace.lock:
        before = message.payload()
        if message.thread_ts in {"", message.ts} and workspace.thread(message):
            message.user, message.text = _TOMBSTONE["user"], _TOMBSTONE["text"]
            message.subtype, message.bot_id = _TOMBSTONE["subtype"], _TOMBSTONE["bot_id"]
            message.blocks, message.files, message.attachments = [], [], []
            message.edited_ts = ""
            event = payloads.changed_event(before, message, workspace.new_ts())
        else:
            message.is_deleted = True
            event = payloads.deleted_event(before, message, workspace.new_ts())
        workspace.touch(message)
    _tell(workspace, message, event)


def _tell(workspace: Workspace, message: Message, event: dict[str, Any]) -> None:
    # Of what only one user sees Slack tells nobody.
    if not message.only_for:
        workspace.tell(message.channel, _EVENT_OF_KIND[message.channel.kind], event)
