"""Work on several cores."""

from __future__ import annotations

import os
import threading

from bot.lookup.side_by_side import side_by_side


def test_results_come_in_the_order_of_the_parts() -> None:
    assert list(side_by_side(lambda part: part * 2, [3, 1, 2])) == [6, 2, 4]


def test_a_part_whose_process_dies_is_done_here() -> None:
    here = os.getpid()

    def work(part: int) -> int:
        if os.getpid() != here:
            os._exit(9)
        return part + 1

    assert list(side_by_side(work, [1, 2, 3])) == [2, 3, 4]


def test_nothing_is_forked_beside_another_thread() -> None:
    wait = threading.Event()
    other = threading.Thread(target=wait.wait)
    other.start()
    try:
        assert set(side_by_side(lambda _: os.getpid(), [1, 2])) == {os.getpid()}
    finally:
        wait.set()
        other.join()
