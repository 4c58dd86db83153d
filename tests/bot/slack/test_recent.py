"""What was answered in the last minutes, as one process and as several know it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from bot.slack import recent
from bot.slack.recent import Recent

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_question_is_taken_once() -> None:
    known = Recent()

    assert [known.claim("C1", "1.1"), known.claim("C1", "1.1"), known.claim("C2", "1.1")] == [True, False, True]


def test_a_question_that_was_given_back_can_be_taken_again() -> None:
    known = Recent()
    known.claim("C1", "1.1")
    known.release("C1", "1.1")

    assert known.claim("C1", "1.1") is True


def test_an_answer_is_unknown_then_being_made_then_known() -> None:
    known = Recent()
    before = known.answer("C1", "1.1")
    known.claim("C1", "1.1")
    during = known.answer("C1", "1.1")
    known.answered("C1", "1.1", "2.2")

    assert (before, during, known.answer("C1", "1.1")) == (None, "", "2.2")


def test_an_edit_is_taken_once_and_an_earlier_one_not_after_it() -> None:
    known = Recent()
    known.claim("C1", "1.1")

    assert [known.claim_edit("C1", "1.1", ts) for ts in ("9.1", "9.1", "10.0", "9.5")] == [True, False, True, False]
    assert known.claim_edit("C1", "7.7", "9.1") is False


def test_processes_that_share_the_file_take_a_question_once(tmp_path: Path) -> None:
    path = tmp_path / "recent.sqlite3"
    taken: list[bool] = []

    def take() -> None:
        mine = Recent(path)
        taken.extend(mine.claim("C1", str(number)) for number in range(50))
        mine.close()

    Recent(path).close()
    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(taken), taken.count(True)) == (300, 50)


def test_what_is_older_than_any_retry_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Recent()
    known.claim("C1", "1.1")
    now = time.time()
    monkeypatch.setattr("bot.slack.recent.time.time", lambda: now + recent.KEPT_SECONDS + 1)
    for number in range(100):
        known.claim("C2", str(number))

    assert known.answer("C1", "1.1") is None
    assert known.answer("C2", "0") == ""
