"""Where a message stands in Slack, and so who sees it and what can be done with it there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """The surfaces on which an answer can stand."""

    PRIVATE = auto()
    """An ephemeral message in a channel or a thread."""
    PUBLIC = auto()
    """A message that everybody in the channel sees."""
    DIRECT = auto()
    """A message in somebody's conversation with imerr."""
    MODAL = auto()
    HOME = auto()


@dataclass(frozen=True, slots=True)
class Surface:
    """A surface, and whose answer stands on it."""

    kind: Kind
    asker: str = ""
    """Id of the user who may remove the answer; only a public one needs it."""
    thread: str = ""
    """The `ts` of the message under which a share of a private answer goes; empty: into the channel."""


PRIVATE = Surface(Kind.PRIVATE)
DIRECT = Surface(Kind.DIRECT)
MODAL = Surface(Kind.MODAL)
HOME = Surface(Kind.HOME)


def private(thread: str) -> Surface:
    """Give the surface of a private answer that can be shared into a thread."""
    return Surface(Kind.PRIVATE, thread=thread)


def public(asker: str) -> Surface:
    """Give the surface of an answer that everybody sees and that the asker may remove."""
    return Surface(Kind.PUBLIC, asker)


def is_direct(channel_id: str) -> bool:
    """Whether a channel is somebody's conversation with imerr: Slack's ids of those begin with D."""
    return channel_id.startswith("D")


def thread_of(message: Mapping[str, Any]) -> str:
    """Give the thread in which a message is a reply; empty where it is none, though it may be the top of one.

    A private answer to a message at the top goes beside it into the channel: that is where it is before whoever pressed, and
    under a message without replies Slack shows nobody an ephemeral message.
    """
    thread, ts = str(message.get("thread_ts") or ""), str(message.get("ts") or message.get("message_ts") or "")
    return thread if thread != ts else ""
