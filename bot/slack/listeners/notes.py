"""A team's notes: the buttons under an explanation, the list of all, and the form that saves one."""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.memory.notebook import draft_of
from bot.memory.reach import AwayError
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import Pressed, Submitted
from bot.slack.send import people, views
from bot.slack.send.permalink import permalink_of
from bot.slack.view import modals, note_modals
from bot.slack.view.message import inert, section
from bot.slack.view.notes import ADD_NOTE, ALL_NOTES
from bot.slack.view.render import render_gone
from bot.slack.view.route import Route
from bot.wording import wording
from db.memory.notes import Conflict, Edit

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.notebook import Notebook
    from bot.slack.desk import Desk
    from bot.slack.view.modals import View
    from db.entry import Entry
    from db.memory.notes import Note

_LIST = re.compile(rf"^{ALL_NOTES}(?::(?:older|newer))?$")
_EDIT = re.compile(rf"^{note_modals.EDIT_NOTE}:[0-9a-f]{{1,32}}$")
_DELETE = re.compile(rf"^{note_modals.DELETE_NOTE}:[0-9a-f]{{1,32}}$")

_SAVE_SECONDS = 2.2
_LIST_SECONDS = 0.5
"""How long a form waits until its note is saved, and then for the list: Slack waits three seconds for both."""

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the notes' buttons and the submitted form; without a memory there are none."""
    if desk.memory is None:
        return
    surface = _Notes(desk, desk.memory.notes)
    app.action(ADD_NOTE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.write))
    app.action(_LIST)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.show))
    app.action(_EDIT)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.change))
    app.action(_DELETE)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.delete))
    app.view(note_modals.NOTE_VIEW)(surface.save)


class _Notes:
    """The listeners."""

    def __init__(self, desk: Desk, notebook: Notebook) -> None:
        self._desk = desk
        self._notebook = notebook

    async def write(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open an empty form."""
        route, entry = _entry(self._desk, pressed.route)
        view = (
            _gone(route)
            if entry is None or not pressed.team
            else note_modals.note_modal(entry, replace(route, note=""))
        )
        await views.show(client, pressed, view)

    async def show(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open the list of all notes."""
        route, entry = _entry(self._desk, pressed.route)
        is_there = entry is not None and bool(pressed.team)
        view = await _listed(self._notebook, pressed, client, entry, route) if entry and is_there else _gone(route)
        await views.show(client, pressed, view)

    async def change(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Open the form with a note's text; the list again where it is gone."""
        route, entry = _entry(self._desk, pressed.route)
        try:
            found = await self._found(pressed, route)
        except AwayError:
            await views.show(client, pressed, _away(route))
            return
        if entry is None or found is None:
            await self.show(pressed, client)
        else:
            again = replace(route, note=note_modals.reference(found))
            await views.show(client, pressed, note_modals.note_modal(entry, again, found.text))

    async def delete(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Delete a note, and show the others."""
        route, _ = _entry(self._desk, pressed.route)
        try:
            found = await self._found(pressed, route)
            if found is not None and await _may_change(found, pressed, client):
                await self._notebook.delete(pressed.team, found.id)
                _log.info("note_deleted")
        except AwayError:
            await views.show(client, pressed, _away(route))
            return
        await self.show(replace(pressed, route=replace(route, note="")), client)

    async def save(self, ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Save the note of a form; where that fails, the form stays open with its text."""
        submitted = record_of(Submitted, context)
        route, entry = _entry(self._desk, submitted.route)
        words = wording(route.lang)
        if entry is None or not submitted.team:
            await ack(response_action="update", view=_gone(route))
        elif not submitted.note.strip():
            await ack(response_action="errors", errors={note_modals.NOTE: words.note_empty})
        else:
            try:
                async with asyncio.timeout(_SAVE_SECONDS):
                    view = await self._saved(submitted, client, entry, route)
            except (AwayError, TimeoutError):
                await ack(response_action="errors", errors={note_modals.NOTE: words.not_saved})
            else:
                view = view or await self._listed_at_once(submitted, client, entry, route)
                await ack(response_action="update", view=view)

    async def _listed_at_once(self, submitted: Submitted, client: AsyncWebClient, entry: Entry, route: Route) -> View:
        """Return the list of all notes in what is left of Slack's three seconds: the note is saved, and is not to look lost."""
        try:
            async with asyncio.timeout(_LIST_SECONDS):
                return await _listed(self._notebook, submitted, client, entry, route)
        except TimeoutError:
            return _away(route)

    async def _saved(self, submitted: Submitted, client: AsyncWebClient, entry: Entry, route: Route) -> View | None:
        """Save the note of a form; return None, or the form again where somebody else was quicker.

        Raises:
            AwayError: the note could not be saved.

        """
        if not route.note:
            words = self._desk.lookup.vocabulary.telling(submitted.note)
            source = await _source(route, client)
            await self._notebook.add(submitted.team, draft_of(entry, submitted.user, submitted.note, words, source))
            _log.info("note_added", extra={"code": entry.key})
            return None
        note_id, revision = note_modals.referred(route.note)
        found = await self._notebook.get(submitted.team, note_id)
        if found is None:
            return _again(entry, route, submitted.note, None)
        if not await _may_change(found, submitted, client):
            return note_modals.refusal_modal(found, route.lang)
        change = Edit(submitted.note, submitted.user, revision, self._desk.lookup.vocabulary.telling(submitted.note))
        changed = await self._notebook.change(submitted.team, note_id, change)
        if changed is None or isinstance(changed, Conflict):
            return _again(entry, route, submitted.note, changed.newer if changed else None)
        _log.info("note_changed", extra={"code": entry.key})
        return None

    async def _found(self, pressed: Pressed, route: Route) -> Note | None:
        note, _ = note_modals.referred(route.note)
        return await self._notebook.get(pressed.team, note) if note and pressed.team else None


async def _listed(
    notebook: Notebook, pressed: Pressed | Submitted, client: AsyncWebClient, entry: Entry, route: Route
) -> View:
    """Return a page of the list of all notes, or a sentence where they cannot be read."""
    try:
        page = await notebook.page(pressed.team, entry, route.page * note_modals.PAGE, note_modals.PAGE)
    except AwayError:
        return _away(route)
    may_all = any(each.author != pressed.user for each in page.notes) and await people.is_admin(client, pressed.user)
    editable = frozenset(each.id for each in page.notes if may_all or each.author == pressed.user)
    return note_modals.notes_modal(entry, replace(route, note=""), page, editable)


async def _source(route: Route, client: AsyncWebClient) -> tuple[str, str]:
    """Return where a note is from: the permalink of a message, and its author; empty if it is from none."""
    if not route.source:
        return "", ""
    channel, ts, author = route.source.split(" ")
    return await permalink_of(client, channel, ts), author


def _again(entry: Entry, route: Route, text: str, theirs: Note | None) -> View:
    """Return the form again, with the text that was not saved, and what somebody else made of the note meanwhile."""
    if theirs is None:
        gone = (section(inert(wording(route.lang).note_gone)),)
        return note_modals.note_modal(entry, replace(route, note=""), text, gone)
    again = replace(route, note=note_modals.reference(theirs))
    return note_modals.note_modal(entry, again, text, note_modals.changed_meanwhile(theirs, route.lang))


async def _may_change(found: Note, request: Pressed | Submitted, client: AsyncWebClient) -> bool:
    return found.author == request.user or await people.is_admin(client, request.user)


def _entry(desk: Desk, route: Route | None) -> tuple[Route, Entry | None]:
    """Return a route in a language of the table, and the entry that it leads to, if it is still there."""
    route = route or Route(desk.lang)
    route = replace(route, lang=desk.catalog.spoken(route.lang))
    return route, None if route.code is None else desk.catalog.by_key.get(route.code)


def _away(route: Route) -> View:
    return modals.sentence_modal(route.lang, wording(route.lang).memory_away)


def _gone(route: Route) -> View:
    return modals.sentence_modal(route.lang, render_gone(route).text)
