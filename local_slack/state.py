"""What a workspace holds: people, channels, messages, views, and the capabilities that Slack hands out for a while."""

from __future__ import annotations

import itertools
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TEAM = "T0LOCAL"
APP = "A0IMERR"
TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5


Kind = Literal["channel", "group", "mpim", "im"]
"""What Slack calls public channels, private ones, conversations of several people and of two in an event's `channel_type`."""


@dataclass(eq=False)
class User:
    """A person, or the user behind a bot."""

    id: str
    name: str
    locale: str = "en-US"
    bot_id: str = ""


@dataclass(eq=False)
class Channel:
    """A public or private channel, or a conversation of two or of several people.

    Of a conversation's kind the id tells only whether it is one of two people, whose ids begin with D.
    """

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    kind: Kind = "channel"


@dataclass(eq=False)
class Message:
    """A message; `only_for` is the id of the one user who sees it, if it is ephemeral."""

    channel: Channel
    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    subtype: str = ""
    edited_ts: str = ""
    files: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    only_for: str = ""
    is_deleted: bool = False
    changed: int = 0
    """Grows with every change of the workspace: what is newer has more."""

    def payload(self) -> dict[str, Any]:
        """Give it as Slack's answers and events have it."""
        whole: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM}
        optional = {
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "bot_id": self.bot_id,
            "subtype": self.subtype,
            "files": self.files,
            "attachments": self.attachments,
            "edited": {"user": self.user, "ts": self.edited_ts} if self.edited_ts else None,
        }
        return whole | {name: value for name, value in optional.items() if value}


@dataclass(eq=False)
class View:
    """A modal or an App Home; `values` is what was typed and chosen in it: block id to action id to value."""

    id: str
    user: str
    content: dict[str, Any]
    hash: str
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: int = 0
    below: View | None = None
    """The modal on which this one was pushed."""

    @property
    def root_id(self) -> str:
        """The id of the modal at the bottom of the stack."""
        return self.below.root_id if self.below else self.id

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What it shows."""
        blocks: list[dict[str, Any]] = self.content["blocks"]
        return blocks

    def payload(self) -> dict[str, Any]:
        """Give it as Slack's answers and interactions have it."""
        ids: dict[str, Any] = {
            "id": self.id,
            "team_id": TEAM,
            "app_id": APP,
            "hash": self.hash,
            "root_view_id": self.root_id,
        }
        ids |= {"previous_view_id": self.below.id if self.below else None}
        return self.content | ids | {"state": {"values": self.values}}


@dataclass(eq=False)
class ResponseUrl:
    """Leave to answer one interaction; `original` is the message that was pressed, if any was."""

    channel: Channel
    user: str
    original: Message | None
    made_at: float
    uses: int = 0


@dataclass(eq=False)
class Step:
    """One run of a workflow step, and how it ended: `outputs`, or `error`."""

    id: str
    callback_id: str
    outputs: dict[str, Any] | None = None
    error: str | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the app completed or failed it."""
        return self.outputs is not None or self.error is not None


class Workspace:
    """All of it. Hold `lock` while reading what has to fit together, and while changing anything."""

    def __init__(self) -> None:
        """Start with the app's own user alone."""
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bot = User("U0IMERR", "imerr", bot_id="B0IMERR")
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.steps: dict[str, Step] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, tuple[str, float, bool]] = {}
        """Trigger to user, when it was made, and whether it was used."""
        self.tell: Callable[[Channel, str, dict[str, Any]], None] = lambda *_: None
        """Sends the app an event of a kind from a channel, if it is to have it."""
        self.ahead = 0.0
        """By how many seconds Slack's clock is ahead of ours."""
        self._numbers = itertools.count(1)
        self._changes = itertools.count(1)

    def now(self) -> float:
        """Give the time by Slack's clock."""
        return time.time() + self.ahead

    def number(self) -> int:
        """Give a number that was not given before."""
        return next(self._numbers)

    def new_ts(self) -> str:
        """Give the `ts` of a new message: later than any before, and unique."""
        return f"{int(self.now())}.{self.number():06d}"

    def with_ids(self, blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return blocks as Slack keeps them: each, also in a container, with a block id, one of its own where the app gave none."""
        return [self._with_id(block) for block in blocks]

    def _with_id(self, block: dict[str, Any]) -> dict[str, Any]:
        kept = {**block, "block_id": block.get("block_id") or f"b{self.number()}"}
        return kept | {"child_blocks": self.with_ids(block["child_blocks"])} if "child_blocks" in block else kept

    def touch(self, changed: Message | View) -> None:
        """Note that something changed, and wake whoever waits for it."""
        with self.lock:
            changed.changed = next(self._changes)
            self.changed.notify_all()

    def user(
        self, name: str, locale: str = "en-US", *, is_bot: bool = False, channels: Iterable[Channel] | None = None
    ) -> User:
        """Give the user of a name, made a member of `channels` (all of them unless told otherwise) if there is none."""
        with self.lock:
            for user in self.users.values():
                if user.name == name:
                    return user
            number = self.number()
            made = User(f"U{number:06d}", name, locale, f"B{number:06d}" if is_bot else "")
            self.users[made.id] = made
            everywhere = [channel for channel in self.channels.values() if channel.kind != "im"]
            for channel in everywhere if channels is None else channels:
                channel.members.add(made.id)
            return made

    def channel(self, name: str, *, kind: Kind = "channel", has_bot: bool = True) -> Channel:
        """Give the channel of a name, made if there is none; everybody is in it."""
        with self.lock:
            for channel in self.channels.values():
                if channel.name == name:
                    return channel
            made = Channel(f"C{self.number():06d}", name, set(self.users), kind)
            if not has_bot:
                made.members.discard(self.bot.id)
            self.channels[made.id] = made
            return made

    def direct(self, user_id: str, other_id: str = "") -> Channel:
        """Give somebody's conversation with another user, the app's own unless told otherwise, made if there is none."""
        both = {user_id, other_id or self.bot.id}
        with self.lock:
            for channel in self.channels.values():
                if channel.kind == "im" and channel.members == both:
                    return channel
            made = Channel(f"D{self.number():06d}", " ".join(["direct", *sorted(both)]), both, "im")
            self.channels[made.id] = made
            return made

    def add(self, message: Message) -> Message:
        """Put a message into its channel."""
        with self.lock:
            parent = self.find(message.channel.id, message.thread_ts)
            if parent is not None and not message.only_for:
                # Slack marks the message at the top of a thread once there is a reply.
                parent.thread_ts = parent.ts
            self.messages.append(message)
            self.touch(message)
            return message

    def find(self, channel_id: str, ts: str) -> Message | None:
        """Give the message of a `ts` that is still there; ephemeral ones are found by nobody."""
        with self.lock:
            for message in self.messages:
                if message.channel.id == channel_id and message.ts == ts and not message.is_deleted:
                    return None if message.only_for else message
        return None

    def thread(self, parent: Message) -> list[Message]:
        """Give the replies under a message, oldest first."""
        with self.lock:
            root = parent.thread_ts or parent.ts
            return [
                message
                for message in self.messages
                if message.channel is parent.channel
                and message.thread_ts == root
                and message.ts != root
                and not message.is_deleted
                and not message.only_for
            ]

    def new_trigger(self, user_id: str) -> str:
        """Give a `trigger_id`, good for three seconds and one view."""
        with self.lock:
            trigger = f"{self.number()}.{TEAM}.trigger"
            self.triggers[trigger] = (user_id, self.now(), False)
            return trigger

    def new_response_url(self, channel: Channel, user_id: str, original: Message | None) -> str:
        """Give the name of a new response URL."""
        with self.lock:
            name = f"{TEAM}-{self.number()}"
            self.response_urls[name] = ResponseUrl(channel, user_id, original, self.now())
            return name
