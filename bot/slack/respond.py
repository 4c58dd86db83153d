"""From the user's words to an answer: help, a list, a welcome, or an explanation."""

from __future__ import annotations

import logging
import re
import time
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from bot import metrics
from bot.lookup.answer import Verdict
from bot.lookup.text import clip, normalize, take_language_flag
from bot.memory.stats import MONTH, WEEK
from bot.slack.view import browse, lists, stats
from bot.slack.view.message import noted
from bot.slack.view.render import render_answer, render_route
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE
from bot.slack.view.surface import Kind as SurfaceKind
from bot.slack.view.thumbs import with_thumbs
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.answer import Answer
    from bot.lookup.claim import Claim
    from bot.lookup.explain import Lookup
    from bot.lookup.text import Text
    from bot.memory.recalled import Recalled
    from bot.memory.stats import Stats
    from bot.slack.view.message import Message
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Key, Lang

_log = logging.getLogger(__name__)

_HELP = {"", "help", "?", "-h", "--help", "帮助", "說明", "说明", "怎么用"}
_GREETINGS = {"hi", "hello", "hey", "hallo", "你好", "您好", "嗨", "哈喽", "在吗", "在么", "在不在"}
_LIST = {"list", "列表", "浏览", "目录"}
_STATS_ZH = {"统计", "統計"}
_STATS = {"stats", *_STATS_ZH}
_PERIODS_ZH = {
    **dict.fromkeys(("周", "本周", "这周", "一周", "最近一周"), WEEK),
    **dict.fromkeys(("月", "本月", "这个月", "一个月", "最近一个月"), MONTH),
}
_PERIODS = {"week": WEEK, "month": MONTH, **_PERIODS_ZH}
_IN_ONE_WORD = {
    typed: days
    for stats_word in _STATS_ZH
    for word, days in _PERIODS_ZH.items()
    for typed in (stats_word + word, word + stats_word)
}
_CHANNEL = re.compile(r"<?#(?!\d+$).+")
_THANKS = {
    *("thanks", "thank you", "thanks a lot", "thx", "ty", "cheers", "ok", "okay", "ok thanks", "got it", "great"),
    *("perfect", "谢谢", "多谢", "谢了", "感谢", "谢谢啦", "辛苦了", "好的", "收到", "明白了", "知道了", "好的谢谢"),
    "收到谢谢",
}
_SETTINGS = {"settings", "设置", "設置", "設定"}
_EVERYBODYS = _HELP | _GREETINGS | _LIST | _SETTINGS
_LONGEST_QUESTION = 150
"""Length limit of a question that a button carries."""
_LONGEST_COMMAND = 100
"""Length limit of a request for help or a list."""
_ALL_OF_FAMILY = re.compile(
    r"(?:请问|请)?(?:(?:列出|列一?下|看看|查一?下)(?:所有|全部)?|都?有哪些|所有|全部)(?:的)?(?P<zh>.{1,8}?)(?:相关|方面|类|有关)?(?:的)?(?:错误码?|报错|错误代码)"
    r"(?:都?有哪些|列表)?[?!.。]?|"
    r"(?:please )?(?:list|show|what are|which are|give me)(?: me)?(?: all)?(?: of)?(?: the)? (?P<en>[a-z ]{2,20}?)(?: related)? "
    r"(?:errors?|codes|error codes)(?: are there)?[?!.]?"
)


class Kind(Enum):
    """The kind of an answer; the values appear in the log."""

    HELP = "help"
    GREETING = "greeting"
    THANKS = "thanks"
    LIST = "list"
    STATS = "stats"
    SETTINGS = "settings"
    EXPLANATION = "explanation"
    NOTHING_TO_READ = "nothing_to_read"
    UNREADABLE = "unreadable"


class Refusal(Enum):
    """Why there are no counts to show; the values name the sentences."""

    OFF = "off"
    GUEST = "guest"
    SHARED = "shared"
    CHANNEL = "channel"
    FORMS = "forms"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Asking:
    """A text to answer: in which language, where the answer will stand, and the sealed thread into which it can be shared.

    A quoted text is answered in `lang`. The user's own text is answered in its own language, with `lang` as fallback.
    """

    text: Text
    lang: Lang
    surface: Surface = PRIVATE
    thread: str = ""
    is_quoted: bool = False
    platform: str = ""
    """The platform that is meant where the text names none; empty: as imerr is set up."""
    channel: str = ""
    """The label of a channel that the text links to, as it stands in the text."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The counts that a text asks for: of how many days, and whether of one channel."""

    days: int = WEEK
    is_of_channel: bool = False
    is_known: bool = True
    """Whether the text has one of the known forms."""


@dataclass(frozen=True, eq=False)
class Outcome:
    """An answer: its kind, its message, and its verdict if it is an explanation."""

    kind: Kind
    message: Message
    verdict: Verdict | None = None
    codes: tuple[Key, ...] = ()
    """Keys of the entries that it explains."""
    answer: Answer | None = None
    asking: Asking | None = None
    """Of an explanation and of counts, what was asked."""
    wanted: Wanted | None = None
    """The counts that were asked for, which the message lacks as yet."""

    @property
    def name(self) -> str:
        """Name of the outcome in the log."""
        return self.verdict.value if self.verdict else self.kind.value

    @property
    def is_public(self) -> bool:
        """Whether everybody in a channel reads it."""
        return self.asking is not None and self.asking.surface.kind is SurfaceKind.PUBLIC

    @property
    def entry(self) -> Key | None:
        """Key of the one entry that it explains in full; None if there is none."""
        return self.codes[0] if len(self.codes) == 1 else None

    def with_thumbs(self) -> Outcome:
        """Return this outcome with thumbs under it, if it is an explanation that everybody reads."""
        if self.asking is None or self.answer is None or not self.is_public:
            return self
        question = clip(take_language_flag(self.answer.query)[0], _LONGEST_QUESTION)
        route = Route(self.answer.lang, self.entry, question=question)
        return replace(self, message=with_thumbs(self.message, route))

    def with_helper(self, line: str) -> Outcome:
        """Return this outcome with the line that says whom to ask, if imerr has no answer."""
        if not line or self.answer is None or self.verdict not in {Verdict.NONE, Verdict.UNKNOWN_CODE}:
            return self
        return replace(self, message=lists.with_helper(self.message, line, self.answer.lang))

    def with_stats(self, catalog: Catalog, found: Stats | Refusal) -> Outcome:
        """Return this outcome with the counts that were asked for, or the reason why there are none."""
        if self.asking is None:
            return self
        lang = catalog.spoken(self.asking.lang)
        if isinstance(found, Refusal):
            return replace(self, message=stats.refusal(found.value, lang))
        return replace(self, message=stats.stats_message(catalog, found, lang, self.asking.surface))

    def with_settings(self, catalog: Catalog) -> Outcome:
        """Return this outcome with the place of the settings that was asked for."""
        if self.kind is not Kind.SETTINGS or self.asking is None:
            return self
        lang = catalog.spoken(self.asking.lang)
        route = Route(lang, thread=self.asking.thread)
        return replace(self, message=lists.sentence(wording(lang).settings_where, route, self.asking.surface))

    def recalling(self, catalog: Catalog, recalled: Recalled) -> Outcome:
        """Return this outcome with what the team added to its one entry."""
        if self.answer is None or self.asking is None:
            return self
        message = render_answer(catalog, self.answer, self.asking.surface, self.asking.thread, recalled)
        return replace(self, message=message)


def respond(lookup: Lookup, asking: Asking, told: Sequence[Claim] = ()) -> Outcome:
    """Return the answer to a text; `told` is what the asker's team taught and noted about it."""
    text, surface, thread = asking.text, asking.surface, asking.thread
    catalog, asked = lookup.catalog, _typed(text)
    lang = catalog.spoken(asking.lang)
    if _is_thanks(asked):
        return Outcome(Kind.THANKS, lists.sentence(wording(lang).welcome, Route(lang, thread=thread), surface))
    first, rest = _first_word(asked)
    route = Route(lang, trail="families", thread=thread)
    if not rest and first in _HELP | _GREETINGS:
        kind = Kind.GREETING if first in _GREETINGS else Kind.HELP
        return Outcome(kind, browse.help_(catalog, route, surface))
    family = _family_listed(lookup, first, rest) if first in _LIST else _family_asked_for(catalog, asked)
    if family is not None:
        route = replace(route, trail="family", family=family) if family else route
        listed = render_route(catalog, route, surface)
        if rest and not family:
            listed = noted(listed, _no_family(catalog, rest, lang))
        return Outcome(Kind.LIST, listed)
    if not rest and first in _SETTINGS and not asking.is_quoted:
        off = lists.sentence(wording(lang).settings_off, Route(lang, thread=thread), surface)
        return Outcome(Kind.SETTINGS, off, asking=asking)
    wanted = None if asking.is_quoted else _stats_wanted(lookup, first, rest, asking.channel)
    if wanted is not None:
        uncounted = stats.refusal(Refusal.OFF.value, lang)
        return Outcome(Kind.STATS, uncounted, asking=asking, wanted=wanted)
    answer = lookup.explain(text, lang, lang if asking.is_quoted else None, told)
    message = render_answer(catalog, answer, surface, thread)
    return Outcome(Kind.EXPLANATION, message, answer.verdict, explained(answer), answer, asking)


def explained(answer: Answer) -> tuple[Key, ...]:
    """Return the keys of the entries that an answer explains; none for a choice or a no."""
    return tuple(match.entry.key for match in answer.shown) if answer.verdict.answered else ()


def report(surface: str, name: str, codes: tuple[Key, ...], started: float, **more: object) -> None:
    """Log and count an answer that is ready; `name` is its verdict or kind, `started` a time of `time.perf_counter`."""
    seconds = time.perf_counter() - started
    told = {"codes": codes} if codes else {}
    _log.info(surface, extra={"outcome": name, **told, "ms": round(seconds * 1000, 2), **more})
    metrics.answered(surface, name, seconds)


def language_told_by(lookup: Lookup, text: Text) -> Lang | None:
    """Return the language in which a text asks to be answered; None if its words tell none."""
    found = lookup.language(text)
    if found != "en" or text.flag or len(lookup.catalog.languages) == 1:
        return found
    asked = _typed(text)
    first, rest = _first_word(asked)
    is_everybodys = first in _EVERYBODYS or _is_thanks(asked) or _stats_wanted(lookup, first, rest, "") is not None
    return None if is_everybodys else found


def _typed(text: Text) -> str:
    return take_language_flag(text.question[:_LONGEST_COMMAND])[0]


def _is_thanks(text: str) -> bool:
    """Whether a text is only thanks or an acknowledgement."""
    return normalize(text).strip().lower().rstrip("!~.,。！～ ") in _THANKS


def _first_word(text: str) -> tuple[str, str]:
    """Return the first word of a text and the rest, without decoration at the end."""
    first, _, rest = normalize(text).strip().lower().rstrip("!~.,。").partition(" ")
    return first, rest.strip()


def _stats_wanted(lookup: Lookup, first: str, rest: str, channel: str) -> Wanted | None:
    """Return the counts that a text asks for; None for another question.

    One unknown word after `stats` is a mistake, unless the words together mean an error. More words are a question.
    """
    if not rest and first in _IN_ONE_WORD:
        return Wanted(_IN_ONE_WORD[first])
    if first not in _STATS:
        return None
    label = channel.lower()
    words = rest.split()
    channels = [word for word in words if _CHANNEL.fullmatch(word) or (label and word == label)]
    others = [word for word in words if word not in channels]
    if max(len(channels), len(others)) > 1:
        return None
    period = others[0] if others else "week"
    if period in _PERIODS:
        return Wanted(_PERIODS[period], bool(channels))
    answer = lookup.explain(f"{first} {rest}")
    is_question = answer.verdict is not Verdict.NONE or answer.offered
    return None if is_question else Wanted(is_known=False)


def _family_listed(lookup: Lookup, first: str, rest: str) -> str | None:
    """Return the family to list after `list`: empty for all families or an unknown name; None for another question."""
    if not rest:
        return ""
    if family := _family(lookup.catalog, rest):
        return family
    if len(rest.split()) == 1:
        verdict = lookup.explain(rest).verdict
        if verdict is Verdict.NONE or (not verdict.answered and lookup.catalog.family_near(rest)):
            return ""
    return _family_asked_for(lookup.catalog, f"{first} {rest}")


def _no_family(catalog: Catalog, typed: str, lang: Lang) -> str:
    """Return the sentence about an unknown family, with the ids that can be typed."""
    words = wording(lang)
    found = catalog.family_near(typed)
    near = words.family_near.format(family=found) if found else ""
    return words.no_family.format(family=typed, near=near, families=words.comma.join(catalog.by_family))


def _family_asked_for(catalog: Catalog, text: str) -> str | None:
    """Return the family whose errors a sentence asks for: `list group errors`, `有哪些群组相关的错误`; else None."""
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
