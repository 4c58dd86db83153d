"""The process that forks: it imports once what imerr needs, and then becomes, in a fork, any Python command asked for.

Run by `starts.py`, with the number of a socket. A request is one message: the command as JSON, and the descriptors of its
standard input, output and error, and of a socket that gets the process id at once and the exit status at the end.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import sys
import termios
import time
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

_IMPORTED = (
    "alembic.command",
    "asyncpg",
    "bot.card",
    "bot.cli.running",
    "bot.demo",
    "bot.demo_start",
    "bot.layout",
    "bot.lookup.team.noted",
    "bot.lookup.training.train",
    "bot.lookup.words.reader",
    "bot.memory.memory",
    "bot.memory.where",
    "bot.slack.app",
    "bot.slack.serve.http_connection",
    "bot.slack.serve.server",
    "bot.text_view",
    "db.memory.exchange",
    "db.phrasings",
    "db.source",
    "rich.console",
    "rich.table",
    "slack_sdk.web.client",
    "sqlalchemy.dialects.postgresql.asyncpg",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlite_utils",
    "uvicorn",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.supervisors",
    "uvloop",
)
"""Nothing that reads the environment when it is imported, as readline and prometheus_client do."""
_MOST_BYTES = 1 << 18
_DESCRIPTORS = 4
_ERROR = 2


class _Forking:
    """The requests, and the processes that were forked for them."""

    def __init__(self, asking: socket.socket) -> None:
        """Take the end on which requests come."""
        self._asking = asking
        self._woken, self._wakes = socket.socketpair()
        self._wakes.setblocking(False)  # noqa: FBT003 - its only argument
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakes.fileno(), warn_on_full_buffer=False)
        self._told: dict[int, socket.socket] = {}

    def until_forked(self) -> dict[str, Any]:
        """Fork for each request until nobody asks any more; return the request in the fork."""
        while True:
            ready, _, _ = select.select([self._asking, self._woken], [], [])
            if self._asking in ready and (request := self._fork()):
                return request
            if self._woken in ready:
                self._woken.recv(4096)
                self._tell_ended()

    def _fork(self) -> dict[str, Any] | None:
        message, descriptors, _, _ = socket.recv_fds(self._asking, _MOST_BYTES, _DESCRIPTORS)
        if not message:
            sys.exit()
        *streams, telling = descriptors
        process = os.fork()
        if not process:
            self._leave(streams, telling)
            request: dict[str, Any] = json.loads(message)
            return request
        for stream in streams:
            os.close(stream)
        self._told[process] = socket.socket(fileno=telling)
        _tell(self._told[process], process)
        return None

    def _leave(self, streams: list[int], telling: int) -> None:
        """Keep nothing of this in the fork but its streams."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for end in (self._woken, self._wakes, self._asking, *self._told.values()):
            end.close()
        os.close(telling)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)

    def _tell_ended(self) -> None:
        for process in [*self._told]:
            ended, status = os.waitpid(process, os.WNOHANG)
            if ended:
                with self._told.pop(process) as telling:
                    _tell(telling, os.waitstatus_to_exitcode(status))


def _tell(telling: socket.socket, number: int) -> None:
    # Whoever started a process need not wait for its end.
    with contextlib.suppress(OSError):
        telling.sendall(f"{number}\n".encode())


def _become(request: dict[str, Any]) -> None:
    """Set this process up as Python does at its start."""
    os.chdir(request["cwd"])
    # Python itself sets it where no other locale is asked for.
    coerced = {name: value for name, value in os.environ.items() if name == "LC_CTYPE"}
    os.environ.clear()
    os.environ.update(coerced | request["env"])
    time.tzset()
    if request["terminal"]:
        # A test run in the background ignores it, and with it all that it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    old = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = map(_stream, range(3), old)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc] # Final for others


def _stream(number: int, old: TextIO) -> TextIOWrapper:
    return TextIOWrapper(
        open(number, "wb" if number else "rb", closefd=False),
        encoding=old.encoding,
        errors=old.errors,
        line_buffering=number == _ERROR or os.isatty(number),
    )


def _run(how: str, *arguments: str) -> None:
    """Run the arguments that Python was to get; whatever is raised ends the process, as it ends Python."""
    if how == "-m":
        module, *sys.argv[1:] = arguments
        sys.path[0] = str(Path.cwd())
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    elif how == "-c":
        code, *rest = arguments
        sys.argv[:] = ["-c", *rest]
        sys.path[0] = ""
        main = sys.modules["__main__"] = type(sys)("__main__")
        exec(compile(code, "<string>", "exec"), main.__dict__)  # noqa: S102 - what Python does with -c
    else:
        sys.argv[:] = [how, *arguments]
        sys.path[0] = str(Path(how).parent)
        runpy.run_path(how, run_name="__main__")


def _ends_quickly(status: list[int]) -> None:
    """Register the end of a fork whose exit status is known: to free all modules would copy all pages that it shares."""

    def end() -> None:
        if not status:
            return
        # Reports what is still pending, as the end of Python does.
        gc.collect()
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except OSError:
            return
        os._exit(status[0])

    # What is registered first runs last.
    atexit.register(end)


def _main() -> None:
    status: list[int] = []
    _ends_quickly(status)
    for name in _IMPORTED:
        importlib.import_module(name)
    # A collection would copy the shared pages, too.
    gc.collect()
    gc.freeze()
    request = _Forking(socket.socket(fileno=int(sys.argv[1]))).until_forked()
    _become(request)
    try:
        _run(*request["arguments"])
        status.append(0)
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            status.append((ended.code or 0) & 0xFF)
        raise


if __name__ == "__main__":
    _main()
