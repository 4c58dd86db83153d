"""Lazy listeners: their failures, and a stop while they run."""

from __future__ import annotations

import asyncio
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from bot.slack.desk import Background, Desk
from bot.slack.guard.errors import response_to
from bot.slack.guard.lazily import lazily
from bot.slack.payload.records import Asked, Other, Pressed, Request, Said, Typed
from bot.slack.view.surface import UserId
from tests.harness.deaf_slack import DEAF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.explain import Lookup
    from bot.trained_table import LiveLookup


SAID = Said(type="app_mention", user=UserId("U1"), channel="C1", ts="1.1", root="1.1")


@pytest.fixture
def desk(lookup: Lookup) -> Iterator[Desk]:
    made = Desk(cast("LiveLookup", SimpleNamespace(current=lookup)), "zh")
    yield made
    made.claims.close()


def _run(desk: Desk, kind: type[Request], record: Request) -> None:
    async def fails(_: Request, __: AsyncWebClient) -> None:
        raise RuntimeError("broken")

    (guarded,) = lazily(desk, kind, fails)
    asyncio.run(cast("Any", guarded(cast("Any", SimpleNamespace(context={"record": record}, client=DEAF)))))


def test_a_failure_that_cannot_be_told_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    _run(desk, Said, SAID)

    assert [record.message for record in caplog.records if record.levelno == logging.ERROR] == ["failed", "untold"]


def test_a_record_of_another_kind_reaches_no_listener(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    _run(desk, Pressed, SAID)

    assert [record.message for record in caplog.records] == ["not_offered"]


@pytest.mark.parametrize(
    "request_", [Asked(type="/imerr", team="T1"), Typed(type="block_suggestion", field="lookup"), Other(type="unknown")]
)
def test_a_request_that_failed_is_answered_whatever_it_was(desk: Desk, request_: Request) -> None:
    response = asyncio.run(response_to(desk, RuntimeError("broken"), request_, DEAF))

    assert response.status == 200


def _stop(work_seconds: float, patience: float) -> float:
    """Return how long a stop waits for work of a given duration."""

    async def answer() -> None:
        await asyncio.sleep(work_seconds)

    async def run() -> float:
        background = Background()
        background.start(answer())
        await asyncio.sleep(0)
        started = asyncio.get_running_loop().time()
        await background.drain(patience)
        return asyncio.get_running_loop().time() - started

    return asyncio.run(run())


def test_a_stop_waits_for_an_answer_under_way(caplog: pytest.LogCaptureFixture) -> None:
    assert 0.2 <= _stop(0.2, patience=5) < 2
    assert not caplog.records


def test_a_stop_cuts_off_slow_work_and_logs_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert 0.2 <= _stop(30, patience=0.2) < 2
    assert [(record.message, record.__dict__["answers"]) for record in caplog.records] == [("cut_off", 1)]
