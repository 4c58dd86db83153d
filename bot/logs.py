"""One line an event: JSON for machines, text on a terminal. What people wrote stays out of it.

The formatters are our own, on the standard library: a line costs a third of what structlog's does, which is a tenth of a whole
answer, and a traceback never shows the values of local variables, among which would be the message.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.settings import Settings

_NOT_EXTRA = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
_QUIET = ("slack_bolt", "slack_sdk", "asyncio", "aiohttp")
"""Libraries that would log requests, bodies included, below WARNING."""


_SECRET = re.compile(r"xapp-[\w-]+|xox[a-z]-[\w-]+|wss?://[^\s\"'\\<>]+")
"""Tokens, and the addresses of Socket Mode, which hold a ticket: libraries write them at DEBUG, and into exceptions."""


def _without_secrets(line: str) -> str:
    return _SECRET.sub("[secret]", line)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _NOT_EXTRA}


class JsonLines(logging.Formatter):
    """A JSON object a line: event, level, timestamp (ISO 8601, UTC), and whatever the event carries."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for one record."""
        line: dict[str, Any] = {
            "event": record.getMessage(),
            "level": record.levelname.lower(),
            "timestamp": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            **_fields(record),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _without_secrets(_encode(line))


class TextLines(logging.Formatter):
    """A line to read: time, level, event, and whatever the event carries as name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """Give the line for one record."""
        carried = "".join(f"  {name}={value}" for name, value in _fields(record).items())
        line = f"{self.formatTime(record, '%H:%M:%S')} {record.levelname.lower():<8}{record.getMessage()}{carried}"
        whole = f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line
        return _without_secrets(whole)


def set_up(settings: Settings) -> None:
    """Send all logging of this process to standard error, in the format that the settings ask for."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if as_json else TextLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel("DEBUG" if settings.log_level == "debug" else "WARNING")
