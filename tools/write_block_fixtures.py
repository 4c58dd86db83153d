"""Write every message and view of imerr as TypeScript, to be compiled against Slack's published types.

Usage: python tools/write_block_fixtures.py FOLDER
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from db.entry import LANGS
from db.source import read
from tests.harness import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog

_A_FILE = 100


def fixtures(catalog: Catalog) -> Iterator[tuple[str, Any]]:
    """Yield the TypeScript type and the content of every message and view."""
    for lang in LANGS:
        messages = rendered.shared_messages(catalog, lang)
        for surface in rendered.SURFACES.values():
            messages += rendered.messages(catalog, lang, surface)
        messages += rendered.counts(catalog, lang)
        yield from (("KnownBlock[]", list(message.blocks)) for message in messages)
        homes = rendered.homes(catalog, lang) + rendered.team_pages(catalog, lang)
        yield from (("HomeView", home) for home in homes)
        yield from (("ModalView", modal) for modal in rendered.dialogs(catalog, lang))


def write(folder: Path) -> int:
    """Write the fixtures without duplicates, and return their number."""
    lines = list(dict.fromkeys(f"{kind} = {json.dumps(content)};" for kind, content in fixtures(read())))
    for at in range(0, len(lines), _A_FILE):
        declared = [f"export const f{number}: {line}" for number, line in enumerate(lines[at : at + _A_FILE], start=at)]
        imports = "import type { HomeView, KnownBlock, ModalView } from '@slack/types';"
        (folder / f"fixtures{at}.ts").write_text("\n".join([imports, *declared, ""]), encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]))} messages and views\n")
