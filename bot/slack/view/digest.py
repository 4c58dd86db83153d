"""The weekly digest: the message, and the field in which an admin chooses its channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.text import clip
from bot.slack.view.message import Message, bullets, button, escape, header, headline, inert, note, row, section
from bot.slack.view.route import Route
from bot.slack.view.stats import chart, entry_of, numbers, top_errors, words_of
from bot.wording import wording

if TYPE_CHECKING:
    from bot.memory.digests import Digest
    from bot.slack.view.message import Block, Element
    from db.catalog import Catalog
    from db.entry import Lang

DIGEST_CHANNEL = "digest_channel"
DIGEST_OFF = "digest_off"
_QUESTION = 150
"""Limit of a question in characters."""


def digest_message(catalog: Catalog, digest: Digest, lang: Lang) -> Message:
    """Return the digest. It mentions nobody: Slack would call them."""
    words = wording(lang)
    period = digest.stats.period
    title = words.digest_title.format(first=period.first.isoformat(), last=period.last.isoformat())
    learned = [
        (f"“{clip(each.question, _QUESTION)}”", f" → {_named(catalog, each.error, each.platform, lang)}")
        for each in digest.lessons
    ]
    missed = [(f"“{clip(each.question, _QUESTION)}”", f"  {words.asked_times(each.count)}") for each in digest.misses]
    lists = [
        (heading, items) for heading, items in ((words.digest_lessons, learned), (words.digest_misses, missed)) if items
    ]
    blocks: list[Block] = [header(title), *numbers(digest.stats, lang), chart(digest.stats, lang)]
    blocks += top_errors(catalog, digest.stats.top, lang)
    blocks += [bullets(heading, items) for heading, items in lists]
    blocks.append(note(inert(words.digest_footer)))
    told = [f"{heading}{words.colon}{escape(words.semicolon.join(map(''.join, items)))}" for heading, items in lists]
    return Message("\n".join([title, *words_of(catalog, digest.stats, lang), *told]), tuple(blocks))


def undrawn(message: Message) -> Message:
    """Return a message without its charts, for a Slack that does not draw them."""
    return Message(message.text, tuple(block for block in message.blocks if block["type"] != "data_visualization"))


def chooser(channel: str, lang: Lang, at: str) -> tuple[Block, ...]:
    """Return the field for the channel of the digest, and the button that switches it off.

    `at` makes the ids of a page unlike those of the page before, of which Slack would keep what was chosen.
    """
    words = wording(lang)
    field: Element = {
        "type": "conversations_select",
        "action_id": DIGEST_CHANNEL,
        "placeholder": inert(words.digest_choose),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    if channel:
        field["initial_conversation"] = channel
    off = [button(words.digest_turn_off, DIGEST_OFF, Route(lang))] if channel else []
    return (
        header(words.digest_heading),
        section(inert(words.digest_intro if channel else f"{words.digest_is_off} {words.digest_intro}")),
        row(field, *off) | {"block_id": f"{DIGEST_CHANNEL}:{at}"},
    )


def _named(catalog: Catalog, error: str, platform: str, lang: Lang) -> str:
    entry = entry_of(catalog, error, platform)
    return error if entry is None else headline(entry, lang)
