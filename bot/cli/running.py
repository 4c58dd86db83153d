"""`imerr serve` and `imerr demo`: what runs until it is stopped."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.cli.calls import Command
from bot.cli.common import Fault, load_settings

if TYPE_CHECKING:
    from bot.demo import Console


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
    from bot.settings import SettingsError
    from bot.slack.app import build
    from bot.slack.serve.server import run
    from bot.slack.serve.start import ServerError

    settings = load_settings()
    socket = mode == "socket" or (mode == "auto" and bool(settings.app_token))
    try:
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
    from bot.demo import CONNECTING, DemoError, alone, environment, help_text, running

    try:
        if slack_only:
            with alone(port=port, locale=locale) as (slack, person):
                click.echo("\n".join(f"{name}={value}" for name, value in environment(slack).items()))
                click.echo(f"{CONNECTING}\n\n{help_text()}")
                _converse(person)
            return
        if sys.stderr.isatty():
            click.echo(
                "imerr: starting; the first time this builds the code table, which takes some seconds.", err=True
            )
        with running(port=port, locale=locale) as (_, person):
            click.echo(help_text())
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
