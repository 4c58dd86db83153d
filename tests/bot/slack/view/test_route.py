"""Routes in button values: packed, unpacked, and made up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.view import modals
from bot.slack.view.render import render_route, render_shared
from bot.slack.view.route import MOST_CHARACTERS, Route, RouteError, unpack
from bot.slack.view.surface import HOME, MODAL, PRIVATE
from db.entry import LANGS
from local_slack.block_kit import message_faults, view_faults
from tests.harness import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog

_TRAILS = ["", "several", "candidates", "families", "family", "entry"]
_HOSTILE = st.sampled_from(["<!channel>", "<@U1>", "*b* `c`", "<http://x|y>", "\n\n# x", "\u202e", "\ud800", '"' * 400])
_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | _HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
_FAMILY = st.sampled_from(["group", "gone"]) | _HOSTILE
_LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "l": st.sampled_from(LANGS),
    "c": st.sampled_from([606, 704, 9, -1, 10**9, "native:606", "web5:606", "native:9", "web:0:user-id-missing"]),
    "t": st.sampled_from(_TRAILS),
    "n": st.lists(st.sampled_from([601, 602, 603, 606, 206, 217, 9, 10**9, -1, "native:604", "web5:603"]), max_size=90),
    "f": _FAMILY,
    "q": _HOSTILE | st.text(max_size=400),
    "h": st.sampled_from(["1732312345.000100", "1.2/" + "0" * 32, "<!here>"]),
    "d": st.just(1),
}
_KEYS = st.integers(-10_000, 10_000) | st.from_regex(
    r"(?:web|native|web5):-?[0-9]{1,4}(?::[a-z][a-z0-9-]{0,12})?", fullmatch=True
)
_PACKED = st.fixed_dictionaries(
    {"l": _LIKELY["l"]}, optional={name: each for name, each in _LIKELY.items() if name != "l"}
)
_ANY = st.fixed_dictionaries({}, optional={name: each | _JUNK for name, each in _LIKELY.items()})


@given(
    route=st.builds(
        Route,
        lang=st.sampled_from(LANGS),
        code=st.none() | _KEYS,
        trail=st.sampled_from(_TRAILS),
        codes=st.lists(_KEYS, max_size=70, unique=True).map(tuple),
        family=st.text("abcdefghij-", max_size=31),
        question=st.text(max_size=300),
        thread=st.sampled_from(["", "1732312345.000100", "1732312345.000100/" + "0a" * 16]),
    )
)
def test_a_route_survives_packing_and_unpacking(route: Route) -> None:
    packed = route.pack()
    again = unpack(packed)

    assert (again.code, again.trail, again.codes, again.thread) == (route.code, route.trail, route.codes, route.thread)
    assert again.question.split() == "".join(c if c.isprintable() else " " for c in route.question).split() or (
        not route.question.isprintable()
    )
    assert len(packed) <= MOST_CHARACTERS


@given(value=_JUNK.map(json.dumps) | _ANY.map(json.dumps) | st.text() | st.integers(1, 2000).map(lambda n: "[" * n))
def test_any_value_is_a_route_within_limits_or_none(value: str) -> None:
    try:
        route = unpack(value)
    except RouteError:
        return

    assert route.lang in LANGS
    assert route.trail in _TRAILS
    assert len(route.codes) <= 70
    assert all(len(str(key)) <= 100 for key in (route.code or 0, *route.codes))
    assert all(abs(key) <= 10**9 for key in (route.code or 0, *route.codes) if isinstance(key, int))
    assert max(len(route.question), len(route.family)) <= 300
    assert "\n" not in route.question + route.family + route.thread
    assert len(route.pack()) <= MOST_CHARACTERS
    assert unpack(route.pack()) == route


@pytest.mark.parametrize(
    "value",
    [
        '{"l":"zh","t":"anything"}',
        '{"l":"zh","t":[]}',
        '{"l":["zh"]}',
        '{"l":"zh","c":1e3}',
        '{"l":"zh","c":true}',
        '{"l":"zh","c":99999999999}',
        '{"l":"zh","c":"606"}',
        '{"l":"zh","c":"native:"}',
        '{"l":"zh","c":"native:606:"}',
        '{"l":"zh","c":"native:9999999999"}',
        '{"l":"zh","c":"native:606\\n"}',
        '{"l":"zh","c":"Native:606"}',
        '{"l":"zh","c":"<!channel>:606"}',
        '{"l":"zh","c":"native:٦٠٦"}',
        '{"l":"zh","n":["native:606","*b*"]}',
        '{"l":"zh","n":[1,[2]]}',
        '{"l":"zh","q":"' + "x" * 2000 + '"}',
        "[" * 1999,
    ],
)
def test_a_value_that_imerr_never_packs_is_no_route(value: str) -> None:
    with pytest.raises(RouteError):
        unpack(value)


def test_a_value_without_a_platform_still_opens_its_entry(catalog: Catalog) -> None:
    route = unpack('{"l":"zh","c":606}')

    assert route == Route("zh", 606)
    assert "606 · 群组已满" in str(render_route(catalog, route, PRIVATE).blocks)


def test_a_value_with_a_platform_opens_its_entry_there(catalog: Catalog) -> None:
    route = unpack('{"l":"zh","c":"native:606"}')

    assert route == Route("zh", "native:606")
    assert catalog.by_key["native:606"].title.zh in str(render_route(catalog, route, PRIVATE).blocks[0])


def test_a_value_of_an_unknown_platform_is_called_gone(catalog: Catalog) -> None:
    shown = render_route(catalog, unpack('{"l":"zh","c":"symbian:606"}'), PRIVATE)

    assert "错误码 606 已不在表里" in shown.text


def test_a_thread_that_is_no_ts_is_left_out() -> None:
    assert unpack('{"l":"zh","h":"1.2<!channel>"}').thread == ""


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(packed=_PACKED)
def test_a_made_up_value_fits_slack_and_mentions_nobody(catalog: Catalog, packed: dict[str, Any]) -> None:
    try:
        route = unpack(json.dumps(packed))
    except RouteError:
        return
    for surface in (*rendered.SURFACES.values(), MODAL, HOME):
        message = render_route(catalog, route, surface)
        assert message_faults(message.text, message.blocks) == []
        assert not list(_active(message.text, message.blocks))
    public = render_shared(catalog, route, rendered.USER_ID)
    if public is not None:
        assert message_faults(public.text, public.blocks) == []
        assert {text.count("<@") for text in _active(public.text, public.blocks)} == {1}
    shown = render_route(catalog, route, MODAL)
    picked = modals.options(catalog, [entry], route.lang)[0] if (entry := catalog.by_key.get(route.code or 0)) else None
    assert view_faults(modals.lookup_modal(route.lang, shown, route, picked)) == []


def _active(text: str, blocks: object) -> Iterator[str]:
    """Yield the texts with a mention or a link that is not imerr's own; imerr links only to the vendor."""
    found = [text, *_marked_up(blocks)]
    yield from (each for each in found if "<" in each and "doc.easemob.com" not in each)


def _marked_up(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield str(node["text"])
        for child in node.values():
            yield from _marked_up(child)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from _marked_up(child)
