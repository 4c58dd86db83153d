"""Where the memory is kept, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from bot.settings import Settings


def address(settings: Settings) -> str:
    """Return the URL of the memory's database: the one that is set, else of a SQLite file in the user's data folder."""
    folder = platformdirs.user_data_path("imerr", appauthor=False)
    return settings.database_url or f"sqlite:///{folder / 'memory.sqlite3'}"
