"""The text of any message, and the marks that imerr leaves in its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.slack.view.controls import DELETE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.slack.payload.shapes import Content, Message

_MENTION = re.compile(r"<[@!](?:[^<>]*)>")
_REFERENCE = re.compile(r"<([#]?)([^<>|]+)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#([A-Z0-9]{1,64})(?:\|([^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_PEOPLE_WRITE = {"", "file_share", "me_message", "thread_broadcast"}
"""The subtypes of messages typed by people."""
_DELETED = "tombstone"
"""The subtype of a deleted message with replies."""
_SLACKBOT = "USLACKBOT"
_NO_PREVIEW = "[no preview available]"
_ICONS = "context_actions"
_MARK = re.compile(r"answer-[\d.]+-")


def text_of(message: Content) -> str:
    """Return the text of a message: the typed text, forwarded messages, and the previews of text files."""
    if message.subtype == _DELETED:
        # The text is Slack's notice.
        return ""
    return "\n".join(part for part in (plain(str(raw)).strip() for raw in _parts(message) if raw) if part)


def plain(text: str) -> str:
    """Return Slack's markup as plain text: no mentions, links by their labels, entities unescaped."""
    text = _REFERENCE.sub(lambda link: link[3] or link[2], _MENTION.sub(" ", text))
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def channel_linked_in(text: str, here: str = "", name: str = "") -> tuple[str, str]:
    """Return the id and the label of the first channel that a text links to; both empty without one.

    In a command Slack may leave `#name` as it was typed, without an id: only the command's own channel `here`, with its
    `name`, is known then.
    """
    if found := _CHANNEL.search(text):
        return found[1], found[2] or found[1]
    return (here, f"#{name}") if here and name and f"#{name}" in text.split() else ("", "")


def is_by_person(message: Message) -> bool:
    """Whether a person typed a message, not an app or Slack itself."""
    if message.bot_id or message.bot_profile or message.user == _SLACKBOT:
        return False
    return (message.subtype or "") in _PEOPLE_WRITE


def mark_for(ts: str) -> str:
    """Return the mark of the answer to the message `ts`: the prefix of a block id, by which the answer is found."""
    return f"answer-{ts}-"


def mark_of(message: Content) -> str:
    """Return the mark in a message; empty if it is no answer of imerr's."""
    marks = (_MARK.match(str(block.get("block_id", ""))) for block in message.blocks or ())
    return next((mark[0] for mark in marks if mark), "")


def asker_in(message: Content) -> str:
    """Return the user id in a public answer's trash icon, who may remove it; empty if there is no icon, or several."""
    icons = [
        element
        for block in message.blocks or ()
        if block.get("type") == _ICONS
        for element in _objects(block.get("elements"))
        if element.get("action_id") == DELETE
    ]
    if len(icons) != 1:
        return ""
    asker = str(icons[0].get("value") or "")
    return asker if icons[0].get("visible_to_user_ids") in (None, [asker]) else ""


def _parts(message: Content) -> Iterator[Any]:
    typed = message.text or ""
    yield typed
    if message.bot_id:
        # The content of an alert often stands in its blocks alone; its text only announces it.
        yield from (text for text in _block_texts(message.blocks) if text not in typed)
    for attachment in message.attachments or ():
        yield from _attached(attachment)
    for file in message.files or ():
        yield file.get("preview") or file.get("plain_text")


def _attached(attachment: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the texts of an attachment; alerts use any of its fields."""
    said = [_said(attachment, "pretext"), _said(attachment, "title"), _said(attachment, "text")]
    said += [
        ": ".join(filter(None, (_said(field, "title"), _said(field, "value"))))
        for field in _objects(attachment.get("fields"))
    ]
    if not _said(attachment, "text"):
        said += _block_texts(attachment.get("blocks"))
    if not any(said):
        # `fallback` is for clients that show nothing else; beside blocks it is only a placeholder.
        said = [_said(attachment, "fallback")]
    yield from (part for part in dict.fromkeys(said) if part != _NO_PREVIEW)


def _said(part: Mapping[str, Any], name: str) -> str:
    """Return the text of a field; some apps put numbers there."""
    found = part.get(name)
    return str(found) if isinstance(found, str | int | float) else ""


def _block_texts(node: object) -> Iterator[str]:
    """Yield the texts in blocks, in order."""
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
