"""The manifest holds exactly what the code registers and calls: checked in both directions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bot.slack import app
from bot.slack.listeners import buttons, direct
from bot.slack.listeners.step import outputs
from bot.slack.view import views
from tests.harness import installed as manifest
from tests.harness import scopes

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp

    from bot.lookup.explain import Lookup
    from bot.slack.desk import Desk

ROOT = Path(__file__).parents[1]


@dataclass
class _Recorder:
    """Stands in for Bolt's app, and notes what is registered with it."""

    seen: dict[str, list[Any]] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(constraint: object) -> Callable[..., Any]:
            self.seen.setdefault(kind, []).append(constraint)
            return lambda *listeners, **named: listeners or named

        return register


class _AnyDesk:
    """Gives every listener a desk that does nothing."""

    def __getattr__(self, name: str) -> Callable[..., list[None]]:
        return lambda *_: []


def _registered() -> dict[str, list[Any]]:
    recorder = _Recorder()
    for surface in app.SURFACES:
        surface.register(cast("AsyncApp", recorder), cast("Desk", _AnyDesk()))
    return recorder.seen


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return document


def test_the_commands_are_those_that_the_code_listens_for() -> None:
    assert sorted(manifest.read().commands) == sorted(_registered()["command"])


def test_the_shortcuts_are_those_that_the_code_listens_for() -> None:
    kinds = {"message": "message_action", "global": "shortcut"}
    declared = [{"type": kinds[kind], "callback_id": name} for name, kind in manifest.read().shortcuts.items()]

    assert declared == _registered()["shortcut"]


def test_the_steps_are_those_that_the_code_listens_for() -> None:
    assert list(manifest.read().functions) == _registered()["function"]


def test_the_events_are_those_that_the_code_listens_for() -> None:
    listened = set(_registered()["event"])
    expanded = (listened - {direct.MESSAGE}) | {f"{direct.MESSAGE}.{kind}" for kind in direct.CHANNEL_TYPES}
    # Slack delivers a workflow's steps as an event of their own.
    with_steps = expanded | ({"function_executed"} if _registered()["function"] else set())

    assert manifest.read().events == with_steps


def test_interactivity_and_the_options_url_are_on_because_the_code_listens_for_them() -> None:
    interactivity = _document()["settings"]["interactivity"]

    assert {"action", "view", "options"} <= set(_registered())
    assert interactivity["is_enabled"] is True
    assert interactivity["message_menu_options_url"] == interactivity["request_url"]


def test_every_action_id_that_is_drawn_is_listened_for() -> None:
    drawn = set(re.findall(r'^([A-Z_]+) = "([a-z_]+)"', _sources("view/controls.py"), re.MULTILINE))
    ids = {value for _, value in drawn} | {views.LOOKUP, views.SEARCH, views.LANGUAGE}
    exact = {each for each in _registered()["action"] if isinstance(each, str)}

    assert ids - {each for each in ids if buttons.GOING_SOMEWHERE.fullmatch(each)} == exact


def test_the_scopes_are_those_that_its_calls_events_and_features_need() -> None:
    needed: set[str] = set()
    for method in _called():
        # imerr's conversations are public channels, private ones, and direct messages of two or more: all four kinds.
        needed |= set(scopes.METHODS[method])
    for event in manifest.read().events:
        needed |= set(scopes.EVENTS[event])
    for feature, scope in scopes.FEATURES.items():
        if feature in _document()["features"]:
            needed |= set(scope)

    assert set(_document()["oauth_config"]["scopes"]["bot"]) == needed


def test_the_calls_found_in_the_code_are_web_api_methods_that_the_local_slack_knows() -> None:
    assert _called() <= set(scopes.METHODS)
    assert {"chat.postMessage", "views.publish", "users.info"} <= _called()


def test_an_event_subscription_step_and_agent_conversation_have_what_slack_asks_of_them() -> None:
    document = _document()

    assert document["settings"]["function_runtime"] == "remote"
    assert document["settings"]["org_deploy_enabled"] is True
    assert document["features"]["app_home"]["home_tab_enabled"] is True
    assert document["features"]["app_home"]["messages_tab_enabled"] is True
    assert document["features"]["app_home"]["messages_tab_read_only_enabled"] is False
    assert 0 < len(document["features"]["agent_view"]["suggested_prompts"]) <= 4


def test_the_texts_of_the_manifest_fit_slack() -> None:
    document = _document()

    assert len(document["display_information"]["name"]) <= 35
    assert len(document["display_information"]["description"]) <= 140
    assert len(document["features"]["agent_view"]["agent_description"]) <= 300
    for shortcut in document["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_the_steps_outputs_are_those_that_the_manifest_declares(lookup: Lookup) -> None:
    declared = _document()["functions"]["explain_error"]["output_parameters"]
    found, missed = outputs(lookup, "606", "en"), outputs(lookup, "qwertyuiop", "en")

    assert set(found) == set(declared)
    assert set(missed) == {name for name, parameter in declared.items() if parameter["is_required"]}


def _called() -> set[str]:
    """Give the Web API methods that the listeners and their helpers call, as Slack names them."""
    families = "|".join({method.split(".", 1)[0] for method in scopes.METHODS})
    found = re.findall(rf"\b\w+\.({families})_([A-Za-z]+)\(", _sources("**/*.py"))
    methods = {f"{family}.{name}" for family, name in found}
    # Bolt's own `complete` and `fail` call these.
    return methods | ({"functions.completeSuccess", "functions.completeError"} if _registered()["function"] else set())


def _sources(pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "slack").glob(pattern)))
