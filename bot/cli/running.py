"""`imerr serve`, `imerr demo` and `imerr mcp`: what runs until it is stopped."""

from __future__ import annotations

import contextlib
import signal
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Command
from bot.cli.common import Fault, load_settings, open_live
from bot.held_signals import ENDING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from bot.demo import Console
    from bot.lookup.answer import Answer
    from db.entry import Lang

_SIGNALLED = 128
"""Exit status of a process that a signal ended, less the signal's number: what shells report."""
_INTERRUPTED = _SIGNALLED + signal.SIGINT


@click.command(cls=Command)
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
    from bot.settings import SettingsError, require_slack
    from bot.slack.app import build
    from bot.slack.serve.server import run
    from bot.slack.serve.start import ServerError

    settings = load_settings()
    socket = mode == "socket" or (mode == "auto" and bool(settings.app_token))
    try:
        if mode == "auto" and not socket:
            require_slack(settings, socket=None)
        run(settings, build, socket=socket, host=host or settings.host)
    except (SettingsError, ServerError) as error:
        raise Fault(str(error)) from error


@click.command(cls=Command)
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default="any", help="Port of the local Slack.")
@click.option("--locale", default="zh-CN", show_default=True, help="Language that your Slack is set to.")
@click.option(
    "--slack-only",
    is_flag=True,
    help="Run the Slack alone, and print the settings with which your own `imerr serve` connects to it.",
)
def demo(port: int, locale: str, slack_only: bool) -> None:  # noqa: FBT001 - click calls it by keyword
    """Try imerr in a Slack on this machine: no account, no network.

    Reads what to do from standard input, a line each: `/imerr {code}`, `@imerr {described}`, `help`.
    """
    from bot.demo import help_text
    from bot.demo_start import CONNECTING, DemoError, alone, environment, running

    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_ends_on_signals())
            if slack_only:
                slack, console = stack.enter_context(alone(port=port, locale=locale))
                # Not wrapped to the terminal's width: these lines are copied into a file.
                click.echo("\n".join(f"{name}={value}" for name, value in environment(slack).items()))
                click.echo(f"{CONNECTING}\n")
            else:
                if sys.stderr.isatty():
                    click.echo(
                        "imerr: starting; the first time this builds the code table, which takes some seconds.",
                        err=True,
                    )
                _, console = stack.enter_context(running(port=port, locale=locale))
            console.screen.explain(help_text())
            _converse(console)
    except DemoError as error:
        raise Fault(str(error)) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fault(f"The demo cannot go on: {error.strerror or error}.") from error
    except KeyboardInterrupt:
        raise click.exceptions.Exit(_INTERRUPTED) from None


@click.command(cls=Command)
def mcp() -> None:
    """Explain errors to a coding agent: an MCP server on standard input and output, with one tool.

    An agent starts it by itself. The tool answers as `imerr explain --json` does.
    """
    from bot import mcp_extra
    from bot.cli.languages import default

    try:
        with mcp_extra.required():
            from bot import mcp_server
    except mcp_extra.MissingExtraError as error:
        raise Fault(str(error)) from error
    import anyio

    settings = load_settings()
    lang, live = default(settings).lang, open_live(settings, whole=True)

    def explain(question: str, wanted: Lang | None) -> Answer:
        live.refresh()
        return live.current.explain(question, lang, wanted)

    anyio.run(mcp_server.over_stdio, mcp_server.build(explain, live.current.catalog))


def _converse(console: Console) -> None:
    """Do line after line until the input ends. On a terminal, Ctrl-C clears the line or stops the wait for an answer."""
    from bot import demo_terminal

    if not demo_terminal.reads_from_terminal():
        with contextlib.suppress(EOFError):
            while console.do(demo_terminal.read()):
                pass
        return
    with demo_terminal.history():
        goes_on = True
        while goes_on:
            try:
                line = demo_terminal.read()
            except EOFError:
                click.echo()
                return
            except KeyboardInterrupt:
                click.echo()
                continue
            try:
                goes_on = console.do(line)
            except KeyboardInterrupt:
                click.echo()
                console.screen.tell("No longer waiting. Type `screen` to see what has come since.")


@contextlib.contextmanager
def _ends_on_signals() -> Iterator[None]:
    """Clean up, too, when the terminal is closed or the process is told to end."""

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(_SIGNALLED + number)

    before = {number: signal.signal(number, leave) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
