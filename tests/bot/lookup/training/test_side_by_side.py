"""Work on several cores."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.lookup.training.side_by_side import side_by_side

ROOT = Path(__file__).parents[3]
ENDLESS = """
import os, time
from bot.lookup.training.side_by_side import side_by_side

here = os.getpid()

def work(part):
    if os.getpid() != here:
        print(os.getpid(), flush=True)
        time.sleep(0.5)
    else:
        time.sleep(60)
    return bytes(10_000_000)

list(side_by_side(work, [1, 2]))
"""


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


@pytest.mark.skipif(sys.platform != "linux", reason="forks on Linux alone")
def test_a_killed_build_leaves_no_process_behind() -> None:
    build = subprocess.Popen(
        [sys.executable, "-c", ENDLESS],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert build.stdout is not None
    child = Path("/proc", build.stdout.readline().strip())
    build.kill()
    build.wait()
    build.stdout.close()

    until = time.monotonic() + 30
    while child.exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not child.exists()
