"""What a call means: a command, or a question; and its help."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from bot.in_use import InUse

if TYPE_CHECKING:
    from collections.abc import Callable

    from db.entry import Lang

Function = TypeVar("Function", bound="Callable[..., object]")

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

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help, with words of the table in use in its fields."""
        written, in_use = (self.help, self.epilog), _in_use(ctx)
        self.help, self.epilog = (text and in_use.put_into(text) for text in written)
        try:
            super().format_help(ctx, formatter)
        finally:
            self.help, self.epilog = written

    def get_short_help_str(self, limit: int = 0) -> str:  # noqa: ARG002 - a line that is too long is wrapped, not cut
        """Return the first sentence of the help."""
        return super().get_short_help_str(limit=1000)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments that are left, as click does.

        Raises:
            NoSuchOption: the command lacks an option; names the nearest of its own alone.

        """
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            raise _no_such_option(error.option_name, _options(self, ctx)[1], ctx) from None


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


SHORT = "imerr.short"
"""Key in the context's meta: the question was typed without `explain`."""
_OPTION = re.compile(r"--[A-Za-z][\w-]*|-[A-Za-z]")
_LIKE_OPTION = re.compile(r"--?[A-Za-z][\w-]*")
_NEAR = 0.75
_IN_WORDS = {"--english": "--en", "--chinese": "--zh"}
"""What is typed for an option that has a shorter name."""


class Question(Command):
    """A command whose arguments are a question, which may begin with a dash: `imerr -2`, `imerr "-1 what is this"`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments that are left, as click does, which gets the options first.

        Raises:
            NoSuchOption: something looks like an option, and stands before the question or is near to one of the command's.

        """
        valued, known = _options(self, ctx)
        before = known | _options(ctx.find_root().command, ctx)[1]
        own: list[str] = []
        question: list[str] = []
        rest = iter(args)
        for argument in rest:
            name = argument.partition("=")[0]
            if argument == "--":
                question += rest
            elif name in known:
                own += [argument, *(itertools.islice(rest, 1) if name in valued and name == argument else ())]
            elif (_OPTION.fullmatch(name) and not question) or _is_near_option(name, known if question else before):
                raise _no_such_option(name, known if question else before, ctx)
            else:
                question.append(argument)
        return super().parse_args(ctx, [*own, "--", *question] if question else own)


class _LanguageOption(click.Option):
    """An option that help leaves out where the table has one language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help; None to leave it out."""
        return None if _in_use(ctx).has_one_language else super().get_help_record(ctx)


def language_options(command: Function) -> Function:
    """Add `--lang`, and `--zh` and `--en` for short."""
    for option in (
        click.option("--en", "short", cls=_LanguageOption, flag_value="en", help="Short for --lang en."),
        click.option("--zh", "short", cls=_LanguageOption, flag_value="zh", help="Short for --lang zh."),
        click.option(
            "--lang",
            cls=_LanguageOption,
            type=click.Choice(["auto", "zh", "en"]),
            default="auto",
            show_default=True,
            help="Language; auto: of the question, else of IMERR_LANG, else of the locale, else Chinese.",
        ),
    ):
        command = option(command)
    return command


def chosen(lang: str, short: str | None) -> Lang | None:
    """Return the language that the options choose; None where they leave it open."""
    return cast("Lang | None", short or (None if lang == "auto" else lang))


_ALSO_WORDS = ("forget", "lessons", "misses", "stats")
"""Commands without arguments that questions begin with, too: `imerr forget my password`."""


class Questions(Group):
    """A command group that takes anything but a command as a question: `imerr 603`, `imerr -2`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments that are left, as click does, after putting `explain` before a question."""
        if args == ["version"]:
            args = ["--version"]
        elif args and args[0] == "help" and (len(args) == 1 or args[1] in self.commands):
            args = [*args[1:], "--help"]
        elif self._is_question(ctx, args):
            ctx.meta[SHORT] = True
            args = ["explain", *args]
        return super().parse_args(ctx, args)

    def _is_question(self, ctx: click.Context, args: list[str]) -> bool:
        if not args:
            return is_piped()
        if args[0] == "list":
            # `list group` is a command; more words are a question, like `list all that can fail in a group`.
            return len(_words(self.commands["list"], ctx, args[1:])) > 1
        if args[0] in _ALSO_WORDS:
            return len(args) > 1 and not args[1].startswith("-")
        return args[0] not in self.commands and args[0] not in _options(self, ctx)[1]


def is_piped() -> bool:
    """Return whether standard input is there, and is no terminal."""
    return sys.stdin is not None and not sys.stdin.isatty()


def _in_use(ctx: click.Context) -> InUse:
    """Return the table in use, which is read once a call."""
    found: InUse = ctx.meta.setdefault("imerr.in_use", InUse())
    return found


def _options(command: click.Command, ctx: click.Context) -> tuple[set[str], set[str]]:
    """Return the options of a command that take a value, and all of them."""
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    valued = {name for option in options if not (option.is_flag or option.count) for name in option.opts}
    return valued, {*(name for option in options for name in option.opts), *ctx.help_option_names}


def _words(command: click.Command, ctx: click.Context, args: list[str]) -> list[str]:
    """Return the arguments that are neither options nor their values."""
    valued, _ = _options(command, ctx)
    before = ["", *args]
    return [arg for last, arg in zip(before, args, strict=False) if not arg.startswith("-") and last not in valued]


def _no_such_option(name: str, known: set[str], ctx: click.Context) -> click.NoSuchOption:
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known | _in_words(known)), n=1)
    if near and near[0] in _IN_WORDS:
        # click keeps only possibilities that are spelt alike.
        return click.NoSuchOption(name, f"No such option {name!r}. Did you mean {_IN_WORDS[near[0]]!r}?", ctx=ctx)
    return click.NoSuchOption(name, possibilities=near, ctx=ctx)


def _is_near_option(name: str, known: set[str]) -> bool:
    if not _LIKE_OPTION.fullmatch(name):
        return False
    from difflib import get_close_matches  # few calls get here

    return bool(get_close_matches(name, known | _in_words(known), cutoff=_NEAR))


def _in_words(known: set[str]) -> set[str]:
    return {written for written, option in _IN_WORDS.items() if option in known}
