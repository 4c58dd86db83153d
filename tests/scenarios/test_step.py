"""The Workflow Builder step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack


def test_a_text_that_means_an_error_fills_every_output(slack: LocalSlack) -> None:
    outputs = slack.runs_step("explain_error", {"text": "群满了，加不了人"}).outputs

    assert outputs is not None
    assert {name: value for name, value in outputs.items() if name != "explanation"} == {
        "found": "yes",
        "code": 606,
        "name": "GROUP_MEMBERS_FULL",
        "title": "群组已满",
        "codes": ["606"],
        "names": ["GROUP_MEMBERS_FULL"],
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


@pytest.mark.parametrize(
    ("text", "codes", "first"),
    [
        ("601, 507, 606", ["601", "507", "606"], 601),
        ("606 在安卓和小程序上一样吗", ["606", "606"], 606),
        ("601-607", ["601", "602", "603", "604", "605", "606", "607"], 601),
    ],
)
def test_several_codes_are_said_and_all_given(slack: LocalSlack, text: str, codes: list[str], first: int) -> None:
    outputs = slack.runs_step("explain_error", {"text": text}).outputs

    assert outputs is not None
    assert (outputs["found"], outputs["codes"], outputs["code"]) == ("several", codes, first)
    assert len(set(outputs["names"])) == len(codes)
    assert outputs["names"][0] == outputs["name"]
    for name in outputs["names"][:5]:
        assert name in outputs["explanation"]


@pytest.mark.parametrize("text", ["606", "601, 507", "qwertyuiop zxcvbnm", "616"])
def test_every_output_stands_in_the_manifest_with_its_type(slack: LocalSlack, text: str) -> None:
    outputs = slack.runs_step("explain_error", {"text": text}).outputs
    declared = slack.manifest.functions["explain_error"]["output_parameters"]

    assert outputs is not None
    assert {name: _schema(value) for name, value in outputs.items()} == {
        name: {key: declared[name][key] for key in ("type", "items") if key in declared[name]} for name in outputs
    }
    assert {name for name, parameter in declared.items() if parameter["is_required"]} <= set(outputs)


def _schema(value: object) -> dict[str, Any]:
    """Return the type of a value in a manifest's words."""
    if isinstance(value, list):
        (items,) = {type(item) for item in value}
        return {"type": "array", "items": {"type": {str: "string", int: "integer"}[items]}}
    return {"type": {str: "string", int: "integer"}[type(value)]}
