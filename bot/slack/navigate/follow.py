"""Navigation: the target of a press, shown in the message, beside it, in the modal or on the App Home."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.navigate.home import Page, publish_home
from bot.slack.payload.records import InModal, OnHome, OnMessage
from bot.slack.send import response_url, thread, views
from bot.slack.view import modals
from bot.slack.view.render import render_route
from bot.slack.view.route import Route
from bot.slack.view.surface import HOME, MODAL, PRIVATE

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Pressed


async def follow(desk: Desk, pressed: Pressed, client: AsyncWebClient) -> None:
    """Show the target of a press; the fallback is all families, for a value made by another version.

    Raises:
        SlackApiError, ResponseUrlError, OSError, ClientError, TimeoutError: the call failed.

    """
    route = pressed.route or Route(pressed.lang or desk.lang)
    match pressed.where:
        case OnHome(search_field):
            page = Page(pressed.user, pressed.at, pressed.lang or route.lang, search_field)
            recalled = await desk.recall(pressed, route.code)
            await publish_home(desk, client, page, render_route(desk.catalog, route, HOME, recalled))
        case InModal(view_id):
            await _update_modal(desk, pressed, client, view_id, route)
        case OnMessage() as message:
            await _show_at(desk, pressed, message, route)


async def _update_modal(desk: Desk, pressed: Pressed, client: AsyncWebClient, view_id: str, route: Route) -> None:
    # The picked option's language, which its words decided: the dialog follows it.
    lang = desk.catalog.spoken(route.lang)
    entry = None if route.code is None else desk.catalog.by_key.get(route.code)
    picked = None if entry is None else modals.options(desk.catalog, [entry], lang)[0]
    recalled = await desk.recall(pressed, route.code)
    view = modals.lookup_modal(lang, render_route(desk.catalog, route, MODAL, recalled), route, picked)
    async with desk.claims.latest("view", view_id, pressed.at) as is_latest:
        if is_latest:
            await views.update(client, view_id, view)


async def _show_at(desk: Desk, pressed: Pressed, message: OnMessage, route: Route) -> None:
    recalled = await desk.recall(pressed, route.code)
    if (surface := message.surface) is not None:
        shown = render_route(desk.catalog, route, surface, recalled)
        await response_url.replace_original(message.url, thread.marked(shown, message.mark))
        return
    # Others see the pressed message, so it stays unchanged: the user gets a private answer.
    own = replace(route, thread=message.sealed_thread(desk.seal_key))
    await response_url.send_private(
        message.url, render_route(desk.catalog, own, PRIVATE, recalled), message.reply_thread
    )
