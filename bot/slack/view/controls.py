"""Controls under an answer, by its surface: share, remove, back, browse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.view.message import button, icon_button, row
from bot.slack.view.route import Route
from bot.slack.view.surface import Kind
from bot.wording import wording
from db.entry import code_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.view.message import Block, Element
    from bot.slack.view.surface import Surface
    from db.entry import Lang

SHARE = "share"
SHARE_ELSEWHERE = "share_elsewhere"
DISMISS = "dismiss"
DELETE = "delete"
BACK = "back"
FAMILIES = "families"
HOME_PAGE = "home_page"
FORGET_LESSON = "forget_lesson"


def under_entry(route: Route, surface: Surface, added: Sequence[Element] = ()) -> tuple[Block, ...]:
    """Return the controls under one entry in full; `added` are those of the team's notes."""
    words = wording(route.lang)
    buttons: list[Element] = []
    if route.trail and surface.kind is not Kind.PUBLIC:
        came_from = route.back()
        label = words.back if came_from.code is None else code_in(came_from.code)
        buttons.append(button(f"← {label}", BACK, came_from))
    match surface.kind:
        case Kind.PRIVATE:
            buttons.append(_share(route))
        case Kind.DIRECT | Kind.HOME:
            buttons.append(button(words.share_elsewhere, SHARE_ELSEWHERE, route))
        case Kind.PUBLIC | Kind.MODAL:
            pass
    return _closing([*buttons, *added], route, surface)


def under_list(route: Route, surface: Surface, *, browse: bool = True) -> tuple[Block, ...]:
    """Return the controls under a list, with a button to all families if `browse`."""
    buttons = [_browse(route)] if browse and surface.kind is not Kind.HOME else []
    if surface.kind is Kind.PRIVATE and route.trail == "several":
        buttons.append(_share(route))
    return _closing(buttons, route, surface)


def under_family(route: Route, surface: Surface) -> tuple[Block, ...]:
    """Return the controls under the codes of one family."""
    return _closing([_browse(route)] if surface.kind is not Kind.HOME else [], route, surface)


def under_families(route: Route, surface: Surface) -> tuple[Block, ...]:
    """Return the controls under all families; none on the App Home, whose first page they are."""
    return () if surface.kind is Kind.HOME else _closing([], route, surface)


def forget_lesson(question: str, lang: Lang) -> Block:
    """Return the button that takes back what the team taught of a question."""
    return row(button(wording(lang).forget_lesson, FORGET_LESSON, Route(lang, question=question)))


def _share(route: Route) -> Element:
    words = wording(route.lang)
    return button(words.share_to_thread if route.thread else words.share, SHARE, route, style="primary")


def _browse(route: Route) -> Element:
    return button(wording(route.lang).browse, FAMILIES, route.elsewhere())


def _closing(buttons: list[Element], route: Route, surface: Surface) -> tuple[Block, ...]:
    """Add the control that removes the answer, if the surface has one."""
    words = wording(route.lang)
    match surface.kind:
        case Kind.PRIVATE | Kind.DIRECT:
            buttons.append(button(words.dismiss, DISMISS, Route(route.lang)))
        case Kind.HOME:
            buttons.append(button(words.home_page, HOME_PAGE, Route(route.lang)))
        case Kind.PUBLIC | Kind.MODAL:
            pass
    blocks: list[Block] = [row(*buttons)] if buttons else []
    if surface.kind is Kind.PUBLIC and surface.asker:
        trash = icon_button("trash", words.delete, DELETE, surface.asker, visible_to=surface.asker)
        blocks.append({"type": "context_actions", "elements": [trash]})
    return tuple(blocks)
