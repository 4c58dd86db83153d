"""The faults of a source's files: those of `table.toml` first, and without what only follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.checked import NO_TERM, PLAIN_TEXT, sentence
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

TABLE_FILE = "table.toml"
"""The file about the table as a whole: languages, roles and ways are checked by it everywhere."""
_LANGUAGE, _TERM = "language", "term"


@dataclass(frozen=True, slots=True)
class _Fault:
    sentence: str
    kind: str = ""
    """What of `table.toml` it depends on: its languages, its roles and ways, or nothing."""
    is_plain: bool = False
    """Whether it is a text in quotes where each language needs its own."""


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        """Begin without faults."""
        self._found: list[_Fault] = []
        self._are_languages_known = self._are_terms_known = True

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self._found)

    def add(self, sentences: Iterable[str]) -> None:
        """Add faults that depend on no other file."""
        self._found += map(_Fault, sentences)

    def add_unreadable(self, file: str, sentences: Iterable[str]) -> None:
        """Add the faults of a file that is missing or cannot be parsed."""
        self.add(sentences)
        if file == TABLE_FILE:
            self._are_languages_known = self._are_terms_known = False

    def add_invalid(self, file: str, document: Mapping[str, Any], error: ValidationError) -> None:
        """Add the faults that the validation of a file found."""
        for detail in error.errors():
            self._found.append(_Fault(sentence(file, document, detail), _kind(detail), detail["type"] == PLAIN_TEXT))
            if file == TABLE_FILE and detail["loc"][:2] == ("product", "languages"):
                self._are_languages_known = False

    def told(self) -> list[str]:
        """Return a sentence for each fault; one for all texts where the table does not say that it is in one language."""
        found = [
            fault
            for fault in self._found
            if (fault.kind != _LANGUAGE or self._are_languages_known) and (fault.kind != _TERM or self._are_terms_known)
        ]
        plain = next((fault for fault in found if fault.is_plain), None)
        if plain is not None:
            others = sum(fault.kind == _LANGUAGE for fault in found) - 1
            first = f"{plain.sentence} The same holds for {others} more." if others else plain.sentence
            found = [_Fault(first), *(fault for fault in found if fault.kind != _LANGUAGE)]
        return list(dict.fromkeys(fault.sentence for fault in found))


def _kind(detail: ErrorDetails) -> str:
    if detail["type"] == PLAIN_TEXT or (detail["type"] == "missing" and detail["loc"][-1] in LANGS):
        return _LANGUAGE
    return _TERM if detail["type"] == NO_TERM else ""
