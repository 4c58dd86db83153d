"""`imerr` where the shipped source was trained before: `python trained.py TABLE ARGUMENTS...` takes the training of TABLE.

Training takes half a minute of processor time and depends on the source alone; the table of the test run holds its result.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot import cli
from bot.lookup.training import train as training
from db import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.catalog import Catalog
    from db.entry import Phrasing


def command(trained: Path) -> list[str]:
    """Return the command that is `imerr` with the training of a table."""
    return [sys.executable, __file__, str(trained)]


def _main() -> None:
    trained = Path(sys.argv.pop(1))

    def train(catalog: Catalog, phrasings: Sequence[Phrasing], seed: int = training.SEED) -> dict[str, bytes]:
        del seed
        learned = table.load_learned(trained, catalog.digest)
        if learned.phrasings != tuple(phrasings):
            raise ValueError(f"{trained} was trained on other phrasings.")
        return learned.arrays

    training.train = train
    cli.main(prog_name="imerr")


if __name__ == "__main__":
    _main()
