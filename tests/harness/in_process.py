"""imerr's HTTP server in a thread of this process, with a desk of the test's own, such as a broken one."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from bot.settings import load
from bot.slack import app as bolt
from bot.slack.send.client import for_checks
from bot.slack.serve import http
from bot.slack.serve.health import Health
from bot.slack.serve.signature import Signatures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.desk import Desk
    from local_slack import LocalSlack

_SECONDS = 10


@contextmanager
def serving_in_process(desk: Desk, slack: LocalSlack) -> Iterator[None]:
    """Serve until the block ends, with requests from the given Slack."""
    settings = load(
        {
            "SLACK_API_URL": slack.url,
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
        }
    )
    health = Health(for_checks(slack.url, slack.bot_token))
    application = http.build(bolt.build(settings, desk), desk, Signatures(slack.signing_secret), health)
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + _SECONDS
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    slack.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(_SECONDS)
