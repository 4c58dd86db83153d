"""Signals that wait until a process that has just been started is known."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from bot import demo_start, held_signals
from bot.cli.running import _ends_on_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _interruptible() -> Iterator[None]:
    """Interrupt as a terminal does: who runs the tests in the background may have them ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_a_signal_takes_effect_after_the_block() -> None:
    done = []

    def block() -> None:
        with held_signals.held():
            signal.raise_signal(signal.SIGINT)
            done.append(1)

    with pytest.raises(KeyboardInterrupt):
        block()
    assert done == [1]


def test_the_handlers_are_those_of_before() -> None:
    before = [signal.getsignal(number) for number in (*held_signals.ENDING, signal.SIGINT)]
    with held_signals.held():
        pass
    assert [signal.getsignal(number) for number in (*held_signals.ENDING, signal.SIGINT)] == before


def test_a_thread_may_use_it_too() -> None:
    done = []

    def block() -> None:
        with held_signals.held():
            done.append(1)

    thread = threading.Thread(target=block)
    thread.start()
    thread.join()
    assert done == [1]


@pytest.mark.parametrize("number", held_signals.ENDING)
def test_a_signal_while_the_server_starts_ends_it(number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen

    def interrupted(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(start(*arguments, **options))
        os.kill(os.getpid(), number)
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", interrupted)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit), _ends_on_signals(), demo_start.running(port=0, locale="en-US"):
        pass
    assert started[0].poll() is not None
