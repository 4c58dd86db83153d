"""The Workflow Builder step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack


def test_a_text_that_means_an_error_fills_every_output(slack: LocalSlack) -> None:
    outputs = slack.runs_step("explain_error", {"text": "群满了，加不了人"}).outputs

    assert outputs is not None
    assert {name: outputs[name] for name in ("found", "code", "name", "title")} == {
        "found": "yes",
        "code": 606,
        "name": "GROUP_MEMBERS_FULL",
        "title": "群组已满",
    }
    for expected in ("606", "为什么发生", "怎么办"):
        assert expected in outputs["explanation"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("MEMBERS_FULL", "聊天室已满"),
        ("616", "小程序 / Web 4.x 没有错误码 616"),
        ("qwertyuiop zxcvbnm", "No error in the table fits this"),
    ],
)
def test_a_text_that_means_no_one_error_says_so_and_completes(slack: LocalSlack, text: str, said: str) -> None:
    outputs = slack.runs_step("explain_error", {"text": text}).outputs

    assert outputs is not None
    assert set(outputs) == {"found", "explanation"}
    assert outputs["found"] == "no"
    assert said in outputs["explanation"]
    assert "imerr " not in outputs["explanation"]


@pytest.mark.parametrize("inputs", [{}, {"text": ""}, {"text": "   "}, {"text": None}])
def test_a_step_without_text_fails_with_a_sentence(slack: LocalSlack, inputs: dict[str, Any]) -> None:
    step = slack.runs_step("explain_error", inputs)

    assert (step.outputs, step.error) == (None, "这一步没有收到文字。请把错误码或报错内容传给它。")


def test_slack_markup_in_the_text_is_read_as_text(slack: LocalSlack) -> None:
    outputs = slack.runs_step("explain_error", {"text": "<@U1> {type: 606} &lt;here&gt;"}).outputs

    assert outputs is not None
    assert outputs["code"] == 606


def test_every_output_stands_in_the_manifest_with_its_type(slack: LocalSlack) -> None:
    outputs = slack.runs_step("explain_error", {"text": "606"}).outputs
    declared = slack.manifest.functions["explain_error"]["output_parameters"]

    assert outputs is not None
    assert {name: {str: "string", int: "integer"}[type(value)] for name, value in outputs.items()} == {
        name: parameter["type"] for name, parameter in declared.items()
    }
