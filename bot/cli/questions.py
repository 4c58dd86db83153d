"""`imerr explain`: questions and their answers."""

from __future__ import annotations

import json
import sys
from functools import partial
from typing import TYPE_CHECKING, cast

import click

from bot.cli.calls import Command
from bot.cli.common import Fault, load_settings, open_lookup, show, utf8

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.settings import Settings
    from db.entry import Lang


class _Explainer:
    """Answers one question after another."""

    def __init__(self, settings: Settings, wanted: Lang | None) -> None:
        self._settings = settings
        self._wanted = wanted
        self.lookup = open_lookup(settings)

    def __call__(self, question: str) -> Answer:
        from db.table import TableError

        try:
            return self.lookup.explain(question, self._settings.lang, self._wanted)
        except TableError:
            # The training is damaged, or the table was rebuilt since it was loaded.
            self.lookup = open_lookup(self._settings, whole=True)
            return self.lookup.explain(question, self._settings.lang, self._wanted)


@click.command(cls=Command, context_settings={"ignore_unknown_options": True})
@click.argument("question", nargs=-1, type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question, on one line.")
@click.option(
    "--stdin", "from_stdin", is_flag=True, help="With --json: read questions from standard input, one a line."
)
@click.option(
    "--lang",
    type=click.Choice(["auto", "zh", "en"]),
    default="auto",
    show_default=True,
    help="Language of the answer; auto takes the question's own, else IMERR_LANG.",
)
@click.option("--full", is_flag=True, help="With an example that catches the error, where there is one.")
@click.pass_context
def explain(  # noqa: PLR0913, PLR0917 - an option each
    ctx: click.Context,
    question: tuple[str, ...],
    as_json: bool,  # noqa: FBT001 - click calls it by keyword
    from_stdin: bool,  # noqa: FBT001 - as above
    lang: str,
    full: bool,  # noqa: FBT001 - as above
) -> None:
    """Explain an error: a code, a constant, a sentence or a log.

    A line of --stdin that is a JSON string is taken as that string, so a question may hold newlines.

    Exit status: 0 answered, 1 not answered, 2 wrong use.
    """
    from bot import text_view

    if from_stdin != (from_stdin and as_json and not question):
        raise Fault("--stdin goes with --json, and without a question on the command line.")
    asked = _readable(" ".join(question))
    if not from_stdin and not asked.strip():
        raise Fault("What is the question? For example: imerr 603, or imerr 群组满了.")
    settings = load_settings()
    explained = _Explainer(settings, None if lang == "auto" else cast("Lang", lang))
    if as_json:
        utf8()
    if from_stdin:
        for line in sys.stdin:
            click.echo(text_view.as_json(explained(_question(line))))
            sys.stdout.flush()
        return
    answer = explained(asked)
    if as_json:
        click.echo(text_view.as_json(answer))
    else:
        view = answer, explained.lookup.catalog
        show(partial(text_view.plain, *view, with_example=full), partial(text_view.rich, *view, with_example=full))
    ctx.exit(0 if answer.verdict.answered else 1)


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
