"""What `imerr demo` writes and reads: plain lines in a pipe; layout, colour, line editing and history on a terminal."""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from bot import layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import RenderableType

MOST_HISTORY = 1000
"""Lines kept in the history."""

_BEFORE = re.compile(r"\s*(?:(?:[•>-]|\d+\.)\s+)?")
_RULE = re.compile(r"-{4,}")
_COMMAND = re.compile(r"(  \S.*?)  +(\S.*)")
_NARROW_INDENT = " " * 6
_STYLES = (("--- ", "bold"), ("# ", "bold magenta"), ("[ ", "bold"), ("  [", "magenta"), ("  (", "magenta"))
"""By how a line begins: the place of a message, a header, a dialog's title, buttons, menus and fields."""


class Screen:
    """Writes plain lines."""

    is_terminal = False

    def show(self, text: str) -> None:
        """Write what stands on the person's Slack."""
        _write(text)

    def tell(self, sentence: str) -> None:
        """Write a sentence about a line that was not done."""
        _write(sentence)

    def explain(self, commands: str) -> None:
        """Write the list of commands."""
        _write(commands)


class Terminal(Screen):
    """Wraps all to the terminal's width, with hanging indents, and colours it."""

    is_terminal = True

    def __init__(self) -> None:
        """Write to standard output."""
        self._console = layout.console()

    def show(self, text: str) -> None:
        """Write what stands on the person's Slack."""
        for line in text.split("\n"):
            self._console.print(_laid_out(line, self._console.width))

    def tell(self, sentence: str) -> None:
        """Write a sentence about a line that was not done."""
        self._console.print(Text(sentence, style="bold red"))

    def explain(self, commands: str) -> None:
        """Write the list of commands in two columns, or with each description below where there is no room for them."""
        for line in commands.split("\n"):
            for part in _columns(line, self._console.width):
                self._console.print(part)


def screen() -> Screen:
    """Return the screen that suits standard output."""
    return Terminal() if sys.stdout.isatty() else Screen()


def reads_from_terminal() -> bool:
    """Return whether a person types, and sees a prompt."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def read() -> str:
    """Return the next line; raise EOFError at the end of the input."""
    if sys.stdin is None:
        raise EOFError
    return input("> " if reads_from_terminal() else "")


@contextlib.contextmanager
def history() -> Iterator[None]:
    """Edit lines with a history that the user keeps from one run to the next, where Python has readline."""
    try:
        import readline  # noqa: PLC0415 - its mere import changes how lines are read
    except ImportError:
        yield
        return
    file = _history_file()
    readline.set_history_length(MOST_HISTORY)
    # Without a folder to write to, or with a file of another readline, there is no history, and nothing to stop for.
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(file)
            file.chmod(0o600)


def _history_file() -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only a terminal needs it

    return user_state_path("imerr") / "demo_history"


def _laid_out(line: str, width: int) -> RenderableType:
    if _RULE.fullmatch(line):
        return Text(line[:width], style="dim")
    before = _BEFORE.match(line)[0]  # type: ignore[index] # the pattern matches an empty text, too
    style = next((style for start, style in _STYLES if line.startswith(start)), "")
    return layout.hanging(line.removeprefix(before), before, style)


def _columns(line: str, width: int) -> Iterator[RenderableType]:
    columns = _COMMAND.fullmatch(line)
    if columns is None:
        yield _laid_out(line, width)
        return
    command, description = columns.groups()
    beside = line[: columns.start(2)]
    if cell_len(beside) <= width // 3:
        yield layout.hanging(description, beside, style_before="bold")
    else:
        yield Text(command, style="bold")
        yield layout.hanging(description, _NARROW_INDENT)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
