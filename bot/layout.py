"""Text on a terminal: wrapped to its width, with hanging indents and colours. Full-width characters count two cells."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def console() -> Console:
    """Return a console on standard output, without any style where NO_COLOR is set."""
    from rich.console import Console  # noqa: PLC0415 - 60 ms to import, and only a terminal needs it

    # By itself, rich leaves out the colours alone.
    return Console(highlight=False, color_system=None if os.environ.get("NO_COLOR") else "auto")


def hanging(text: str, before: str, style: str = "", *, style_before: str = "dim") -> RenderableType:
    """Return a text whose further lines hang behind what stands before it."""
    from rich.cells import cell_len  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    shown = Text(text, style=style)
    if not before:
        return shown
    grid = Table.grid()
    grid.add_column(style=style_before, no_wrap=True, min_width=cell_len(before))
    grid.add_column(overflow="fold")  # Chinese has no spaces to break at; by default it would be cut off
    grid.add_row(before, shown)
    return grid
