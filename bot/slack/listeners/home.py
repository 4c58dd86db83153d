"""The App Home: an introduction, a search field that answers in place, and all errors by family."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.navigate.home import Page, publish_first_page, publish_home
from bot.slack.payload.records import OnHome, Opened, Pressed
from bot.slack.respond import Asking, report
from bot.slack.view import home
from bot.slack.view.controls import HOME_PAGE
from bot.slack.view.surface import HOME
from db.entry import LANGS

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

HOME_OPENED = "app_home_opened"

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for the opened tab, the search field, and the buttons that lead to the first page."""

    async def on_opened(opened: Opened, client: AsyncWebClient) -> None:
        if not opened.is_home or opened.stamp in {
            home.stamp(desk.catalog, lang, has_team=desk.memory is not None) for lang in LANGS
        }:
            # An unchanged page stays as the user left it.
            return
        lang = await desk.languages.of(opened, client)
        await publish_first_page(desk, client, opened.user, opened.at, lang)
        _log.info("home")

    async def search(pressed: Pressed, client: AsyncWebClient) -> None:
        if not isinstance(pressed.where, OnHome) or not pressed.words.question:
            await first_page(pressed, client)
            return
        started = time.perf_counter()
        lang = pressed.lang or desk.lang
        outcome = await desk.respond(pressed, Asking(pressed.words, lang, HOME))
        report("home_search", outcome.name, outcome.codes, started)
        desk.record(pressed, outcome)
        page = Page(pressed.user, pressed.at, lang, pressed.where.search_field)
        await publish_home(desk, client, page, outcome.message)

    async def first_page(pressed: Pressed, client: AsyncWebClient) -> None:
        await publish_first_page(desk, client, pressed.user, pressed.at, pressed.lang or desk.lang)

    async def switch(pressed: Pressed, client: AsyncWebClient) -> None:
        lang = pressed.route.lang if pressed.route else desk.lang
        await publish_first_page(desk, client, pressed.user, pressed.at, lang)

    app.event(HOME_OPENED)(ack=acknowledge, lazy=lazily(desk, Opened, on_opened))
    app.action(home.SEARCH)(ack=acknowledge, lazy=lazily(desk, Pressed, search))
    app.action(HOME_PAGE)(ack=acknowledge, lazy=lazily(desk, Pressed, first_page))
    app.action(home.LANGUAGE)(ack=acknowledge, lazy=lazily(desk, Pressed, switch))
