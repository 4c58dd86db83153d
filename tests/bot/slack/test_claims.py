"""Claims of the last minutes, in one process and shared by several."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from typing import TYPE_CHECKING

from bot.slack import claims
from bot.slack.claims import FileClaims, Turn

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_question_is_claimed_once() -> None:
    known = FileClaims()

    assert [known.claim("C1", "1.1"), known.claim("C1", "1.1"), known.claim("C2", "1.1")] == [True, False, True]


def test_a_released_question_can_be_claimed_again() -> None:
    known = FileClaims()
    known.claim("C1", "1.1")
    known.release("C1", "1.1")

    assert known.claim("C1", "1.1") is True


def test_an_answer_is_unknown_then_pending_then_known() -> None:
    known = FileClaims()
    before = known.answer("C1", "1.1")
    known.claim("C1", "1.1")
    during = known.answer("C1", "1.1")
    known.answered("C1", "1.1", "2.2")

    assert (before, during, known.answer("C1", "1.1")) == (None, "", "2.2")


def test_an_edit_is_claimed_once_and_never_after_a_later_one() -> None:
    known = FileClaims()
    known.claim("C1", "1.1")

    assert [known.claim_edit("C1", "1.1", ts) for ts in ("9.1", "9.1", "10.0", "9.5")] == [True, False, True, False]
    assert known.claim_edit("C1", "7.7", "9.1") is False


def test_processes_that_share_the_file_claim_a_question_once(tmp_path: Path) -> None:
    path = tmp_path / "claims.sqlite3"
    taken: list[bool] = []

    def take() -> None:
        mine = FileClaims(path)
        taken.extend(mine.claim("C1", str(number)) for number in range(50))
        mine.close()

    FileClaims(path).close()
    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(taken), taken.count(True)) == (300, 50)


def test_claims_older_than_any_retry_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = FileClaims()
    known.claim("C1", "1.1")
    now = time.time()
    monkeypatch.setattr("bot.slack.claims.time.time", lambda: now + claims.KEPT_SECONDS + 1)
    for number in range(100):
        known.claim("C2", str(number))

    assert known.answer("C1", "1.1") is None
    assert known.answer("C2", "0") == ""


def test_a_turn_in_use_is_not_forgotten() -> None:
    known = FileClaims()

    async def press() -> list[str]:
        seen: list[str] = []

        async def latest(at: str, seconds: float) -> None:
            async with known.latest("home", "U1", at) as is_latest:
                await asyncio.sleep(seconds)
                seen.append(f"{at} {is_latest}")

        known._insert("home:U1", 0.0)  # noqa: SLF001 - a claim from long ago
        known._run("UPDATE claims SET claimed_at = claimed_at - 901")  # noqa: SLF001 - as above
        older = asyncio.create_task(latest("1.0", 0.3))
        await asyncio.sleep(0.1)
        for number in range(101):
            known.claim("C1", str(number))
        await asyncio.gather(older, latest("2.0", 0.0))
        return seen

    assert asyncio.run(press()) == ["1.0 True", "2.0 True"]


def test_a_turn_passes_on_when_it_ends() -> None:
    async def wait() -> tuple[Turn, float]:
        known = FileClaims()
        known.claim("C1", "1.1")
        known.claim_edit("C1", "1.1", "2.0")
        asyncio.get_running_loop().call_later(0.2, known.end_turn, "C1", "1.1")
        started = time.monotonic()
        async with known.turn("C1", "1.1", "2.0") as turn:
            return turn, time.monotonic() - started

    turn, seconds = asyncio.run(wait())
    assert turn is Turn.OURS
    assert seconds >= 0.2


def test_a_turn_tells_of_a_later_edit_or_a_released_claim() -> None:
    async def wait(*, given_back: bool) -> Turn:
        known = FileClaims()
        known.claim("C1", "1.1")
        known.claim_edit("C1", "1.1", "2.0")
        known.claim_edit("C1", "1.1", "3.0")
        (known.release if given_back else known.end_turn)("C1", "1.1")
        async with known.turn("C1", "1.1", "2.0") as turn:
            return turn

    assert [asyncio.run(wait(given_back=given_back)) for given_back in (False, True)] == [Turn.OVERTAKEN, Turn.GONE]


def test_presses_take_turns_and_only_the_latest_counts() -> None:
    order: list[str] = []

    async def press(known: FileClaims, at: str, seconds: float) -> None:
        async with known.latest("home", "U1", at) as is_latest:
            if is_latest:
                await asyncio.sleep(seconds)
                order.append(at)

    async def all_of_them() -> None:
        known = FileClaims()
        first = asyncio.create_task(press(known, "1.0", 0.3))
        await asyncio.sleep(0.1)
        await asyncio.gather(first, press(known, "2.0", 0), press(known, "3.0", 0), press(known, "2.5", 0))

    asyncio.run(all_of_them())
    assert order == ["1.0", "3.0"]


def test_the_turn_of_a_process_that_crashed_passes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    async def wait() -> Turn:
        known = FileClaims()
        known.claim("C1", "1.1")
        known.claim_edit("C1", "1.1", "2.0")
        now = time.time()
        monkeypatch.setattr("bot.slack.claims.time.time", lambda: now + 121)
        async with known.turn("C1", "1.1", "2.0") as turn:
            return turn

    assert asyncio.run(wait()) is Turn.OURS


def _damage(path: Path) -> None:
    """Overwrite the file with bytes that are no database, as a full or failing disk leaves it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.write_bytes(b"\xff" * 8192)


def test_a_broken_file_is_replaced_by_memory(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "claims.sqlite3"
    known = FileClaims(path)
    known.claim("C1", "1.1")
    _damage(path)

    assert [known.claim("C1", "2.2"), known.claim("C1", "2.2")] == [True, False]
    assert [record.message for record in caplog.records] == ["recent_in_memory"]


def test_a_turn_goes_on_in_memory_if_the_file_breaks(tmp_path: Path) -> None:
    path = tmp_path / "claims.sqlite3"
    known = FileClaims(path)
    known.claim("C1", "1.1")
    known.claim_edit("C1", "1.1", "2.0")
    known.end_turn("C1", "1.1")

    async def work() -> Turn:
        _damage(path)
        async with known.turn("C1", "1.1", "2.0") as turn:
            return turn

    # The claims are lost: the question counts as new.
    assert asyncio.run(work()) is Turn.GONE


def test_a_deleted_folder_is_created_again(tmp_path: Path) -> None:
    path = tmp_path / "cleared" / "claims.sqlite3"
    first = FileClaims(path)
    shutil.rmtree(path.parent)
    second = FileClaims(path)

    assert (first.claim("C1", "1.1"), second.claim("C1", "1.1"), path.exists()) == (True, True, True)


def test_an_impossible_folder_falls_back_to_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    known = FileClaims(tmp_path / "file" / "claims.sqlite3")

    assert [known.claim("C1", "1.1"), known.claim("C1", "1.1")] == [True, False]
