"""A local Slack in which imerr is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import local_slack
from bot import manifest as shipped
from local_slack import manifest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from local_slack.server import Called


class LocalSlack(local_slack.LocalSlack):
    """A local Slack with the app of imerr's manifest."""

    def __init__(
        self,
        *,
        port: int = 0,
        retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0),
        declined: Iterable[str] = (),
        manifest: Path | None = None,
    ) -> None:
        super().__init__(manifest or shipped.path(), port=port, retry_waits=retry_waits, declined=declined)

    @property
    def calls(self) -> list[Called]:
        """All calls but those by which a server checks its token from time to time, whatever else goes on."""
        return [called for called in super().calls if called.method != "auth.test"]


def read() -> manifest.Manifest:
    """Return imerr's manifest as Slack reads it."""
    return manifest.read(shipped.path())


def read_optional_scopes() -> list[str]:
    """Return the scopes that whoever installs imerr may leave out."""
    found: list[str] = json.loads(shipped.over_socket_mode())["oauth_config"]["scopes"]["bot_optional"]
    return found
