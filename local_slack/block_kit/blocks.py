"""Blocks: which there are, what stands in them, and on which surfaces they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from local_slack.block_kit.elements import (
    BUTTON,
    CHECKBOXES,
    CONTEXT_ACTIONS,
    DATE,
    DATE_AND_TIME,
    FIELDS,
    MENUS,
    MULTI_MENUS,
    OVERFLOW,
    RADIO_BUTTONS,
    TIME,
    WORKFLOW_BUTTON,
)
from local_slack.block_kit.objects import A_SOURCE, ID, IMAGE, IMAGE_SOURCE, IMAGE_TEXT, URL, mrkdwn, plain
from local_slack.block_kit.rich_text import RICH_TEXT
from local_slack.block_kit.rules import (
    a_point_per_category,
    no_dispatch_of_files,
    not_both,
    only_with,
    rows_of_one_length,
    some_of,
)
from local_slack.block_kit.shapes import Choice, Flag, Items, Kinds, Number, Object, String, Text, Whole, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local_slack.block_kit.shapes import Rule, Shape

_WEB = String(3000, pattern="https://.+", such_as="https://example.com")


def _block(
    name: str,
    needed: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
    *rules: Rule,
) -> Object:
    return typed(name, needed, {"block_id": ID, **(optional or {})}, rules)


_ACTIONS = _block(
    "actions",
    {
        "elements": Items(
            # Slack's types have the multi-selects and rich_text_input here, too. Of the former it is told that Slack refuses
            # them in views (github.com/slackapi/python-slack-sdk/issues/1631), the latter stands in input blocks only.
            Kinds(*MENUS, BUTTON, WORKFLOW_BUTTON, OVERFLOW, CHECKBOXES, RADIO_BUTTONS, DATE, TIME, DATE_AND_TIME),
            1,
            25,
        )
    },
)
_CONTEXT = _block("context", {"elements": Items(Kinds(IMAGE, plain_text=Text(), mrkdwn=Text()), 1, 10)})
_DIVIDER = _block("divider")
_FILE = _block("file", {"source": Choice("remote"), "external_id": String()})
_HEADER = _block("header", {"text": plain(150)})
_IMAGE = _block("image", {"alt_text": IMAGE_TEXT}, {"title": plain(2000), **IMAGE_SOURCE}, A_SOURCE)
_INPUT = _block(
    "input",
    {
        "label": plain(2000),
        "element": Kinds(*FIELDS, *MENUS, *MULTI_MENUS, CHECKBOXES, RADIO_BUTTONS, DATE, TIME, DATE_AND_TIME),
    },
    {"hint": plain(2000), "optional": Flag(), "dispatch_action": Flag()},
    no_dispatch_of_files,
)
_SECTION = _block(
    "section",
    {},
    {
        "text": Text(3000),
        "fields": Items(Text(2000), 1, 10),
        "accessory": Kinds(
            *MENUS, *MULTI_MENUS, BUTTON, WORKFLOW_BUTTON, OVERFLOW, CHECKBOXES, RADIO_BUTTONS, DATE, TIME, IMAGE
        ),
        "expand": Flag(),
    },
    some_of("text", "fields"),
)
_VIDEO = _block(
    "video",
    # Less than 200 and less than 50 characters, says the reference.
    {"video_url": _WEB, "thumbnail_url": URL, "alt_text": IMAGE_TEXT, "title": plain(199)},
    {
        "title_url": _WEB,
        "author_name": String(49),
        "provider_name": String(),
        "provider_icon_url": URL,
        "description": plain(199),
    },
)

_RAW_TEXT = typed("raw_text", {"text": String()})
_RAW_NUMBER = typed("raw_number", {"value": Number(), "text": String()})
_ROW = Items(Kinds(_RAW_TEXT, _RAW_NUMBER, RICH_TEXT), 1, 20)
_TABLE = _block(
    "table",
    {"rows": Items(_ROW, 1, 100)},
    {
        "column_settings": Items(
            Object("a column", optional={"align": Choice("left", "center", "right"), "is_wrapped": Flag()}),
            most=20,
            gaps=True,
        )
    },
)

_CARD = _block(
    "card",
    {},
    {
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": typed("icon", {"name": String()}),
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "subtext": mrkdwn(200),
        "actions": Items(BUTTON, 1, 3),
    },
    some_of("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
)

_TASK: dict[str, Shape] = {
    "task_id": String(),
    "title": String(),
    "status": Choice("pending", "in_progress", "complete", "error"),
}
_TASK_PARTS: dict[str, Shape] = {
    "details": RICH_TEXT,
    "output": RICH_TEXT,
    "sources": Items(typed("url", {"url": URL, "text": String()})),
}

_LABEL = String(20)
_AXIS_LABEL = String(50)


def _chart(name: str) -> Object:
    point = Object("a point", {"label": _LABEL, "value": Number()})
    series = Object("a series", {"name": _LABEL, "data": Items(point, 1, 20)})
    axis = Object(
        "an axis_config", {"categories": Items(_LABEL, 1, 20)}, {"x_label": _AXIS_LABEL, "y_label": _AXIS_LABEL}
    )
    return typed(name, {"series": Items(series, 1, 12), "axis_config": axis}, {}, (a_point_per_category,))


_SEGMENT = Object("a segment", {"label": _LABEL, "value": Number(positive=True)})
_PIE = typed("pie", {"segments": Items(_SEGMENT, 1, 12)})


class _Blocks(Kinds):
    """Blocks of any kind; what the tables find nothing wrong with is held against slack_sdk's models, too."""

    _NOT_MODELLED = frozenset({"data_table", "data_visualization"})

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        found = list(super().faults(value, path))
        if not found and isinstance(value, dict) and value["type"] not in self._NOT_MODELLED:
            try:
                parsed = Block.parse(value)
                if parsed is not None:
                    parsed.to_dict()
            except (SlackObjectFormationError, TypeError) as error:
                found = [f"{path}: {error}"]
        yield from found


BLOCK = _Blocks(
    _ACTIONS,
    _block("alert", {"text": Text(200)}, {"level": Choice("default", "info", "warning", "error", "success")}),
    _CARD,
    _block("carousel", {"elements": Items(_CARD, 1, 10)}),
    _block(
        "container",
        {
            "child_blocks": Items(
                _Blocks(
                    _ACTIONS,
                    _CONTEXT,
                    _DIVIDER,
                    _FILE,
                    _HEADER,
                    _IMAGE,
                    _INPUT,
                    RICH_TEXT,
                    _SECTION,
                    _TABLE,
                    _VIDEO,
                ),
                1,
                10,
            )
        },
        {
            "title": plain(150),
            "rich_text_title": RICH_TEXT,
            "subtitle": Text(150),
            "icon": IMAGE,
            "width": Choice("narrow", "standard", "wide", "full"),
            "is_collapsible": Flag(),
            "default_collapsed": Flag(),
            "has_header_divider": Flag(),
        },
        some_of("title", "rich_text_title"),
        only_with("default_collapsed", "is_collapsible"),
        not_both("has_header_divider", "is_collapsible"),
    ),
    _CONTEXT,
    _block("context_actions", {"elements": Items(Kinds(*CONTEXT_ACTIONS), 1, 5)}),
    _block(
        "data_table",
        {"rows": Items(_ROW, 2, 101), "caption": String()},
        {"page_size": Whole(1, 100), "row_header_column_index": Whole()},
        rows_of_one_length,
    ),
    _block(
        "data_visualization",
        {"title": String(50), "chart": Kinds(_PIE, *map(_chart, ("area", "bar", "line")))},
    ),
    _DIVIDER,
    _FILE,
    _HEADER,
    _IMAGE,
    _INPUT,
    _block("markdown", {"text": String(12_000)}),
    _block(
        "plan",
        {"title": String()},
        {"tasks": Items(Object("a task", _TASK, {"type": Choice("task_card"), "block_id": ID, **_TASK_PARTS}))},
    ),
    RICH_TEXT,
    _SECTION,
    _TABLE,
    _block("task_card", _TASK, _TASK_PARTS),
    _VIDEO,
)

HOLDS = {"carousel": "elements", "container": "child_blocks", "plan": "tasks"}
"""Blocks that hold blocks, and in which field."""

_MESSAGE, _MODAL, _HOME = "message", "modal", "home"
SURFACES: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "card",
            "carousel",
            "container",
            "context_actions",
            "data_table",
            "data_visualization",
            "markdown",
            "plan",
            "table",
            "task_card",
            "workflow_button",
        ),
        frozenset({_MESSAGE}),
    ),
    **dict.fromkeys(("alert", "email_text_input", "file_input", "number_input", "url_text_input"), frozenset({_MODAL})),
    "datetimepicker": frozenset({_MESSAGE, _MODAL}),
    "rich_text_input": frozenset({_MODAL, _HOME}),
    "file": frozenset(),
}
"""Where those blocks and elements stand that do not stand everywhere; `file` comes from Slack only."""
