"""The lines of the log."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.serve.logs import JsonLines, Sparing, TextLines
from bot.slack.serve.start import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "geheimnis"
URL = "https://hooks.slack.com/actions/T1/2/geheimnis"
FORMATS = [JsonLines(), TextLines()]


def _record(message: str, *, name: str = "bot.x", level: int = logging.INFO, **extra: Any) -> logging.LogRecord:  # noqa: ANN401 - any field of an event
    record = logging.LogRecord(name, level, "x.py", 1, message, (), None)
    record.created = 0.0
    vars(record).update(extra)
    return record


def _broken(breaking: Callable[[], object]) -> logging.LogRecord:
    record = _record("failed", level=logging.ERROR)
    try:
        breaking()
    except BaseException:  # noqa: BLE001 - whatever the test breaks with
        record.exc_info = sys.exc_info()
    return record


def _value_error() -> None:
    raise ValueError(SECRET)


def _chained() -> None:
    try:
        dict[str, str]()[SECRET]
    except KeyError as error:
        raise RuntimeError(f"saw {SECRET}") from error


def _in_passing() -> None:
    try:
        int(SECRET)
    except ValueError:
        raise LookupError(SECRET)  # noqa: B904 - an exception raised during the handling of another


def _several() -> None:
    raise ExceptionGroup(SECRET, [ValueError(SECRET), ExceptionGroup(SECRET, [KeyError(SECRET)])])


class _UnspeakableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError(SECRET)


def _unspeakable() -> None:
    raise _UnspeakableError


def _deep(levels: int = 5_000) -> int:
    return _deep(levels - 1) + 1


def _loop() -> None:
    error = ValueError(SECRET)
    error.__context__ = KeyError(SECRET)
    error.__context__.__context__ = error
    raise error


def test_a_json_line_has_event_level_time_and_fields() -> None:
    assert json.loads(JsonLines().format(_record("command", outcome="exact", team=None))) == {
        "event": "command",
        "level": "info",
        "timestamp": "1970-01-01T00:00:00+00:00",
        "outcome": "exact",
        "team": None,
    }


def test_a_text_line_has_the_same_parts() -> None:
    line = TextLines().format(_record("command", outcome="exact", team=None))

    assert line.endswith(" info    command  outcome=exact  team=None")


def test_a_traceback_stays_on_its_line_and_tells_where_it_broke() -> None:
    line = JsonLines().format(_broken(_value_error))

    assert "\n" not in line
    told = json.loads(line)["exception"].splitlines()
    assert told[0] == "Traceback (most recent call last):"
    assert told[-2].startswith(f'  File "{__file__}", line ')
    assert told[-2].endswith(", in _value_error")
    assert told[-1] == "ValueError"


@pytest.mark.parametrize("lines", FORMATS)
@pytest.mark.parametrize(
    "breaking", [_value_error, _chained, _in_passing, _several, _unspeakable, _deep, _loop, lambda: json.loads(SECRET)]
)
def test_no_library_exception_shows_its_message(lines: logging.Formatter, breaking: Callable[[], object]) -> None:
    line = lines.format(_broken(breaking))

    assert "Traceback" in line
    assert SECRET not in line
    assert len(line) < 12_000


def test_the_causes_of_an_exception_are_told_with_their_types() -> None:
    told = json.loads(JsonLines().format(_broken(_chained)))["exception"]

    assert told.index("KeyError") < told.index("direct cause") < told.index("RuntimeError")


def test_the_parts_of_a_group_are_told_with_their_types() -> None:
    told = json.loads(JsonLines().format(_broken(_several)))["exception"]

    assert [kind in told for kind in ("ExceptionGroup", "ValueError", "KeyError")] == [True] * 3


def test_an_exception_of_our_own_keeps_its_sentence_on_one_line() -> None:
    def breaking() -> None:
        raise ServerError("Port 3000 is taken.\nTake another.")

    told = TextLines().format(_broken(breaking)).splitlines()

    assert told[-1] == "bot.slack.serve.start.ServerError: Port 3000 is taken.\\nTake another."


@pytest.mark.parametrize("lines", FORMATS)
@pytest.mark.parametrize("level", [logging.DEBUG, logging.ERROR])
@pytest.mark.parametrize(
    "url",
    [
        URL,
        URL.replace("/", "\\/"),
        "https%3A%2F%2Fhooks.slack.com%2Factions%2FT1%2F2%2Fgeheimnis",
        "https%3A%5C%2F%5C%2Fhooks.slack.com%5C%2Factions%5C%2Fgeheimnis",
        "http://127.0.0.1:9/response/geheimnis",
        "wss://wss-primary.slack.com/link/?ticket=geheimnis",
    ],
)
def test_no_line_holds_a_url_past_its_host(lines: logging.Formatter, level: int, url: str) -> None:
    for record in (
        _record(f"to {url} it goes", level=level),
        _record("to", level=level, reason=f'a "{url}" b'),
        _record(f'{{"response_url":"{url}"}}', name="slack_sdk", level=level),
    ):
        line = lines.format(record)
        assert "geheimnis" not in line
        assert isinstance(lines, TextLines) or json.loads(line)


@pytest.mark.parametrize("name", ["asyncio", "slack_bolt.x", "slack_sdk", "uvicorn.error"])
@pytest.mark.parametrize(
    "message",
    [
        f"Task exception was never retrieved\nfuture: <Task exception=KeyError('{SECRET}')>",
        f"Failed to run an internal function ({SECRET})",
        f"Failed to process a message: {SECRET}, session: 1",
        f"Took '{SECRET}'",
    ],
)
def test_a_librarys_message_is_cut_before_quoted_text(name: str, message: str) -> None:
    line = json.loads(JsonLines().format(_record(message, name=name, level=logging.ERROR)))

    assert SECRET not in str(line)
    assert line["event"].split()[0] in {"Task", "Failed", "Took"}


def test_a_librarys_debug_message_is_logged_whole() -> None:
    assert SECRET in JsonLines().format(_record(f"body: ({SECRET})", name="slack_bolt", level=logging.DEBUG))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_field_of_an_event_begins_another_line(end: str) -> None:
    forged = f"x{end}00:00:00 error   failed  reference=deadbeef"
    record = _record(forged, reason=forged, value=[forged])

    assert len(TextLines().format(record).splitlines()) == 1
    assert len(JsonLines().format(record).splitlines()) == 1


@pytest.mark.parametrize("lines", FORMATS)
@pytest.mark.parametrize(
    "value", ["x" * 100_000, "\ud800", "\x1b[2J", 10**5000, object()], ids=lambda value: type(value).__name__
)
def test_lines_are_short_and_writable_for_any_field(lines: logging.Formatter, value: object) -> None:
    line = lines.format(_record("failed", reason=value))

    assert len(line.encode()) < 1_000
    assert "\x1b" not in line


@pytest.mark.parametrize("lines", FORMATS)
@pytest.mark.parametrize("token", ["xoxb-1-2-Ab", "xapp-1-A0-Ab"])
def test_no_line_holds_a_token(lines: logging.Formatter, token: str) -> None:
    line = lines.format(_record(f"failed at '{token}', 3 times", reason=token))

    assert token not in line
    assert "[token]" in line


def test_repeated_warnings_about_strangers_are_throttled() -> None:
    now = [0.0]
    sparing = Sparing(lambda: now[0])

    def told(times: int) -> list[int]:
        records = [
            _record("refused", name="bot.slack.serve.http", level=logging.WARNING, status=401) for _ in range(times)
        ]
        return [vars(record).get("times", 1) for record in records if sparing.filter(record)]

    assert told(10) == [1, 2, 4, 8]
    now[0] = 61.0
    assert told(3) == [1, 2]


@pytest.mark.parametrize(
    ("name", "level"), [("bot.slack.serve.http", logging.ERROR), ("bot.slack.guard.errors", logging.WARNING)]
)
def test_records_that_no_stranger_causes_are_not_throttled(name: str, level: int) -> None:
    sparing = Sparing()

    assert all(sparing.filter(_record("failed", name=name, level=level)) for _ in range(5))
