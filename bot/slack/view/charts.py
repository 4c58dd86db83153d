"""Charts that Slack draws; they stand in messages alone, where the same numbers stand in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.view.message import Block

MOST_BARS = 20
TITLE_LENGTH = 50
LABEL_LENGTH = 20


def bars(title: str, labels: Sequence[str], series: Mapping[str, Sequence[int]]) -> Block:
    """Return a bar chart: for each label a bar of every series, which has a value for each label."""
    kept = [label[:LABEL_LENGTH] for label in labels[:MOST_BARS]]
    plotted = [
        {
            "name": name[:LABEL_LENGTH],
            "data": [{"label": label, "value": value} for label, value in zip(kept, values, strict=False)],
        }
        for name, values in series.items()
    ]
    chart = {"type": "bar", "series": plotted, "axis_config": {"categories": kept}}
    return {"type": "data_visualization", "title": title[:TITLE_LENGTH], "chart": chart}
