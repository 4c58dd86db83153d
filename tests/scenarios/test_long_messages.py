"""Messages as long as Slack allows are answered, and meanwhile other users are, too."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.server import Server

MOST_SECONDS = 2.0
"""Far above the aim of half a second; once it was up to twenty."""


def _longest_wait(server: Server, attack: threading.Thread) -> float:
    """Return the longest time for another user's command during an attack."""
    waits: list[float] = []
    attack.start()
    while attack.is_alive() or len(waits) < 10:
        started = time.perf_counter()
        server.command("606", user_id=f"U{len(waits)}")
        waits.append(time.perf_counter() - started)
    return max(waits)


@pytest.mark.parametrize(
    "text",
    ["x" + "500 " * 9_900, "x" + "1-2 " * 9_900, "a" + "\u0f71\u0f72" * 19_000, "x" + "12到" * 13_000],
    ids=["statuses", "ranges", "accents", "ranges in Chinese"],
)
def test_a_hostile_message_keeps_nobody_waiting(
    slack: LocalSlack, server: Server, asker: Person, support: Channel, text: str
) -> None:
    wait = _longest_wait(server, threading.Thread(target=lambda: asker.says(f"@imerr {text}", support)))
    slack.settle()

    assert wait < MOST_SECONDS


def test_a_bare_mention_under_many_logs_keeps_nobody_waiting(server: Server, asker: Person, support: Channel) -> None:
    top = asker.says("something is odd since the release", support)
    for number in range(48):
        asker.says(f"{number} nothing to see\n" + "at frame (bundle.js:500:12) 500 \n" * 300, support, thread=top)
    asker.says("type: 606", support, thread=top)
    wait = _longest_wait(server, threading.Thread(target=lambda: asker.says("@imerr", support, thread=top)))
    asker.sees("GROUP_MEMBERS_FULL")

    assert wait < MOST_SECONDS


def test_the_answer_to_a_very_long_text_says_it_was_abridged(
    slack: LocalSlack, asker: Person, support: Channel
) -> None:
    question = asker.says("@imerr type: 606\n" + "so it goes\n" * 3_000, support)
    asker.sees("GROUP_MEMBERS_FULL")

    (answer,) = slack.thread(question)
    assert "GROUP_MEMBERS_FULL" in asker.reads(answer)
    assert "only its beginning and its end were read" in asker.reads(answer)
