"""The `imerr` command.

Imports inside the commands are deliberate: a question on the command line must not wait for what only the server needs.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.demo import Console
    from bot.lookup.answer import Answer
    from bot.lookup.explain import Lookup
    from bot.settings import Settings
    from db.catalog import Catalog
    from db.entry import Lang

WRONG_USE = 2
"""Exit status for a wrong call, a wrong setting, or a table that cannot be had."""


class Fault(click.ClickException):
    """Something the caller can mend; told as a sentence, without a traceback."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """Print the sentence."""
        click.echo(f"imerr: {self.message}", file=file or sys.stderr)


_AS_IN_SLACK = {"help": ["--help"], "list": ["table", "list"]}
"""What is typed there, and means the same here."""
_LIST_OF_FAMILY = 2


class _Questions(click.Group):
    """A group of commands in which everything that is no command is a question: `imerr 603`, `imerr -2`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        args = _AS_IN_SLACK.get(" ".join(args), args)
        if len(args) == _LIST_OF_FAMILY and args[0] == "list":
            args = ["table", "list", "--family", args[1]]
        own = {option for parameter in self.params for option in parameter.opts} | set(ctx.help_option_names)
        if args and args[0] not in self.commands and args[0] not in own:
            args = ["explain", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_Questions,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Everything else is a question: `imerr 603` and `imerr 群组满了` are short for `imerr explain ...`.",
)
@click.version_option(package_name="imerr", prog_name="imerr")
def main() -> None:
    """Explain the error codes of the Easemob (环信) IM SDK."""
    # A terminal that cannot show Chinese gets question marks, not a traceback; text that is no UTF-8 is read all the same.
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def _settings() -> Settings:
    from bot.settings import SettingsError, load

    try:
        return load()
    except SettingsError as error:
        raise Fault(str(error)) from error


def _lookup(settings: Settings, *, whole: bool = False) -> Lookup:
    from bot.lookup.platforms import PlatformError
    from bot.tables import ready
    from db.place import TableError, is_there

    if not is_there(settings.table) and sys.stderr.isatty():
        click.echo("imerr: building the code table, once; this takes some seconds.", err=True)
    try:
        found = ready(settings.table, whole=whole, platform=settings.platform)
    except TableError as error:
        raise Fault(str(error)) from error
    except PlatformError as error:
        raise Fault(f"IMERR_PLATFORM: {error}") from error
    except Exception as error:
        raise _source_fault(error) from error
    if found.warning:
        click.echo(f"imerr: {found.warning}", err=True)
    return found.lookup


class _Explainer:
    """Answers one question after another."""

    def __init__(self, settings: Settings, wanted: Lang | None) -> None:
        self._settings = settings
        self._wanted = wanted
        self.lookup = _lookup(settings)

    def __call__(self, question: str) -> Answer:
        from db.table import TableError

        try:
            return self.lookup.explain(question, self._settings.lang, self._wanted)
        except TableError:
            # What only free text needs is damaged, or the table was built anew since it was read.
            self.lookup = _lookup(self._settings, whole=True)
            return self.lookup.explain(question, self._settings.lang, self._wanted)


def _source_fault(error: Exception) -> Exception:
    """Turn the faults of a source into a fault of the call; pass on what else went wrong."""
    from db.checked import SourceError

    return Fault(_faults("The code table's source", error.faults)) if isinstance(error, SourceError) else error


def _faults(of: str, faults: Iterable[str]) -> str:
    return "\n  ".join([f"{of} has faults:", *faults])


@main.command(context_settings={"ignore_unknown_options": True})
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
    from bot import terminal
    from bot.plain import plain

    if from_stdin != (from_stdin and as_json and not question):
        raise Fault("--stdin goes with --json, and without a question on the command line.")
    asked = _readable(" ".join(question))
    if not from_stdin and not asked.strip():
        raise Fault("What is the question? For example: imerr 603, or imerr 群组满了.")
    settings = _settings()
    explained = _Explainer(settings, None if lang == "auto" else cast("Lang", lang))
    if as_json:
        _utf8()
    if from_stdin:
        for line in sys.stdin:
            click.echo(terminal.as_json(explained(_question(line))))
            sys.stdout.flush()
        return
    answer = explained(asked)
    if as_json:
        click.echo(terminal.as_json(answer))
    elif sys.stdout.isatty():
        from rich.console import Console

        Console(highlight=False).print(terminal.rich(answer, explained.lookup.catalog, with_example=full))
    else:
        click.echo(plain(answer, explained.lookup.catalog, with_example=full))
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
    """Give a text with a replacement character for whatever cannot be written out again as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


@main.command()
@click.option(
    "--mode",
    type=click.Choice(["auto", "http", "socket"]),
    default="auto",
    show_default=True,
    help="auto: Socket Mode where SLACK_APP_TOKEN is set, else HTTP.",
)
@click.option("--host", help="Address to listen on over HTTP, instead of IMERR_HOST.")
def serve(mode: str, host: str | None) -> None:
    """Answer in Slack, until stopped."""
    from bot.settings import SettingsError
    from bot.slack.serve.server import ServerError, run

    settings = _settings()
    socket = mode == "socket" or (mode == "auto" and bool(settings.app_token))
    try:
        run(settings, socket=socket, host=host or settings.host)
    except (SettingsError, ServerError) as error:
        raise Fault(str(error)) from error


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="any", help="Port of the local Slack.")
@click.option("--locale", default="zh-CN", show_default=True, help="Language that your Slack is set to.")
@click.option(
    "--slack-only",
    is_flag=True,
    help="Run the Slack alone, and print the settings with which your own `imerr serve` connects to it.",
)
def demo(port: int, locale: str, slack_only: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """Try imerr in a Slack on this machine: no account, no network.

    Reads what to do from standard input, a line each: `/imerr 603`, `@imerr 群组满了`, `help`.
    """
    from bot.demo import CONNECTING, HELP, DemoError, alone, environment, running

    try:
        if slack_only:
            with alone(port=port, locale=locale) as (slack, person):
                click.echo("\n".join(f"{name}={value}" for name, value in environment(slack).items()))
                click.echo(f"{CONNECTING}\n\n{HELP}")
                _converse(person)
            return
        if sys.stderr.isatty():
            click.echo(
                "imerr: starting; the first time this builds the code table, which takes some seconds.", err=True
            )
        with running(port=port, locale=locale) as (_, person):
            click.echo(HELP)
            _converse(person)
    except DemoError as error:
        raise Fault(str(error)) from error
    except OSError as error:
        raise Fault(
            f"The local Slack cannot listen on port {port}: {error.strerror}. Choose another --port."
        ) from error


def _converse(person: Console) -> None:
    while True:
        try:
            line = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if not person.do(line):
            return


@main.group()
def table() -> None:
    """Build, check and read the code table."""


_SOURCE = click.option(
    "--source",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of TOML files to take instead of the shipped one.",
)


@table.command()
@_SOURCE
def build(source: Path | None) -> None:
    """Check the source and build the SQLite table from it; a running server takes it up by itself."""
    from bot.tables import rebuild
    from db import files
    from db.table import TableError

    settings = _settings()
    try:
        catalog = rebuild(settings.table, source or files.SOURCE)
    except TableError as error:
        raise Fault(str(error)) from error
    except Exception as error:
        raise _source_fault(error) from error
    click.echo(f"{_size(catalog)}: {settings.table}")


@table.command()
@_SOURCE
def check(source: Path | None) -> None:
    """Check the source, and the table if it is built, without building anything; every fault is one line."""
    from db import files, inspection, phrasings
    from db.checked import SourceError
    from db.place import is_there
    from db.source import read

    path, source = _settings().table, source or files.SOURCE
    told = []
    try:
        catalog = read(source)
        phrasings.read(files.phrasing_files(source), catalog.by_error)
    except SourceError as error:
        told.append(_faults("The code table's source", error.faults))
    built = is_there(path)
    if built and (faults := inspection.faults(path, files.digest(source))):
        told.append(_faults("The built code table", faults))
    if told:
        raise Fault("\nimerr: ".join(told))
    click.echo(f"No faults in {_size(catalog)}{f', nor in the table built from them: {path}' if built else ''}.")


def _size(catalog: Catalog) -> str:
    codes, errors = f"{len(catalog.entries)} codes", f"{len(catalog.own)} errors"
    return f"{codes if len(catalog.own) == len(catalog.entries) else f'{codes} of {errors}'} in {len(catalog.families)} families"


@table.command("list")
@click.option("--family", help="Only the codes of this family.")
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the titles; default IMERR_LANG.")
def list_(family: str | None, as_json: bool, lang: Lang | None) -> None:  # noqa: FBT001 - click calls it by keyword
    """List the codes of the table, a line each."""
    settings = _settings()
    catalog = _lookup(settings).catalog
    lang = lang or settings.lang
    if family is not None and family not in catalog.by_family:
        raise Fault(f"There is no family {family!r}. The families are: {', '.join(catalog.by_family)}.")
    entries = catalog.entries if family is None else catalog.by_family[family]
    if as_json:
        rows = [
            {
                "platform": entry.platform,
                "code": entry.code,
                "name": entry.name,
                "family": entry.family,
                "title": entry.title.in_(lang),
            }
            for entry in entries
        ]
        _write([json.dumps(rows, ensure_ascii=False, indent=2), "\n"])
        return
    width = max((len(entry.platform) for entry in entries), default=0)
    for entry in entries:
        platform = f"{entry.platform:<{width}}  " if width else ""
        click.echo(f"{entry.code:>6}  {platform}{entry.family:<12}  {entry.name:<46}  {entry.title.in_(lang)}")


@table.command()
@click.option("--format", "form", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def export(form: str) -> None:
    """Write the whole table to standard output."""
    from db.export import as_csv, as_json

    catalog = _lookup(_settings()).catalog
    _write(as_csv(catalog) if form == "csv" else as_json(catalog))


def _write(lines: Iterable[str]) -> None:
    _utf8()
    for line in lines:
        click.echo(line, nl=False)


def _utf8() -> None:
    """Write UTF-8 whatever the terminal knows: what programs read must not lose a character."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
