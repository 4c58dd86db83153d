"""An answer on a terminal with colour and layout, and as JSON for programs; `bot.plain` has plain lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.plain import laid_out

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.lookup.answer import Answer, Shown
    from db.catalog import Catalog
    from db.entry import Entry, Lang


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON: the verdict, what is on the screen in its order, and the ranking."""
    return json.dumps(
        {
            "query": answer.query,
            "verdict": answer.verdict.value,
            "lang": answer.lang,
            "shown": [_shown(match.entry, role, answer.lang) for match, role in answer.on_screen],
            "matches": [
                {
                    "platform": match.entry.platform,
                    "code": match.entry.code,
                    "name": match.entry.name,
                    "score": round(match.score, 4),
                    "why": {"evidence": match.evidence.value, "quote": match.quote},
                }
                for match in answer.matches
            ],
            "unknown": list(answer.unknown),
        },
        ensure_ascii=False,
    )


def _shown(entry: Entry, role: Shown, lang: Lang) -> dict[str, Any]:
    return {
        "platform": entry.platform,
        "code": entry.code,
        "name": entry.name,
        "as": role.value,
        "title": entry.title.in_(lang),
        "meaning": entry.meaning.in_(lang),
        "causes": [cause.in_(lang) for cause in entry.causes],
        "actions": [{"who": action.who, "text": action.text.in_(lang)} for action in entry.actions],
    }


def rich(answer: Answer, catalog: Catalog, *, with_example: bool = False) -> RenderableType:
    """Return an answer for a rich console; `with_example` as in `bot.plain.laid_out`."""
    from rich.console import Group  # noqa: PLC0415 - 60 ms to import, and only a terminal needs it
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    parts: list[RenderableType] = []
    for line in laid_out(answer, catalog, with_example=with_example):
        if line.mark:
            item = Table.grid(padding=(0, 1))
            item.add_column(style="dim", no_wrap=True)
            item.add_column()
            item.add_row(f"  {line.mark}", Text(line.text, style=line.style))
            parts.append(item)
        else:
            parts.append(Text(line.text, style=line.style))
    return Group(*parts)
