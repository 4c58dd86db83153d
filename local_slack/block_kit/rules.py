"""Rules between several fields of one object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local_slack.block_kit.shapes import Rule


def some_of(*names: str) -> Rule:
    """Ask for one or more of some fields."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if not any(name in content for name in names):
            yield "", f"needs {' or '.join(names)}"

    return rule


def one_of(*names: str) -> Rule:
    """Ask for exactly one of some fields."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if sum(name in content for name in names) != 1:
            yield "", f"needs either {' or '.join(names)}"

    return rule


def not_both(name: str, other: str) -> Rule:
    """Refuse a field beside another."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if content.get(name) and content.get(other):
            yield name, f"does not go with {other}"

    return rule


def only_with(name: str, other: str) -> Rule:
    """Refuse a field that is set unless another is, too."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if content.get(name) and not content.get(other):
            yield name, f"only with {other}"

    return rule


def in_order(low: str, high: str) -> Rule:
    """Refuse a least that is above the most; numbers may be written as strings."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        if low in content and high in content and float(content[low]) > float(content[high]):
            yield low, f"{content[low]} is above {high}, {content[high]}"

    return rule


def chosen_from_options(name: str) -> Rule:
    """Ask that what is chosen at first, one option or several, stands among the options."""

    def rule(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        chosen = content.get(name, ())
        grouped = [option for group in content.get("option_groups", ()) for option in group["options"]]
        offered = [_identity(option) for option in (*content.get("options", ()), *grouped)]
        for option in [chosen] if isinstance(chosen, dict) else chosen:
            if _identity(option) not in offered:
                yield name, f"{option['value']!r} does not stand among the options"

    return rule


def no_dispatch_of_files(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Refuse an input block that sends an action when files are chosen."""
    if content.get("dispatch_action") and content["element"]["type"] == "file_input":
        yield "dispatch_action", "not with a file_input"


def rows_of_one_length(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ask for as many cells in each row as in the first, and for a header of plain cells."""
    header, *rows = content["rows"]
    for at, row in enumerate(rows, start=1):
        if len(row) != len(header):
            yield f"rows[{at}]", f"{len(row)} of them, {len(header)} in the first row"
    for at, cell in enumerate(header):
        if cell["type"] == "rich_text":
            yield f"rows[0][{at}]", "no rich_text in the header"
    if content.get("row_header_column_index", 0) >= len(header):
        yield "row_header_column_index", "there is no such column"


def a_point_per_category(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Ask for series of different names, with one point for each category."""
    categories = sorted(content["axis_config"]["categories"])
    names = [series["name"] for series in content["series"]]
    if len(set(names)) != len(names):
        yield "series", f"the names {', '.join(names)} clash"
    for at, series in enumerate(content["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield f"series[{at}].data", "needs one point for each category"


def _identity(option: Mapping[str, Any]) -> tuple[str, str]:
    # Slack fills in `emoji` and the like by itself: they make no other option of it.
    return option["text"]["text"], option["value"]
