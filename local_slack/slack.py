"""The local Slack: a server in a thread of its own, and what can be seen of it and done to it from outside."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

from local_slack import calls, manifest, payloads
from local_slack.delivery import SIGNING_SECRET, Deliverer
from local_slack.person import Person
from local_slack.server import Server
from local_slack.state import Channel, Message, Step, User, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from concurrent.futures import Future
    from pathlib import Path
    from types import TracebackType

    from local_slack.delivery import Delivery
    from local_slack.failures import Failure
    from local_slack.server import Called
    from local_slack.sockets import Handshake
    from local_slack.state import Kind

T = TypeVar("T")

_WAIT_SECONDS = 15.0
_LOOK_SECONDS = 0.02
_STILL_SECONDS = 0.25


class LocalSlack:
    """Runs for as long as its `with` block. Everything public may be called from any thread."""

    bot_token = calls.BOT_TOKEN
    app_token = calls.APP_TOKEN
    signing_secret = SIGNING_SECRET

    def __init__(
        self,
        path: Path = manifest.PATH,
        *,
        port: int = 0,
        retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0),
    ) -> None:
        """Prepare a workspace in which the app of the manifest at `path` is installed.

        `retry_waits` are the seconds before each further delivery of an event.
        """
        self.manifest = manifest.read(path)
        self.workspace = Workspace()
        self.workspace.bot.name = self.manifest.name
        self.workspace.tell = self._tell
        self.deliverer = Deliverer(retry_waits=retry_waits)
        self.server = Server(self.workspace, self.manifest, self.deliverer, port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="local Slack", daemon=True)
        self._under_way: set[Future[Any]] = set()

    def __enter__(self) -> Self:
        """Start the server."""
        self._thread.start()
        self.run(self.server.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it, and every delivery that is still tried."""
        for delivering in list(self._under_way):
            delivering.cancel()
        self.run(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAIT_SECONDS)
        self._loop.close()

    @property
    def url(self) -> str:
        """What `SLACK_API_URL` has to be."""
        return f"{self.server.origin}/api/"

    @property
    def bot(self) -> User:
        """The app's own user."""
        return self.workspace.bot

    @property
    def calls(self) -> list[Called]:
        """Every call of the Web API so far, and every post to a response URL."""
        return list(self.server.called)

    @property
    def deliveries(self) -> list[Delivery]:
        """Everything that was sent to the app so far."""
        return list(self.deliverer.deliveries)

    def count(self, method: str) -> int:
        """Give how often a method was called successfully."""
        return sum(called.method == method and bool(called.answer.get("ok")) for called in self.calls)

    def deliver_to(self, url: str) -> None:
        """Send everything to the app over HTTP from now on."""
        self.deliverer.url = url

    @property
    def is_connected(self) -> bool:
        """Whether the app has a WebSocket open."""
        return any(not socket.closed for socket in self.deliverer.sockets)

    @property
    def handshakes(self) -> list[Handshake]:
        """Every attempt to open a WebSocket so far."""
        return list(self.server.sockets.handshakes)

    def wait_connected(self, connections: int = 1, within: float = _WAIT_SECONDS) -> None:
        """Wait until the app has at least so many WebSockets open that are not about to end."""

        def are_open() -> bool:
            return sum(not socket.closed for socket in self.deliverer.sockets) >= connections

        self.wait_for(are_open, f"{connections} Socket Mode connections", within)

    def drop_connections(self) -> None:
        """Hang up on every WebSocket."""
        self.run(self.server.sockets.hang_up())

    def refresh_connections(self, reason: str = "refresh_requested") -> None:
        """Tell the app on every WebSocket that it will be closed, as Slack does every few hours, and why."""
        self.run(self.server.sockets.announce(reason))

    def goes_deaf(self) -> None:
        """Answer no ping on any WebSocket from now on."""
        self.server.sockets.is_deaf = True

    def channel(self, name: str, *, kind: Kind = "channel", has_bot: bool = True) -> Channel:
        """Give the channel of a name, or the conversation of several people (`kind` mpim), made if there is none."""
        return self.workspace.channel(name, kind=kind, has_bot=has_bot)

    def person(
        self,
        name: str,
        *,
        locale: str = "en-US",
        is_bot: bool = False,
        channels: Iterable[Channel] | None = None,
    ) -> Person:
        """Give somebody at the keyboard, made a member of `channels` (all unless told otherwise) if there is none."""
        return Person(self, self.workspace.user(name, locale, is_bot=is_bot, channels=channels))

    def fail_next_calls(self, method: str, failure: Failure) -> None:
        """Be unwell on a method, or on `failures.RESPONSE_URLS`, until `stop_failing`."""
        self.server.failures[method] = failure

    def stop_failing(self) -> None:
        """Be well again."""
        self.server.failures.clear()

    def forward(self, seconds: float) -> None:
        """Move Slack's clock, by which triggers and response URLs expire."""
        self.workspace.ahead += seconds

    def messages(self, channel: Channel) -> list[Message]:
        """Give what everybody sees in a channel, threads included, oldest first."""
        with self.workspace.lock:
            return [
                message
                for message in self.workspace.messages
                if message.channel is channel and not message.is_deleted and not message.only_for
            ]

    def thread(self, parent: Message) -> list[Message]:
        """Give the replies under a message, oldest first."""
        return self.workspace.thread(parent)

    def runs_step(self, callback_id: str, inputs: dict[str, Any]) -> Step:
        """Come to the app's step in a workflow; give how it ended."""
        step = Step(f"Fx{self.workspace.number():06d}", callback_id)
        self.workspace.steps[step.id] = step
        if "function_executed" in self.manifest.events:
            definition = self.manifest.functions.get(callback_id, {})
            event = payloads.function_executed(step, definition, inputs, self.workspace.new_ts())
            self.send_event(event)
        self.wait_for(lambda: step.has_ended, f"the end of the step {callback_id}")
        return step

    def send_event(self, inner: dict[str, Any]) -> None:
        """Send an event to the app without waiting for what comes of it."""
        self.start(self.deliverer.send_event(payloads.event(self.workspace, inner)))

    def _tell(self, channel: Channel, kind: str, inner: dict[str, Any]) -> None:
        if kind in self.manifest.events and self.workspace.bot.id in channel.members:
            self.send_event(inner)

    def deliver_again(self, message: Message, times: int) -> None:
        """Deliver the latest event about a message again so many times, all at once."""

        def about() -> list[Delivery]:
            about_it = {message.ts, message.edited_ts}
            return [each for each in self.deliveries if each.payload.get("event", {}).get("event_ts") in about_it]

        self.wait_for(lambda: bool(about()), "the first delivery")
        latest = about()[-1].payload

        async def storm() -> None:
            sending = [self.deliverer.send("event", latest, 1 + at % 3, "http_timeout") for at in range(times)]
            await asyncio.gather(*sending)

        self.run(storm())

    def settle(self) -> None:
        """Wait until no delivery is under way and the app has been quiet for a moment."""
        until = time.monotonic() + _WAIT_SECONDS
        quiet_since, seen = time.monotonic(), -1
        while time.monotonic() < until:
            busy = self.server.calls_under_way or any(not each.done() for each in list(self._under_way))
            if busy or len(self.server.called) != seen:
                quiet_since, seen = time.monotonic(), len(self.server.called)
            if time.monotonic() - quiet_since > _STILL_SECONDS:
                return
            time.sleep(_LOOK_SECONDS)
        raise AssertionError(f"Not quiet after {_WAIT_SECONDS} seconds.")

    @staticmethod
    def wait_for(holds: Callable[[], bool], what: str, within: float = _WAIT_SECONDS) -> None:
        """Wait until something holds.

        Raises:
            AssertionError: it does not within so many seconds.

        """
        until = time.monotonic() + within
        while not holds():
            if time.monotonic() > until:
                raise AssertionError(f"Waited {within} seconds for {what}.")
            time.sleep(_LOOK_SECONDS)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run something on the server's loop and give what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_WAIT_SECONDS)

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something on the server's loop without waiting for it."""
        starting = asyncio.run_coroutine_threadsafe(work, self._loop)
        self._under_way.add(starting)
        starting.add_done_callback(self._under_way.discard)
