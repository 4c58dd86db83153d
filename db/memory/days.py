"""Days as counts are kept by: of UTC, so that machines in different places agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included; with a `channel`, only what was asked there."""

    first: date
    last: date
    channel: str = ""

    @property
    def starts(self) -> float:
        """The first moment, in seconds since the epoch."""
        return start_of(self.first)

    @property
    def ends(self) -> float:
        """The first moment after the last day."""
        return start_of(self.last + timedelta(days=1))


def day_of(at: float) -> date:
    """Return the day of a time."""
    return datetime.fromtimestamp(at, UTC).date()


def start_of(day: date) -> float:
    """Return the first moment of a day, in seconds since the epoch."""
    return datetime.combine(day, time(), UTC).timestamp()
