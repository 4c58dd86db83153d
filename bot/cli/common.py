"""What every command needs: the settings, the table, faults as sentences, output for programs."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import RenderableType

    from bot.lookup.explain import Lookup
    from bot.settings import Settings
    from bot.trained_table import LiveLookup

WRONG_USE = 2
"""Exit status for a wrong call, a wrong setting, or an unavailable table."""


class Fault(click.ClickException):
    """A fault that the caller can fix: printed as a sentence, without a traceback."""

    exit_code = WRONG_USE

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own signature
        """Print the sentence."""
        click.echo(f"imerr: {self.message}", file=file or sys.stderr)


def load_settings() -> Settings:
    """Return the settings of the environment; a wrong one is a fault of the call."""
    from bot.settings import SettingsError, load, misspelt

    # A command may ask more than once.
    told = click.get_current_context().meta.setdefault("imerr.misspelt", [])
    try:
        if not told:
            told += misspelt()
            for sentence in told:
                click.echo(f"imerr: {sentence}", err=True)
        return load()
    except SettingsError as error:
        raise Fault(str(error)) from error


def open_lookup(settings: Settings, *, whole: bool = False) -> Lookup:
    """Return a lookup on the table, which is built where it is missing or old; `whole` also checks what was learned."""
    return open_live(settings, whole=whole).current


def open_live(settings: Settings, *, whole: bool = False) -> LiveLookup:
    """Return the lookup of `open_lookup` for a process that stays: it can be refreshed."""
    from bot.lookup.platforms.reader import PlatformError
    from bot.trained_table import ready
    from db.place import TableError, is_there
    from db.store import in_use

    if sys.stderr.isatty() and not is_there(in_use(settings.table, settings.source)):
        click.echo("imerr: building the code table, once; this takes some seconds.", err=True)
    try:
        found = ready(settings.table, settings.source, whole=whole, platform=settings.platform)
    except TableError as error:
        raise Fault(str(error)) from error
    except PlatformError as error:
        raise Fault(f"IMERR_PLATFORM: {error}") from error
    except Exception as error:
        raise source_fault(error) from error
    if found.warning:
        click.echo(f"imerr: {found.warning}", err=True)
    return found


def source_fault(error: Exception) -> Exception:
    """Return the faults of a source as a fault of the call; any other exception as it is."""
    from db.checked import SourceError

    return Fault(list_faults("The code table's source", error.faults)) if isinstance(error, SourceError) else error


def list_faults(of: str, faults: Iterable[str]) -> str:
    """Return faults as one message, a line each."""
    return "\n  ".join([f"{of} has faults:", *faults])


def show(plain: Callable[[], str], rich: Callable[[], RenderableType]) -> None:
    """Write output for people: laid out on a terminal, else plain lines of the same characters."""
    if not sys.stdout.isatty():
        click.echo(plain())
        return
    from bot.layout import console

    console().print(rich())


def write(lines: Iterable[str]) -> None:
    """Write output for programs."""
    utf8()
    for line in lines:
        click.echo(line, nl=False)


def utf8() -> None:
    """Write UTF-8 regardless of the locale: output for programs must not lose a character."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
