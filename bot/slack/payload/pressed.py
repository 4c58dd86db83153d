"""The message under which something was pressed, as Slack tells of it: the button's value is the client's word alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.slack.payload.seals import sealed, unsealed
from bot.slack.send import thread as posts
from bot.slack.view import surface
from bot.slack.view.controls import DELETE

if TYPE_CHECKING:
    from collections.abc import Mapping

_ICONS = "context_actions"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A message that was pressed, and who pressed: ids as Slack has them."""

    user: str
    channel: str
    ts: str
    thread: str
    """The thread that it is part of, at its top or below; empty: none."""
    is_ephemeral: bool
    message: Mapping[str, Any]
    """What stands in it; of an ephemeral one Slack tells nothing."""

    @property
    def is_private(self) -> bool:
        """Whether nobody but whoever pressed sees it: an ephemeral one, or an answer in their conversation with imerr.

        A conversation of two people has an id of the same form, but no answers in its threads: what is shared there bears no
        question's mark.
        """
        return self.is_ephemeral or (
            surface.is_direct(self.channel) and self._is_bots and posts.is_answer(self.message)
        )

    @property
    def asker(self) -> str:
        """The id of whoever may remove it, as imerr wrote it into a public answer; empty where it is none."""
        icons = [
            element
            for block in posts.blocks_of(self.message)
            if block.get("type") == _ICONS and isinstance(block.get("elements"), list)
            for element in block["elements"]
            if isinstance(element, dict) and element.get("action_id") == DELETE
        ]
        if self.is_ephemeral or not self._is_bots or len(icons) != 1:
            return ""
        asker = str(icons[0].get("value") or "")
        return asker if icons[0].get("visible_to_user_ids") in (None, [asker]) else ""

    @property
    def reply_thread(self) -> str:
        """The thread in which a private answer to it is seen: its own, unless it is the top of one."""
        return self.thread if self.thread != self.ts else ""

    def sealed_thread(self, key: str) -> str:
        """Return its thread as a button's value has it, sealed with the bot's token."""
        return sealed(self.thread, self.channel, self.user, key)

    def thread_to_share_in(self, value: str, key: str) -> str:
        """Return the thread that a button's value names, if imerr wrote it for whoever pressed or it is this message's own."""
        thread = value.partition("/")[0]
        return thread if thread == self.thread else unsealed(value, self.channel, self.user, key)

    @property
    def _is_bots(self) -> bool:
        return bool(self.message.get("bot_id"))


def pressed_in(body: Mapping[str, Any]) -> Pressed | None:
    """Return the message that was pressed, out of a payload of Slack's shape; None where it was a view."""
    container = body.get("container")
    if body.get("view") is not None or not isinstance(container, dict):
        return None
    channel, ts = str(container.get("channel_id") or ""), str(container.get("message_ts") or "")
    is_ephemeral = bool(container.get("is_ephemeral"))
    message = {} if is_ephemeral else _message(body, channel, ts)
    thread = str(container.get("thread_ts") or message.get("thread_ts") or "")
    return Pressed(str(body["user"]["id"]), channel, ts, thread, is_ephemeral, message)


def _message(body: Mapping[str, Any], channel: str, ts: str) -> Mapping[str, Any]:
    """Return a payload's message; empty where it is not the one of the container, or another app's."""
    message = body.get("message")
    if not isinstance(message, dict) or message.get("ts") != ts or body["channel"]["id"] != channel:
        return {}
    return message if message.get("app_id") in (None, body.get("api_app_id")) else {}
