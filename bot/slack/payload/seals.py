"""Seals on what a button's value says, so that a press is believed only where imerr wrote it: for one person, in one channel."""

from __future__ import annotations

import hashlib
import hmac

_CHARACTERS = 32


def sealed(thread: str, channel: str, user: str, key: str) -> str:
    """Return a thread's `ts` with a seal that only the holder of `key`, the bot's token, can make; empty for no thread."""
    return f"{thread}/{_seal(thread, channel, user, key)}" if thread else ""


def unsealed(value: str, channel: str, user: str, key: str) -> str:
    """Return the thread that was sealed for this user in this channel; empty where it was not."""
    thread, _, seal = value.partition("/")
    return thread if seal and hmac.compare_digest(seal.encode(), _seal(thread, channel, user, key).encode()) else ""


def _seal(thread: str, channel: str, user: str, key: str) -> str:
    sealing = hmac.new(key.encode(), f"share {channel} {user} {thread}".encode(), hashlib.sha256)
    return sealing.hexdigest()[:_CHARACTERS]
