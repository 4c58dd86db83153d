"""The command as somebody types it: on a terminal of some width, or piped."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import struct
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.harness import starts
from tests.harness.starts import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMAND = [sys.executable, "-m", "bot"]
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_LINES = 24
_SECONDS = 60.0


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


class Typing:
    """A command under way on a terminal."""

    def __init__(self, process: starts.Process, leader: int) -> None:
        """Take the process, and the terminal's other end."""
        self.process = process
        self._leader = leader
        self._unread = bytearray()

    def types(self, text: str) -> None:
        """Type a text; `\\n` is the Enter key, and `\\x04` Ctrl-D."""
        os.write(self._leader, text.encode())

    def shown_until(self, text: str) -> str:
        """Return what is shown up to and with a text, from where the last call ended."""
        until = time.monotonic() + _SECONDS
        while (at := self._unread.find(text.encode())) < 0:
            ready, _, _ = select.select([self._leader], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"{text!r} is not shown, but {self._unread.decode(errors='replace')!r}"
            self._unread += os.read(self._leader, 65536)
        end = at + len(text.encode())
        shown = self._unread[:end].decode()
        del self._unread[:end]
        return shown.replace("\r\n", "\n")

    def interrupts(self) -> None:
        """Press Ctrl-C once the command waits: Python notices a signal that comes just before that only at the next key."""
        state = Path("/proc") / str(self.process.pid) / "stat"
        while state.read_text(encoding="ascii").rpartition(") ")[2][0] != "S":
            time.sleep(0.01)
        self.types("\x03")

    def ended(self) -> Ended:
        """Return the rest of what is shown, and the exit status."""
        with contextlib.suppress(OSError):
            while piece := os.read(self._leader, 65536):
                self._unread += piece
        status = self.process.wait(timeout=_SECONDS)
        return Ended(status, self._unread.decode().replace("\r\n", "\n"), "")


class Shell:
    """A folder with nothing in it, and an environment with nothing in it but the table."""

    def __init__(self, folder: Path, table: Path) -> None:
        """Take both."""
        self.folder = folder
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "IMERR_TABLE": str(table),
        }

    def piped(self, *arguments: str, given: str = "", **more: str) -> Ended:
        """Run the command with pipes."""
        ended = starts.run([*_COMMAND, *arguments], env=self.environ | more, cwd=self.folder, given=given)
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def on_terminal(self, *arguments: str, columns: int = 80, **more: str) -> Ended:
        """Run the command on a terminal; both of its outputs are on the screen."""
        with self.typing(*arguments, columns=columns, **more) as typing:
            return typing.ended()

    @contextlib.contextmanager
    def typing(self, *arguments: str, columns: int = 80, **more: str) -> Iterator[Typing]:
        """Run the command on a terminal until the block ends."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, columns, 0, 0))
        process = starts.start(
            [*_COMMAND, *arguments],
            env=self.environ | {"TERM": "xterm-256color"} | more,
            cwd=self.folder,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            terminal=True,
        )
        os.close(follower)
        try:
            yield Typing(process, leader)
        finally:
            process.terminate()
            os.close(leader)
            process.wait(_SECONDS)


def without_styles(shown: str) -> str:
    """Return what a terminal shows, without colours and weights."""
    return _ESCAPES.sub("", shown)


def characters(text: str) -> str:
    """Return the characters of a text, regardless of how it is wrapped."""
    return re.sub(r"\s", "", text)
