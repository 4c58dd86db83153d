"""The App Home: what imerr can do, a search field that answers in place, and all errors by family."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.slack.listeners.acknowledge import acknowledge
from bot.slack.navigate import Press, home_lang, home_stamp, press_in, publish_home, route_in
from bot.slack.respond import respond_to
from bot.slack.view import browse, views
from bot.slack.view.controls import HOME_PAGE
from bot.slack.view.route import Route
from bot.slack.view.surface import HOME

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from db.entry import Lang

HOME_OPENED = "app_home_opened"
_TAB = "home"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the tab being opened, for the search field, and for the buttons that lead to its first page."""

    async def publish_first_page(client: AsyncWebClient, press: Press, lang: Lang) -> None:
        # In another block, the search field is empty again.
        anew = replace(press, field=f"{views.SEARCH}:{press.at}")
        await publish_home(desk, client, anew, lang, browse.families(desk.catalog, Route(lang), HOME))

    async def on_opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event.get("tab", _TAB) != _TAB:
            return
        shown = str((event.get("view") or {}).get("private_metadata", ""))
        if shown in {home_stamp(desk, "zh"), home_stamp(desk, "en")}:
            # Whoever comes back finds the page as they left it.
            return
        lang = await desk.languages.of_reader("", client, event["user"])
        await publish_first_page(client, Press(event["user"], str(event.get("event_ts") or time.time())), lang)
        _log.info("home")

    async def search(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        lang = home_lang(body, desk.lang)
        typed = str(action.get("value") or "").strip()
        if not typed:
            await publish_first_page(client, press_in(body), lang)
            return
        kind, shown = respond_to(desk.lookup, typed, lang, HOME)
        await publish_home(desk, client, press_in(body), lang, shown)
        _log.info("home_search", extra={"outcome": kind})

    async def first_page(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        route = route_in(str(action.get("value", "")), desk.lang)
        await publish_first_page(client, press_in(body), home_lang(body, route.lang))

    async def switch(body: dict[str, Any], action: dict[str, Any], client: AsyncWebClient) -> None:
        route = route_in(str(action.get("value", "")), desk.lang)
        await publish_first_page(client, press_in(body), route.lang)

    app.event(HOME_OPENED)(ack=acknowledge, lazy=desk.lazy(on_opened))
    app.action(views.SEARCH)(ack=acknowledge, lazy=desk.lazy(search))
    app.action(HOME_PAGE)(ack=acknowledge, lazy=desk.lazy(first_page))
    app.action(views.LANGUAGE)(ack=acknowledge, lazy=desk.lazy(switch))
