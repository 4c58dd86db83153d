"""What a call means: a command, or a question."""

from __future__ import annotations

import click

_AS_IN_SLACK = {"help": ["--help"], "list": ["table", "list"]}
"""Slack's short commands, and their equivalents here."""
_LIST_OF_FAMILY = 2


class Questions(click.Group):
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
