"""State of a workspace: people, channels, messages, views, triggers and response URLs."""

from __future__ import annotations

import itertools
import re
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

TEAM = "T0LOCAL"
APP = "A0LOCAL"
SLACKBOT = "USLACKBOT"
TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 1800.0
RESPONSE_URL_USES = 5

Json = dict[str, Any]
Kind = Literal["channel", "group", "mpim", "im"]
"""A `channel_type` of Slack's events: public and private channels, group and direct messages."""


@dataclass(eq=False)
class User:
    """A person, or a bot's user."""

    id: str
    name: str
    locale: str = "en-US"
    bot_id: str = ""
    is_admin: bool = False
    team: str = TEAM


@dataclass(eq=False)
class Channel:
    """A channel or conversation. Only a direct message's id tells its kind: it begins with D."""

    id: str
    name: str
    members: set[str] = field(default_factory=set)
    kind: Kind = "channel"
    is_shared: bool = False
    """Whether people of another company are in it."""
    team: str = TEAM


@dataclass(eq=False)
class Message:
    """A message; `only_for` is the id of the one user who sees an ephemeral one."""

    channel: Channel
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    bot_id: str = ""
    subtype: str = ""
    edited_ts: str = ""
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    only_for: str = ""
    is_deleted: bool = False
    changed: int = 0
    """Number of the workspace's change that last touched it."""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread, below the parent message."""
        return self.thread_ts not in {"", self.ts}

    def payload(self) -> Json:
        """Return it as Slack's answers and events hold it."""
        names = ("blocks", "thread_ts", "bot_id", "subtype", "files", "attachments")
        optional = {name: getattr(self, name) for name in names}
        optional["edited"] = {"user": self.user, "ts": self.edited_ts} if self.edited_ts else None
        whole = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": self.channel.team}
        return whole | {name: value for name, value in optional.items() if value}


@dataclass(eq=False)
class View:
    """A modal or an App Home; `values` is its state: block id to action id to value."""

    id: str
    user: str
    content: Json
    hash: str
    values: dict[str, Json] = field(default_factory=dict)
    changed: int = 0
    """As for a message."""
    team: str = TEAM

    @property
    def blocks(self) -> list[Json]:
        """Its blocks."""
        blocks: list[Json] = self.content["blocks"]
        return blocks

    def payload(self) -> Json:
        """Return it as Slack's answers and interactions hold it."""
        ids = {"id": self.id, "root_view_id": self.id, "previous_view_id": None, "team_id": self.team, "app_id": APP}
        return self.content | ids | {"hash": self.hash} | {"state": {"values": self.values}}


@dataclass(eq=False)
class ResponseUrl:
    """Permission to answer one interaction; `original` is the message that was pressed, if any."""

    channel: Channel
    user: str
    original: Message | None
    made_at: float
    uses: int = 0


@dataclass(eq=False)
class Step:
    """One run of a workflow step, with its result: `outputs` or `error`."""

    id: str
    callback_id: str
    outputs: Json | None = None
    error: str | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the app completed or failed it."""
        return self.outputs is not None or self.error is not None


class Workspace:
    """The whole state. Hold `lock` for consistent reads and for every change."""

    def __init__(
        self,
        bot_name: str,
        tell: Callable[[Channel, str, Json], None] = lambda *_: None,
        team: str = TEAM,
        numbers: Iterator[int] | None = None,
    ) -> None:
        """Start with the app's bot user alone; `tell` sends the app an event of a kind from a channel.

        `numbers` are those of a workspace beside it: ids of one are none of another.
        """
        key = (re.sub(r"[^A-Z0-9]", "", bot_name.upper()) or "APP") + team.removeprefix(TEAM)
        self.team = team
        self.token = ""
        """The app's token for it, valid until `token_until` by Slack's clock."""
        self.token_until = float("inf")
        self.lock = threading.RLock()
        self.bot = User(f"U0{key}", bot_name, bot_id=f"B0{key}", team=team)
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.messages: list[Message] = []
        self.modals: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.steps: dict[str, Step] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.triggers: dict[str, tuple[str, float, bool]] = {}
        """Trigger id to user, time of creation, and whether it was used."""
        self.tell = tell
        self.origin = ""
        """Scheme, host and port of the server."""
        self.ahead = 0.0
        """Seconds by which Slack's clock is ahead of ours."""
        self.numbers = numbers or itertools.count(1)
        self._changes = itertools.count(1)

    def now(self) -> float:
        """Return the time by Slack's clock."""
        return time.time() + self.ahead

    def number(self) -> int:
        """Return a number that was never returned before."""
        return next(self.numbers)

    def new_ts(self) -> str:
        """Return the `ts` of a new message: unique, and later than any before."""
        return f"{int(self.now())}.{self.number():06d}"

    def with_ids(self, blocks: Iterable[Json]) -> list[Json]:
        """Return blocks as Slack stores them: every block, also in a container, has a block id."""
        return [self._with_id(block) for block in blocks]

    def _with_id(self, block: Json) -> Json:
        kept = {**block, "block_id": block.get("block_id") or f"b{self.number()}"}
        return kept | {"child_blocks": self.with_ids(block["child_blocks"])} if "child_blocks" in block else kept

    def touch(self, changed: Message | View) -> None:
        """Record a change of a message or view."""
        with self.lock:
            changed.changed = next(self._changes)

    def user(
        self, name: str, locale: str = "en-US", *, is_bot: bool = False, channels: Iterable[Channel] | None = None
    ) -> User:
        """Return the user of a name; a new one becomes a member of `channels`, by default of all."""
        with self.lock:
            for user in self.users.values():
                if user.name == name:
                    return user
            number = self.number()
            made = User(f"U{number:06d}", name, locale, f"B{number:06d}" if is_bot else "", team=self.team)
            self.users[made.id] = made
            everywhere = [channel for channel in self.channels.values() if channel.kind != "im"]
            for channel in everywhere if channels is None else channels:
                channel.members.add(made.id)
            return made

    def channel(self, name: str, *, kind: Kind = "channel", has_bot: bool = True) -> Channel:
        """Return the channel of a name; everybody is a member of a new one."""
        with self.lock:
            for channel in self.channels.values():
                if channel.name == name:
                    return channel
            made = Channel(f"C{self.number():06d}", name, set(self.users), kind, team=self.team)
            if not has_bot:
                made.members.discard(self.bot.id)
            self.channels[made.id] = made
            return made

    def direct(self, user_id: str, other_id: str = "") -> Channel:
        """Return a user's direct messages with another, by default the app's bot."""
        both = {user_id, other_id or self.bot.id}
        with self.lock:
            for channel in self.channels.values():
                if channel.kind == "im" and channel.members == both:
                    return channel
            made = Channel(f"D{self.number():06d}", " ".join(["direct", *sorted(both)]), both, "im", team=self.team)
            self.channels[made.id] = made
            return made

    def add(self, message: Message) -> Message:
        """Put a message into its channel."""
        with self.lock:
            parent = self.find(message.channel.id, message.thread_ts)
            if parent is not None and not message.only_for:
                # Slack marks the parent of a thread once there is a reply.
                parent.thread_ts = parent.ts
            self.messages.append(message)
            self.touch(message)
            return message

    def visible_in(self, channel: Channel, only_for: str = "") -> list[Message]:
        """Return the messages for all members, or the ephemeral ones for a user, oldest first."""
        with self.lock:
            return [
                message
                for message in self.messages
                if message.channel is channel and not message.is_deleted and message.only_for == only_for
            ]

    def find(self, channel_id: str, ts: str) -> Message | None:
        """Return the message of a `ts`; Slack finds no ephemeral ones."""
        with self.lock:
            for message in self.messages:
                if (message.channel.id, message.ts, message.only_for) == (
                    channel_id,
                    ts,
                    "",
                ) and not message.is_deleted:
                    return message
        return None

    def thread(self, parent: Message) -> list[Message]:
        """Return the replies under a message, oldest first."""
        root = parent.thread_ts or parent.ts
        return [each for each in self.visible_in(parent.channel) if each.thread_ts == root and each.is_reply]

    def new_trigger(self, user_id: str) -> str:
        """Return a `trigger_id`, valid for three seconds and one view."""
        with self.lock:
            trigger = f"{self.number()}.{self.team}.trigger"
            self.triggers[trigger] = (user_id, self.now(), False)
            return trigger

    def new_response_url(self, channel: Channel, user_id: str, original: Message | None = None) -> str:
        """Return a new response URL, valid for half an hour and five posts."""
        with self.lock:
            name = f"{self.team}-{self.number()}"
            self.response_urls[name] = ResponseUrl(channel, user_id, original, self.now())
            return f"{self.origin}/response/{name}"
