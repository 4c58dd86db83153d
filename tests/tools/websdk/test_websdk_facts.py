"""What the Easemob Web SDK was seen to do, as it is kept in db/sdk: whole, and told of every code."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
SDK = ROOT / "db" / "sdk"
VERSION = json.loads((ROOT / "tools/websdk/package.json").read_text(encoding="utf-8"))["dependencies"]["easemob-websdk"]


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SDK / name).read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def facts() -> list[dict[str, Any]]:
    return _lines(f"web_{VERSION}.jsonl")


@pytest.fixture(scope="module")
def codes() -> list[dict[str, Any]]:
    return _lines(f"web_{VERSION}_codes.jsonl")


@pytest.fixture(scope="module")
def never() -> list[dict[str, Any]]:
    reasons: list[dict[str, Any]] = tomllib.loads((SDK / "web_never_raised.toml").read_text(encoding="utf-8"))["never"]
    return reasons


def _raised(facts: list[dict[str, Any]]) -> set[int]:
    return {value for fact in facts for value in (fact["type"], fact.get("code")) if isinstance(value, int)}


def test_every_line_says_the_same_things(facts: list[dict[str, Any]]) -> None:
    wanted = {"build", "call", "reply", "type", "message", "data", "arrived"}

    assert [fact for fact in facts if not wanted <= fact.keys()] == []
    assert {fact["build"] for fact in facts} == {"web", "mini", "core"}


def test_no_probe_stands_twice(facts: list[dict[str, Any]]) -> None:
    """The lines of one probe stand together, so a probe that comes back later is another of the same name."""
    probes = [(fact["build"], fact["call"], fact["reply"]) for fact in facts]
    starts = [probe for before, probe in zip([None, *probes], probes, strict=False) if probe != before]

    assert len(starts) == len(set(starts))


def test_every_code_of_the_enum_was_seen_or_has_a_reason(
    facts: list[dict[str, Any]], codes: list[dict[str, Any]], never: list[dict[str, Any]]
) -> None:
    reasoned = {code for entry in never for code in entry["codes"]}
    named = {code["code"] for code in codes}

    assert named - _raised(facts) - reasoned == set()
    assert reasoned <= named


def test_what_is_never_raised_was_not_seen(facts: list[dict[str, Any]], never: list[dict[str, Any]]) -> None:
    listed = [code for entry in never for code in entry["codes"]]

    assert len(listed) == len(set(listed))
    assert set(listed) & _raised(facts) == set()
    assert all(entry["reason"] for entry in never)


def test_no_branch_names_what_is_said_to_be_unreferenced(
    codes: list[dict[str, Any]], never: list[dict[str, Any]]
) -> None:
    references: dict[int, int] = {}
    for code in codes:
        references[code["code"]] = references.get(code["code"], 0) + sum(code["references"].values())

    for entry in never:
        assert entry["kind"] in {"unreferenced", "unreachable"}
        for code in entry["codes"]:
            assert (references[code] == 0) == (entry["kind"] == "unreferenced"), code
