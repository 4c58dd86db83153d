"""The same work on several cores: each part in a process of its own where the system can fork one, else one after another."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


def side_by_side(work: Callable[[_Part], _Result], parts: Sequence[_Part]) -> Iterator[_Result]:
    """Yield the result of `work` for each part, in their order.

    A forked process shares what is in memory, so that parts may be large; results come back through a pipe and should be small.
    A part whose process dies is worked on here.
    """
    if not _can_fork() or len(parts) < 2:  # noqa: PLR2004 - one part needs no company
        yield from map(work, parts)
        return
    fork = multiprocessing.get_context("fork")
    # The last part is done here: one process fewer, and this one is not idle.
    started = []
    for part in parts[:-1]:
        receive, send = fork.Pipe(duplex=False)
        process = fork.Process(target=_send_result, args=(work, part, receive, send), daemon=True)
        process.start()
        send.close()
        started.append((process, receive, part))
    last = work(parts[-1])
    for process, receive, part in started:
        try:
            result: _Result = receive.recv()
        except EOFError:
            result = work(part)
        process.join()
        yield result
    yield last


def _send_result(work: Callable[[_Part], _Result], part: _Part, receive: Connection, send: Connection) -> None:
    # While this process held the other end, too, it would wait for ever for a reader that was killed.
    receive.close()
    send.send(work(part))
    send.close()


def _can_fork() -> bool:
    """Return whether a fork is safe and of use: another thread's locks would stay locked, and Apple's libraries forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1
