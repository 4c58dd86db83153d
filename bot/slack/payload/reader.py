"""The reader of payloads: returns records, and refuses malformed payloads and URLs that are not Slack's."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from bot.lookup.text import Text
from bot.slack.payload import fields, shapes
from bot.slack.payload.fields import unpacked
from bot.slack.payload.message import asker_in, channel_linked_in, is_by_person, mark_of, plain, text_of
from bot.slack.payload.nesting import is_deep
from bot.slack.payload.records import (
    Asked,
    Chosen,
    InModal,
    OnHome,
    OnMessage,
    Opened,
    Other,
    Pressed,
    Request,
    ResponseUrl,
    Said,
    Shortcut,
    StepReached,
    Submitted,
    Typed,
    Uninstalled,
)
from bot.slack.payload.words import word
from bot.slack.view import home
from bot.slack.view.note_modals import NOTE
from bot.slack.view.surface import UserId
from bot.slack.view.thumbs import REASON

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.slack.payload.response_urls import ResponseUrls
    from bot.slack.payload.shapes import Action, MessageEvent, Shape
    from bot.slack.view.route import Route

    S = TypeVar("S", bound=Shape)

_EVENT = "event_callback"
_PRESS = "block_actions"
_OF_BOLT = "url_verification"
_EDIT = "message_changed"
_HOME = "home"
_MODAL = "modal"


class MalformedError(Exception):
    """A payload is malformed; `field` says where."""

    def __init__(self, kind: str, field: str) -> None:
        """Refuse a payload of Slack's type `kind`."""
        super().__init__(f"This is no {kind} as Slack sends it: see its {field}.")
        self.kind = kind
        self.field = field


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What stands around an event."""

    kind: str
    event_id: str
    team: str
    is_among_ourselves: bool
    is_redelivered: bool
    own_ids: tuple[str, ...]
    """imerr's own users."""


class Reader:
    """Reads payloads into records."""

    def __init__(self, urls: ResponseUrls) -> None:
        """Trust only the URLs that `urls` accepts."""
        self._urls = urls
        self._events: dict[str, Callable[[object, _Arrived], Request]] = {
            "app_mention": self._said,
            "message": self._said,
            "app_home_opened": self._opened,
            "function_executed": self._step,
        }
        self._interactions: dict[str, Callable[[object], Request]] = {
            _PRESS: self._pressed,
            "block_suggestion": self._typed,
            "view_submission": self._submitted,
            "shortcut": self._shortcut,
            "message_action": self._chosen,
        }

    def read(self, body: Mapping[str, Any], *, is_redelivered: bool = False) -> Request | None:
        """Return the record of a payload; None for a type that imerr never reads.

        Raises:
            MalformedError: the payload is not of Slack's shape.
            ForeignUrlError: a URL in it is not Slack's.

        """
        if is_deep(body):
            raise MalformedError("payload", "nesting")
        kind = body.get("type")
        if body.get("command"):
            return self._asked(body)
        if kind == _EVENT and "event" in body:
            return self._event(body, is_redelivered=is_redelivered)
        if isinstance(kind, str) and kind in self._interactions:
            return self._interactions[kind](body)
        return Other(type=str(kind)) if kind in (_EVENT, _OF_BOLT) else None

    def _event(self, body: Mapping[str, Any], *, is_redelivered: bool) -> Request:
        event = body["event"]
        kind = _valid(shapes.AnyEvent, event, _EVENT, "event").type
        if kind in shapes.UNINSTALLS:
            return _uninstalled(body, kind)
        read = self._events.get(kind)
        if read is None:
            return Other(type=word(kind))
        around = _valid(shapes.Envelope, body, _EVENT)
        return read(
            event,
            _Arrived(
                kind=kind,
                event_id=_id(body, "event_id"),
                team=around.team_id or "",
                is_among_ourselves=around.is_ext_shared_channel is False,
                is_redelivered=is_redelivered,
                own_ids=tuple(each.user_id for each in around.authorizations or () if each.user_id),
            ),
        )

    def _asked(self, body: Mapping[str, Any]) -> Asked:
        found = _valid(shapes.Command, body, "command")
        text = found.text or ""
        return Asked(
            type=word(found.command),
            user=UserId(found.user_id),
            channel=found.channel_id or "",
            team=found.team_id or "",
            response_url=self._urls.checked("response_url", found.response_url) if found.response_url else None,
            words=Text(text),
            channel_link=channel_linked_in(text, found.channel_id or "", found.channel_name or ""),
        )

    def _said(self, event: object, arrived: _Arrived) -> Request:
        kind = arrived.kind
        found = _valid(shapes.MessageEvent, event, kind, "event")
        message, edited = _as_it_is_now(found)
        if message is None or not message.user or not is_by_person(message):
            return Other(type=kind)
        root = message.thread_ts or message.ts
        return Said(
            type=kind,
            user=UserId(message.user),
            team=_own(arrived.team, message.team),
            channel=found.channel,
            thread=root if root != message.ts else "",
            event_id=arrived.event_id,
            words=Text(text_of(message)),
            channel_link=channel_linked_in(message.text or ""),
            ts=message.ts,
            root=root,
            edited=edited,
            is_redelivered=arrived.is_redelivered,
            is_mention=any(f"<@{own}" in (message.text or "") for own in arrived.own_ids),
            is_among_ourselves=arrived.is_among_ourselves,
        )

    def _opened(self, event: object, arrived: _Arrived) -> Opened:
        found = _valid(shapes.HomeOpened, event, arrived.kind, "event")
        return Opened(
            type=arrived.kind,
            user=UserId(found.user),
            team=arrived.team,
            event_id=arrived.event_id,
            at=found.event_ts or str(time.time()),
            is_home=(found.tab or _HOME) == _HOME,
            stamp=(found.view.private_metadata if found.view else "") or "",
        )

    def _step(self, event: object, arrived: _Arrived) -> StepReached:
        found = _valid(shapes.StepReached, event, arrived.kind, "event")
        given = (found.inputs.text if found.inputs else "") or ""
        return StepReached(
            type=arrived.kind,
            event_id=arrived.event_id,
            execution=found.function_execution_id,
            words=Text(plain(given).strip()),
        )

    def _pressed(self, body: object) -> Pressed:
        if isinstance(body, dict) and body.get("view") is not None:
            return _pressed_in_view(_valid(shapes.ViewPress, body, _PRESS))
        found = _valid(shapes.MessagePress, body, _PRESS)
        action = found.actions[0]
        user = UserId(found.user.id)
        url = self._urls.checked("response_url", found.response_url)
        where = _message_pressed(found, user, url)
        route = _route(action)
        return Pressed(
            type=_PRESS,
            user=user,
            team=_team(found),
            channel=where.channel,
            thread=where.reply_thread,
            response_url=url,
            lang=route.lang if route else None,
            action=action.action_id,
            at=action.action_ts or str(time.time()),
            trigger_id=found.trigger_id,
            where=where,
            route=route,
        )

    def _typed(self, body: object) -> Typed:
        found = _valid(shapes.Suggestion, body, "block_suggestion")
        return Typed(
            type="block_suggestion",
            user=UserId(found.user.id),
            team=_team(found),
            words=Text(found.value or ""),
            field=found.action_id,
            dialog=unpacked(found.view.private_metadata) if found.view else None,
        )

    def _submitted(self, body: object) -> Submitted:
        found = _valid(shapes.Submission, body, "view_submission")
        # The picked entry comes first: the modal may not show it yet.
        shown = unpacked(found.view.private_metadata)
        route = fields.picked(found.view) or shown
        if route and shown:
            route = replace(route, source=shown.source, question=shown.question)
        urls = found.response_urls or []
        return Submitted(
            type="view_submission",
            user=UserId(found.user.id),
            team=_team(found),
            lang=route.lang if route else None,
            route=route,
            channel_urls=tuple(self._urls.checked("response_urls", each.response_url) for each in urls),
            note=fields.filled_in(found.view, NOTE),
            reason=fields.filled_in(found.view, REASON),
            settings=fields.settings(found.view),
        )

    def _shortcut(self, body: object) -> Shortcut:
        found = _valid(shapes.Shortcut, body, "shortcut")
        return Shortcut(type="shortcut", user=UserId(found.user.id), team=_team(found), trigger_id=found.trigger_id)

    def _chosen(self, body: object) -> Chosen:
        found = _valid(shapes.MessageShortcut, body, "message_action")
        message = found.message
        root = message.thread_ts or message.ts
        url = self._urls.checked("response_url", found.response_url)
        return Chosen(
            type="message_action",
            user=UserId(found.user.id),
            team=_team(found),
            channel=found.channel.id,
            # Slack shows no ephemeral message in a thread without replies: send it beside the message.
            thread=root if root != message.ts else "",
            response_url=url,
            url=url,
            quoted=Text(text_of(message)),
            trigger_id=found.trigger_id,
            ts=message.ts,
            author=message.user or "",
            root=root,
        )


def _valid(shape: type[S], part: object, kind: str, *at: str) -> S:
    """Return a validated part of a payload; `at` is its path.

    Raises:
        MalformedError: the part has another shape.

    """
    try:
        return shape.model_validate(part)
    except ValidationError as error:
        (first, *_) = error.errors(include_url=False, include_context=False, include_input=False)
        raise MalformedError(kind, ".".join([*at, *map(str, first["loc"])])) from None


def _uninstalled(body: object, kind: str) -> Uninstalled:
    found = _valid(shapes.Uninstalled, body, kind)
    by = found.authorizations[0] if found.authorizations else shapes.Authorization()
    return Uninstalled(
        type=kind,
        team="" if by.is_enterprise_install or found.is_enterprise_install else found.team_id or "",
        enterprise=found.enterprise_id or by.enterprise_id or "",
        at=found.event_time,
        is_void=kind == shapes.APP_UNINSTALLED or bool(found.event.tokens and found.event.tokens.bot),
    )


def _team(found: shapes.Interaction) -> str:
    return _own(found.team.id if found.team else "", found.user.team_id)


def _own(team: str, of_user: str | None) -> str:
    """Return the workspace of a request; empty for a guest from another one, whose company shares a channel."""
    return team if of_user in (None, team) else ""


def _id(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _as_it_is_now(event: MessageEvent) -> tuple[shapes.Message | None, str]:
    """Return the current message of an event and the `ts` of its edit; None if its text did not change."""
    if event.subtype != _EDIT:
        return event, event.edited.ts if event.edited else ""
    message, before = event.message, event.previous_message
    if message is None or message.text == (before.text if before else None):
        return None, ""
    return message, (message.edited.ts if message.edited else event.event_ts) or ""


def _pressed_in_view(found: shapes.ViewPress) -> Pressed:
    action, view = found.actions[0], found.view
    is_home = view.type == _HOME
    route = _route(action)
    shown = view.private_metadata or ""
    if is_home:
        blocks = (str(block.get("block_id")) for block in view.blocks or ())
        where: OnHome | InModal = OnHome(next(filter(home.is_search_field, blocks), home.SEARCH))
        lang = home.language_in(shown)
    else:
        where = InModal(view.id)
        lang = before.lang if (before := unpacked(shown)) else None
    return Pressed(
        type=_PRESS,
        user=UserId(found.user.id),
        team=_team(found),
        modal=view.id if view.type == _MODAL else "",
        words=Text((action.value or "").strip()) if action.action_id == home.SEARCH else Text(""),
        lang=lang or (route.lang if route else None),
        action=action.action_id,
        at=action.action_ts or str(time.time()),
        trigger_id=found.trigger_id,
        where=where,
        route=route,
        chosen_channel=action.selected_conversation or "",
    )


def _message_pressed(found: shapes.MessagePress, user: UserId, url: ResponseUrl) -> OnMessage:
    """Return the pressed message; its content counts only if it is the container's own message, and imerr's."""
    box, message = found.container, found.message
    channel, ts = box.channel_id, box.message_ts
    if (
        box.is_ephemeral
        or message is None
        or message.ts != ts
        or found.channel.id != channel
        or message.app_id not in (None, found.api_app_id)
    ):
        return OnMessage(user, url, channel, ts, box.thread_ts or "", is_ephemeral=bool(box.is_ephemeral))
    thread = box.thread_ts or message.thread_ts or ""
    if not message.bot_id:
        return OnMessage(user, url, channel, ts, thread)
    mark, asker = mark_of(message), asker_in(message)
    return OnMessage(
        user, url, channel, ts, thread, is_answer=bool(mark), asker=UserId(asker) if asker else None, mark=mark
    )


def _route(action: Action) -> Route | None:
    return unpacked((action.selected_option or action).value)
