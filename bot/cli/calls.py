"""What a call means: a command, or a question; and its help."""

from __future__ import annotations

import shutil
from typing import Any

import click

_MARGIN = 4
"""Cells left free at the end of a line of help, which is measured in characters: the Chinese ones are two cells wide."""


class _Formatter(click.HelpFormatter):
    """Formats help for narrow terminals, too: click's own is at least 50 wide."""

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - as click calls it
        super().__init__(*arguments, **more)
        self.width = min(self.width, shutil.get_terminal_size().columns - _MARGIN)


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is whole at every width."""

    context_class = _Context

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - a line that is too long is wrapped, not cut
        """Return the first sentence of the help."""
        return super().get_short_help_str(limit=1000)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


_AS_IN_SLACK = {"help": ["--help"], "list": ["table", "list"]}
"""Slack's short commands, and their equivalents here."""
_LIST_OF_FAMILY = 2


class Questions(Group):
    """A command group that takes anything but a command as a question: `imerr 603`, `imerr -2`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments that are left, as click does, after putting `explain` before a question."""
        args = _AS_IN_SLACK.get(" ".join(args), args)
        if len(args) == _LIST_OF_FAMILY and args[0] == "list":
            args = ["table", "list", "--family", args[1]]
        own = {option for parameter in self.params for option in parameter.opts} | set(ctx.help_option_names)
        if args and args[0] not in self.commands and args[0] not in own:
            args = ["explain", *args]
        return super().parse_args(ctx, args)
