"""What is asked in a message: its words, without what Slack's markup adds to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MENTION = re.compile(r"<[@!](?:[^<>]*)>")
_REFERENCE = re.compile(r"<([#]?)([^<>|]+)(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_PEOPLE_WRITE = {"", "file_share", "me_message", "thread_broadcast"}
"""The subtypes of messages that somebody typed."""
_EDIT = "message_changed"
_DELETED = "tombstone"
"""What stands in the place of a deleted message that has replies."""
_SLACKBOT = "USLACKBOT"
_NO_PREVIEW = "[no preview available]"


@dataclass(frozen=True, slots=True)
class Question:
    """A message by a person that imerr is to answer, or the correction of one.

    `thread` is where the answer goes; `is_reply` tells that the question stands under another message, the thread's parent.
    `edited` is when it was corrected, as Slack's `ts`; empty: never.
    """

    channel: str
    ts: str
    thread: str
    user: str
    text: str
    is_reply: bool
    edited: str = ""


def read(event: Mapping[str, Any]) -> Question | None:
    """Give the question in an `app_mention` or `message` event; None where no person typed it, or no word was changed."""
    channel = str(event.get("channel") or "")
    message, edited = event, _edited(event)
    if event.get("subtype") == _EDIT:
        message, before = event.get("message") or {}, event.get("previous_message") or {}
        if message.get("text") == before.get("text"):
            return None
        edited = _edited(message) or str(event.get("event_ts") or "")
    user, ts = str(message.get("user") or ""), str(message.get("ts") or "")
    if not (channel and ts and user) or not _is_by_person(message):
        return None
    thread = str(message.get("thread_ts") or ts)
    return Question(channel, ts, thread, user, text_of(message), is_reply=thread != ts, edited=edited)


def _edited(message: Mapping[str, Any]) -> str:
    return str((message.get("edited") or {}).get("ts") or "")


def text_of(message: Mapping[str, Any]) -> str:
    """Give the words of a message: what was typed, what was forwarded with it, and the beginning of attached text files."""
    if message.get("subtype") == _DELETED:
        # What it says is Slack's, not anybody's.
        return ""
    return "\n".join(part for part in (plain(str(raw)).strip() for raw in _parts(message) if raw) if part)


def plain(text: str) -> str:
    """Give Slack's markup as plain text: no mentions, links by their labels, entities as the characters they stand for."""
    text = _REFERENCE.sub(lambda link: link[3] or link[2], _MENTION.sub(" ", text))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _is_by_person(message: Mapping[str, Any]) -> bool:
    if message.get("bot_id") or message.get("bot_profile") or message.get("user") == _SLACKBOT:
        return False
    return (message.get("subtype") or "") in _PEOPLE_WRITE


def _parts(message: Mapping[str, Any]) -> Iterator[Any]:
    typed = str(message.get("text") or "")
    yield typed
    if message.get("bot_id"):
        # What an alert says often stands in its blocks alone, over a text that only announces it.
        yield from (text for text in _block_texts(message.get("blocks")) if text not in typed)
    for attachment in _objects(message.get("attachments")):
        yield from _attached(attachment)
    for file in _objects(message.get("files")):
        yield file.get("preview") or file.get("plain_text")


def _attached(attachment: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the words of an attachment: alerts put theirs into any of its parts."""
    said = [_said(attachment, "pretext"), _said(attachment, "title"), _said(attachment, "text")]
    said += [
        ": ".join(filter(None, (_said(field, "title"), _said(field, "value"))))
        for field in _objects(attachment.get("fields"))
    ]
    if not _said(attachment, "text"):
        said += _block_texts(attachment.get("blocks"))
    if not any(said):
        # It is for clients that show nothing else, and where there are blocks it says only that.
        said = [_said(attachment, "fallback")]
    yield from (part for part in dict.fromkeys(said) if part != _NO_PREVIEW)


def _said(part: Mapping[str, Any], name: str) -> str:
    """Return what stands in a field as text; some apps put numbers there."""
    found = part.get(name)
    return str(found) if isinstance(found, str | int | float) else ""


def _block_texts(node: object) -> Iterator[str]:
    """Yield the texts in blocks, in their order."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if isinstance(text := here.get("text"), str):
                yield text
            waiting += reversed(here.values())
        elif isinstance(here, list):
            waiting += reversed(here)


def _objects(found: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))
