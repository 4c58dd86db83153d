"""A Slack that takes nothing, each time in another way than imerr knows."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient


class _Client:
    token = ""
    base_url = "http://127.0.0.1:9/"
    logger = logging.getLogger("slack_sdk")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever method is called
        raise RuntimeError(name)


DEAF = cast("AsyncWebClient", _Client())
