"""What can be done with an answer, by where it stands: share, remove, go back, browse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.blocks.message import button, icon_button, row
from bot.slack.place import Place
from bot.slack.stage import Surface
from bot.wording import wording
from db.entry import number_in

if TYPE_CHECKING:
    from bot.slack.blocks.message import Block, Element
    from bot.slack.stage import Stage

SHARE = "share"
SHARE_ELSEWHERE = "share_elsewhere"
DISMISS = "dismiss"
DELETE = "delete"
BACK = "back"
FAMILIES = "families"
HOME_PAGE = "home_page"


def under_entry(place: Place, stage: Stage) -> tuple[Block, ...]:
    """Give the controls under one entry in full."""
    words = wording(place.lang)
    buttons: list[Element] = []
    if place.trail and stage.surface is not Surface.PUBLIC:
        came_from = place.back()
        label = words.back if came_from.code is None else str(number_in(came_from.code))
        buttons.append(button(f"← {label}", BACK, came_from))
    match stage.surface:
        case Surface.PRIVATE:
            buttons.append(_share(place))
        case Surface.DIRECT | Surface.HOME:
            buttons.append(button(words.share_elsewhere, SHARE_ELSEWHERE, place))
        case Surface.PUBLIC | Surface.MODAL:
            pass
    return _closing(buttons, place, stage)


def under_list(place: Place, stage: Stage, *, browse: bool = True) -> tuple[Block, ...]:
    """Give the controls under a list, with a way to all families if `browse`."""
    buttons = [_browse(place)] if browse and stage.surface is not Surface.HOME else []
    if stage.surface is Surface.PRIVATE and place.trail == "several":
        buttons.append(_share(place))
    return _closing(buttons, place, stage)


def under_family(place: Place, stage: Stage) -> tuple[Block, ...]:
    """Give the controls under the codes of one family."""
    return _closing([_browse(place)] if stage.surface is not Surface.HOME else [], place, stage)


def under_families(place: Place, stage: Stage) -> tuple[Block, ...]:
    """Give the controls under the families, which are the first page of the App Home."""
    return () if stage.surface is Surface.HOME else _closing([], place, stage)


def _share(place: Place) -> Element:
    words = wording(place.lang)
    return button(words.share_to_thread if place.thread else words.share, SHARE, place, style="primary")


def _browse(place: Place) -> Element:
    return button(wording(place.lang).browse, FAMILIES, place.elsewhere())


def _closing(buttons: list[Element], place: Place, stage: Stage) -> tuple[Block, ...]:
    """Add how to be rid of the answer, where it can be removed at all."""
    words = wording(place.lang)
    match stage.surface:
        case Surface.PRIVATE | Surface.DIRECT:
            buttons.append(button(words.dismiss, DISMISS, Place(place.lang)))
        case Surface.HOME:
            buttons.append(button(words.home_page, HOME_PAGE, Place(place.lang)))
        case Surface.PUBLIC | Surface.MODAL:
            pass
    blocks: list[Block] = [row(*buttons)] if buttons else []
    if stage.surface is Surface.PUBLIC and stage.asker:
        trash = icon_button("trash", words.delete, DELETE, stage.asker, visible_to=stage.asker)
        blocks.append({"type": "context_actions", "elements": [trash]})
    return tuple(blocks)
