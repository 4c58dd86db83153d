"""Lists of entries, each with a button that opens it: several codes, candidates, neighbours of an unknown code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot import not_raised, product
from bot.card import card, introduction, platform_title, reported_as
from bot.slack.view import controls
from bot.slack.view.message import Message, bullets, button, escape, header, inert, markup, note, section
from bot.slack.view.surface import Kind
from bot.wording import told_apart, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.card import Item
    from bot.lookup.answer import Answer
    from bot.slack.view.message import Block
    from bot.slack.view.route import Route
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Entry, Key, Lang

MOST_LISTED = 40
"""Limit of a list: a message has room for 50 blocks and about 13,000 characters, and nobody picks from more."""


def several(catalog: Catalog, route: Route, surface: Surface, closing: Sequence[Block] = ()) -> Message:
    """Return the codes in a text, in its order; `closing` comes before the controls."""
    entries = _present(catalog, route.codes)
    intro = introduction(entries, sum(code in catalog.by_key for code in route.codes), route.lang)
    blocks: list[Block] = [header(intro), *_to_pick_from(catalog, entries, route)]
    blocks += [*closing, *controls.under_list(route, surface, browse=False)]
    return Message(titles(intro, entries, route.lang), tuple(blocks))


def candidates(catalog: Catalog, route: Route, surface: Surface, offered: Sequence[Block] = ()) -> Message:
    """Return up to ten entries to pick from; `offered` comes before the controls."""
    entries = _present(catalog, route.codes)
    intro = wording(route.lang).candidates(len(entries))
    blocks: list[Block] = [section(inert(intro)), *_to_pick_from(catalog, entries, route), *offered]
    blocks += controls.under_list(route, surface)
    return Message(titles(intro, entries, route.lang), tuple(blocks))


def with_helper(message: Message, line: str, lang: Lang) -> Message:
    """Return a message that has no answer with the line that says whom to ask, before its controls."""
    asking = wording(lang).ask_person.format(who=line)
    *above, last = message.blocks
    beside = section(inert(asking))
    is_control = last["type"] in {"actions", "context_actions"}
    blocks = (*above, beside, last) if is_control else (*above, last, beside)
    return Message(f"{message.text}\n{escape(asking)}", blocks)


@dataclass(frozen=True)
class Unknown:
    """The texts about an unknown code: title, next step, and the heading over its nearest neighbours."""

    title: str
    next_step: str
    heading: str


def unknown(catalog: Catalog, route: Route, surface: Surface, said: Unknown) -> Message:
    """Return the message about an unknown code, with its nearest neighbours."""
    near = _present(catalog, route.codes)
    blocks: list[Block] = [header(said.title), section(inert(said.next_step))]
    if near:
        # No neighbour answers the question, so a share leaves the question out.
        blocks += [note(inert(said.heading)), *_openable(catalog, near, replace(route, question=""))]
    blocks += controls.under_list(route, surface)
    return Message(f"{said.title}. {said.next_step}", tuple(blocks))


def nothing(catalog: Catalog, route: Route, surface: Surface, title: str = "") -> Message:
    """Return the message that nothing fits, with examples, and with codes that numbers in the question may be."""
    words = wording(route.lang)
    title = title or words.none
    mentioned = _present(catalog, route.codes)
    # Only answers to the command show examples as commands.
    prefix = "/imerr " if surface.kind is Kind.PRIVATE and not route.thread else ""
    examples = "   ".join(f"`{prefix}{escape(example)}`" for example in product.examples(catalog, route.lang).questions)
    blocks: list[Block] = [
        header(title),
        section(inert(words.none_next)),
        note(markup(examples)),
    ]
    if mentioned:
        blocks += [section(inert(words.mentioned)), *_openable(catalog, mentioned, route)]
    blocks += controls.under_list(route, surface)
    return Message(f"{title}. {words.none_next}", tuple(blocks))


def beside(catalog: Catalog, route: Route, answer: Answer) -> tuple[Block, ...]:
    """Return the blocks beside an answer: unknown codes, and other possible meanings, by number or by words."""
    told = "\n".join(not_raised.beside(catalog, answer))
    blocks: list[Block] = [note(inert(told))] if told else []
    if answer.beside:
        blocks.append(note(inert(not_raised.heading_beside(answer))))
        blocks += _openable(catalog, _present(catalog, [match.entry.key for match in answer.beside]), route)
    return tuple(blocks)


def reported(catalog: Catalog, general: Entry, meant: Entry, route: Route) -> Message:
    """Return what is meant, to stand above the general error that is reported for it: that says little of it."""
    words = wording(route.lang)
    shown = card(catalog, meant, route.lang)
    sentence = reported_as(catalog, general, meant, route.lang)
    opening = button(words.open, f"open:{meant.key}", route.at(meant.key))
    likeliest, first = bullets(words.likeliest, shown.causes[:1]), bullets(words.first_step, shown.actions[:1])
    return Message(escape(sentence), (section(inert(sentence), opening), likeliest, first))


def sentence(text: str, route: Route, surface: Surface) -> Message:
    """Return a message of one sentence, with the control that removes it."""
    return Message(escape(text), (section(inert(text)), *controls.under_list(route, surface, browse=False)))


def _present(catalog: Catalog, codes: Iterable[Key]) -> list[Entry]:
    return [catalog.by_key[code] for code in codes if code in catalog.by_key][:MOST_LISTED]


def _to_pick_from(catalog: Catalog, entries: Sequence[Entry], route: Route) -> list[Block]:
    blocks = _openable(catalog, entries, route)
    if differences := told_apart(entries, route.lang):
        blocks.append(bullets(wording(route.lang).differences, [("", text) for text in differences]))
    return blocks


def _openable(catalog: Catalog, entries: Sequence[Entry], route: Route) -> list[Block]:
    return [openable(catalog, entry, route) for entry in entries]


def openable(catalog: Catalog, entry: Entry, route: Route, further: Sequence[Item] = ()) -> Block:
    """Return an entry in two lines, with a button that opens it in place; `further` are its error's other codes."""
    opening = button(wording(route.lang).open, f"open:{entry.key}", route.at(entry.key))
    where = f"`{entry.name}`"
    if catalog.platforms:
        where += f" · {escape(platform_title(catalog, entry, route.lang))}"
    where += "".join(f"\n*{escape(codes)}* · {escape(platforms)}" for codes, platforms in further)
    return section(markup(f"*{entry.code}*  {escape(entry.title.in_(route.lang))}\n{where}"), opening)


def titles(intro: str, entries: Sequence[Entry], lang: Lang) -> str:
    """Return the text of a list, for notifications and screen readers."""
    return escape("\n".join([intro, *(f"{entry.code} {entry.title.in_(lang)}" for entry in entries)]))
