"""`/imerr QUESTION`, answered within the HTTP response itself: no call to Slack at all."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from bot.lookup.text import language_of, normalize, take_language_flag
from bot.slack.blocks import browse
from bot.slack.place import Place
from bot.slack.reply import to_answer

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck

    from bot.lookup.explain import Lookup
    from bot.slack.blocks.message import Message
    from bot.slack.desk import Desk
    from db.catalog import Catalog
    from db.entry import Lang

_log = logging.getLogger(__name__)

COMMAND = "/imerr"
_HELP = {"", "help", "?", "-h", "--help", "帮助", "說明", "说明", "怎么用"}
_LIST = {"list", "列表", "浏览", "目录"}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the slash command."""

    @app.command(COMMAND)
    async def on_command(ack: AsyncAck, command: dict[str, Any]) -> None:
        started = time.perf_counter()
        text = command.get("text") or ""
        kind, message = respond_to(desk.live.current, text, desk.lang)
        await ack(text=message.text, blocks=list(message.blocks), response_type="ephemeral")
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        _log.info("command", extra={"outcome": kind, "ms": milliseconds, "team": command.get("team_id")})


def respond_to(lookup: Lookup, text: str, default_lang: Lang) -> tuple[str, Message]:
    """Give what was done (a verdict, `help` or `list`) and the message that answers the text after `/imerr`."""
    asked, flag = take_language_flag(text)
    words = normalize(asked).strip().lower()
    lang = flag or language_of(words) or default_lang
    if words in _HELP:
        # `help` is typed by everybody and says nothing about its reader's language.
        return "help", browse.help_(lookup.catalog, flag or ("zh" if language_of(words) == "zh" else default_lang))
    first, _, rest = words.partition(" ")
    if first in _LIST:
        lang = flag or (default_lang if first == "list" and language_of(rest) != "zh" else lang)
        if not rest:
            return "list", browse.families(lookup.catalog, lang)
        if family := _family(lookup.catalog, rest.strip()):
            return "list", browse.family(lookup.catalog, Place(lang, trail="family", family=family))
    answer = lookup.explain(text, default_lang)
    return answer.verdict.value, to_answer(lookup.catalog, answer)


def _family(catalog: Catalog, wanted: str) -> str | None:
    for family in catalog.families:
        if wanted in {family.id, family.id + "s", family.title.zh.lower(), family.title.en.lower()}:
            return family.id
    return None
