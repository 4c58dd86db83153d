"""Seals on the thread in a button's value: valid only if imerr made it, for one user in one channel."""

from __future__ import annotations

import hashlib
import hmac

_CHARACTERS = 32


def sealed(thread: str, channel: str, user: str, key: str) -> str:
    """Return a thread's `ts` with a seal, an HMAC with `key`; empty for no thread, or without a key."""
    return f"{thread}/{_seal(thread, channel, user, key)}" if thread and key else ""


def unsealed(value: str, channel: str, user: str, key: str) -> str:
    """Return the thread that was sealed for this user in this channel; empty if the seal is invalid, or without a key."""
    thread, _, seal = value.partition("/")
    return (
        thread
        if key and seal and hmac.compare_digest(seal.encode(), _seal(thread, channel, user, key).encode())
        else ""
    )


def _seal(thread: str, channel: str, user: str, key: str) -> str:
    sealing = hmac.new(key.encode(), f"share {channel} {user} {thread}".encode(), hashlib.sha256)
    return sealing.hexdigest()[:_CHARACTERS]
