"""Slack's signature, checked before Bolt sees a request."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot.slack.serve.signature import MOST_SECONDS, Signatures

SECRET = "0123456789abcdef0123456789abcdef"
NOW = 1_700_000_000
signatures = Signatures(SECRET, clock=lambda: NOW)


def _signed(body: str, at: int = NOW) -> tuple[str, str]:
    return str(at), str(SignatureVerifier(SECRET).generate_signature(timestamp=str(at), body=body))


@given(st.text(), st.integers(-MOST_SECONDS, MOST_SECONDS))
def test_a_signature_of_the_sdk_is_valid_for_five_minutes(body: str, age: int) -> None:
    timestamp, signature = _signed(body, NOW + age)

    assert signatures.are_valid([timestamp], [signature], body.encode())


@given(st.integers(MOST_SECONDS + 1, NOW), st.sampled_from([-1, 1]))
def test_nothing_older_or_newer_is_valid(age: int, sign: int) -> None:
    timestamp, signature = _signed("body", NOW + sign * age)

    assert not signatures.are_valid([timestamp], [signature], b"body")


@given(st.text(), st.text(), st.binary())
def test_made_up_headers_are_invalid_and_never_raise(timestamp: str, signature: str, body: bytes) -> None:
    assert not signatures.are_valid([timestamp], [signature], body)
    assert not signatures.are_valid([str(NOW)], [signature], body)


@given(st.binary(min_size=1, max_size=20), st.integers(0, 19))
def test_a_changed_body_is_not_valid(body: bytes, at: int) -> None:
    timestamp, signature = _signed(body.decode("latin-1"))
    original = body.decode("latin-1").encode()
    changed = bytearray(original)
    changed[at % len(changed)] ^= 1

    assert signatures.are_valid([timestamp], [signature], original)
    assert not signatures.are_valid([timestamp], [signature], bytes(changed))


def test_each_header_must_occur_exactly_once() -> None:
    timestamp, signature = _signed("body")

    assert not signatures.are_valid([], [signature], b"body")
    assert not signatures.are_valid([timestamp], [], b"body")
    assert not signatures.are_valid([timestamp, timestamp], [signature], b"body")
    assert not signatures.are_valid([timestamp], [signature, signature], b"body")
