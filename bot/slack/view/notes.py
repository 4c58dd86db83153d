"""A team's newest notes under an explanation."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.view.markdown import formatted
from bot.slack.view.message import button, inert, markup, note, section
from bot.slack.view.surface import Kind
from bot.wording import wording

if TYPE_CHECKING:
    from bot.memory.recalled import Recalled
    from bot.slack.view.message import Block, Element
    from bot.slack.view.route import Route
    from bot.slack.view.surface import Surface
    from db.entry import Lang
    from db.memory.notes import Note

ADD_NOTE = "add_note"
ALL_NOTES = "all_notes"
_PREVIEW = 600
"""Limit in characters of a note under an explanation."""


def newest(route: Route, recalled: Recalled, surface: Surface) -> tuple[Block, ...]:
    """Return the newest notes about an entry."""
    words = wording(route.lang)
    is_public = surface.kind is Kind.PUBLIC
    blocks: list[Block] = []
    if recalled.is_away:
        return (note(inert(words.memory_away)),)
    if recalled.notes:
        blocks.append(section(markup(f"*{words.notes}*")))
    for each in recalled.notes:
        blocks += [section(formatted(each.text, _PREVIEW)), note(*small_print(each, route.lang, is_public=is_public))]
    return tuple(blocks)


def buttons(route: Route, recalled: Recalled) -> list[Element]:
    """Return the buttons that add a note, and open all; none where they cannot be read."""
    if recalled.is_away:
        return []
    words = wording(route.lang)
    plain = replace(route, question="", thread="", trail="", codes=())
    found = [button(words.add_note, ADD_NOTE, plain)]
    if recalled.count:
        found.append(button(words.all_notes.format(count=recalled.count), ALL_NOTES, plain))
    return found


def small_print(found: Note, lang: Lang, *, is_public: bool) -> list[Element]:
    """Return who wrote a note and when, for small print. A public message mentions nobody: Slack would call them."""
    words = wording(lang)
    told = [ago(found.made) if is_public else words.note_by.format(user=f"<@{found.author}>", ago=ago(found.made))]
    if found.edited is not None:
        told.append(words.note_edited.format(ago=ago(found.edited)))
    if found.permalink:
        told.append(f"<{found.permalink}|{words.note_source}>")
    return [markup(" · ".join(told))]


def ago(at: float) -> str:
    """Return a time as Slack shows it in the reader's language: `3 days ago`."""
    return f"<!date^{int(at)}^{{ago}}|{time.strftime('%Y-%m-%d', time.gmtime(at))}>"
