"""Tables that are pasted as text: which column holds codes, and which how often each came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.corpus import CODE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from db.code import Code

COUNT = "count"
"""The kind of a number that says how often something came."""
_RULE = frozenset(" \t|:+-=")
"""What the line between a header and its rows consists of."""
_SEPARATORS = ("|", "\t", ",", ";", " ")
_LEAST_COLUMNS, _MOST_COLUMNS = 2, 8
_EDGE = " \t|"
_NUMBER = re.compile(r"-?\d{1,9}%?", re.ASCII)
_CODES = re.compile(
    r"(?:error|err|result|ret|sdk|im)?[\s_-]?(?:code|type|no\.?)s?|错误码?|错误代码|错误号|报错码?|码|代码|编号|返回码",
    re.IGNORECASE,
)
_AMOUNTS = re.compile(
    r"#|%|count|cnt|times?|total|sum|num(?:ber)?|qty|hits?|users?|people|devices?|events?|share|percent|rate"
    r"|次数?|数|数量|个数|条数|人数|用户数?|设备数?|总数|总计|合计|占比|比例|百分比",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row, and where it stands in the text."""

    text: str
    start: int

    @property
    def is_number(self) -> bool:
        """Whether it is a number and nothing else."""
        return _NUMBER.fullmatch(self.text) is not None


Table = list[list[Cell]]
"""Rows of as many cells each; the first may be a header."""


def kinds_in_columns(tables: Iterable[Table], known: Container[Code]) -> dict[int, str]:
    """Return what the numbers of tables are, by the place of their last digit: codes, or counts; not those that may be either.

    A header tells it. Without one, the codes of `known` are in the first of two columns of numbers, and only there.
    """
    kinds: dict[int, str] = {}
    for table in tables:
        for column, kind in _kinds(table, known).items():
            cells = (row[column] for row in table)
            kinds |= {cell.start + len(cell.text.rstrip("%")) - 1: kind for cell in cells if cell.is_number}
    return kinds


def without_separators(text: str, tables: Iterable[Table]) -> str:
    """Return a text of the same length in which spaces stand for the commas of tables: `17,200` is a code and a count there."""
    commas = {cell.start - 1 for table in tables for row in table for cell in row if cell.is_number}
    if not commas:
        return text
    return "".join(" " if sign == "," and at in commas else sign for at, sign in enumerate(text))


def _kinds(table: Table, known: Container[Code]) -> dict[int, str]:
    header, rows = table[0], table[1:]
    if any(cell.is_number for cell in header):
        return _kinds_of_pairs(table, known)
    kinds = {at: COUNT for at, cell in enumerate(header) if _AMOUNTS.fullmatch(cell.text)}
    for at, cell in enumerate(header):
        if _CODES.fullmatch(cell.text) and all(row[at].is_number for row in rows):
            kinds[at] = CODE
    if kinds:
        return kinds
    return _kinds_of_pairs(rows, known) if len(rows) > 1 else {}


def _kinds_of_pairs(rows: Table, known: Container[Code]) -> dict[int, str]:
    if any(len(row) != len("cn") or not all(cell.is_number for cell in row) for row in rows):
        return {}
    codes, amounts = ([int(cell.text.rstrip("%")) for cell in column] for column in zip(*rows, strict=True))
    is_told = all(code in known for code in codes) and len({*codes}) == len(codes)
    return {0: CODE, 1: COUNT} if is_told and not all(amount in known for amount in amounts) else {}


def tables_in(text: str) -> Iterator[Table]:
    """Yield runs of two and more lines that one separator cuts into as many cells each."""
    if "\n" not in text:
        return
    run: Table = []
    separator = ""
    start = 0
    for line in f"{text}\n".split("\n"):
        if not run or not line or not _RULE.issuperset(line):
            row = _cells(line, start, separator) if run else []
            if len(row) < _LEAST_COLUMNS or len(row) != len(run[0]):
                if len(run) > 1:
                    yield run
                separator = next((one for one in _SEPARATORS if one in line.strip(_EDGE)), "")
                row, run = _cells(line, start, separator), []
            if _LEAST_COLUMNS <= len(row) <= _MOST_COLUMNS:
                run.append(row)
        start += len(line) + 1


def _cells(line: str, start: int, separator: str) -> list[Cell]:
    """Return the cells of a line; none where nothing separates them."""
    if not separator:
        return []
    at = start + len(line) - len(line.lstrip(_EDGE))
    cells = []
    for piece in line.strip(_EDGE).split(separator):
        if piece or separator != " ":
            cells.append(Cell(piece.strip(), at + len(piece) - len(piece.lstrip())))
        at += len(piece) + 1
    return cells
