"""Signals that wait until what must not be cut in two is done."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


ENDING = (signal.SIGTERM, *((signal.SIGHUP,) if sys.platform != "win32" else ()))
"""Signals that ask a process to end; Ctrl-C's aside, which asks only for a line's end."""


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Hold back Ctrl-C and the signals that end a process; those that came meanwhile take effect after the block.

    A handler that raises an exception may otherwise do so between the start of a process and the moment at which
    somebody knows it, and nobody ends that process. Does nothing in a thread: handlers run in the main thread alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _frame: came.append(number)) for number in (*ENDING, signal.SIGINT)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in came:
            signal.raise_signal(number)
