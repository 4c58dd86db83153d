"""The link from the workspace to the app: a thread that delivers requests."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from local_slack import payloads
from local_slack.state import Workspace

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from concurrent.futures import Future

    from local_slack.delivery import Deliverer, Reply
    from local_slack.manifest import Manifest
    from local_slack.state import Channel, Json

T = TypeVar("T")

_SECONDS = 15.0


class Link:
    """An event loop in a thread of its own. Its methods may be called from any other thread."""

    def __init__(self, manifest: Manifest, deliverer: Deliverer) -> None:
        """Prepare a workspace for the manifest's app."""
        self.manifest = manifest
        self.deliverer = deliverer
        self.workspace = Workspace(manifest.name, self.tell)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="local Slack", daemon=True)
        self._under_way: set[Future[Any]] = set()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine on the loop and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_SECONDS)

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine on the loop without waiting for it."""
        starting = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._under_way.add(starting)
        starting.add_done_callback(self._under_way.discard)

    def send(self, kind: str, payload: Json) -> Reply:
        """Send a request and return the app's answer."""
        return self.run(self.deliverer.send(kind, payload))

    def send_event(self, inner: Json) -> None:
        """Send an event without waiting for its effects."""
        self.start(self.deliverer.send_event(payloads.event(self.workspace, inner)))

    def tell(self, channel: Channel, kind: str, inner: Json) -> None:
        """Send an event from a channel if the app is subscribed to its kind and a member."""
        if kind in self.manifest.events and self.workspace.bot.id in channel.members:
            self.send_event(inner)
