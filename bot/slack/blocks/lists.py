"""Entries in short, each with a way to open it: several codes, candidates, what is near an unknown code, nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.card import introduction, platform_title
from bot.lookup.answer import Evidence
from bot.slack.blocks import controls
from bot.slack.blocks.message import Message, bullets, button, escape, header, inert, markup, note, section
from bot.slack.stage import Surface
from bot.wording import told_apart, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.lookup.answer import Answer
    from bot.slack.blocks.message import Block
    from bot.slack.place import Place
    from bot.slack.stage import Stage
    from db.catalog import Catalog
    from db.entry import Entry, Key, Lang

MOST_LISTED = 40
"""A message has room for 50 blocks and about 13,000 characters; nobody picks from more than this."""


def several(catalog: Catalog, place: Place, stage: Stage, closing: Sequence[Block] = ()) -> Message:
    """Give the codes that a text names, in its order; `closing` comes before the controls."""
    entries = _present(catalog, place.codes)
    intro = introduction(entries, sum(code in catalog.by_key for code in place.codes), place.lang)
    blocks: list[Block] = [header(intro), *_to_pick_from(catalog, entries, place)]
    blocks += [*closing, *controls.under_list(place, stage, browse=False)]
    return Message(titles(intro, entries, place.lang), tuple(blocks))


def candidates(catalog: Catalog, place: Place, stage: Stage, offered: Sequence[Block] = ()) -> Message:
    """Return up to ten entries to pick from; `offered` comes before the controls."""
    entries = _present(catalog, place.codes)
    intro = wording(place.lang).candidates(len(entries))
    blocks: list[Block] = [section(inert(intro)), *_to_pick_from(catalog, entries, place), *offered]
    blocks += controls.under_list(place, stage)
    return Message(titles(intro, entries, place.lang), tuple(blocks))


@dataclass(frozen=True)
class Unknown:
    """What is said of a code that is unknown: that it is, what to do, and over what comes closest in which way."""

    title: str
    next_step: str
    heading: str


def unknown(catalog: Catalog, place: Place, stage: Stage, said: Unknown) -> Message:
    """Return the message that a code is unknown, with what comes closest."""
    near = _present(catalog, place.codes)
    blocks: list[Block] = [header(said.title), section(inert(said.next_step))]
    if near:
        # None of these is what was asked for, so whoever shares one shares it without the question.
        blocks += [note(inert(said.heading)), *_openable(catalog, near, replace(place, question=""))]
    blocks += controls.under_list(place, stage)
    return Message(f"{said.title}. {said.next_step}", tuple(blocks))


def nothing(catalog: Catalog, place: Place, stage: Stage, title: str = "") -> Message:
    """Say that nothing fits, and what works; and give the codes that numbers in the question may be."""
    words = wording(place.lang)
    title = title or words.none()
    mentioned = _present(catalog, place.codes)
    # Only where a command was typed is one the way to ask again.
    prefix = "/imerr " if stage.surface is Surface.PRIVATE and not place.thread else ""
    examples = "   ".join(f"`{prefix}{escape(example)}`" for example in words.examples)
    blocks: list[Block] = [
        header(title),
        section(inert(words.none_next())),
        note(markup(examples)),
    ]
    if mentioned:
        blocks += [section(inert(words.mentioned())), *_openable(catalog, mentioned, place)]
    blocks += controls.under_list(place, stage)
    return Message(f"{title}. {words.none_next()}", tuple(blocks))


def beside(catalog: Catalog, place: Place, answer: Answer) -> tuple[Block, ...]:
    """Return what goes under an answer: codes that the table lacks, and what else may be meant, by numbers or by words."""
    words = wording(place.lang)
    blocks: list[Block] = [note(inert(words.also_unknown(answer.unknown)))] if answer.unknown else []
    if answer.offered:
        by_number = all(match.evidence is Evidence.CODE for match in answer.offered)
        blocks.append(note(inert(words.mentioned() if by_number else words.described())))
        blocks += _openable(catalog, _present(catalog, [match.entry.key for match in answer.offered]), place)
    return tuple(blocks)


def sentence(text: str, place: Place, stage: Stage) -> Message:
    """Say one sentence, with a way to be rid of it."""
    return Message(escape(text), (section(inert(text)), *controls.under_list(place, stage, browse=False)))


def _present(catalog: Catalog, codes: Iterable[Key]) -> list[Entry]:
    return [catalog.by_key[code] for code in codes if code in catalog.by_key][:MOST_LISTED]


def _to_pick_from(catalog: Catalog, entries: Sequence[Entry], place: Place) -> list[Block]:
    blocks = _openable(catalog, entries, place)
    if differences := told_apart(entries, place.lang):
        blocks.append(bullets(wording(place.lang).differences, [("", text) for text in differences]))
    return blocks


def _openable(catalog: Catalog, entries: Sequence[Entry], place: Place) -> list[Block]:
    return [openable(catalog, entry, place) for entry in entries]


def openable(catalog: Catalog, entry: Entry, place: Place) -> Block:
    """Give an entry in two lines, with a button that opens it in place."""
    opening = button(wording(place.lang).open, f"open:{entry.key}", place.at(entry.key))
    where = f"`{entry.name}`"
    if catalog.platforms:
        where += f" · {escape(platform_title(catalog, entry, place.lang))}"
    return section(markup(f"*{entry.code}*  {escape(entry.title.in_(place.lang))}\n{where}"), opening)


def titles(intro: str, entries: Sequence[Entry], lang: Lang) -> str:
    """Give what stands for a list in notifications and for screen readers."""
    return escape("\n".join([intro, *(f"{entry.code} {entry.title.in_(lang)}" for entry in entries)]))
