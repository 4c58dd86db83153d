"""The sentence for the user after a failure, and its reference in the log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from tests.harness.server import Server

FAILED = "imerr 出错了，这次没能回答。稍后再试；仍不行，把编号"
TOO_LATE = "这次 imerr 没来得及在 Slack 的时限内回应，请再试一次"


def reference_in_the_log(person: Person, server: Server, seen: str) -> str:
    """Return the reference that the person sees; the log must have it with an exception."""
    found = re.search(r"[0-9a-f]{8}", person.reads(person.sees(seen)))
    assert found is not None
    logged = [line for line in server.lines() if line.get("reference") == found[0]]
    assert [line["event"] for line in logged] == ["failed"]
    assert logged[0].get("exception") or logged[0]["reason"]
    return found[0]


def wait_for_both(slack: LocalSlack, method: str, before: int) -> None:
    """Wait for two more calls of a method, with all the pauses that Slack asks for."""
    slack.wait_for(lambda: slack.count(method) >= before + 2, f"two calls of {method}")
    slack.settle()
