"""The content of an answer about one error, in order and without markup: for a terminal, Slack and workflows alike."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import product
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.lookup.answer import Answer
    from bot.wording.sentences import Wording
    from db.catalog import Catalog
    from db.code import Code
    from db.entry import Behaviour, Entry, Lang

_MOST_MESSAGES = 6
_SEVERAL = re.compile(r";\s+")
"""Separator between two sources of one fact."""
Item = tuple[str, str]
"""A label, possibly empty, and its text."""


@dataclass(frozen=True)
class Other:
    """Another entry mentioned on a card, and the sentence about it."""

    entry: Entry
    text: str


@dataclass(frozen=True)
class Card:
    """Everything about an entry, as text without markup; lists are sorted by weight."""

    entry: Entry
    platform: str
    title: str
    meaning: str
    causes: tuple[Item, ...]
    actions: tuple[Item, ...]
    facts: tuple[Item, ...]
    """Behaviour of the SDK, limits, and numbers on all platforms."""
    see_also: tuple[Other, ...]
    elsewhere: tuple[Other, ...]
    """Meanings of the number on other platforms."""
    example: str
    link: str
    sources: tuple[str, ...]
    """Sources besides the vendor's page."""
    not_http: str
    """Remark on a code that is also a status of HTTP; empty for any other."""


def card(catalog: Catalog, entry: Entry, lang: Lang) -> Card:
    """Return the card of an entry."""
    words = wording(lang)
    named = product.name_in_text(catalog, lang)
    platform = catalog.platform(entry.platform)
    return Card(
        entry=entry,
        platform=platform_title(catalog, entry, lang),
        title=entry.title.in_(lang),
        meaning=entry.meaning.in_(lang),
        causes=tuple(("", cause.in_(lang)) for cause in entry.causes),
        actions=tuple(
            (product.role(catalog, action.who, lang) + words.colon, action.text.in_(lang)) for action in entry.actions
        ),
        facts=tuple(
            (label + words.colon, text)
            for label, text in [*_behaviour(catalog, entry.behaviour, lang), *_facts(catalog, entry, lang)]
        ),
        see_also=tuple(
            Other(
                other,
                words.confusable.format(code=other.code, title=other.title.in_(lang), reason=mention.reason.in_(lang)),
            )
            for other, mention in catalog.see_also(entry)
        ),
        elsewhere=tuple(meanings(catalog, catalog.elsewhere(entry), lang)),
        example=entry.behaviour.example,
        link=platform.link if platform else catalog.vendor.link,
        sources=tuple(dict.fromkeys(one for source in _sources(entry) if source for one in _SEVERAL.split(source))),
        not_http=product.spaced(words.not_http.format(product=named), named) if entry.is_also_http_status else "",
    )


def platform_title(catalog: Catalog, entry: Entry, lang: Lang) -> str:
    """Return the title of the platform of an entry."""
    platform = catalog.platform(entry.platform)
    return (platform.title if platform else catalog.vendor.platform).in_(lang)


def asked_as(catalog: Catalog, entry: Entry) -> str:
    """Return a question that leads to an entry: its number, after its platform unless that is the table's own."""
    platform = catalog.platform(entry.platform)
    if platform is None or platform is catalog.platforms[0]:
        return str(entry.code)
    return f"{platform.members[0][1] if platform.members else platform.id} {entry.code}"


def asked_about(catalog: Catalog, answer: Answer) -> str:
    """Return the title of the platform or member that a question is about; empty for none or several."""
    only = catalog.platform(answer.platforms[0]) if len(answer.platforms) == 1 else None
    return only.title_of(answer.member, answer.lang) if only else ""


def introduction(entries: Sequence[Entry], count: int, lang: Lang) -> str:
    """Return the heading over several entries out of `count`: distinct errors, one error's numbers on platforms, or one number's errors there."""
    words = wording(lang)
    if len(entries) > 1 and len({entry.error.id for entry in entries}) == 1:
        return words.one_error.format(platforms=len(entries))
    if (
        len(entries) == len({entry.platform for entry in entries}) == count
        and len({entry.code for entry in entries}) == 1
    ):
        return words.one_number.format(code=entries[0].code)
    return words.several(count, len(entries))


def reported_as(catalog: Catalog, general: Entry, meant: Entry, lang: Lang) -> str:
    """Return the sentence that a platform reports a general error for what is meant, and another platform a code of its own."""
    platform, elsewhere = (platform_title(catalog, entry, lang) for entry in (general, meant))
    sentence = wording(lang).means_reported.format(
        title=meant.title.in_(lang), platform=platform, code=general.code, elsewhere=elsewhere, other=meant.code
    )
    return product.spaced(product.spaced(sentence, platform), elsewhere)


def refusal(answer: Answer) -> str:
    """Return the sentence for a question without a fitting entry, or about another system."""
    words = wording(answer.lang)
    return words.of_system.format(system=answer.system.in_(answer.lang)) if answer.system else words.none


def label(catalog: Catalog, entry: Entry, lang: Lang) -> str:
    """Return an entry's label in a list: its constant, and its platform where the table has several."""
    return f"{entry.name} · {platform_title(catalog, entry, lang)}" if catalog.platforms else entry.name


def further_numbers(catalog: Catalog, entry: Entry, lang: Lang) -> list[Item]:
    """Return the other codes of an entry's error, each group with the platforms that have it."""
    words = wording(lang)
    places: dict[Code, list[str]] = {}
    for other in catalog.numbers(entry):
        if other.key != entry.key:
            places.setdefault(other.code, []).append(platform_title(catalog, other, lang))
    codes: dict[str, list[str]] = {}
    for code, titles in places.items():
        codes.setdefault(words.comma.join(dict.fromkeys(titles)), []).append(str(code))
    return [(words.comma.join(listed), place) for place, listed in codes.items()]


def meanings(catalog: Catalog, entries: Iterable[Entry], lang: Lang) -> Iterator[Other]:
    """Yield what a number means by these entries that have it, each error once with its platforms."""
    alike: dict[str, list[Entry]] = {}
    for entry in entries:
        alike.setdefault(entry.error.id, []).append(entry)
    words = wording(lang)
    for first, *more in alike.values():
        where = words.comma.join(platform_title(catalog, entry, lang) for entry in (first, *more))
        yield Other(first, words.elsewhere.format(platform=where, code=first.code, title=first.title.in_(lang)))


def _behaviour(catalog: Catalog, behaviour: Behaviour, lang: Lang) -> Iterator[Item]:
    words = wording(lang)
    if behaviour.note is not None:
        yield words.note, behaviour.note.in_(lang)
    if behaviour.retryable is not None:
        after = behaviour.retry.in_(lang) if behaviour.retry else ""
        yield words.retry, words.retryable(behaviour.retryable, after)
    if behaviour.arrives:
        yield words.arrives, words.comma.join(product.way(catalog, way, lang) for way in behaviour.arrives)
    if behaviour.raised_by:
        yield words.raised_by, words.comma.join(behaviour.raised_by)
    if behaviour.messages:
        yield words.messages, words.semicolon.join(behaviour.messages[:_MOST_MESSAGES])


def _facts(catalog: Catalog, entry: Entry, lang: Lang) -> Iterator[Item]:
    words = wording(lang)
    for limit in entry.limits:
        yield words.limit, limit.in_(lang)
    if entry.names:
        yield words.spellings, words.comma.join(entry.names)
    if entry.only and (platform := catalog.platform(entry.platform)) is not None:
        yield words.listed_for, words.comma.join(platform.title_of(member, lang) for member in entry.only)
    if catalog.platforms:
        yield words.numbers, _numbers(catalog, entry, words, lang)


def _numbers(catalog: Catalog, entry: Entry, words: Wording, lang: Lang) -> str:
    """Return an error's number on each platform, or the error reported instead."""
    told = []
    for platform in catalog.platforms:
        codes = [str(other.code) for other in catalog.numbers(entry) if other.platform == platform.id]
        title = platform.title.in_(lang)
        if codes:
            told.append(f"{title} {' / '.join(codes)}")
        elif (other := catalog.on(entry.error.id, platform.id)) is not None:
            told.append(f"{title} {words.reported_as.format(code=other.code, title=other.title.in_(lang))}")
    return words.semicolon.join(told)


def _sources(entry: Entry) -> Iterator[str]:
    behaviour = entry.behaviour
    yield behaviour.source
    for text in (behaviour.note, behaviour.retry, entry.meaning, *entry.causes, *entry.limits):
        if text is not None:
            yield text.source
    for action in entry.actions:
        yield action.text.source
