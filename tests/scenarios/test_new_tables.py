"""A server that reloads its table: cached outcomes go with the old one."""

from __future__ import annotations

import asyncio
import gc
import logging
import weakref
from typing import TYPE_CHECKING, Never, cast

from bot import trained_table
from bot.slack.desk import Desk
from bot.slack.serve import http
from tests.harness.in_process import serving_in_process
from tests.harness.installed import LocalSlack
from tests.harness.small_source import edit, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.trained_table import LiveLookup


def test_an_old_table_is_freed_when_a_new_one_is_loaded(tmp_path: Path) -> None:
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    source, path = write_small_source(tmp_path / "codes"), tmp_path / "imerr.sqlite3"
    trained_table.rebuild(path, source)
    live = trained_table.ready(path, source, whole=True)
    with LocalSlack(retry_waits=()) as slack, serving_in_process(Desk(live, "en"), slack):
        support = slack.channel("support")
        asker = slack.person("asker", locale="en-US", channels=[support])
        for _ in range(2):
            asker.types("/imerr 1", support)
        asker.sees("# 1 · Alpha one")
        asker.says("@imerr 1", support)
        slack.settle()
        old = weakref.ref(live.current)
        edit(source, "alpha.toml", '"Alpha one"', '"Alpha, the first"')
        trained_table.rebuild(path, source)
        live.refresh()
        gc.collect()

        assert old() is None
        asker.types("/imerr 1", support)
        asker.sees("# 1 · Alpha, the first")


class _Broken:
    """A lookup whose refresh fails, in one way and then in another."""

    def __init__(self) -> None:
        self.looks = 0
        self.loop = asyncio.get_running_loop()
        self.done = asyncio.Event()

    def refresh(self) -> Never:
        self.looks += 1
        if self.looks == 8:
            self.loop.call_soon_threadsafe(self.done.set)
        raise RuntimeError("the first way" if self.looks < 4 else "the second\nway")


def test_a_failed_refresh_is_logged_once_and_retried(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "REFRESH_SECONDS", 0.001)

    async def look() -> None:
        broken = _Broken()
        looking = asyncio.create_task(http.keep_fresh(cast("LiveLookup", broken)))
        await broken.done.wait()
        looking.cancel()

    asyncio.run(look())
    failed = [record for record in caplog.records if record.message == "refresh_failed"]
    assert [getattr(record, "reason", "") for record in failed] == [
        "RuntimeError: the first way",
        "RuntimeError: the second way",
    ]
    assert not any(record.exc_info for record in failed)
