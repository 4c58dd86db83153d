"""Metrics for Prometheus: questions, seconds of answers, calls to Slack. Nothing is counted until `start`.

The processes of one server share a folder, so that each can tell what all have counted. Labels have few values: surfaces,
verdicts, methods and outcomes, never what people wrote.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from prometheus_client import CollectorRegistry, Counter, Histogram

Reply = Literal["ok", "refused", "rate_limited", "server_error", "unreachable"]
"""How a call to Slack ended."""

_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class _Counts:
    registry: CollectorRegistry
    questions: Counter
    seconds: Histogram
    calls: Counter
    retries: Counter


class _Process:
    """The counts of this process; None where nothing is counted."""

    counts: _Counts | None = None


def is_installed() -> bool:
    """Return whether the library that writes metrics is there."""
    return importlib.util.find_spec("prometheus_client") is not None


def share(folder: Path) -> None:
    """Let the processes that are started from now on count into a folder, which must be empty."""
    os.environ[_FOLDER] = str(folder)


def start() -> None:
    """Begin to count in this process. Idempotent.

    Raises:
        ImportError: the library is not installed.

    """
    if _Process.counts is not None:
        return
    from prometheus_client import CollectorRegistry, Counter, Histogram  # noqa: PLC0415 - an extra, and most do without it

    registry = CollectorRegistry()
    _Process.counts = _Counts(
        registry,
        Counter("imerr_questions", "Questions answered.", ["surface", "verdict"], registry=registry),
        Histogram(
            "imerr_answer_seconds",
            "Seconds until an answer was ready to be sent.",
            ["surface"],
            registry=registry,
            buckets=_SECONDS,
        ),
        Counter("imerr_slack_calls", "Calls to Slack, each attempt.", ["method", "outcome"], registry=registry),
        Counter("imerr_slack_retries", "Calls to Slack that repeat a failed one.", ["method"], registry=registry),
    )


def answered(surface: str, verdict: str, seconds: float) -> None:
    """Count an answer."""
    if (counts := _Process.counts) is not None:
        counts.questions.labels(surface, verdict).inc()
        counts.seconds.labels(surface).observe(seconds)


def called(method: str, outcome: Reply) -> None:
    """Count an attempt to call Slack."""
    if (counts := _Process.counts) is not None:
        counts.calls.labels(method, outcome).inc()


def retried(method: str) -> None:
    """Count a call to Slack that repeats a failed one."""
    if (counts := _Process.counts) is not None:
        counts.retries.labels(method).inc()


def exposition(codes: int, age: float | None) -> tuple[bytes, str]:
    """Return all metrics in Prometheus' text format, and its content type.

    `codes` is the number of codes in the table, `age` the seconds since it was written, None if unknown.
    """
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415 - as in `start`
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - as above

    lines = b""
    if folder := os.environ.get(_FOLDER):
        shared = CollectorRegistry()
        MultiProcessCollector(shared, path=folder)  # type: ignore[no-untyped-call] # the library has it untyped
        lines = generate_latest(shared)
    elif (counts := _Process.counts) is not None:
        lines = generate_latest(counts.registry)
    return lines + _gauges(codes, age), CONTENT_TYPE_LATEST


def _gauges(codes: int, age: float | None) -> bytes:
    """Return the lines about the table, which every process reads by itself."""
    lines = [
        "# HELP imerr_table_codes Codes in the table.",
        "# TYPE imerr_table_codes gauge",
        f"imerr_table_codes {codes}",
    ]
    if age is not None:
        lines += [
            "# HELP imerr_table_age_seconds Seconds since the table was written.",
            "# TYPE imerr_table_age_seconds gauge",
            f"imerr_table_age_seconds {age:.0f}",
        ]
    return ("\n".join(lines) + "\n").encode()
