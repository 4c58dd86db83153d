"""A local Slack in which imerr is installed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import local_slack
from local_slack import manifest

if TYPE_CHECKING:
    from local_slack.server import Called

MANIFEST = Path(__file__).parents[2] / "manifest.json"


class LocalSlack(local_slack.LocalSlack):
    """A local Slack with the app of imerr's manifest."""

    def __init__(self, *, port: int = 0, retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0)) -> None:
        super().__init__(MANIFEST, port=port, retry_waits=retry_waits)

    @property
    def calls(self) -> list[Called]:
        """All calls but those by which a server checks its token from time to time, whatever else goes on."""
        return [called for called in super().calls if called.method != "auth.test"]


def read() -> manifest.Manifest:
    """Return imerr's manifest as Slack reads it."""
    return manifest.read(MANIFEST)
