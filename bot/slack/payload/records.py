"""Requests as records: who did what, where, in whose words, and how they can be answered. Built by `payload.reader` alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NewType, Self

from bot.lookup.text import Text
from bot.slack.payload.seals import sealed, unsealed
from bot.slack.view.surface import DIRECT, PRIVATE, Surface, UserId, public

if TYPE_CHECKING:
    from bot.slack.view.route import Route
    from db.entry import Lang

ResponseUrl = NewType("ResponseUrl", str)
"""An address that was checked to be one of Slack's own."""
NOBODY = UserId("")
NO_WORDS = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What every request tells; ids as Slack has them, empty where a payload has none."""

    type: str
    """Slack's type of the payload, or the command: a word that may be logged."""
    user: UserId = NOBODY
    channel: str = ""
    thread: str = ""
    """The thread in which the user sees a private message; empty: the channel."""
    response_url: ResponseUrl | None = None
    modal: str = ""
    """Id of the modal in which it was made, while that is open."""
    event_id: str = ""
    words: Text = NO_WORDS
    """The user's own words."""
    quoted: Text = NO_WORDS
    """The words of somebody else's message that the request is about."""
    lang: Lang | None = None
    """The language of what was pressed."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the record itself: Bolt copies requests for lazy listeners, and a record never changes."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Request):
    """A request that imerr does not listen for, or a message that is no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Request):
    """Somebody typed the slash command."""

    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Request):
    """A message by a person, or its correction."""

    ts: str
    root: str
    """The `ts` of the message at the top of its thread, where the answer goes; its own where it starts one."""
    edited: str = ""
    """When it was corrected, as Slack's `ts`; empty: never."""
    is_redelivered: bool = False

    @property
    def is_reply(self) -> bool:
        """Whether it stands under another message."""
        return self.root != self.ts

    @property
    def is_direct(self) -> bool:
        """Whether it was said in the user's conversation with imerr."""
        return is_direct(self.channel)

    @property
    def surface(self) -> Surface:
        """The surface of its answer."""
        return DIRECT if self.is_direct else public(self.user)


@dataclass(frozen=True, slots=True)
class OnMessage:
    """The message under which something was pressed, as Slack tells of it; the button's value is the client's word alone."""

    user: UserId
    """Whoever pressed."""
    url: ResponseUrl
    """By which it can be replaced or answered."""
    channel: str
    ts: str
    thread: str = ""
    """The thread that it is part of, at its top or below; empty: none."""
    is_ephemeral: bool = False
    is_answer: bool = False
    """Whether it is imerr's answer to a message."""
    asker: UserId | None = None
    """Whoever may remove it, as imerr wrote it into a public answer; None where it is none."""
    mark: str = ""
    """The mark of the question that it answers."""

    @property
    def surface(self) -> Surface | None:
        """The surface if nobody but the user sees it; None where others may.

        A conversation of two people has an id of the same form as one with imerr, but bears no answers in its threads.
        """
        if self.is_ephemeral:
            return PRIVATE
        return DIRECT if is_direct(self.channel) and self.is_answer else None

    @property
    def reply_thread(self) -> str:
        """The thread in which a private answer to it is seen: its own, unless it is the top of one."""
        return self.thread if self.thread != self.ts else ""

    def sealed_thread(self, key: str) -> str:
        """Return its thread for a button's value, sealed with the bot's token."""
        return sealed(self.thread, self.channel, self.user, key)

    def thread_to_share_in(self, value: str, key: str) -> str:
        """Return the thread in a button's value if imerr wrote it for this user, or it is this message's own; else nothing."""
        thread = value.partition("/")[0]
        return thread if thread == self.thread else unsealed(value, self.channel, self.user, key)


@dataclass(frozen=True, slots=True)
class InModal:
    """The modal in which something was pressed."""

    view_id: str


@dataclass(frozen=True, slots=True)
class OnHome:
    """The App Home on which something was pressed."""

    search_field: str
    """Block id of its search field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed(Request):
    """Somebody pressed a button, picked from a menu or filled in a field."""

    action: str
    at: str
    """When, as Slack's `ts`."""
    trigger_id: str
    where: OnMessage | InModal | OnHome
    route: Route | None = None
    """Where it leads; None where the value is none of this version's routes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Request):
    """Somebody types into a field that offers options."""

    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Request):
    """Somebody submitted a modal."""

    route: Route | None
    """The entry that is picked or shown there."""
    channel_urls: tuple[ResponseUrl, ...]
    """Leave to post into the channels that were chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Request):
    """Somebody opened imerr's Home tab, or another one."""

    at: str
    is_home: bool
    stamp: str
    """What the page bears that they saw there last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Request):
    """Somebody chose a global shortcut."""

    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Request):
    """Somebody chose a shortcut on a message, whose words are `quoted`."""

    url: ResponseUrl
    """By which it can be answered."""
    root: str
    """The `ts` of the message at the top of its thread; its own where it starts one."""

    def sealed_thread(self, key: str) -> str:
        """Return the thread into which an answer can be shared, sealed with the bot's token."""
        return sealed(self.root, self.channel, self.user, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReached(Request):
    """A workflow came to the step, with a text."""

    execution: str


def is_direct(channel: str) -> bool:
    """Whether a channel is a conversation of two, such as somebody's with imerr: Slack's ids of those begin with D."""
    return channel.startswith("D")
