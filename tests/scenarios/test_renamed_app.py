"""An app under another name: mentions follow its bot's name, the command stays `/imerr`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot import manifest
from local_slack import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from pathlib import Path


def test_a_renamed_app_answers_its_new_name(table_path: Path, tmp_path: Path) -> None:
    document: dict[str, Any] = json.loads(manifest.over_socket_mode())
    document["display_information"]["name"] = document["features"]["bot_user"]["display_name"] = "errordesk"
    (command,) = document["features"]["slash_commands"]
    document["features"]["slash_commands"].append(command | {"command": "/errordesk"})
    with LocalSlack(document) as slack, serving(table_path, slack, tmp_path / "log") as server:
        slack.deliver_to(f"{server.url}/slack/events")
        channel = slack.channel("support")
        asker = slack.person("asker", locale="en-US", channels=[channel])

        asker.says("@errordesk 606", channel)
        asker.sees("# 606 · Group is full")
        assert "# 607 · " in asker.types("/imerr 607", channel)
        assert asker.types("/errordesk 604", channel).startswith("/errordesk failed with the error")
        slack.settle()
