"""Sentences that count something."""

from __future__ import annotations

from typing import NamedTuple


class Plural(NamedTuple):
    """A sentence for one of something and one for several."""

    one: str
    other: str

    def __call__(self, count: int) -> str:
        """Return the sentence for `count`."""
        return (self.one if count == 1 else self.other).format(count=count)
