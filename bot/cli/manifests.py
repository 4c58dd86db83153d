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
    "--source", hidden=True, expose_value=False, help="Unused; the Slack CLI passes the folder of the project."
)
def manifest(url: str | None) -> None:
    """Print the manifest of the Slack app, to paste under "From a manifest".

    Without --url it is the one for Socket Mode, which needs no public address.
    """
    from bot.in_use import InUse
    from bot.manifest import AddressError, over_http, over_socket_mode

    catalog = InUse().catalog
    try:
        write([over_socket_mode(catalog) if url is None else over_http(url, catalog)])
    except AddressError as error:
        raise Fault(f"--url {error}. It is {url!r}.") from error
    except OSError as error:
        raise Fault(f"The manifest cannot be read: {error}. Install imerr anew.") from error
