"""Users' text stays out of the logs above DEBUG, on every surface and in every failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack.failures import RESPONSE_URLS, refuses
from local_slack.state import TEAM
from tests.harness.installed import LocalSlack
from tests.harness.server import connected, serving

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "geheimnis"


def _say_it_everywhere(slack: LocalSlack) -> None:
    support, asker = slack.channel("support"), slack.person("asker")
    asker.types(f"/imerr {SECRET} 606", support)
    question = asker.says(f"@imerr {SECRET} type: 606", support)
    slack.settle()
    asker.edits(question, f"@imerr {SECRET} type: 607")
    asker.says("@imerr", support, thread=question)
    asker.dm(f"{SECRET} type: 606")
    asker.uses_shortcut("explain_error", on=question)
    asker.uses_shortcut("look_up_error")
    slack.settle()
    if asker.modal is not None:
        asker.suggestions("lookup", SECRET, on=asker.modal)
    asker.opens_home()
    slack.settle()
    if asker.home is not None:
        asker.fills("home_search", f"{SECRET} type: 606", on=asker.home)
    slack.runs_step("explain_error", {"text": f"{SECRET} type: 606"})
    slack.settle()


@pytest.mark.parametrize("over", ["http", "socket"])
def test_no_log_holds_the_text_of_a_message(table_path: Path, tmp_path: Path, over: str) -> None:
    log = tmp_path / "log"
    with LocalSlack(retry_waits=(0.0,)) as slack:
        with serving(table_path, slack, log) if over == "http" else connected(table_path, slack, log) as server:
            if over == "http":
                slack.deliver_to(f"{server.url}/slack/events")
            else:
                slack.wait_connected()
            _say_it_everywhere(slack)
            for method in ("chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.publish"):
                slack.fail_next_calls(method, refuses("internal_error"))
            slack.fail_next_calls(RESPONSE_URLS, refuses("internal_error"))
            _say_it_everywhere(slack)
        events = {line["event"] for line in server.lines()}

    assert {"command", "mention", "direct_message", "home_search", "failed", "untold"} <= events
    assert SECRET not in log.read_text(encoding="utf-8")


def test_no_log_holds_a_response_url_even_at_debug(table_path: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with (
        LocalSlack(retry_waits=(0.0,)) as slack,
        serving(table_path, slack, log, IMERR_LOG_LEVEL="debug", IMERR_LOG_FORMAT="json") as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        for _ in range(2):
            _say_it_everywhere(slack)
            support, asker = slack.channel("support"), slack.person("asker")
            asker.types("/imerr 606", support)
            asker.presses("open:607")
            slack.settle()
            slack.fail_next_calls(RESPONSE_URLS, refuses("used_url"))
        lines = log.read_text(encoding="utf-8").splitlines()

    assert any(SECRET in line for line in lines)
    assert [line for line in lines if f"/response/{TEAM}" in line or not line.startswith("{")] == []
