"""Recognition of the Web SDK's literal messages: `python bench/messages.py` asks for each one in `db/sdk`, alone.

A message is right where its own code comes first; the SDK says some of them with several codes.
"""

from __future__ import annotations

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.common import show
from bot import trained_table

_MESSAGES = Path(__file__).resolve().parents[1] / "db" / "sdk" / "web_4.21.1_messages.tsv"


def said() -> dict[str, set[int]]:
    """Return the codes of each message of the SDK."""
    codes: dict[str, set[int]] = defaultdict(set)
    for line in _MESSAGES.read_text(encoding="utf-8").splitlines()[1:]:
        code, _, message, *_ = line.split("\t")
        if code.lstrip("-").isdecimal():
            codes[message].add(int(code))
    return codes


def main() -> None:
    """Print how many messages lead to their code, and each that does not."""
    with tempfile.TemporaryDirectory() as folder:
        lookup = trained_table.ready(Path(folder, "imerr.sqlite3"), whole=True).current
    right = firm = wrong = 0
    missed = []
    messages = said()
    for message, codes in messages.items():
        answer = lookup.explain(message)
        first = answer.matches[0].entry.code if answer.matches else None
        right += first in codes
        firm += answer.verdict.answered
        wrong += answer.verdict.answered and answer.shown[0].entry.code not in codes
        if first not in codes:
            missed.append((message[:60], ", ".join(map(str, sorted(codes))), answer.verdict.value, str(first)))
    rows = [(str(len(messages)), f"{right / len(messages):.3f}", str(firm), str(wrong))]
    show(("messages", "right first", "firm", "firm and wrong"), rows, words=0)
    show(("missed", "code", "verdict", "first"), missed, words=1)


if __name__ == "__main__":
    main()
