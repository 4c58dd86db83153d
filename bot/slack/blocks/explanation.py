"""One entry in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks import controls
from bot.slack.blocks.message import (
    Message,
    bullets,
    button,
    escape,
    header,
    headline,
    inert,
    link,
    markup,
    note,
    row,
    section,
)
from bot.slack.place import Place
from bot.slack.stage import Surface, public
from bot.wording import see_other, wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.lookup.answer import Match
    from bot.slack.blocks.message import Block
    from bot.slack.stage import Stage
    from db.catalog import Catalog
    from db.entry import Entry, Lang, Vendor


def explanation(
    catalog: Catalog,
    place: Place,
    stage: Stage,
    why: Match | None = None,
    beside: Sequence[Block] = (),
) -> Message:
    """Return an entry in full, with what made it fit and what can be done with it where it stands.

    `beside` is what else there is to say of the question; it comes before the controls.

    Raises:
        KeyError: the place's code is not in the catalog.

    """
    entry = _entry(catalog, place)
    words = wording(place.lang)
    closing: list[Block] = []
    if why is not None and why.tells_more_than(place.question):
        closing.append(note(inert(words.why(why.evidence, why.quote))))
    body = _body(entry, catalog.vendor, place.lang)
    # What is public stays where it is, so there is nothing to come back to.
    onward = place if stage.surface is Surface.PUBLIC else place.onward()
    controls_below = controls.under_entry(place, stage)
    blocks = (*body.blocks, *_see_also(catalog, entry, onward), *closing, *beside, *controls_below)
    return Message(body.text, blocks)


def shared(catalog: Catalog, place: Place, user_id: str) -> Message:
    """Give an entry for everyone in the channel, naming who asked.

    Raises:
        KeyError: the place's code is not in the catalog.

    """
    entry = _entry(catalog, place)
    body = _body(entry, catalog.vendor, place.lang)
    onward = Place(lang=place.lang, code=entry.code)
    removal = controls.under_entry(onward, public(user_id))
    return Message(body.text, (*body.blocks, *_see_also(catalog, entry, onward), shared_by(place, user_id), *removal))


def shared_by(place: Place, user_id: str) -> Block:
    """Name who shares an answer, and what they had asked."""
    asked = [markup(wording(place.lang).shared_by(f"<@{user_id}>"))]
    if place.question:
        asked.append(inert(f"“{place.question}”"))
    return note(*asked)


def _entry(catalog: Catalog, place: Place) -> Entry:
    if place.code is None:
        raise KeyError("no code")
    return catalog.by_code[place.code]


def _body(entry: Entry, vendor: Vendor, lang: Lang) -> Message:
    """Render what is the same for everybody who looks at this entry."""
    words = wording(lang)
    actions = [(words.who(action.who) + words.colon, action.text.in_(lang)) for action in entry.actions]
    small_print = [markup(f"`{entry.name}`"), inert(vendor.platform.in_(lang)), link(vendor.link, words.source)]
    if entry.is_also_http_status:
        small_print.append(inert(words.not_http))
    blocks = (
        header(f"{entry.code} · {entry.title.in_(lang)}"),
        note(*small_print),
        section(inert(entry.meaning.in_(lang))),
        bullets(words.causes, [("", cause.in_(lang)) for cause in entry.causes]),
        bullets(words.actions, actions, ordered=True),
    )
    return Message(escape(f"{headline(entry, lang)}{words.colon}{entry.meaning.in_(lang)}"), blocks)


def _see_also(catalog: Catalog, entry: Entry, place: Place) -> tuple[Block, ...]:
    if not entry.see_also:
        return ()
    words = wording(place.lang)
    reasons = [("", see_other(other, place.lang)) for other in entry.see_also]
    buttons = [
        button(
            f"{other.code} {catalog.by_code[other.code].title.in_(place.lang)}",
            f"open:{other.code}",
            place.at(other.code),
        )
        for other in entry.see_also
    ]
    return bullets(words.see_also, reasons), row(*buttons)
