"""Cost of a loaded lookup: time and memory, each measured in a process of its own, and the time of a long paste."""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING

from bench.common import ROOT
from bot import trained_table

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

_REPEATS = 5
_SENTENCE = "群里加不进新人了，说是人数到上限"
"""Our own sentence about a full group, in none of the phrasings."""
_LOG_LINES = (
    "2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z DEBUG [net] GET /v2/rooms/{id:x}/feed {ms}ms",
    "{hour:02}:{minute:02}:{second:02}.{ms:03} worker-{day} picked up job {id:x} ({ms} rows)",
    "[vite] hot updated: /src/pages/view{day}/index.vue ({ms}ms)",
    "    at render (webpack:///src/components/list{day}.js?{id:x}:{ms}:{second})",
    "I/Choreographer({id}): skipped {second} frames in view {id:x}",
)


def paste(characters: int) -> str:
    """Return a deterministic log of that many characters, with a person's sentence in the middle."""
    chance = random.Random(characters)  # noqa: S311 - no secret
    lines: list[str] = []
    length = 0
    told = False
    while length < characters:
        line = chance.choice(_LOG_LINES).format(
            day=chance.randrange(1, 29),
            hour=chance.randrange(24),
            minute=chance.randrange(60),
            second=chance.randrange(60),
            ms=chance.randrange(1000),
            id=chance.randrange(10**6, 10**7),
        )
        if length > characters / 2 and not told:
            line, told = _SENTENCE, True
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines)[:characters]


def report(table: Path, lookup: Lookup) -> None:
    """Print load time, memory, and the time of a paste."""
    loads = [_measured("time", table) for _ in range(_REPEATS)]
    memory = _measured("memory", table)
    print(
        f"imerr loads in {statistics.median(loads) * 1e3:.0f} ms once numpy and rapidfuzz are imported, "
        f"and holds {memory / 2**20:.1f} MB."
    )
    text = paste(20_000)
    answer = lookup.explain(text)
    seconds = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        lookup.explain(text)
        seconds.append(time.perf_counter() - started)
    codes = [match.entry.code for match in answer.shown]
    print(f"A paste of {len(text):,} characters: {statistics.median(seconds) * 1e3:.1f} ms, {answer.verdict}, {codes}.")


def _measured(what: str, table: Path) -> float:
    command = [sys.executable, "-m", "bench.footprint", what, str(table)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own command
    return float(json.loads(done.stdout))


def _load(what: str, table: Path) -> float:
    """Load a table in this process; return the seconds, or the bytes that Python and numpy hold for it."""
    import numpy as np  # noqa: F401, PLC0415 - to measure the table, not the libraries
    import rapidfuzz  # noqa: F401, PLC0415 - as above

    import bot.lookup.model  # noqa: F401, PLC0415 - as above

    if what == "memory":
        tracemalloc.start()  # It slows everything down, so never while measuring time.
    started = time.perf_counter()
    lookup = trained_table.read(table)
    lookup.warm_up()
    seconds = time.perf_counter() - started
    return seconds if what == "time" else tracemalloc.get_traced_memory()[0]


if __name__ == "__main__":
    print(json.dumps(_load(sys.argv[1], Path(sys.argv[2]))))
