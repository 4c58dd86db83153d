"""People's languages, as their Slack is set; asked once, and remembered for a while."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.lookup.text import language_of
from bot.slack.send.response_url import ResponseUrlError

if TYPE_CHECKING:
    from db.entry import Lang

_log = logging.getLogger(__name__)

_KNOWN_SECONDS = 3600.0
_FAILED_SECONDS = 60.0
_SLOW_SECONDS = 5
_MOST_PEOPLE = 10_000
_PATIENCE_SECONDS = 0.5
"""How long an answer may wait for it. Slack itself allows three seconds for all of an answer."""


class Languages:
    """Languages by user; a question that has words of its own never asks."""

    def __init__(self, default: Lang) -> None:
        """Start knowing nobody; `default` is for those whose language cannot be had, or is neither of ours."""
        self._default = default
        self._known: dict[str, tuple[Lang | None, float]] = {}
        self._asking: dict[str, asyncio.Task[Lang | None]] = {}

    async def of_asker(self, told: Lang | None, client: AsyncWebClient, user_id: str) -> Lang:
        """Give the language that a question tells, else its writer's."""
        return told or await self.of_user(client, user_id) or self._default

    def remembered(self, user_id: str) -> Lang | None:
        """Give the language to answer a user in, if it was asked for a while ago; None where it has to be asked."""
        found = self._known.get(user_id)
        return None if found is None or time.monotonic() >= found[1] else found[0] or self._default

    async def of_reader(self, text: str, client: AsyncWebClient, user_id: str) -> Lang:
        """Give the language of somebody who reads a text that is not their own, else the text's."""
        return await self.of_user(client, user_id) or language_of(text) or self._default

    async def of_user(self, client: AsyncWebClient, user_id: str) -> Lang | None:
        """Give the language that a user's Slack is set to; None where it is another, or Slack doesn't tell in time."""
        if not user_id:
            return None
        found = self._known.get(user_id)
        if found is not None and time.monotonic() < found[1]:
            return found[0]
        asking = self._asking.get(user_id)
        if asking is None:
            asking = asyncio.create_task(self._ask(client, user_id))
            self._asking[user_id] = asking
            asking.add_done_callback(lambda _: self._asking.pop(user_id, None))
        try:
            return await asyncio.wait_for(asyncio.shield(asking), _PATIENCE_SECONDS)
        except TimeoutError:
            # The next question is not to wait again for what is slow already.
            self._known[user_id] = (None, time.monotonic() + _SLOW_SECONDS)
            return None

    async def _ask(self, client: AsyncWebClient, user_id: str) -> Lang | None:
        lang: Lang | None = None
        seconds = _KNOWN_SECONDS
        try:
            # No second try: it would come too late for the question.
            once = AsyncWebClient(
                token=client.token,
                base_url=client.base_url,
                timeout=_SLOW_SECONDS,
                logger=client.logger,
                retry_handlers=[],
            )
            answer: Any = await once.users_info(user=user_id, include_locale=True)
            locale = str(answer.get("user", {}).get("locale") or "").lower()
            lang = "zh" if locale.startswith("zh") else "en" if locale.startswith("en") else None
        except Exception as error:  # noqa: BLE001 - no language is worth an answer
            seconds = _FAILED_SECONDS
            _log.warning("locale_unknown", extra={"reason": reason_of(error)})
        if len(self._known) >= _MOST_PEOPLE:
            self._known.clear()
        self._known[user_id] = (lang, time.monotonic() + seconds)
        return lang


def reason_of(error: Exception) -> str:
    """Give what went wrong with a call, in Slack's word for it where it has one."""
    if isinstance(error, ResponseUrlError):
        return str(error)
    # Where Slack broke down, the data is whatever text came instead of JSON.
    data = getattr(getattr(error, "response", None), "data", None)
    named = data.get("error") if isinstance(data, dict) else None
    return str(named or type(error).__name__)
