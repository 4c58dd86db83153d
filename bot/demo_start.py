"""The start of `imerr demo`: a local Slack, and beside it an imerr of its own or the user's."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot import held_signals, manifest
from bot.demo import Console
from bot.settings import SettingsError, is_set
from db.entry import LANGS
from local_slack import LocalSlack
from local_slack.errors import WaitError

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTING = """\
# Put the four lines above into a file .env in the folder where you start `imerr serve`, or into its environment:
# it then connects to this Slack over Socket Mode, and answers what you type here."""
_START_SECONDS = 120.0
_NOT_CONNECTED = (
    "imerr is not connected to this Slack; start `imerr serve` with the settings above, and type that again."
)


class DemoError(Exception):
    """The demo cannot run, for the reason in its message."""


@contextlib.contextmanager
def running(*, port: int, locale: str) -> Iterator[tuple[LocalSlack, Console]]:
    """Run a local Slack, on a port or on any (0), and an imerr in it; raise DemoError if imerr does not start."""
    with _listening(port) as slack, tempfile.TemporaryDirectory(prefix="imerr-demo-") as folder:
        log = Path(folder) / "log"
        # Notes of a trial belong to it alone.
        memory = f"sqlite:///{Path(folder) / 'memory.sqlite3'}"
        settings = {"DATABASE_URL": memory, **_language(locale)}
        with log.open("w", encoding="utf-8") as sink, _imerr(slack, sink.fileno(), settings) as (process, address):
            slack.deliver_to(f"{address}/slack/events")
            _wait_until_it_listens(process, address, log)

            def fault() -> str:
                return "" if process.poll() is None else f"imerr has stopped. {_last_words(log)}".strip()

            you = slack.person("you", locale=locale)
            you.user.is_admin = True
            yield slack, Console(slack, you, fault)


@contextlib.contextmanager
def alone(*, port: int, locale: str) -> Iterator[tuple[LocalSlack, Console]]:
    """Run a local Slack to which the user's own `imerr serve` connects."""
    with _listening(port) as slack:

        def fault() -> str:
            # Without a connection, Slack would retry for minutes.
            is_connected = any(not socket.closed for socket in slack.deliverer.sockets)
            return "" if is_connected else _NOT_CONNECTED

        yield slack, Console(slack, slack.person("you", locale=locale), fault)


@contextlib.contextmanager
def _listening(port: int) -> Iterator[LocalSlack]:
    with contextlib.ExitStack() as stack:
        try:
            slack = stack.enter_context(LocalSlack(manifest.path(), port=port))
        except OSError as error:
            reason = "is in use by another program" if error.errno == errno.EADDRINUSE else "cannot be used"
            raise DemoError(
                f"Port {port} {reason}. Choose another --port, or leave it out to get a free one."
            ) from error
        yield slack


@contextlib.contextmanager
def _imerr(slack: LocalSlack, sink: int, settings: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = None
    try:
        with held_signals.held():
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve", "--mode", "http", "--host", "127.0.0.1"],
                env=os.environ | environment(slack) | settings | {"PORT": str(port)},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=sink,
                process_group=0,  # a Ctrl-C that clears a line would stop it, too
            )
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process is not None:
            process.terminate()
            process.wait()


def _language(locale: str) -> dict[str, str]:
    """Return the setting of the language for what is nobody's, as a workflow's step; nothing where one is set."""
    try:
        chosen = is_set("IMERR_LANG")
    except SettingsError as error:
        raise DemoError(str(error)) from error
    lang = next((lang for lang in LANGS if locale.lower().startswith(lang)), None)
    return {} if chosen or lang is None else {"IMERR_LANG": lang}


def environment(slack: LocalSlack) -> dict[str, str]:
    """Return the settings with which `imerr serve` talks to a local Slack."""
    return {
        "SLACK_API_URL": slack.url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_APP_TOKEN": slack.app_token,
    }


def _wait_until_it_listens(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    host, port = re.fullmatch(r"http://(.+):(\d+)", address).groups()  # type: ignore[union-attr] # made above

    def answers() -> bool:
        if process.poll() is not None:
            raise DemoError(_last_words(log) or "The server ended before it was ready.")
        try:
            with socket.create_connection((host, int(port)), timeout=1):
                return True
        except OSError:
            return False

    try:
        LocalSlack.wait_for(answers, "imerr to start", within=_START_SECONDS)
    except WaitError as error:
        raise DemoError(f"imerr did not start within {_START_SECONDS:.0f} seconds.") from error


def _last_words(log: Path) -> str:
    """Return the sentences that a server wrote for people, or else the last line of its log."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [line.removeprefix("imerr: ") for line in lines if not line.startswith("{")]
    return "\n".join(told if any(line.startswith("imerr: ") for line in lines) else lines[-1:])
