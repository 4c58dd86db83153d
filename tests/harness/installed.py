"""A local Slack in which imerr is installed."""

from __future__ import annotations

from pathlib import Path

import local_slack
from local_slack import manifest

MANIFEST = Path(__file__).parents[2] / "manifest.json"


class LocalSlack(local_slack.LocalSlack):
    """A local Slack with the app of imerr's manifest."""

    def __init__(self, *, port: int = 0, retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0)) -> None:
        super().__init__(MANIFEST, port=port, retry_waits=retry_waits)


def read() -> manifest.Manifest:
    """Return imerr's manifest as Slack reads it."""
    return manifest.read(MANIFEST)
