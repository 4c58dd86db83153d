"""`imerr manifest`: what is pasted into Slack to make the app."""

from __future__ import annotations

import click

from bot.cli.calls import Command
from bot.cli.common import Fault, write


@click.command(cls=Command)
@click.option(
    "--url",
    help="Address at which Slack reaches your server, like https://imerr.example.com: prints the HTTP manifest.",
)
@click.option(
    "--watching", is_flag=True, help="With what watched channels need: Slack then sends imerr their messages."
)
@click.option(
    "--source", hidden=True, expose_value=False, help="Unused; the Slack CLI passes the folder of the project."
)
def manifest(url: str | None, *, watching: bool) -> None:
    """Print the manifest of the Slack app, to paste under "From a manifest".

    Without --url it is the one for Socket Mode, which needs no public address.
    """
    from bot.in_use import InUse
    from bot.manifest import AddressError, over_http, over_socket_mode, with_watching

    catalog = InUse().catalog
    try:
        written = over_socket_mode(catalog) if url is None else over_http(url, catalog)
        write([with_watching(written) if watching else written])
    except AddressError as error:
        raise Fault(f"--url {error}. It is {url!r}.") from error
    except OSError as error:
        raise Fault(f"The manifest cannot be read: {error}. Install imerr anew.") from error
