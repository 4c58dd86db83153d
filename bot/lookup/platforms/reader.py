"""The reader of platforms: which one a question is about, by what the table says names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.lookup.any_of import any_of, compiled
from bot.lookup.cues import compares, says_something
from bot.lookup.platforms.scope import Scope
from bot.lookup.text import simplify, without_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.lookup.claim import Claim
    from bot.lookup.text import Text
    from db.catalog import Catalog
    from db.entry import Cue

_MOST_MENTIONS = 12
_MOST_KEPT = 16
_TOLD_BEHIND = re.compile(
    r"[^\d\n，,。;；]{0,8}(?<!\d)-?\d{1,4}(?!\d)|\s?(?:端|上|版|那边|这边)?\s?(?:说|报|给|回|提示|显示|says?|gives?|returns?|shows?|reports?)",
    re.IGNORECASE,
)
"""What stands behind a platform of which something is told."""
_TOLD_BEFORE = re.compile(r"(?<!\d)-?\d{1,4}\s?(?:on|in|for|from|with|是|在)?\s?(?:the\s)?\Z", re.IGNORECASE)
"""What stands before a platform of which something is told: `606 on web, 604 on Android`."""
_VERSION = re.compile(r"\s?v?\d{1,2}", re.IGNORECASE | re.ASCII)
_CODE_BEHIND = re.compile(r"\s?(?:端|上|sdk)?\s?:\s?\d{3,4}", re.IGNORECASE | re.ASCII)
_HAS_VERSIONS = re.compile(r"(?:安卓|苹果|鸿蒙|[a-z](?<!sdk)(?<!app)(?<!web))\Z", re.IGNORECASE)
_MAYBE = 0.2
"""A number that is this likely a code is one, where a text asks what it is on two platforms."""
_NAME = re.compile(r"(?:[A-Za-z\u3400-\u9fff][\s-]?)+(?:v?[\d.]+(?:x|版)?)?")
"""A mention of letters alone, maybe with a version: code and log lines say more than a name."""
_OF_ERRORS = ("Error", "Exception")
_JOINED = re.compile(r"\s*(?:端|上|版|sdk)?\s*(?:和|跟|与|同|及|、|/|,|，|&|and|vs\.?|versus)\s*", re.IGNORECASE)
"""What stands between two platforms that are both meant."""


class PlatformError(ValueError):
    """The table has no platform of that name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A piece of a text that names a platform, or a member of it."""

    platform: str
    member: str
    start: int
    end: int
    is_device: bool
    is_hint: bool


class PlatformReader:
    """Reads which platforms of a table a text names."""

    def __init__(self, catalog: Catalog, default: str = "") -> None:
        """Read the platforms of `catalog`; `default`, a platform or a member of one, is meant where a text names none.

        Raises:
            PlatformError: the table has no such platform.

        """
        self._catalog = catalog
        self._cues = [
            (platform.id, cue, compiled(cue.pattern)) for platform in catalog.platforms for cue in platform.cues
        ]
        # Most questions name no platform: one search tells.
        self._any = any_of(cue.pattern for _, cue, _ in self._cues)
        self.default = _default(catalog, default)
        # The language of a question is asked for before its answer.
        self._read = lru_cache(_MOST_KEPT)(self._mentions)

    def scopes(self, text: Text, mentions: Sequence[Mention], *, has_numbers: bool) -> list[Scope]:
        """Return what a text is about: the default platform where it names none, several where it compares them.

        Where there is but a hint at another platform, a number is about both.
        """
        named = surely_named(mentions)
        if not named:
            hinted = [Scope(self._catalog, one.platform, one.member) for one in mentions[:1] if has_numbers]
            return [self.default, *(one for one in hinted if one.platform != self.default.platform)]
        chosen = _meant(named, simplify(text.normal))
        scopes: dict[str, Scope] = {}
        for mention in chosen:
            scope = Scope(self._catalog, mention.platform, mention.member, is_named=True)
            known = scopes.get(mention.platform)
            if known is None or not known.member:
                scopes[mention.platform] = scope
        return list(scopes.values())

    def mentions(self, text: Text) -> Sequence[Mention]:
        """Return what names a platform, in the order of the text; of pieces that overlap the longest."""
        return self._read(text.normal) if self._cues else ()

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        normal = simplify(text)
        if not self._any(normal):
            return ()
        found = [
            Mention(platform, cue.member, match.start(), match.end(), cue.is_device, cue.is_hint)
            for platform, cue, pattern in self._cues
            for match in _few(pattern, normal)
        ]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda one: (one.start - one.end, one.start)):
            if not any(mention.start < other.end and other.start < mention.end for other in kept):
                kept.append(mention)
        return tuple(sorted(kept, key=lambda one: one.start))


def without_names(text: Text, mentions: Sequence[Mention]) -> Text:
    """Return a text with spaces for what only names a platform: that tells nothing of the error, and is no label of a number."""
    names = [(mention.start, mention.end) for mention in mentions if _is_name(text.normal, mention)]
    return text.read_as(without_spans(text.normal, names)) if names else text


def _is_name(text: str, mention: Mention) -> bool:
    """Return whether a mention is but a name; the end of a file's name, `Cart.java:603`, is part of a log, and `EMError 8` a label."""
    return (
        text[max(0, mention.start - 1) : mention.start] != "."
        and not text.endswith(_OF_ERRORS, mention.start, mention.end)
        and _NAME.fullmatch(text, mention.start, mention.end) is not None
    )


def surely_named(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Return the mentions of platforms without mere hints at one."""
    return [mention for mention in mentions if not mention.is_hint]


def within(claim: Claim, mention: Mention) -> bool:
    """Return whether a number is part of what names a platform: a version."""
    return mention.start <= claim.start and claim.end <= mention.end


def behind_names(numbers: Iterable[Claim], mentions: Sequence[Mention], text: Text) -> Iterator[Claim]:
    """Yield numbers with what a platform's name right before them tells.

    One or two digits are its version (`iOS 17 登录报错`, but not `安卓 39 是啥`), more behind a colon its code (`安卓：604`).
    """
    normal = text.normal
    for claim in numbers:
        if any(_is_name(normal, one) and _CODE_BEHIND.fullmatch(normal, one.end, claim.end) for one in mentions):
            yield replace(claim, strength=1.0, is_labelled=True, other="")
            continue
        mention = next((one for one in mentions if _is_versioned(normal, one, claim)), None)
        rest = "" if mention is None else f"{normal[: mention.start]} {normal[claim.end :]}"
        is_version = mention is not None and not claim.is_labelled and says_something(rest)
        yield replace(claim, strength=0.0, other="version") if is_version else claim


def _is_versioned(text: str, mention: Mention, claim: Claim) -> bool:
    """Return whether a number stands right behind the name of a system or a device, not of an SDK or of a mini-program."""
    return (
        _VERSION.fullmatch(text, mention.end, claim.end) is not None
        and _HAS_VERSIONS.search(text, mention.start, mention.end) is not None
    )


def share_out(numbers: Sequence[Claim], mentions: Sequence[Mention], platform: str) -> list[Claim]:
    """Return the numbers that a text says of one of the platforms that it names: `iOS 604, web 606`.

    One number alone is asked of all of them.
    """
    if len({claim.value for claim in numbers}) <= 1:
        return [replace(claim, is_labelled=claim.is_labelled or claim.strength >= _MAYBE) for claim in numbers]
    first = min(claim.start for claim in numbers)
    behind = sorted(numbers, key=lambda claim: claim.start)
    if all(mention.end <= first for mention in mentions) and len(mentions) == len(behind):
        # from 4.x to 5.0 it went from 606 to 604
        return [claim for claim, mention in zip(behind, mentions, strict=True) if mention.platform == platform]
    is_before = mentions[0].start < first
    return [claim for claim in numbers if _beside(claim, mentions, is_before=is_before) in {platform, None}]


def _beside(claim: Claim, mentions: Sequence[Mention], *, is_before: bool) -> str | None:
    """Return the platform that stands next to a number, before it or behind it."""
    if is_before:
        return next((one.platform for one in reversed(mentions) if one.end <= claim.start), None)
    return next((one.platform for one in mentions if one.start >= claim.end), None)


def _meant(found: Sequence[Mention], text: str) -> Sequence[Mention]:
    """Return the mentions that are meant: what may be a device is none beside an SDK, unless the two are compared."""
    if len({mention.platform for mention in found}) <= 1:
        return found
    joined = any(
        one.platform != other.platform and _JOINED.fullmatch(text, one.end, other.start)
        for one, other in pairwise(found)
    )
    nexts = [*(one.start for one in found[1:]), len(text)]
    numbered = {
        one.platform
        for one, end in zip(found, nexts, strict=True)
        if _TOLD_BEHIND.match(text, one.end, end) or _TOLD_BEFORE.search(text[: one.start])
    }
    if joined or len(numbered) > 1 or compares(text):
        return found
    surely = [mention for mention in found if not mention.is_device]
    if len({mention.platform for mention in surely}) <= 1:
        return surely or found
    return surely


def _few(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    for count, match in enumerate(pattern.finditer(text)):
        if count >= _MOST_MENTIONS:
            return
        yield match


def _default(catalog: Catalog, wanted: str) -> Scope:
    if not catalog.platforms:
        return Scope(catalog)
    if not wanted:
        return Scope(catalog, catalog.platforms[0].id)
    for platform in catalog.platforms:
        if wanted == platform.id:
            return Scope(catalog, platform.id)
        if wanted in dict(platform.members):
            return Scope(catalog, platform.id, wanted)
    known = [name for platform in catalog.platforms for name in (platform.id, *dict(platform.members))]
    raise PlatformError(f"The code table has no platform {wanted!r}. It has: {', '.join(known)}.")


def cues_of(catalog: Catalog) -> list[tuple[str, Cue]]:
    """Return all cues of a table with their platforms."""
    return [(platform.id, cue) for platform in catalog.platforms for cue in platform.cues]
