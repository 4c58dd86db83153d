"""The local Slack as a server."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading

from local_slack import LocalSlack
from tests.local_slack.app import MANIFEST

_ROUNDS = 10


def test_a_stop_leaves_no_connection_open() -> None:
    clients: list[socket.socket] = []
    for _ in range(_ROUNDS):
        with LocalSlack(MANIFEST) as slack:
            port = int(slack.url.rpartition(":")[2].partition("/")[0])

            def connect(port: int = port) -> None:
                with contextlib.suppress(OSError):
                    while True:
                        clients.append(socket.create_connection(("127.0.0.1", port)))

            connecting = threading.Thread(target=connect)
            connecting.start()
        connecting.join()
        while clients:
            clients.pop().close()
    # What was left open would be warned of here, and every warning is a failure.
    gc.collect()
