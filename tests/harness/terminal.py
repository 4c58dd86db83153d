"""The command as somebody types it: on a terminal of some width, or piped."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import TYPE_CHECKING, NamedTuple

from tests.harness.server import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_COMMAND = [sys.executable, "-m", "bot"]
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
_LINES = 24


class Ended(NamedTuple):
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


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
        ended = subprocess.run(
            [*_COMMAND, *arguments],
            env=self.environ | more,
            cwd=self.folder,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=110,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def on_terminal(self, *arguments: str, columns: int = 80, **more: str) -> Ended:
        """Run the command on a terminal; both of its outputs are on the screen."""
        leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", _LINES, columns, 0, 0))
        with subprocess.Popen(
            [*_COMMAND, *arguments],
            env=self.environ | {"TERM": "xterm-256color"} | more,
            cwd=self.folder,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
        ) as process:
            os.close(follower)
            said = bytearray()
            # Linux reports the end of a terminal's output as an I/O error.
            with contextlib.suppress(OSError):
                while piece := os.read(leader, 65536):
                    said += piece
            process.wait(timeout=60)
        os.close(leader)
        return Ended(process.returncode, said.decode("utf-8").replace("\r\n", "\n"), "")


def without_styles(shown: str) -> str:
    """Return what a terminal shows, without colours and weights."""
    return _ESCAPES.sub("", shown)


def characters(text: str) -> str:
    """Return the characters of a text, regardless of how it is wrapped."""
    return re.sub(r"\s", "", text)
