"""Codes of errors: whole numbers, or text like `E100` and `AUTH-4`; how they are compared and sorted."""

from __future__ import annotations

import re

Code = int | str
"""A number, or text with a letter in it."""

WRITTEN = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*", re.ASCII)
"""How a code of text is written. A colon never stands in one, so that a key can hold its platform before a colon."""
LONGEST = 40
RUN = re.compile(r"[0-9]+|[A-Za-z]+", re.ASCII)
"""The letters or the digits of a code."""


def compared(code: str) -> str:
    """Return a code of text as it is compared: without regard to case or separators."""
    return "".join(RUN.findall(code)).upper()


def order(code: Code) -> tuple[int, int, tuple[tuple[int, str], ...]]:
    """Return the sort key of a code: numbers first, then text, with the numbers in it by their value (E9 before E10)."""
    if isinstance(code, int):
        return 0, code, ()
    return 1, 0, tuple((int(run), "") if run.isdigit() else (-1, run.upper()) for run in RUN.findall(code))
