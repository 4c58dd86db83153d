"""The link from the workspace to the app: a thread that delivers requests."""

from __future__ import annotations

import asyncio
import itertools
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from local_slack import payloads
from local_slack.person import Person
from local_slack.state import TEAM, Workspace

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable
    from concurrent.futures import Future

    from local_slack.delivery import Deliverer, Reply
    from local_slack.manifest import Manifest
    from local_slack.state import Channel, Json, Kind, Message

T = TypeVar("T")

_SECONDS = 15.0


class Link:
    """An event loop in a thread of its own. Its methods may be called from any other thread."""

    def __init__(self, manifest: Manifest, deliverer: Deliverer, team: str = TEAM, beside: Link | None = None) -> None:
        """Prepare a workspace for the manifest's app, in the loop of one `beside` it if there is one."""
        self.manifest = manifest
        self.deliverer = deliverer
        numbers = beside.workspace.numbers if beside else itertools.count(1)
        self.workspace: Workspace = Workspace(manifest.name, self.tell, team, numbers)
        loop = beside._loop if beside else asyncio.new_event_loop()  # noqa: SLF001 - of this class
        self._loop: asyncio.AbstractEventLoop = loop
        self._thread = threading.Thread(target=self._loop.run_forever, name="local Slack", daemon=True)
        self._under_way: set[Future[Any]] = beside._under_way if beside else set()  # noqa: SLF001 - as above

    def channel(self, name: str, *, kind: Kind = "channel", has_bot: bool = True) -> Channel:
        """Return the channel, or the group conversation, of a name; a new one has everybody as a member."""
        return self.workspace.channel(name, kind=kind, has_bot=has_bot)

    def person(
        self, name: str, *, locale: str = "en-US", is_bot: bool = False, channels: Iterable[Channel] | None = None
    ) -> Person:
        """Return the person of a name; a new one becomes a member of `channels`, by default of all."""
        user = self.workspace.user(name, locale, is_bot=is_bot, channels=channels)
        return Person(user, self)

    def messages(self, channel: Channel) -> list[Message]:
        """Return the messages that all members of a channel see, threads included, oldest first."""
        return self.workspace.visible_in(channel)

    def uninstalls(self) -> None:
        """Uninstall the app: its token is void, and it is sent the events of that."""
        self.workspace.token = ""
        gone = {"tokens_revoked": {"tokens": {"oauth": [], "bot": [self.workspace.bot.id]}}, "app_uninstalled": {}}
        for kind, more in gone.items():
            if kind in self.manifest.events:
                self.send_event({"type": kind, "event_ts": self.workspace.new_ts(), **more})

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
