"""Slack's signature on a request, version v0: HMAC-SHA256 over time and body with the app's signing secret.

Verified before Bolt sees a request: the SDK's own verifier raises on headers that are no timestamp or not ASCII, and
Bolt passes that exception to the app's error handler, as if a listener had failed. See
https://docs.slack.dev/authentication/verifying-requests-from-slack/.
"""

from __future__ import annotations

import hmac
import re
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TIMESTAMP_HEADER = "x-slack-request-timestamp"
SIGNATURE_HEADER = "x-slack-signature"
MOST_SECONDS = 300
"""Limit on the age of a timestamp, in the past or in the future."""
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class Signatures:
    """Verifies the signatures of requests with the signing secret."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        """Verify with `secret`, and with `clock`, which returns seconds since the epoch."""
        self._secret = secret.encode()
        self._clock = clock

    def are_valid(self, timestamps: Sequence[str], signatures: Sequence[str], body: bytes) -> bool:
        """Return whether Slack signed `body` just now; each header must occur exactly once. Never raises."""
        if len(timestamps) != 1 or len(signatures) != 1:
            return False
        timestamp, signature = timestamps[0], signatures[0]
        if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
            return False
        if abs(self._clock() - int(timestamp)) > MOST_SECONDS:
            return False
        digest = hmac.digest(self._secret, f"v0:{timestamp}:".encode() + body, "sha256").hex()
        return hmac.compare_digest(f"v0={digest}", signature)
