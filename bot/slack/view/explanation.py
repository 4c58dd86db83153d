"""One entry: short in a message, with the rest folded; in full in a modal and on the App Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.card import card, platform_title
from bot.lookup.answer import Evidence
from bot.slack.view import controls, notes
from bot.slack.view.message import (
    Message,
    bullets,
    button,
    escape,
    escape_code,
    folded,
    header,
    headline,
    inert,
    link,
    listed,
    markup,
    note,
    row,
    section,
    told,
)
from bot.slack.view.route import Route
from bot.slack.view.surface import Kind, public
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.card import Card
    from bot.lookup.answer import Match
    from bot.memory.recalled import Recalled
    from bot.slack.view.message import Block, Element
    from bot.slack.view.surface import Surface, UserId
    from bot.wording.sentences import Wording
    from db.catalog import Catalog
    from db.entry import Entry, Lang

_MOST_BUTTONS = 5
_MOST_SMALL_PRINT = 600


def explanation(  # noqa: PLR0913 - all that a message depends on
    catalog: Catalog,
    route: Route,
    surface: Surface,
    why: Match | None = None,
    *,
    above: Message | None = None,
    beside: Sequence[Block] = (),
    recalled: Recalled | None = None,
) -> Message:
    """Return an entry in full, with the evidence for it and the controls of its surface.

    `above` is told of the question first; `beside` holds further blocks about it, which come before the controls. `recalled` is what the team added;
    None where nothing of a team may stand.

    Raises:
        KeyError: the route's code is not in the catalog.

    """
    entry = _entry(catalog, route)
    words = wording(route.lang)
    closing: list[Block] = []
    if why is not None and why.tells_more_than(route.question):
        closing.append(note(inert(words.why(why.evidence, why.quote))))
        if recalled and why.evidence in {Evidence.TAUGHT, Evidence.TAUGHT_ALIKE}:
            closing.append(controls.forget_lesson(why.quote, route.lang))
    shown, body = _rendered(catalog, entry, route.lang, surface)
    # A public answer stays unchanged, so there is nothing to go back to.
    onward = route if surface.kind is Kind.PUBLIC else route.onward()
    controls_below = controls.under_entry(route, surface, notes.buttons(route, recalled, surface) if recalled else ())
    added = notes.newest(route, recalled, surface) if recalled else ()
    blocks = (*body.blocks, *added, *_onward(catalog, shown, onward), *closing, *beside, *controls_below)
    return Message(f"{above.text}\n{body.text}", (*above.blocks, *blocks)) if above else Message(body.text, blocks)


def shared(catalog: Catalog, route: Route, user: UserId) -> Message:
    """Return an entry for everyone in the channel, naming the user who shares it.

    Raises:
        KeyError: the route's code is not in the catalog.

    """
    entry = _entry(catalog, route)
    surface = public(user)
    shown, body = _rendered(catalog, entry, route.lang, surface)
    onward = Route(lang=route.lang, code=entry.key)
    removal = controls.under_entry(onward, surface)
    return Message(body.text, (*body.blocks, *_onward(catalog, shown, onward), shared_by(route, user), *removal))


def shared_by(route: Route, user: UserId) -> Block:
    """Name who shares an answer, and what they had asked."""
    asked = [markup(wording(route.lang).shared_by.format(user=f"<@{user}>"))]
    if route.question:
        asked.append(inert(f"“{route.question}”"))
    return note(*asked)


def _entry(catalog: Catalog, route: Route) -> Entry:
    if route.code is None:
        raise KeyError("no code")
    return catalog.by_key[route.code]


def _rendered(catalog: Catalog, entry: Entry, lang: Lang, surface: Surface) -> tuple[Card, Message]:
    """Return an entry's card, and the part of a message that is the same for every reader; made once for each catalog."""
    is_full = surface.kind in {Kind.MODAL, Kind.HOME}
    key = ("explanation", entry.key, lang, is_full)
    if key not in catalog.made:
        shown = card(catalog, entry, lang)
        catalog.made[key] = shown, _body(shown, lang, is_full=is_full)
    made: tuple[Card, Message] = catalog.made[key]
    return made


def _body(shown: Card, lang: Lang, *, is_full: bool) -> Message:
    """Render the entry, in a message with the rest folded unless `is_full`."""
    words = wording(lang)
    entry = shown.entry
    small_print = [markup(f"`{entry.name}`"), inert(shown.platform), link(shown.link, words.source)]
    if shown.not_http:
        small_print.append(inert(shown.not_http))
    head = (header(f"{entry.code} · {shown.title}"), note(*small_print), section(markup(told(shown.meaning))))
    first = (("", shown.causes[0][1]), shown.actions[0])
    text = escape(f"{headline(entry, lang)}{words.colon}{shown.meaning}")
    if is_full:
        rest = (bullets(words.causes, shown.causes), bullets(words.actions, shown.actions, ordered=True))
        return Message(text, (*head, *rest, *_further(shown, words, 0)))
    short = (bullets(words.likeliest, first[:1]), bullets(words.first_step, first[1:]))
    spoken = "\n".join([text, f"{words.likeliest}{words.colon}{escape(first[0][1])}", escape("".join(first[1]))])
    further = _further(shown, words, 1)
    # Slack refuses an empty container.
    title = words.more if entry.platform else words.more_without_platforms
    return Message(spoken, (*head, *short, *([folded(title, further)] if further else [])))


def _further(shown: Card, words: Wording, known: int) -> tuple[Block, ...]:
    """Return the rest of an entry: all but the first `known` causes and actions, or no causes and actions if 0."""
    lists = [
        (words.causes, shown.causes[known:]) if known else ("", ()),
        (words.actions, shown.actions[known:]) if known else ("", ()),
        (words.see_also, [("", other.text) for other in shown.see_also]),
        (words.details, shown.facts),
    ]
    blocks = [listed(heading, items) for heading, items in lists if items]
    if shown.example:
        blocks.append(section(markup(f"*{words.example}*\n```\n{escape_code(shown.example)}\n```")))
    if shown.sources:
        blocks.append(note(inert(f"{words.sources}{words.colon}{'; '.join(shown.sources)}"[:_MOST_SMALL_PRINT])))
    return tuple(blocks)


def _onward(catalog: Catalog, shown: Card, route: Route) -> tuple[Block, ...]:
    """Return the number's meanings on other platforms, and buttons that open those and similar errors."""
    blocks: list[Block] = []
    if shown.elsewhere:
        blocks.append(note(*(inert(other.text) for other in shown.elsewhere)))
    # Two errors may share an entry on a platform, and action ids must be unique within a block.
    others = {other.entry.key: other.entry for other in (*shown.elsewhere, *shown.see_also)}
    if others:
        blocks.append(row(*(_open(catalog, shown, other, route) for other in [*others.values()][:_MOST_BUTTONS])))
    return tuple(blocks)


def _open(catalog: Catalog, shown: Card, other: Entry, route: Route) -> Element:
    lang = route.lang
    where = f"{platform_title(catalog, other, lang)} " if other.platform != shown.entry.platform else ""
    return button(f"{where}{other.code} {other.title.in_(lang)}", f"open:{other.key}", route.at(other.key))
