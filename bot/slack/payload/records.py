"""Records of requests: user, channel, thread, words, and ways to answer. Built by `payload.reader` alone."""

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
"""A URL validated as one of Slack's own."""
NOBODY = UserId("")
NO_WORDS = Text("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """The fields of every request; ids as Slack has them, empty if a payload has none."""

    type: str
    """Slack's type of the payload, or the command; safe to log."""
    user: UserId = NOBODY
    team: str = ""
    """The workspace whose memory the user shares: where imerr is installed, for its own members; empty for all others."""
    is_among_ourselves: bool = False
    """Whether nobody of another company is in the channel, as far as Slack tells."""
    channel: str = ""
    thread: str = ""
    """The thread in which the user sees an ephemeral message; empty: the channel."""
    response_url: ResponseUrl | None = None
    modal: str = ""
    """Id of the open modal in which the request was made."""
    event_id: str = ""
    words: Text = NO_WORDS
    """The user's own words."""
    channel_link: tuple[str, str] = ("", "")
    """Id and label of the first channel that the user's words link to; both empty without one."""
    quoted: Text = NO_WORDS
    """The words of another user's message that the request is about."""
    lang: Lang | None = None
    """The language of the pressed control."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return the record itself: Bolt copies requests for lazy listeners, and records are immutable."""
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Other(Request):
    """A request without a listener, or a message that is no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Request):
    """The user typed the slash command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Request):
    """A message by a person, or its edit."""

    ts: str
    root: str
    """The `ts` of its thread's top message, under which the answer goes; its own if it starts a thread."""
    edited: str = ""
    """Slack `ts` of the edit; empty: never edited."""
    is_redelivered: bool = False
    is_mention: bool = False
    """Whether it mentions imerr, so that another event asks for its answer."""

    @property
    def work(self) -> str:
        """The name of the work to answer it, however often it is edited or delivered."""
        return f"{self.channel}:{self.ts}"

    @property
    def is_reply(self) -> bool:
        """Whether it is a reply in a thread."""
        return self.root != self.ts

    @property
    def is_direct(self) -> bool:
        """Whether it was sent in the user's conversation with imerr."""
        return is_direct(self.channel)

    @property
    def is_to_imerr(self) -> bool:
        """Whether it is a question to imerr: a mention, or a direct message."""
        return self.type == "app_mention" or self.is_direct

    @property
    def surface(self) -> Surface:
        """The surface of its answer."""
        return DIRECT if self.is_direct else public(self.user)


@dataclass(frozen=True, slots=True)
class OnMessage:
    """The pressed message, as Slack reports it; a button's value is only a claim of the client."""

    user: UserId
    """The user who pressed."""
    url: ResponseUrl
    """The URL for replacing or answering it."""
    channel: str
    ts: str
    thread: str = ""
    """Its thread, as top message or reply; empty: none."""
    is_ephemeral: bool = False
    is_answer: bool = False
    """Whether it is imerr's answer to a message."""
    asker: UserId | None = None
    """The user who may remove it, as imerr wrote it into a public answer; None if there is none."""
    mark: str = ""
    """The mark of the question that it answers."""

    @property
    def surface(self) -> Surface | None:
        """The surface if only the user sees the message; None if others may.

        A conversation of two people has an id of the same form as one with imerr, but no answers in its threads.
        """
        if self.is_ephemeral:
            return PRIVATE
        return DIRECT if is_direct(self.channel) and self.is_answer else None

    @property
    def reply_thread(self) -> str:
        """The thread in which a private answer to it is visible: its own, unless it is the top message."""
        return self.thread if self.thread != self.ts else ""

    def sealed_thread(self, key: str) -> str:
        """Return its thread for a button's value, sealed with a key."""
        return sealed(self.thread, self.channel, self.user, key)

    def thread_to_share_in(self, value: str, key: str) -> str:
        """Return the thread in a button's value if it is sealed for this user or is this message's own; else empty."""
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
    """The user pressed a button, picked from a menu or filled in a field."""

    action: str
    at: str
    """Slack `ts` of the press."""
    trigger_id: str
    where: OnMessage | InModal | OnHome
    route: Route | None = None
    """Target of the press; None if the value is no route of this version."""
    chosen_channel: str = ""
    """The channel that was chosen in a field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed(Request):
    """The user types into a field with type-ahead."""

    field: str
    dialog: Route | None = None
    """What the dialog around the field shows, in its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Request):
    """The user submitted a modal."""

    route: Route | None
    """The picked entry, else the shown one."""
    channel_urls: tuple[ResponseUrl, ...] = ()
    """The URLs for posting into the chosen channels."""
    note: str = ""
    """The note that the user wrote."""
    reason: str = ""
    """What the user says was wrong."""
    settings: tuple[tuple[str, str], ...] = ()
    """Names in a form of settings, with what the user chose; empty where nothing was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Request):
    """The user opened imerr's Home tab, or another one."""

    at: str
    is_home: bool
    stamp: str
    """The stamp of the page that the user saw last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut(Request):
    """The user chose a global shortcut."""

    trigger_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen(Request):
    """The user chose a shortcut on a message, whose words are `quoted`."""

    url: ResponseUrl
    """The URL for answering."""
    trigger_id: str
    ts: str
    author: str
    """The id of who wrote the message; empty for an app's."""
    root: str
    """The `ts` of its thread's top message; its own if it starts a thread."""

    def sealed_thread(self, key: str) -> str:
        """Return the thread into which an answer can be shared, sealed with a key."""
        return sealed(self.root, self.channel, self.user, key)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReached(Request):
    """A workflow reached the step, with a text."""

    execution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled(Request):
    """The app was uninstalled, or tokens were revoked; without `team`, in the whole organization `enterprise`."""

    enterprise: str
    at: float | None
    """When, in seconds since the epoch; None where Slack does not say."""
    is_void: bool
    """Whether the bot's token is void, not a person's alone."""


def is_direct(channel: str) -> bool:
    """Whether a channel is a conversation of two, such as a user's with imerr: Slack's ids of those begin with D."""
    return channel.startswith("D")
