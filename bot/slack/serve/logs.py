"""Logging: one line per event, JSON for machines, text on a terminal. User text stays out of it.

The formatters use the standard library alone: a line costs a third of structlog's, which is a tenth of a whole answer.
An exception is logged with its type and location, and with its message only if it is one of imerr's own, because others
quote their input. A URL is cut after its host, since the paths of Slack's URLs are secrets for posting or connecting.
Tokens are masked.
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
_QUIET = ("slack_bolt", "slack_sdk", "alembic", "asyncio", "aiohttp", "mcp")
"""Libraries that log requests, with their bodies, below WARNING."""
_OURS = ("bot", "db")
"""Packages whose loggers and exceptions are imerr's own."""
_LONGEST = 500
_LONGEST_DEBUG = 4000
_MOST_FRAMES = 20
"""Limit on the frames of an exception, at either end."""
_MOST_EXCEPTIONS = 8
"""Limit on the exceptions of a chain or of a group."""
_LARGEST = 2**63
_MOST_VALUES = 20
"""Limit on the values of one field."""
_LINE_ENDS = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]")
"""Control characters, line ends, direction overrides, and halves of surrogate pairs, which cannot be encoded."""
_ADDRESS = re.compile(
    r"""((?:https?|wss?)(?::|%3A)(?:\\?/|(?:%5C)?%2F){2}[\w.\[\]-]*(?::\d+)?)[^\s"'<>]*""",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"xapp-[\w-]+|xox[a-z]-[\w-]+")
_BY_ANYBODY = ("bot.slack.serve.http", "bot.slack.serve.metrics", "uvicorn.error")
"""Loggers whose warnings unsigned requests can cause."""
_SPARED_SECONDS = 60.0
_QUOTES = re.compile(r"""[:({<"'\n]""")
"""Characters before quoted text in messages of libraries."""


def _fields(record: logging.LogRecord) -> dict[str, object]:
    return {name: _value(value) for name, value in vars(record).items() if name not in _NOT_EXTRA}


def _value(value: object) -> object:
    """Return a field of an event, fit for a line."""
    if isinstance(value, tuple):
        return [_value(each) for each in value[:_MOST_VALUES]]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < _LARGEST else "a huge number"
    return _short(value if isinstance(value, str) else type(value).__name__, _LONGEST)


def _event(record: logging.LogRecord) -> str:
    """Return the event; a library's message is cut before quoted text, unless the level is DEBUG."""
    said = record.getMessage()
    if record.levelno <= logging.DEBUG:
        return _short(said, _LONGEST_DEBUG)
    if record.name.partition(".")[0] not in _OURS:
        said = _QUOTES.split(said, maxsplit=1)[0].rstrip()
    return _short(said, _LONGEST)


def _short(text: str, most: int) -> str:
    """Return a text on one line, truncated, without the paths of URLs and without tokens."""
    # Truncate before the search, and again afterwards, since escapes are longer.
    text = text[: 2 * most]
    if ":" in text or "%" in text:
        text = _ADDRESS.sub(r"\1…", text)
    if "xapp" in text or "xox" in text:
        text = _TOKEN.sub("[token]", text)
    if not text.isprintable():
        text = _LINE_ENDS.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return text if len(text) <= most else f"{text[:most]}…"


class _Lines(logging.Formatter):
    """Base of both formats: how an exception is formatted."""

    def formatException(  # noqa: N802 - as the standard library calls it
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """Return the types and locations of an exception and its causes."""
        return "" if ei[1] is None else "\n".join(_told(ei[1]))


class JsonLines(_Lines):
    """One JSON object per line: event, level, timestamp (ISO 8601, UTC), and the fields of the event."""

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
    """A line to read: time, level, event, and the fields of the event as name=value; below it an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for one record."""
        carried = "".join(f"  {name}={value}" for name, value in _fields(record).items())
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname.lower():<8}{_event(record)}{carried}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class Sparing(logging.Filter):
    """Throttles warnings that unsigned requests can cause, so that no stranger fills the disk.

    Within a minute the 1st, 2nd, 4th, 8th such warning passes, and so on, with the count so far.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start without counts; `clock` returns seconds."""
        super().__init__()
        self._clock = clock
        self._seen: dict[tuple[str, object], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write a record."""
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
    """Yield the lines of an exception, after those of its causes."""
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
    """Return an exception's type, with its message if it is imerr's own."""
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
    """Send all logging of this process to standard error, in the configured format."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    # The standard library would print a record that it fails to write, with all its content.
    logging.raiseExceptions = False
    # No line tells these, and to find them out costs more than to format a line (docs.python.org/3/howto/logging.html).
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # noqa: SLF001 - as that page says
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel("DEBUG" if settings.log_level == "debug" else "WARNING")
