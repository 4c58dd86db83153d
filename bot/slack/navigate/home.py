"""Publishing a user's App Home: its first page, a search result, or the target of a press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.slack.send import views
from bot.slack.view import home

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.view.message import Message
    from bot.slack.view.surface import UserId
    from db.entry import Lang


@dataclass(frozen=True, slots=True)
class Page:
    """A user's App Home, as requested at a Slack `ts`; without one, after all that was requested before."""

    user: UserId
    at: str
    lang: Lang
    search_field: str
    """Block id of its search field."""


async def publish_home(desk: Desk, client: AsyncWebClient, page: Page, shown: Message) -> None:
    """Publish an App Home with a message below the search field, unless a later one was requested.

    Raises:
        SlackApiError, OSError, ClientError, TimeoutError: the call failed.

    """
    stamp = home.stamp(desk.catalog, page.lang, has_team=desk.memory is not None)
    view = home.home(page.lang, desk.catalog, shown, stamp, page.search_field)
    if not page.at:
        await views.publish(client, page.user, view)
        return
    async with desk.claims.latest("home", page.user, page.at) as is_latest:
        if is_latest:
            await views.publish(client, page.user, view)


async def publish_first_page(desk: Desk, client: AsyncWebClient, user: UserId, at: str, lang: Lang) -> None:
    """Publish the first page of a user's App Home, with an empty search field. Raises as `publish_home`."""
    page = Page(user, at, lang, home.emptied(at))
    await publish_home(desk, client, page, home.first_page(desk.catalog, lang, has_team=desk.memory is not None))
