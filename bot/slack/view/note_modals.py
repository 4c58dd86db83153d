"""The list of a team's notes about an entry, and the form that adds or changes one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.view.markdown import formatted
from bot.slack.view.message import button, escape, inert, markup, note, row, section
from bot.slack.view.modals import LOOKUP, error_field, modal
from bot.slack.view.notes import ADD_NOTE, ALL_NOTES, small_print
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.view.message import Block, Element
    from bot.slack.view.modals import View
    from bot.slack.view.route import Route
    from db.entry import Entry, Lang
    from db.memory.notes import Note, Page

EDIT_NOTE = "edit_note"
DELETE_NOTE = "delete_note"
NOTE_VIEW = "note_view"
NOTES_VIEW = "notes_view"
NOTE = "note"
"""Block and action id of the field for a note's text."""
LONGEST_NOTE = 3000
PAGE = 20
"""Limit of the notes on one page of the list: a view has room for 100 blocks."""


def notes_modal(entry: Entry, route: Route, page: Page, editable: frozenset[str]) -> View:
    """Return a page of the list of all notes about an entry; `editable` are the ids of those that the user may change."""
    words = wording(route.lang)
    blocks: list[Block] = [section(markup(f"*{entry.code}*  {escape(entry.title.in_(route.lang))}"))]
    if not page.notes:
        blocks.append(section(inert(words.no_notes)))
    for each in page.notes:
        blocks += [
            {"type": "divider"},
            section(formatted(each.text)),
            note(*small_print(each, route.lang, is_public=False)),
        ]
        if each.id in editable:
            blocks.append(_changes(each, route))
    onward = [button(words.add_note, ADD_NOTE, replace(route, note=""))]
    if page.count > (route.page + 1) * PAGE:
        onward.append(button(words.older_notes, f"{ALL_NOTES}:older", replace(route, page=route.page + 1)))
    if route.page:
        onward.append(button(words.newer_notes, f"{ALL_NOTES}:newer", replace(route, page=route.page - 1)))
    blocks.append(row(*onward))
    return modal(NOTES_VIEW, words.notes_title, route.lang, blocks) | {"private_metadata": route.pack()}


def note_modal(entry: Entry, route: Route, text: str = "", above: Sequence[Block] = ()) -> View:
    """Return the form for a note about an entry; the route's `note` is the one that it changes, if any."""
    words = wording(route.lang)
    about = section(markup(f"*{entry.code}*  {escape(entry.title.in_(route.lang))}"))
    blocks: list[Block] = [about, *above, _field(text, route)]
    title = words.edit_note_title if route.note else words.note_title
    view = modal(NOTE_VIEW, title, route.lang, blocks)
    return view | {"submit": inert(words.save), "private_metadata": route.pack()}


def saving_modal(route: Route, text: str, picked: Element | None) -> View:
    """Return the form that saves a message as a note; `picked` is the error that it seems to be about, as an option."""
    words = wording(route.lang)
    search = error_field(route.lang, picked)
    about: Block = {"type": "input", "block_id": LOOKUP, "label": inert(words.note_about), "element": search}
    view = modal(NOTE_VIEW, words.note_title, route.lang, [about, _field(text, route)])
    return view | {"submit": inert(words.save), "private_metadata": route.pack()}


def refusal_modal(found: Note, lang: Lang) -> View:
    """Return the modal that tells who may change a note."""
    return modal("", "imerr", lang, [section(markup(wording(lang).only_author.format(user=f"<@{found.author}>")))])


def changed_meanwhile(theirs: Note, lang: Lang) -> tuple[Block, ...]:
    """Return the blocks that show a note which somebody else changed during an edit."""
    told = wording(lang).note_changed.format(user=f"<@{theirs.editor or theirs.author}>")
    return (section(markup(told)), section(formatted(theirs.text)), {"type": "divider"})


def _field(text: str, route: Route) -> Block:
    words = wording(route.lang)
    field: Element = {
        "type": "plain_text_input",
        "action_id": NOTE,
        "multiline": True,
        "max_length": LONGEST_NOTE,
        "focus_on_load": True,
    }
    if text:
        field["initial_value"] = text[:LONGEST_NOTE]
    return {
        "type": "input",
        # Slack keeps what was typed while the id stays the same.
        "block_id": f"{NOTE}:{route.note}" if route.note else NOTE,
        "label": inert(words.note_label),
        "hint": inert(words.note_hint),
        "element": field,
    }


def reference(found: Note) -> str:
    """Return a note's id with its revision, for a route."""
    return f"{found.id}/{found.revision}"


def referred(reference: str) -> tuple[str, int]:
    """Return the id of a note and its revision, from a route."""
    note, _, revision = reference.partition("/")
    return note, int(revision or 0)


def _changes(found: Note, route: Route) -> Block:
    words = wording(route.lang)
    to_note = replace(route, note=reference(found))
    removal = button(words.delete_note, f"{DELETE_NOTE}:{found.id}", to_note, style="danger")
    removal["confirm"] = {
        "title": inert(words.delete_note),
        "text": inert(words.delete_note_sure),
        "confirm": inert(words.delete_note),
        "deny": inert(words.keep),
    }
    return row(button(words.edit_note, f"{EDIT_NOTE}:{found.id}", to_note), removal)
