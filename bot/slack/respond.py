"""From what somebody typed to the message that answers it: help, the lists, or an explanation."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import is_chinese, language_of, normalize, take_language_flag
from bot.slack.view import browse, lists
from bot.slack.view.answer import to_answer, to_route
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE
from bot.wording import wording

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from bot.slack.view.message import Message
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Lang

_HELP = {"", "help", "?", "-h", "--help", "帮助", "說明", "说明", "怎么用"}
_GREETINGS = {"hi", "hello", "hey", "hallo", "你好", "您好", "嗨", "哈喽", "在吗", "在么", "在不在"}
_THANKS = {
    "thanks",
    "thank you",
    "thanks a lot",
    "thx",
    "ty",
    "cheers",
    "ok",
    "okay",
    "ok thanks",
    "got it",
    "great",
    "perfect",
}
_THANKS |= {
    "谢谢",
    "多谢",
    "谢了",
    "感谢",
    "谢谢啦",
    "辛苦了",
    "好的",
    "收到",
    "明白了",
    "知道了",
    "好的谢谢",
    "收到谢谢",
}
_LONGEST_COMMAND = 100
"""Help and browsing are asked for in a few words."""
_ALL_OF_FAMILY = re.compile(
    r"(?:请问|请)?(?:(?:列出|列一?下|看看|查一?下)(?:所有|全部)?|都?有哪些|所有|全部)(?:的)?(?P<zh>.{1,8}?)(?:相关|方面|类|有关)?(?:的)?(?:错误码?|报错|错误代码)"
    r"(?:都?有哪些|列表)?[?!.。]?|"
    r"(?:please )?(?:list|show|what are|which are|give me)(?: me)?(?: all)?(?: of)?(?: the)? (?P<en>[a-z ]{2,20}?)(?: related)? "
    r"(?:errors?|codes|error codes)(?: are there)?[?!.]?"
)
_LIST = {"list", "列表", "浏览", "目录"}
_COMMANDS = _HELP | _GREETINGS | _LIST


def respond_to(  # noqa: PLR0911 - one for each kind of request
    lookup: Lookup, text: str, default_lang: Lang, surface: Surface = PRIVATE, wanted: Lang | None = None
) -> tuple[str, Message]:
    """Give what was done (a verdict, `help` or `list`) and the message that answers a text.

    `default_lang` is for a text without words of its own, `wanted` for every text.
    """
    asked, flag = take_language_flag(text[:_LONGEST_COMMAND])
    if is_thanks(asked):
        # These are typed by everybody, too.
        lang = flag or wanted or ("zh" if is_chinese(asked) else default_lang)
        route = Route(lang, thread=surface.thread)
        return "thanks", lists.sentence(wording(lang).welcome, route, surface)
    first, rest = _first_word(asked)
    if first in _COMMANDS:
        # These words are typed by everybody; unless they are Chinese they say nothing about their reader's language.
        lang = flag or wanted or ("zh" if language_of(f"{first} {rest}") == "zh" else default_lang)
        route = Route(lang, trail="families", thread=surface.thread)
        if first in _HELP | _GREETINGS and not rest:
            return "help", browse.help_(lookup.catalog, route, surface)
        if first in _LIST and not rest:
            return "list", to_route(lookup.catalog, route, surface)
        if first in _LIST and (family := _family(lookup.catalog, rest.strip())):
            return "list", to_route(lookup.catalog, replace(route, trail="family", family=family), surface)
        if first in _LIST and len(rest.split()) == 1 and lookup.explain(rest).verdict is Verdict.NONE:
            # Whoever asks for a family that there is not is shown those that there are.
            return "list", to_route(lookup.catalog, route, surface)
    if (family := _family_asked_for(lookup.catalog, asked)) is not None:
        lang = flag or wanted or language_of(asked) or default_lang
        route = Route(lang, trail="family", family=family, thread=surface.thread)
        return "list", to_route(lookup.catalog, route, surface)
    answer = lookup.explain(text, default_lang, wanted)
    return answer.verdict.value, to_answer(lookup.catalog, answer, surface)


def language_told_by(text: str) -> Lang | None:
    """Give the language that a text asks to be answered in; None where its words are none, or the same for everybody."""
    found = language_of(text)
    return None if found == "en" and (_first_word(text)[0] in _COMMANDS or is_thanks(text)) else found


def is_thanks(text: str) -> bool:
    """Whether a text only says thanks, or that it was read."""
    return normalize(text).strip().lower().rstrip("!~.,。！～ ") in _THANKS


def is_greeting(text: str) -> bool:
    """Whether a text only greets."""
    first, rest = _first_word(text)
    return first in _GREETINGS and not rest


def _first_word(text: str) -> tuple[str, str]:
    """Split a text into its first word and the rest, without what its end is decorated with."""
    first, _, rest = normalize(text).strip().lower().rstrip("!~.,。").partition(" ")
    return first, rest


def _family_asked_for(catalog: Catalog, text: str) -> str | None:
    """Return the family that a sentence asks all errors of: `list group errors`, `有哪些群组相关的错误`; None where it does not."""
    asked = _ALL_OF_FAMILY.fullmatch(normalize(text).strip().lower())
    if asked is None:
        return None
    wanted = (asked["zh"] or asked["en"] or "").strip()
    return _family(catalog, wanted) or _family(catalog, f"{wanted}s")


def _family(catalog: Catalog, wanted: str) -> str | None:
    for family in catalog.families:
        if wanted in {family.id, family.id + "s", family.title.zh.lower(), family.title.en.lower()}:
            return family.id
    return None
