"""The optional library `mcp`, which takes a second to import: imported only where agents are served."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGES = {"mcp", "mcp_types"}


class MissingExtraError(Exception):
    """The library is not installed, or in a version that is too old; the message says how to install it."""


@contextlib.contextmanager
def required() -> Iterator[None]:
    """Import the library, or what needs it, in this block.

    Raises:
        MissingExtraError: it cannot be imported.

    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _PACKAGES:
            raise
        raise MissingExtraError(
            "Agents are served with the library mcp, version 2.3 or later, which is not installed. "
            "Install it with `pip install 'imerr[mcp]'`, in a checkout with `pip install -e '.[mcp]'`."
        ) from error
