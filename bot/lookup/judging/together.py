"""One answer out of those for each platform that a question is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Verdict, once

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_MATCHES = 10
_MOST_CHOICES = 5
_MOST_OFFERED = 3


def together(answers: Sequence[Answer]) -> Answer:
    """Return the answers to one question as one: what is explained for any platform is, and else there is a choice of all."""
    first, *others = answers
    if not others:
        return first
    answered = [answer for answer in answers if answer.verdict.answered]
    matches = once(match for at in range(_MOST_MATCHES) for answer in answers for match in answer.matches[at : at + 1])
    offered = once(match for answer in answers for match in answer.offered)
    unknown = tuple(dict.fromkeys(code for answer in answers for code in answer.unknown))
    if answered:
        shown = once(match for answer in answered for match in answer.shown)
        verdict = Verdict.EXACT if any(answer.verdict is Verdict.EXACT for answer in answered) else Verdict.MATCH
        offered = once([*(m for answer in answers if answer not in answered for m in answer.shown[:1]), *offered])
    else:
        # The best of each platform before the second best of any.
        shown = once(match for at in range(_MOST_CHOICES) for answer in answers for match in answer.shown[at : at + 1])[
            :_MOST_CHOICES
        ]
        verdict = next(
            (
                one
                for one in (Verdict.CANDIDATES, Verdict.UNKNOWN_CODE)
                if any(answer.verdict is one for answer in answers)
            ),
            Verdict.NONE,
        )
    platforms = tuple(platform for answer in answers for platform in answer.platforms)
    keys = {match.entry.key for match in shown}
    extra = tuple(match for match in offered if match.entry.key not in keys)[:_MOST_OFFERED]
    ranked = once([*shown, *matches])[:_MOST_MATCHES]
    return replace(
        first, verdict=verdict, matches=ranked, shown=shown, offered=extra, unknown=unknown, platforms=platforms
    )
