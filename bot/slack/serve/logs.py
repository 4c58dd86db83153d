"""One line an event: JSON for machines, text on a terminal. What people wrote stays out of it.

The formatters are our own, on the standard library: a line costs a third of what structlog's does, which is a tenth of a whole
answer. Of an exception they tell its type and where it was raised; its message only where it is one of imerr's own, because
others quote what they were about. No address is told past its host, for the paths of Slack's are leave to post or to connect, and
no token at all.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
import time
import traceback
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from bot.settings import Settings

_NOT_EXTRA = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_encode = json.JSONEncoder(ensure_ascii=False).encode
_QUIET = ("slack_bolt", "slack_sdk", "asyncio", "aiohttp")
"""Libraries that would log requests, bodies included, below WARNING."""
_OURS = ("bot", "db")
"""The packages whose loggers and exceptions are our own."""
_LONGEST = 500
_LONGEST_DEBUG = 4000
_MOST_FRAMES = 20
"""Of an exception, at either end."""
_MOST_EXCEPTIONS = 8
"""Of a chain, or of the parts of a group."""
_LARGEST = 2**63
_LINE_ENDS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
"""Control characters, line ends, what turns the direction of writing, and halves of characters, which can't be written."""
_ADDRESS = re.compile(
    r"""((?:https?|wss?)(?::|%3A)(?:\\?/|(?:%5C)?%2F){2}[\w.\[\]-]*(?::\d+)?)[^\s"'<>]*""",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"xapp-[\w-]+|xox[a-z]-[\w-]+")
_BY_ANYBODY = ("bot.slack.serve.http", "uvicorn.error")
"""Loggers whose warnings are of requests that Slack need not have signed."""
_SPARED_SECONDS = 60.0
_QUOTES = re.compile(r"""[:({<"'\n]""")
"""What libraries put before what they quote."""


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: _value(value) for name, value in vars(record).items() if name not in _NOT_EXTRA}


def _value(value: object) -> object:
    """Return what an event carries, as a line may have it."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < _LARGEST else "a huge number"
    return _short(value if isinstance(value, str) else type(value).__name__, _LONGEST)


def _event(record: logging.LogRecord) -> str:
    """Return what happened; of what a library says only as much as is its own, unless all of it is asked for."""
    said = record.getMessage()
    if record.levelno <= logging.DEBUG:
        return _short(said, _LONGEST_DEBUG)
    if record.name.partition(".")[0] not in _OURS:
        said = _QUOTES.split(said, maxsplit=1)[0].rstrip()
    return _short(said, _LONGEST)


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut to a length, without addresses and tokens."""
    # It is cut before it is searched, and once more because what is escaped grows.
    text = text[: 2 * most]
    if ":" in text or "%" in text:
        text = _ADDRESS.sub(r"\1…", text)
    if "xapp" in text or "xox" in text:
        text = _TOKEN.sub("[token]", text)
    if not text.isprintable():
        text = _LINE_ENDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return text if len(text) <= most else f"{text[:most]}…"


class _Lines(logging.Formatter):
    """What both formats share: how an exception is told."""

    def formatException(  # noqa: N802 - as the standard library calls it
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return where an exception and what led to it were raised, and their types."""
        return "" if ei[1] is None else "\n".join(_told(ei[1]))


class JsonLines(_Lines):
    """A JSON object a line: event, level, timestamp (ISO 8601, UTC), and whatever the event carries."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        line: dict[str, object] = {
            "event": _event(record),
            "level": record.levelname.lower(),
            "timestamp": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _encode(line)


class TextLines(_Lines):
    """A line to read: time, level, event, and whatever the event carries as name=value; below it an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        carried = "".join(f"  {name}={value}" for name, value in _fields(record).items())
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname.lower():<8}{_event(record)}{carried}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class Sparing(logging.Filter):
    """Keeps back what anybody can have logged time and again: whoever can reach the server must not fill a disk.

    Within a minute the 1st, 2nd, 4th, 8th such warning passes, and so on, with how many there were.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with none; `clock` returns seconds."""
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, object], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is to be written."""
        if record.levelno != logging.WARNING or record.name not in _BY_ANYBODY:
            return True
        kind = record.msg, getattr(record, "status", None)
        since, times = self._seen.get(kind, (0.0, 0))
        if times == 0 or self._clock() - since > _SPARED_SECONDS:
            since, times = self._clock(), 0
        times += 1
        self._seen[kind] = since, times
        if times > 1:
            vars(record)["times"] = times
        return times & (times - 1) == 0


def _told(error: BaseException) -> Iterator[str]:
    """Yield the lines on an exception, after those on what led to it."""
    chain: list[BaseException] = []
    links: list[str] = []
    link, earlier = "", error
    while all(earlier is not each for each in chain) and len(chain) < _MOST_EXCEPTIONS:
        chain.append(earlier)
        links.append(link)
        if earlier.__cause__ is not None:
            link, earlier = "The above exception was the direct cause of the following exception:", earlier.__cause__
        elif earlier.__context__ is not None and not earlier.__suppress_context__:
            link, earlier = "During handling of the above exception, another exception occurred:", earlier.__context__
    for each, following in zip(reversed(chain), reversed(links), strict=True):
        yield from _alone(each)
        if following:
            yield from ("", following, "")


def _alone(error: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):"
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)
    left_out = len(frames) - 2 * _MOST_FRAMES
    for at, frame in enumerate(frames):
        if at < _MOST_FRAMES or at >= _MOST_FRAMES + left_out:
            yield f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}'
        elif at == _MOST_FRAMES:
            yield f"  … {left_out} more"
    yield _named(error)
    if isinstance(error, BaseExceptionGroup):
        yield from (f"  | {_named(part)}" for part in _parts(error)[:_MOST_EXCEPTIONS])


def _named(error: BaseException) -> str:
    """Return an exception's type, and its message where it is of our own making."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    return f"{name}: {_short(str(error), _LONGEST)}" if kind.__module__.partition(".")[0] in _OURS else name


def _parts(group: BaseExceptionGroup[BaseException]) -> list[BaseException]:
    waiting = list(group.exceptions)
    found: list[BaseException] = []
    while waiting and len(found) < _MOST_EXCEPTIONS:
        part = waiting.pop(0)
        found.append(part)
        waiting += part.exceptions if isinstance(part, BaseExceptionGroup) else ()
    return found


def set_up(settings: Settings) -> None:
    """Send all logging of this process to standard error, in the format that the settings ask for."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    # The standard library would print a record that it can't write, with all that is in it.
    logging.raiseExceptions = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel("DEBUG" if settings.log_level == "debug" else "WARNING")
