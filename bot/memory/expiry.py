"""The daily removal of old questions; their counts stay."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from db.memory import forget
from db.memory.database import MemoryStoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from db.memory.database import Database

_log = logging.getLogger(__name__)

DAY_SECONDS = 86400.0
RETRY_SECONDS = 3600.0
"""Pause after a failure: a day more would break what is promised about old questions."""


async def keep_expiring(
    database: Database,
    keep_days: int,
    *,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Remove questions older than `keep_days` in every workspace, now and once a day.

    Several processes may do so: the second one finds nothing.
    """
    while True:
        pause = DAY_SECONDS
        try:
            rows = await forget.expire_everywhere(database, clock() - keep_days * DAY_SECONDS)
        except MemoryStoreError as error:
            _log.warning("expiry_failed", extra={"reason": str(error)})
            pause = RETRY_SECONDS
        else:
            if rows:
                _log.info("questions_expired", extra={"rows": rows})
        await sleep(pause)
