"""Conversion between entries and rows: a row an error, a row a number on a platform, and flat rows for an export."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from db.entry import Action, Behaviour, Cue, Entry, Error, Platform, SeeAlso, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ERRORS = (
    "select id, family, title_zh, title_en, meaning_zh, meaning_en, meaning_source, causes, actions, limits, see_also"
    " from errors order by position"
)
CODES = "select key, error, platform, code, name, names, only, is_second, behaviour from codes order by position"

_LISTS = ("causes", "actions", "limits", "see_also")


def error_row(error: Error) -> dict[str, Any]:
    """Return an error as a row; its lists are JSON text."""
    return {
        "id": error.id,
        "family": error.family,
        "title_zh": error.title.zh,
        "title_en": error.title.en,
        "meaning_zh": error.meaning.zh,
        "meaning_en": error.meaning.en,
        "meaning_source": error.meaning.source,
        **{name: _json([dataclasses.asdict(item) for item in getattr(error, name)]) for name in _LISTS},
    }


def code_row(entry: Entry) -> dict[str, Any]:
    """Return an error's number on a platform as a row."""
    behaviour = entry.behaviour
    return {
        "key": _json(entry.key),
        "error": entry.error.id,
        "platform": entry.platform,
        "code": entry.code,
        "name": entry.name,
        "names": _json(entry.names),
        "only": _json(entry.only),
        "is_second": int(entry.is_second),
        "behaviour": "" if behaviour == Behaviour() else _json(dataclasses.asdict(behaviour)),
    }


def flat_row(entry: Entry) -> dict[str, Any]:
    """Return an entry with its error as one row."""
    behaviour = dataclasses.asdict(entry.behaviour)
    return {
        "platform": entry.platform,
        "code": entry.code,
        "name": entry.name,
        "key": entry.key,
        "names": _json(entry.names),
        "only": _json(entry.only),
        "is_second": int(entry.is_second),
        **{("error" if name == "id" else name): value for name, value in error_row(entry.error).items()},
        **{name: value if isinstance(value, str) else _json(value) for name, value in behaviour.items()},
    }


def platform_of(row: dict[str, Any]) -> Platform:
    """Return a platform that was stored as JSON."""
    cues = tuple(Cue(**cue | {"yes": tuple(cue["yes"]), "no": tuple(cue["no"])}) for cue in row["cues"])
    return Platform(row["id"], Text(**row["title"]), row["link"], tuple(map(tuple, row["members"])), cues)


def entries_of(errors: Iterable[tuple[Any, ...]], codes: Iterable[tuple[Any, ...]]) -> Iterator[Entry]:
    """Yield the entries from the rows of both tables, in the order of the codes."""
    told = {error.id: error for error in map(_error, errors)}
    for key, error, platform, code, name, names, only, is_second, behaviour in codes:
        found = _behaviour(json.loads(behaviour)) if behaviour else Behaviour()
        yield Entry(
            told[error],
            code,
            name,
            platform,
            json.loads(key),
            tuple(json.loads(names)),
            tuple(json.loads(only)),
            bool(is_second),
            found,
        )


def _error(row: tuple[Any, ...]) -> Error:
    error, family, title_zh, title_en, meaning_zh, meaning_en, meaning_source, causes, actions, limits, see_also = row
    return Error(
        id=error,
        family=family,
        title=Text(title_zh, title_en),
        meaning=Text(meaning_zh, meaning_en, meaning_source),
        causes=tuple(Text(**cause) for cause in json.loads(causes)),
        actions=tuple(Action(action["who"], Text(**action["text"])) for action in json.loads(actions)),
        limits=tuple(Text(**limit) for limit in json.loads(limits)),
        see_also=tuple(SeeAlso(other["error"], Text(**other["reason"])) for other in json.loads(see_also)),
    )


def _behaviour(row: dict[str, Any]) -> Behaviour:
    lists = {name: tuple(row[name]) for name in ("arrives", "raised_by", "messages")}
    texts = {name: Text(**row[name]) if row[name] else None for name in ("retry", "note")}
    return Behaviour(**(row | lists | texts))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
