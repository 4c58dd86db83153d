"""Regenerate bot/lookup/characters/ from OpenCC and pypinyin: `python tools/make_characters.py`.

imerr ships one simplified form and one reading a character, so that it needs neither library.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from opencc import OpenCC
from pypinyin import lazy_pinyin

FOLDER = Path(__file__).parents[1] / "bot" / "lookup" / "characters"
FIRST, LAST = 0x4E00, 0x9FA5
"""The unified ideographs of Unicode 1.1, which hold every character of GBK and Big5."""


def simplified() -> str:
    """Return a line of traditional characters, and a line with the simplified form of each."""
    convert = OpenCC("t2s").convert
    pairs = [(chr(point), convert(chr(point))) for point in range(FIRST, LAST + 1)]
    changed = [(old, new) for old, new in pairs if old != new and len(new) == 1]
    return "".join(old for old, _ in changed) + "\n" + "".join(new for _, new in changed) + "\n"


def pinyin() -> str:
    """Return a line a syllable: the syllable without tone, a space, and the characters usually read so."""
    readings: dict[str, str] = defaultdict(str)
    convert = OpenCC("t2s").convert
    for point in range(FIRST, LAST + 1):
        character = chr(point)
        syllable = lazy_pinyin(character)[0]
        # Text is simplified before it is read, so traditional forms need no reading.
        if syllable.isascii() and syllable.isalpha() and convert(character) == character:
            readings[syllable] += character
    return "".join(f"{syllable} {readings[syllable]}\n" for syllable in sorted(readings))


def main() -> None:
    """Write simplified.txt and pinyin.txt."""
    FOLDER.joinpath("simplified.txt").write_text(simplified(), encoding="utf-8")
    FOLDER.joinpath("pinyin.txt").write_text(pinyin(), encoding="utf-8")


if __name__ == "__main__":
    main()
