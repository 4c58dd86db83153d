"""Questions as keys: what was normalized and masked by the caller, within a key's length."""

from __future__ import annotations

import hashlib

LONGEST_QUESTION = 200


def key_of(question: str) -> str:
    """Return a question as part of a key.

    Raises:
        ValueError: it is empty.

    """
    key = question.replace("\0", "")[:LONGEST_QUESTION].strip()
    if not key:
        raise ValueError("A question has to have words.")
    return key


def digest_of(team: str, question: str) -> str:
    """Return a digest of a question, different in each workspace, which stays when the question's text expires."""
    return hashlib.sha256(f"{team}\0{question}".encode(errors="replace")).hexdigest()[:32]
