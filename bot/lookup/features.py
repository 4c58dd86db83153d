"""What a text is compared by: the pieces of its words, as they are written and as they are spoken."""

from __future__ import annotations

from collections import Counter

from bot.lookup.text import aloud, fold

_WRITTEN = range(1, 4)
_SPOKEN = range(2, 5)
_MOST_CHARACTERS = 200
"""Of a folded text. What comes behind is context, and the time must stay bounded."""


def features(text: str) -> Counter[str]:
    """Count the pieces of a text.

    Written: one to three characters, within a word and its borders. Spoken, behind a `~`: two to four letters of the whole
    text in pinyin, across words, so that homophones and questions typed in pinyin meet the characters that are meant.
    """
    folded = fold(text)[:_MOST_CHARACTERS]
    pieces: list[str] = []
    for word in folded.split(" "):
        bordered = f" {word} "
        for length in _WRITTEN:
            pieces += [bordered[at : at + length] for at in range(len(bordered) - length + 1)]
    spoken = aloud(folded)
    for length in _SPOKEN:
        pieces += [f"~{spoken[at : at + length]}" for at in range(len(spoken) - length + 1)]
    return Counter(pieces)
