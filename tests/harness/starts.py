"""Processes of Python for tests: forked from one that has imported imerr, since a start takes a second or two, and a fork none.

A forked process is one of its own, with its own environment, folder, streams and signals. It differs from a fresh one in that
its modules are there already; tests about the start itself ask for a fresh one. `IMERR_TESTS_START=fresh` makes all of them so.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Stream = IO[str] | IO[bytes] | int

ROOT = Path(__file__).parents[2]
_NUMBER_BYTES = 16
_AS_STARTED = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
_READ_AT_THE_START = ("PYTHON", "LANG", "LC_", "SSL_", "OPENBLAS_")
"""Variables that Python or a library reads once: a fork would not obey them."""
_AS_FOREGROUND = (
    "import fcntl, os, signal, sys, termios; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Runs a command whose terminal sends it a signal for Ctrl-C."""


class Process(Protocol):
    """What tests do with a process, fresh or forked."""

    pid: int

    @property
    def returncode(self) -> int | None: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, sig: int) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class _Forked:
    """A forked process; its exit status comes through a socket, since it is nobody's child here."""

    def __init__(self, command: Sequence[str], told: socket.socket) -> None:
        self._command = command
        self._told = told
        self.pid = int(told.recv(_NUMBER_BYTES))
        self.returncode: int | None = None
        self._lock = threading.Lock()

    def poll(self) -> int | None:
        """Return the exit status; None while the process runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status once the process has ended."""
        with self._lock:
            if self.returncode is None:
                # Never zero: that would be a socket that does not wait at all, and raises something else.
                self._told.settimeout(None if timeout is None else max(timeout, 1e-6))
                try:
                    status = self._told.recv(_NUMBER_BYTES)
                except TimeoutError:
                    raise subprocess.TimeoutExpired(self._command, timeout or 0.0) from None
                self.returncode = int(status)
                self._told.close()
            return self.returncode

    def send_signal(self, sig: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process."""
        self.send_signal(signal.SIGKILL)


def start(  # noqa: PLR0913 - as many as subprocess.Popen's that tests need
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    stdin: Stream = subprocess.DEVNULL,
    stdout: Stream,
    stderr: Stream,
    terminal: bool = False,
) -> Process:
    """Start a command of `sys.executable`, forked where that makes no difference.

    With `terminal`, its standard input is the terminal that sends it a signal for Ctrl-C.
    """
    if not can_fork(env):
        return subprocess.Popen(
            [sys.executable, "-c", _AS_FOREGROUND, *command] if terminal else command,
            env=env,
            cwd=cwd,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=terminal,
        )
    with contextlib.ExitStack() as stack:
        null = stack.enter_context(Path(os.devnull).open("r+b"))
        streams = [null if stream == subprocess.DEVNULL else stream for stream in (stdin, stdout, stderr)]
        descriptors = [stream if isinstance(stream, int) else stream.fileno() for stream in streams]
        told, telling = _pair()
        stack.enter_context(telling)
        request = {"arguments": [*command[1:]], "env": dict(env), "cwd": str(cwd), "terminal": terminal}
        socket.send_fds(_forking(), [json.dumps(request).encode()], [*descriptors, telling.fileno()])
    return _Forked(command, told)


def run(
    command: Sequence[str], *, env: Mapping[str, str], cwd: Path, given: str = "", timeout: float = 110
) -> subprocess.CompletedProcess[str]:
    """Run a command as `start` does, with pipes; return how it ended."""
    if not can_fork(env):
        return subprocess.run(
            command,
            env=env,
            cwd=cwd,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=timeout,
            check=False,
        )
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        reading, writing = os.pipe()
        try:
            process = start(command, env=env, cwd=cwd, stdin=reading, stdout=out, stderr=err)
        finally:
            os.close(reading)
        # A command that reads nothing of a long input ends, and breaks the pipe.
        with contextlib.suppress(BrokenPipeError), open(writing, "w", encoding="utf-8") as typing:  # noqa: PTH123 - a pipe
            typing.write(given)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        return subprocess.CompletedProcess(command, status, _read(out), _read(err))


def can_fork(env: Mapping[str, str]) -> bool:
    """Return whether a fork obeys the environment as a fresh process does."""
    if os.environ.get("IMERR_TESTS_START") == "fresh" or sys.platform != "linux":
        return False
    decisive = {name: value for name, value in env.items() if name.startswith(_READ_AT_THE_START)}
    return decisive.items() <= _AS_STARTED.items() and "PYTHONPATH" in decisive


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode().replace("\r\n", "\n")


def _pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a connection that keeps messages apart."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


@functools.cache
def _forking() -> socket.socket:
    """Return the socket of the process that forks, started at the first call."""
    asking, asked = _pair()
    with asked:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.forking", str(asked.fileno())],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "OPENBLAS_NUM_THREADS": "1", **_AS_STARTED},
            stdin=subprocess.DEVNULL,
            pass_fds=[asked.fileno()],
        )

    def end() -> None:
        asking.close()
        process.wait(20)

    atexit.register(end)
    return asking
