"""The lines of the log."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from bot.logs import JsonLines, TextLines


def _break(message_of_a_user: str) -> None:
    raise ValueError(len(message_of_a_user))


def _record(message: str, *, failing: bool = False) -> logging.LogRecord:
    error = None
    if failing:
        try:
            _break("a secret")
        except ValueError:
            error = sys.exc_info()
    record = logging.LogRecord("bot", logging.INFO, "x.py", 1, message, (), error)
    record.created = 0.0
    record.outcome = "exact"
    record.team = None
    return record


def test_a_json_line_has_event_level_time_and_what_the_event_carries() -> None:
    assert json.loads(JsonLines().format(_record("command"))) == {
        "event": "command",
        "level": "info",
        "timestamp": "1970-01-01T00:00:00+00:00",
        "outcome": "exact",
        "team": None,
    }


def test_a_text_line_reads_the_same() -> None:
    assert TextLines().format(_record("command")).endswith(" info    command  outcome=exact  team=None")


def test_a_traceback_stays_on_its_line_and_shows_no_values() -> None:
    line = JsonLines().format(_record("failed", failing=True))

    assert "\n" not in line
    assert "ValueError: 8" in json.loads(line)["exception"]
    assert "message=a secret" not in line


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
@pytest.mark.parametrize(
    "secret", ["xoxb-1-2-Ab", "xapp-1-A0-Ab", "wss://wss-primary.slack.com/link/?ticket=ab-cd&app_id=A1"]
)
def test_no_token_and_no_address_of_socket_mode_gets_into_a_line(form: logging.Formatter, secret: str) -> None:
    record = _record(f"failed at '{secret}', 3 times")
    record.outcome = {"url": secret}
    line = form.format(record)

    assert secret not in line
    assert "ticket" not in line
    assert "failed at '[secret]', 3 times" in line
    if isinstance(form, JsonLines):
        assert json.loads(line)["outcome"] == {"url": "[secret]"}
