"""What is still being answered when the server stops."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from bot.slack.lazy import LazyWork

if TYPE_CHECKING:
    import pytest

    from bot.slack.errors import Errors


def _stop(work_seconds: float, patience: float) -> float:
    """Give how long a stop waits for work that takes so long."""

    async def answer() -> None:
        await asyncio.sleep(work_seconds)

    async def run() -> float:
        lazy = LazyWork()
        guarded = lazy.guard(answer, cast("Errors", None))
        task = asyncio.create_task(cast("Any", guarded(SimpleNamespace())))
        await asyncio.sleep(0)
        started = asyncio.get_running_loop().time()
        await lazy.drain(patience)
        waited = asyncio.get_running_loop().time() - started
        task.cancel()
        return waited

    return asyncio.run(run())


def test_a_stop_waits_for_an_answer_under_way(caplog: pytest.LogCaptureFixture) -> None:
    assert 0.2 <= _stop(0.2, patience=5) < 2
    assert not caplog.records


def test_a_stop_cuts_off_what_takes_too_long_and_the_log_has_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert 0.2 <= _stop(30, patience=0.2) < 2
    assert [(record.message, record.__dict__["answers"]) for record in caplog.records] == [("cut_off", 1)]
