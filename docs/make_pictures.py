"""Draw the README's pictures anew, from real answers: `python docs/make_pictures.py`."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console

from bot import terminal
from bot.lookup.explain import Lookup
from db.source import read

FOLDER = Path(__file__).parent


def main() -> None:
    """Write terminal.svg."""
    catalog = read()
    console = Console(record=True, width=84, file=io.StringIO(), force_terminal=True, highlight=False)
    for question in ("群组满了", "group members full --en"):
        console.print(f"[bold green]$[/] imerr {question}\n")
        console.print(terminal.rich(Lookup(catalog).explain(question), catalog.vendor))
        console.print()
    console.save_svg(str(FOLDER / "terminal.svg"), title="imerr")


if __name__ == "__main__":
    main()
