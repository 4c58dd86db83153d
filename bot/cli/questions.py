"""`imerr explain`: questions and their answers."""

from __future__ import annotations

import contextlib
import json
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from bot.cli.calls import SHORT, Question, chosen, is_piped, language_options
from bot.cli.common import Fault, load_settings, open_lookup, show, utf8
from bot.cli.languages import default
from bot.cli.mistyped import meant
from bot.in_use import InUse
from bot.lookup.text import MOST_CHARACTERS, Text
from bot.wording import wording

if TYPE_CHECKING:
    from bot.cli.mistyped import Meant
    from bot.lookup.answer import Answer
    from bot.settings import Settings
    from db.catalog import Catalog
    from db.entry import Lang


class _Explainer:
    """Answers one question after another."""

    def __init__(self, settings: Settings, wanted: Lang | None) -> None:
        self._settings = settings
        self._wanted = wanted
        self._default = default(settings)
        self.lookup = open_lookup(settings)

    def __call__(self, question: str) -> Answer:
        from db.table import TableError

        try:
            return self.lookup.explain(question, self._default.lang, self._wanted)
        except TableError:
            # The training is damaged, or the table was rebuilt since it was loaded.
            self.lookup = open_lookup(self._settings, whole=True)
            return self.lookup.explain(question, self._default.lang, self._wanted)

    def has_guessed_language(self, question: str) -> bool:
        """Return whether neither somebody's choice nor the words of a question decided on the language of its answer."""
        return not (self._wanted or self._default.is_chosen or self.lookup.language(Text(question)))


@click.command(cls=Question)
@click.argument("question", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question, on one line.")
@click.option("--stdin", "by_line", is_flag=True, help="With --json: read a question a line from standard input.")
@language_options
@click.option("--full", is_flag=True, help="With an example that catches the error, where there is one.")
@click.pass_context
def explain(  # noqa: PLR0913, PLR0917 - an option each
    ctx: click.Context,
    question: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click calls it by keyword
    by_line: bool,  # noqa: FBT001 - as above
    lang: str,
    short: str | None,
    full: bool,  # noqa: FBT001 - as above
) -> None:
    """Explain an error: a code, a constant, a sentence or a log.

    Without a question, or for `-`, what is piped in is the question: `tail app.log | imerr`.

    A line of --stdin that is a JSON string is taken as that string, so a question may hold newlines.

    Exit status: 0 answered, 1 not answered, 2 wrong use.
    """
    from bot import text_view

    if by_line and (question or not as_json):
        raise Fault("--stdin goes with --json, and without a question on the command line.")
    asked = ""
    if not by_line:
        takes_input = question == ("-",) or (not question and is_piped())
        asked = _input() if takes_input else _readable(" ".join(question))
        if not asked.strip():
            raise Fault(InUse().put_into("What is the question? For example: imerr {code}, or imerr {described}."))
    explained = _Explainer(load_settings(), chosen(lang, short))
    if as_json:
        utf8()
    if by_line:
        for line in sys.stdin:
            click.echo(text_view.as_json(explained(_question(line))))
            sys.stdout.flush()
        return
    command = _meant(ctx, question, explained.lookup.catalog)
    if command and command.is_sure:
        raise Fault(f"There is no command {question[0]!r}. Did you mean `imerr {command.typed}`?")
    answer = explained(asked)
    if as_json:
        click.echo(text_view.as_json(answer))
    else:
        view = answer, explained.lookup.catalog
        show(
            partial(text_view.plain, *view, with_example=full),
            partial(text_view.rich, *view, with_example=full, name_languages=explained.has_guessed_language(asked)),
        )
    if not answer.verdict.answered:
        _tell_what_may_be_meant(command, question, answer.lang)
    ctx.exit(0 if answer.verdict.answered else 1)


def _meant(ctx: click.Context, question: tuple[str, ...], catalog: Catalog) -> Meant | None:
    """Return the command that a question typed without `explain` was meant to be; None where it is a question."""
    commands = cast("click.Group", ctx.find_root().command).commands
    if not ctx.meta.get(SHORT) or not question or question == ("-",):
        return None
    return meant(question, commands, catalog.by_family)


def _tell_what_may_be_meant(command: Meant | None, question: tuple[str, ...], lang: Lang) -> None:
    if command:
        click.echo(f"imerr: Did you mean `imerr {command.typed}`?", err=True)
    if _names_file(question):
        click.echo(f"imerr: {wording(lang).read_file.format(file=shlex.quote(question[0]))}", err=True)


def _names_file(question: tuple[str, ...]) -> bool:
    """Return whether a question is the path of a file, whose content is likely what was to be explained."""
    with contextlib.suppress(OSError, ValueError):
        return len(question) == 1 and Path(question[0]).is_file()
    return False


def _input() -> str:
    """Return what is piped in; both ends of a very long text, since more of it is not read anyway."""
    beginning, end = sys.stdin.read(MOST_CHARACTERS), ""
    while piece := sys.stdin.read(MOST_CHARACTERS):
        end = (end + piece)[-MOST_CHARACTERS:]
    return _readable(beginning + end)


def _question(line: str) -> str:
    line = line.rstrip("\r\n")
    if line.lstrip().startswith('"'):
        try:
            value = json.loads(line)
        except ValueError:
            return line
        if isinstance(value, str):
            return _readable(value)
    return line


def _readable(text: str) -> str:
    """Return a text with replacement characters for lone surrogates, which UTF-8 cannot encode."""
    return text.encode("utf-8", "replace").decode("utf-8")
