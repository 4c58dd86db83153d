"""The patterns of data: each compiled, and one search that tells whether any of many may be in a text.

The search costs a fraction of what the patterns do.
Python's `re` tries all alternatives of a branch at each place of a text. It passes over those that begin with another letter,
but not where case is ignored; and what has to stand before an alternative is asked anew for each. So everything is put in
small letters, and alternatives that ask for the same before them are asked together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CAPITAL = re.compile(r"\\.|\(\?P|[A-Z]", re.DOTALL)
_FLAGS = re.compile(r"\(\?([aimsux]+)\)(.*)", re.DOTALL)
_ASSERTION = re.compile(r"\\b|\(\?<![^()]*\)")
_MOST_PATTERNS = 1024
"""What a table says names its product is asked for at each question about another one."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_GROUP = "(?:"


@lru_cache(maxsize=_MOST_PATTERNS)
def compiled(pattern: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return a pattern of the data, in which a Latin word also begins and ends at a Chinese character: `环境nginx又502了`.

    Raises:
        re.error: it is none.

    """
    return re.compile(_ESCAPED.sub(lambda sign: r"(?a:\b)" if sign[0] == r"\b" else sign[0], pattern), flags)


def any_of(patterns: Iterable[str], end: str = "") -> Callable[[str], object]:
    """Return a function that is true of each text in which one of `patterns` is found without regard to case, and of few others.

    `end` has to follow each of them.

    Raises:
        re.error: a pattern is none.

    """
    behind: dict[str, list[str]] = defaultdict(list)
    patterns = list(patterns)
    for pattern in patterns:
        for alternative in _alternatives(_small(pattern)):
            assertion = _ASSERTION.match(alternative)
            known = assertion[0] if assertion else ""
            behind[known].append(alternative[len(known) :])
    any_alternative = "|".join(f"{known}(?:{'|'.join(some)})" for known, some in behind.items())
    try:
        search = compiled(f"(?:{any_alternative}){end}", re.NOFLAG).search
    except re.error:
        # Groups of one name, for example: each pattern by itself is good.
        each = [compiled(f"(?:{pattern}){end}" if end else pattern) for pattern in patterns]
        return lambda text: any(one.search(text) for one in each)
    return lambda text: search(text.lower())


def _small(pattern: str) -> str:
    """Return a pattern in small letters; what tells cases apart no longer does."""
    if flags := _FLAGS.fullmatch(pattern):
        pattern = f"(?{flags[1]}:{flags[2]})"
    return _CAPITAL.sub(
        lambda found: found[0] if len(found[0]) > 1 else found[0].lower(), pattern.replace("(?-i:", _GROUP)
    )


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern, or of the group that it is."""
    ends = _ends(pattern)
    if pattern.startswith(_GROUP) and ends[-1:] == [len(pattern)] and _closes(pattern):
        return _alternatives(pattern[len(_GROUP) : -1])
    return [pattern[start + 1 : end] for start, end in zip([-1, *ends], ends, strict=False)]


def _closes(pattern: str) -> bool:
    """Return whether the group with which a pattern begins ends where the pattern does."""
    return _depths(pattern).index(0, 1) == len(pattern) - 1 if pattern else False


def _ends(pattern: str) -> list[int]:
    """Return where the alternatives of a pattern end."""
    depths = _depths(pattern)
    return [at for at, (sign, depth) in enumerate(zip(pattern, depths, strict=True)) if sign == "|" and not depth] + [
        len(pattern)
    ]


def _depths(pattern: str) -> list[int]:
    """Return for each sign of a pattern how many groups hold it; what is escaped or in a set is as if in one more."""
    depths = []
    depth, in_set, escaped = 0, False, False
    for sign in pattern:
        if escaped or in_set:
            in_set = in_set and (escaped or sign != "]")
            escaped = sign == "\\" and not escaped
            depths.append(depth + 1)
            continue
        escaped, in_set = sign == "\\", sign == "["
        depth += (sign == "(") - (sign == ")")
        depths.append(depth + (escaped or in_set))
    return depths
