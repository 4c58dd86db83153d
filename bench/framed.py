"""Cost of what stands around a question: sentences with greetings, reporters and pleas for help, and lines of a log.

`bench/frames.json` has such sentences, in Chinese and English, with `{}` where the question goes. They were written by somebody
who had seen nothing else of imerr. Its layouts are of mails, chats, lists and reports; its lines of logs are of other programs, and mean nothing.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.common import show
from bench.outcomes import RANKING_HEADINGS, VERDICT_HEADINGS, Question, ask, ranking_figures, share, verdict_figures
from bot.lookup.answer import Verdict
from bot.lookup.text import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.lookup.explain import Lookup

FRAMES = Path(__file__).parent / "frames.json"
_SAID = {"paraphrase", "colloquial", "typo", "traditional", "negative"}
"""Kinds of questions that are written, not pasted."""
_LONGEST = 60
_FRAMES_EACH = 6
_LOG_LINES = (3, 20)


def report(lookup: Lookup, questions: Iterable[Question]) -> None:
    """Print a row of figures for the short questions that are said in words, and for the same in frames."""
    bare = [
        one for one in questions if one.kind in _SAID and len(one.text) < _LONGEST and not re.search(r"\d|\n", one.text)
    ]
    frames: dict[str, Any] = json.loads(FRAMES.read_text(encoding="utf-8"))
    asked = {
        "bare": bare,
        "in a frame": framed(bare, frames),
        "in a mail, a chat, a report": framed(bare, frames["layouts"]),
    }
    asked |= {f"in {lines} lines of a log": logged(bare, frames["log"], lines) for lines in _LOG_LINES}
    rows = [(name, *_figures(lookup, asked[name])) for name in asked]
    show(("questions", "asked", *RANKING_HEADINGS, *VERDICT_HEADINGS, "no answer"), rows, words=1)


def framed(questions: Sequence[Question], frames: dict[str, list[str]]) -> list[Question]:
    """Put each question into some of the frames of its language, so that all frames take turns."""
    found: list[Question] = []
    for at, one in enumerate(questions):
        own = frames["zh" if is_chinese(one.text) else "en"]
        turns = range(at * _FRAMES_EACH, (at + 1) * _FRAMES_EACH)
        found += [replace(one, text=own[turn % len(own)].replace("{}", one.text)) for turn in turns]
    return found


def logged(questions: Sequence[Question], log: Sequence[str], lines: int) -> list[Question]:
    """Put each question between so many lines of a log, each time others of them and at another place."""
    found: list[Question] = []
    for at, one in enumerate(questions):
        around = [log[(at * lines + turn) % len(log)] for turn in range(lines)]
        place = at % (lines + 1)
        found.append(replace(one, text="\n".join([*around[:place], one.text, *around[place:]])))
    return found


def _figures(lookup: Lookup, questions: Sequence[Question]) -> list[str]:
    outcomes = ask(lookup, questions)
    answerable = [one for one in outcomes if one.question.codes]
    silent = share(answerable, lambda one: one.verdict is Verdict.NONE)
    return [str(len(questions)), *ranking_figures(answerable), *verdict_figures(outcomes), silent]
