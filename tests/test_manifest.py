"""The manifest matches the listeners and calls of the code, in both directions."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from bot.slack import app
from bot.slack.listeners import buttons, direct
from bot.slack.listeners.step import outputs
from bot.slack.view import digest, home, modals, preferences, team
from bot.slack.view.notes import ADD_NOTE, OWNER_SHOW
from bot.slack.view.thumbs import THUMBS
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
    """A fake of Bolt's app that records the listeners."""

    seen: dict[str, list[Any]] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(constraint: object) -> Callable[..., Any]:
            self.seen.setdefault(kind, []).append(constraint)
            return lambda *listeners, **named: listeners or named

        return register


class _AnyDesk:
    """A fake desk that does nothing."""

    def __getattr__(self, name: str) -> _AnyDesk:
        return self

    def __call__(self, *_: object) -> list[None]:
        return []


def _registered() -> dict[str, list[Any]]:
    recorder = _Recorder()
    for surface in app.SURFACES:
        surface.register(cast("AsyncApp", recorder), cast("Desk", _AnyDesk()))
    return recorder.seen


def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return document


def test_the_commands_match_the_listeners() -> None:
    assert sorted(manifest.read().commands) == sorted(_registered()["command"])


def test_the_shortcuts_match_the_listeners() -> None:
    kinds = {"message": "message_action", "global": "shortcut"}
    declared = [{"type": kinds[kind], "callback_id": name} for name, kind in manifest.read().shortcuts.items()]

    assert declared == _registered()["shortcut"]


def test_the_steps_match_the_listeners() -> None:
    assert list(manifest.read().functions) == _registered()["function"]


def test_the_events_match_the_listeners() -> None:
    listened = set(_registered()["event"])
    expanded = (listened - {direct.MESSAGE}) | {f"{direct.MESSAGE}.{kind}" for kind in direct.CHANNEL_TYPES}
    # Slack delivers a workflow step as an event of its own.
    with_steps = expanded | ({"function_executed"} if _registered()["function"] else set())

    assert manifest.read().events == with_steps


def test_interactivity_and_options_match_the_listeners() -> None:
    assert {"action", "view", "options"} <= set(_registered())
    assert _document()["settings"]["interactivity"]["is_enabled"] is True


def test_every_action_id_in_a_message_has_a_listener() -> None:
    drawn = set(re.findall(r'^([A-Z_]+) = "([a-z_]+)"', _sources("view/controls.py"), re.MULTILINE))
    ids = {value for _, value in drawn} | {
        modals.LOOKUP,
        home.SEARCH,
        home.LANGUAGE,
        home.TEAM_PAGE,
        ADD_NOTE,
        THUMBS,
        team.TEACH,
        team.IGNORE,
        home.SETTINGS_PAGE,
        preferences.OWNER_CHANGE,
        preferences.SILENCE,
        OWNER_SHOW,
        digest.DIGEST_CHANNEL,
        digest.DIGEST_OFF,
    }
    exact = {each for each in _registered()["action"] if isinstance(each, str)}

    assert ids - {each for each in ids if buttons.GOING_SOMEWHERE.fullmatch(each)} == exact


def test_the_scopes_match_the_calls_events_and_features() -> None:
    needed: set[str] = set()
    for method in _called():
        # imerr is in all four kinds: public channels, private ones, and direct messages of two or more.
        needed |= set(scopes.METHODS[method])
    for event in manifest.read().events:
        needed |= set(scopes.EVENTS[event])
    for feature, scope in scopes.FEATURES.items():
        if feature in _document()["features"]:
            needed |= set(scope)

    assert set(_document()["oauth_config"]["scopes"]["bot"]) == needed


def test_only_scopes_of_calls_that_may_fail_are_optional() -> None:
    scopes_of_features = {scope for needed in scopes.FEATURES.values() for scope in needed}
    scopes_of_events = {scope for event in manifest.read().events for scope in scopes.EVENTS[event]}
    asked = _document()["oauth_config"]["scopes"]

    # Slack wants an optional scope in both lists.
    assert set(asked["bot_optional"]) < set(asked["bot"])
    assert set(asked["bot_optional"]) & (scopes_of_features | scopes_of_events | {"chat:write"}) == set()


def test_the_local_slack_knows_every_call_in_the_code() -> None:
    assert _called() <= set(scopes.METHODS)
    assert {"chat.postMessage", "views.publish", "users.info"} <= _called()


def test_events_steps_and_agent_meet_slacks_requirements() -> None:
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


def test_the_steps_outputs_match_the_manifest(lookup: Lookup) -> None:
    declared = _document()["functions"]["explain_error"]["output_parameters"]
    found, missed = (outputs(lookup, lookup.explain(text, "en")) for text in ("606", "qwertyuiop"))

    assert set(found) == set(declared)
    assert set(missed) == {name for name, parameter in declared.items() if parameter["is_required"]}


def _called() -> set[str]:
    """Return the Web API methods that the listeners and their helpers call, by Slack's names."""
    families = "|".join({method.split(".", 1)[0] for method in scopes.METHODS})
    found = re.findall(rf"\b\w+\.({families})_([A-Za-z]+)\(", _sources("**/*.py"))
    methods = {f"{family}.{name}" for family, name in found}
    # These are the calls of Bolt's own `complete` and `fail`.
    return methods | ({"functions.completeSuccess", "functions.completeError"} if _registered()["function"] else set())


def _sources(pattern: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "slack").glob(pattern)))
