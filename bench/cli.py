"""Wall time of a question on the command line, compared with an empty Python and `sqlite-utils --version`.

Runs the commands in turn with their output piped, on a table that is already built, and prints the medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.common import BenchError, build_table, environment, show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def installed(name: str) -> str:
    """Return the path of a command installed beside this Python."""
    found = shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        raise BenchError(f"{name} is not installed beside {sys.executable}; `pip install -e .` installs it.")
    return found


def once(command: Sequence[str], own: Mapping[str, str], folder: Path, expected: str) -> float:
    """Run `command` once; return its wall time in milliseconds."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, check=False)  # noqa: S603 - our own commands
    milliseconds = (time.perf_counter() - started) * 1000
    if done.returncode or expected not in done.stdout.decode():
        raise BenchError(
            f"{' '.join(command)} did not answer with {expected!r}: {(done.stdout + done.stderr).decode()}"
        )
    return milliseconds


def run(runs: int) -> None:
    """Measure and print."""
    imerr = installed("imerr")
    sqlite_utils = installed("sqlite-utils")
    commands = {
        "python -c pass": ([sys.executable, "-c", "pass"], ""),
        "sqlite-utils --version": ([sqlite_utils, "--version"], "sqlite-utils"),
        "imerr explain 603": ([imerr, "explain", "603"], "603"),
        "imerr explain 群组满了": ([imerr, "explain", "群组满了"], "606"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory(prefix="imerr-bench-") as name:
        folder = Path(name)
        own = environment({"IMERR_TABLE": str(build_table(folder)), "PYTHONIOENCODING": "utf-8"})
        # The first turn warms up the disk's cache and the compiled modules.
        for turn in range(runs + 1):
            for title, (command, expected) in commands.items():
                milliseconds = once(command, own, folder, expected)
                if turn:
                    times[title].append(milliseconds)
    medians = {title: statistics.median(values) for title, values in times.items()}
    python, beside = medians["python -c pass"], medians["sqlite-utils --version"]
    rows = [
        (title, f"{median:.1f}", f"{min(times[title]):.1f}", f"{median / python:.2f}", f"{median / beside:.2f}")
        for title, median in medians.items()
    ]
    show(("command", "median ms", "fastest ms", "to python", "to sqlite-utils"), rows, words=1)


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=20, help="runs of each command (default: 20)")
    asked = parser.parse_args()
    if asked.runs < 1:
        parser.error("--runs starts at 1")
    try:
        run(asked.runs)
    except BenchError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
