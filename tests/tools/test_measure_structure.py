"""The Slack house keeps its shape: payloads are read in one room, and rooms stand on few others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.measure_structure import ROOT, imports, raw_reads, structure

if TYPE_CHECKING:
    from pathlib import Path


def test_no_room_but_payload_reads_raw_payloads() -> None:
    assert raw_reads() == []


def test_the_slack_house_has_few_floors_and_arrows() -> None:
    house = structure()

    assert max(map(house.floor, house.arrows)) <= 7
    assert house.count <= 40


def test_the_database_knows_nothing_of_the_bot() -> None:
    found = {name for path in (ROOT / "db").rglob("*.py") for name in imports(path)}

    assert {name for name in found if name.split(".")[0] in {"bot", "local_slack"}} == set()


def test_the_lookup_knows_neither_slack_nor_sql() -> None:
    found = {name for path in (ROOT / "bot" / "lookup").rglob("*.py") for name in imports(path)}

    assert {name for name in found if name.startswith(("bot.slack", "slack_", "sqlite", "db.table"))} == set()


def test_a_raw_read_and_a_floor_are_measured(tmp_path: Path) -> None:
    slack = tmp_path / "bot" / "slack"
    (slack / "payload").mkdir(parents=True)
    (slack / "payload" / "reader.py").write_text('body.get("user")\n')
    (slack / "door.py").write_text('from bot.slack.payload import reader\nbody.get("user")\n')

    house = structure(tmp_path)

    assert (house.floor("payload"), house.floor("door"), house.count) == (1, 2, 1)
    assert raw_reads(tmp_path) == ['bot/slack/door.py: body.get("user")']
