"""The local Slack: a server in a thread of its own, with methods to set it up, to act in it and to observe it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self

from local_slack import calls, manifest, oauth, payloads
from local_slack.delivery import SIGNING_SECRET, Deliverer
from local_slack.errors import WaitError
from local_slack.link import Link
from local_slack.server import Server
from local_slack.state import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

    from local_slack.delivery import Delivery
    from local_slack.failures import Failure
    from local_slack.server import Called
    from local_slack.sockets import Handshake
    from local_slack.state import Json, Message, User

_WAIT_SECONDS = 15.0
_LOOK_SECONDS = 0.02
_QUIET_SECONDS = 0.25


class LocalSlack(Link):
    """Runs for as long as its `with` block. Its methods may be called from any thread."""

    bot_token = calls.BOT_TOKEN
    app_token = calls.APP_TOKEN
    signing_secret = SIGNING_SECRET
    client_id = oauth.CLIENT_ID
    client_secret = oauth.CLIENT_SECRET

    def __init__(
        self,
        app: Path | Mapping[str, Any],
        *,
        port: int = 0,
        retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0),
        declined: Iterable[str] = (),
    ) -> None:
        """Install an app by its manifest (a file or its content) without `declined` scopes; `retry_waits` precede retries."""
        super().__init__(manifest.read(app, declined), Deliverer(retry_waits=retry_waits))
        self.workspace.token = self.bot_token
        self.server = Server(self.workspace, self.manifest, self.deliverer, port)

    def __enter__(self) -> Self:
        """Start the server."""
        self._thread.start()
        self.run(self.server.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cancel all deliveries and stop the server."""
        for delivering in list(self._under_way):
            delivering.cancel()
        self.run(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_WAIT_SECONDS)
        self._loop.close()

    @property
    def url(self) -> str:
        """The base URL of the Web API, for `base_url` of slack_sdk's clients."""
        return f"{self.workspace.origin}/api/"

    @property
    def bot(self) -> User:
        """The app's bot user."""
        return self.workspace.bot

    @property
    def calls(self) -> list[Called]:
        """All calls of the Web API and posts to response URLs so far."""
        return list(self.server.called)

    @property
    def deliveries(self) -> list[Delivery]:
        """All requests to the app so far."""
        return list(self.deliverer.deliveries)

    @property
    def handshakes(self) -> list[Handshake]:
        """All attempts to open a WebSocket so far."""
        return list(self.server.sockets.handshakes)

    def count(self, method: str) -> int:
        """Return the number of successful calls of a method."""
        return sum(called.method == method and bool(called.answer.get("ok")) for called in self.calls)

    def another(self, team: str = "T0OTHER") -> Link:
        """Return another workspace of this Slack, in which nobody has installed the app yet."""
        link = Link(self.manifest, self.deliverer, team, self)
        link.workspace.origin = self.workspace.origin
        self.server.workspaces.append(link.workspace)
        return link

    def approves(self, url: str, link: Link | None = None) -> dict[str, str]:
        """Let somebody approve the app in a workspace at its button's URL; return the query that leads them back."""
        return self.server.oauth.approve((link or self).workspace, url)

    def deliver_to(self, url: str) -> None:
        """Send all requests to the app over HTTP from now on."""
        self.deliverer.url = url

    def wait_connected(self, connections: int = 1, within: float = _WAIT_SECONDS) -> None:
        """Wait for a number of open WebSockets without an announced end."""
        self.wait_for(
            lambda: sum(not socket.closed for socket in self.deliverer.sockets) >= connections,
            f"{connections} Socket Mode connections",
            within,
        )

    def drop_connections(self) -> None:
        """Close every WebSocket without notice."""
        self.run(self.server.sockets.hang_up())

    def refresh_connections(self, reason: str = "refresh_requested") -> None:
        """Announce the end of every WebSocket, as Slack does every few hours."""
        self.run(self.server.sockets.announce(reason))

    def goes_deaf(self) -> None:
        """Answer no more pings on any WebSocket."""
        self.server.sockets.is_deaf = True

    def fail_next_calls(self, method: str, failure: Failure) -> None:
        """Fail calls of a method, or of `failures.RESPONSE_URLS` or `SOCKETS`, until `stop_failing`."""
        self.server.failures[method] = failure

    def stop_failing(self) -> None:
        """Answer all calls again."""
        self.server.failures.clear()

    def forward(self, seconds: float) -> None:
        """Advance Slack's clock, by which triggers and response URLs expire."""
        self.workspace.ahead += seconds

    def thread(self, parent: Message) -> list[Message]:
        """Return the replies under a message, oldest first."""
        return self.workspace.thread(parent)

    def runs_step(self, callback_id: str, inputs: Json) -> Step:
        """Run the app's workflow step, and return it once it has ended."""
        step = Step(f"Fx{self.workspace.number():06d}", callback_id)
        self.workspace.steps[step.id] = step
        if "function_executed" in self.manifest.events:
            self.send_event(payloads.function_executed(step, inputs, self.workspace.new_ts(), self.workspace.token))
        self.wait_for(lambda: step.has_ended, f"the end of the step {callback_id}")
        return step

    def deliver_again(self, message: Message, times: int) -> None:
        """Deliver the latest event about a message again so many times, all at once."""

        def about() -> list[Delivery]:
            times_of_it = {message.ts, message.edited_ts}
            return [each for each in self.deliveries if each.payload.get("event", {}).get("event_ts") in times_of_it]

        self.wait_for(lambda: bool(about()), "the first delivery")
        latest = about()[-1].payload

        async def storm() -> None:
            sending = [self.deliverer.send("event", latest, 1 + at % 3, "http_timeout") for at in range(times)]
            await asyncio.gather(*sending)

        self.run(storm())

    def settle(self) -> None:
        """Wait until no delivery is under way and the app has made no call for a moment."""
        quiet_since, seen = time.monotonic(), -1

        def is_quiet() -> bool:
            nonlocal quiet_since, seen
            if self.server.calls_under_way or self._under_way or len(self.server.called) != seen:
                quiet_since, seen = time.monotonic(), len(self.server.called)
            return time.monotonic() - quiet_since > _QUIET_SECONDS

        self.wait_for(is_quiet, "the app to be quiet")

    @staticmethod
    def wait_for(holds: Callable[[], bool], what: str, within: float = _WAIT_SECONDS) -> None:
        """Wait until a condition holds; raise WaitError if it does not within so many seconds."""
        until = time.monotonic() + within
        while not holds():
            if time.monotonic() > until:
                raise WaitError(f"Waited {within} seconds for {what}.")
            time.sleep(_LOOK_SECONDS)
