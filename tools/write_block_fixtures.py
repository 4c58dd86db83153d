"""Write every message and view of imerr as TypeScript, to be compiled against Slack's published types.

Usage: python tools/write_block_fixtures.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.slack.blocks import browse, lists, views
from bot.slack.blocks.explanation import explanation, shared
from bot.slack.place import Place
from bot.slack.stage import DIRECT, HOME, MODAL, PRIVATE, private, public
from db.entry import LANGS
from db.source import read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.blocks.message import Message
    from bot.slack.stage import Stage
    from db.catalog import Catalog
    from db.entry import Lang

_A_FILE = 100
_THREAD = "1732312345.000100"


def messages(catalog: Catalog, lang: Lang, stage: Stage) -> Iterator[Message]:
    """Give every message that can stand on a stage."""
    place = Place(lang, question="606", thread=_THREAD)
    codes = tuple(catalog.by_code)
    yield browse.help_(catalog, place, stage)
    yield browse.families(catalog, place, stage)
    for family in catalog.families:
        yield browse.family(catalog, Place(lang, trail="family", family=family.id), stage)
    yield lists.several(catalog, Place(lang, trail="several", codes=codes), stage, (8, 9))
    yield lists.candidates(catalog, Place(lang, trail="candidates", codes=codes[:5]), stage)
    yield lists.unknown(catalog, Place(lang, codes=codes[:3]), stage, (8,))
    yield lists.nothing(place, stage)
    for code in codes:
        yield explanation(catalog, Place(lang, code, trail="several", codes=codes[:2]), stage)


def fixtures(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """Give the TypeScript type and the content of everything that imerr shows."""
    for lang in LANGS:
        for stage in (PRIVATE, private(_THREAD), public("U0123456789"), DIRECT):
            yield from (("KnownBlock[]", list(message.blocks)) for message in messages(catalog, lang, stage))
        for code in catalog.by_code:
            yield "KnownBlock[]", list(shared(catalog, Place(lang, code, question="606"), "U0123456789").blocks)
            yield "ModalView", views.share_modal(catalog, Place(lang, code))
        for message in messages(catalog, lang, HOME):
            yield "HomeView", views.home(lang, catalog, message, "stamp")
        for message in messages(catalog, lang, MODAL):
            yield "ModalView", views.lookup_modal(lang, message, Place(lang, 606))
        yield "ModalView", views.lookup_modal(lang)
        yield "ModalView", views.sentence_modal(lang, "606")


def write(folder: Path) -> int:
    """Write the fixtures, each once, and give how many there are."""
    lines = list(dict.fromkeys(f"{kind} = {json.dumps(content)};" for kind, content in fixtures(read())))
    for at in range(0, len(lines), _A_FILE):
        declared = [f"export const f{number}: {line}" for number, line in enumerate(lines[at : at + _A_FILE], start=at)]
        imports = "import type { HomeView, KnownBlock, ModalView } from '@slack/types';"
        (folder / f"fixtures{at}.ts").write_text("\n".join([imports, *declared, ""]), encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))} messages and views\n")
