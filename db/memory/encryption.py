"""Encryption of tokens at rest: with the first of several keys, readable with each of them, so that keys can be rotated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARK = "fernet:"
"""Prefix of an encrypted value; no token of Slack's begins with it."""


class DecryptionError(Exception):
    """A value was encrypted with a key that is not at hand, or was changed since."""


class Cipher:
    """Encrypts and decrypts text with Fernet; without keys it stores plain text."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        """Encrypt with the first of `keys`, and decrypt with any of them."""
        self._newest = Fernet(keys[0]) if keys else None
        self._all = MultiFernet([Fernet(key) for key in keys]) if keys else None

    def encrypt(self, text: str) -> str:
        """Return `text` encrypted with the newest key; an empty text stays empty."""
        return text if self._newest is None or not text else _MARK + self._newest.encrypt(text.encode()).decode()

    def decrypt(self, stored: str) -> str:
        """Return the text of a stored value; one from before there was a key is plain.

        Raises:
            DecryptionError: no key fits.

        """
        if not stored.startswith(_MARK):
            return stored
        try:
            if self._all is None:
                raise DecryptionError
            return self._all.decrypt(stored.removeprefix(_MARK)).decode()
        except InvalidToken:
            raise DecryptionError from None

    def renew(self, stored: str) -> str:
        """Return a stored value encrypted with the newest key: itself, if it is so already.

        Raises:
            DecryptionError: no key fits.

        """
        if self._newest is None or self._is_newest(self._newest, stored):
            return stored
        return self.encrypt(self.decrypt(stored))

    @staticmethod
    def _is_newest(key: Fernet, stored: str) -> bool:
        if not stored.startswith(_MARK):
            return False
        try:
            key.decrypt(stored.removeprefix(_MARK))
        except InvalidToken:
            return False
        return True
