"""The tasks beside the answers, while a server runs."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from bot.memory.memory import Memory
from bot.slack.serve.remembering import remembering
from db.memory.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_task_that_fails_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise RuntimeError("broken")

    async def run() -> None:
        memory = Memory(Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}"))
        desk = cast("Any", SimpleNamespace(memory=memory, claims=None))
        async with remembering(desk, cast("Any", None), fail):
            await asyncio.sleep(0.2)

    asyncio.run(run())
    failed = [record for record in caplog.records if record.message == "task_failed"]
    assert [record.__dict__["reason"] for record in failed] == ["RuntimeError"]
