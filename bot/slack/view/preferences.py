"""What a workspace chose: a page of the App Home, and the forms that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.view.controls import HOME_PAGE
from bot.slack.view.message import Message, button, escape, header, inert, markup, note, row, section
from bot.slack.view.modals import LOOKUP, SETTING, UNSET, error_field, menu, modal, named_field
from bot.slack.view.notes import mention
from bot.slack.view.route import Route
from bot.slack.view.team import error_title
from bot.wording import wording
from db.entry import LANGS
from db.memory.preferences import OFF, ON, Name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.slack.view.message import Block, Element
    from bot.slack.view.modals import View
    from bot.wording.sentences import Wording
    from db.catalog import Catalog
    from db.entry import Lang
    from db.memory.chosen import Chosen

SETTINGS_CHANGE = "settings_change"
"""Action id of a button that opens a form; behind a colon a channel, or nothing for a new one."""
SETTINGS_VIEW = "settings_view"
OWNER_CHANGE = "owner_change"
OWNER_VIEW = "owner_view"
SILENCE = "silence_watching"

CHANNEL, HELPER, OWNER = "channel", "helper", "owner"
LONGEST_HELPER = 500
_MOST_CHANNELS = 20
_MOST_OWNERS = 30


def settings_page(catalog: Catalog, lang: Lang, chosen: Chosen, *, may_change: bool) -> Message:
    """Return the page of all settings; only who `may_change` them gets the buttons."""
    words = wording(lang)
    intro = words.settings_intro if may_change else f"{words.settings_intro} {words.settings_admins}"
    blocks: list[Block] = [header(words.settings), section(inert(intro))]

    def changing(label: str, action: str, to: Route) -> Element | None:
        return button(label, action, to) if may_change else None

    whole = [f"*{escape(words.settings_of_workspace)}*", *_told(catalog, chosen.own(), lang, "")]
    if chosen.helper:
        whole.append(f"{escape(words.setting_helper)}{words.colon}{escape(chosen.helper)}")
    blocks.append(section(markup("\n".join(whole)), changing(words.change, SETTINGS_CHANGE, Route(lang))))
    blocks += [{"type": "divider"}, section(markup(f"*{escape(words.settings_of_channels)}*"))]
    for channel in chosen.channels[:_MOST_CHANNELS]:
        told = "\n".join([f"<#{channel}>", *_told(catalog, chosen.own(channel), lang, channel)])
        blocks.append(section(markup(told), changing(words.change, f"{SETTINGS_CHANGE}:{channel}", Route(lang))))
    blocks += _left(len(chosen.channels) - _MOST_CHANNELS, words)
    if may_change:
        blocks.append(row(button(words.settings_channel, f"{SETTINGS_CHANGE}:", Route(lang))))
    blocks += [{"type": "divider"}, header(words.owners_title.format(count=len(chosen.owners)))]
    blocks.append(section(inert(words.owners_intro)))
    for error, owner in sorted(chosen.owners.items())[:_MOST_OWNERS]:
        told = f"{escape(error_title(catalog, error, '', lang))} → {mention(owner)}"
        entry = next((each for each in catalog.entries if each.error.id == error), None)
        to = Route(lang, None if entry is None else entry.key)
        blocks.append(section(markup(told), changing(words.change, OWNER_CHANGE, to) if entry else None))
    blocks += _left(len(chosen.owners) - _MOST_OWNERS, words)
    last = [button(words.owner_set, OWNER_CHANGE, Route(lang))] if may_change else []
    blocks.append(row(*last, button(words.home_page, HOME_PAGE, Route(lang))))
    return Message(words.settings, tuple(blocks))


def settings_modal(catalog: Catalog, lang: Lang, chosen: Chosen, channel: str | None) -> View:
    """Return the form of a channel's settings, to be chosen where it is empty; None is the workspace."""
    words = wording(lang)
    own = chosen.own() if channel is None else chosen.own(channel)
    unset = words.as_set_up if channel is None else words.as_workspace
    blocks: list[Block] = []
    if channel is not None:
        blocks.append(named_field(CHANNEL, words.setting_channel, _channels(channel)))
    if catalog.platforms:
        menu = _menu([(UNSET, unset), *_platforms(catalog, lang)], own, Name.PLATFORM)
        blocks.append(named_field(Name.PLATFORM, words.setting_platform, menu))
    if len(catalog.languages) > 1:
        asker = words.of_asker if channel is None else words.as_workspace
        languages = [(UNSET, asker), *((each, wording(each).language) for each in LANGS)]
        blocks.append(named_field(Name.LANGUAGE, words.setting_language, _menu(languages, own, Name.LANGUAGE)))
    if channel is None:
        thumbs = _menu([(UNSET, words.on), (OFF, words.off)], own, Name.FEEDBACK)
        helper: Element = {"type": "plain_text_input", "action_id": f"{SETTING}{HELPER}", "max_length": LONGEST_HELPER}
        if chosen.helper:
            helper["initial_value"] = chosen.helper
        blocks.append(named_field(Name.FEEDBACK, words.setting_feedback, thumbs))
        line = named_field(HELPER, words.setting_helper, helper)
        blocks.append(line | {"optional": True, "hint": inert(words.setting_helper_hint)})
    else:
        switch = [(UNSET, words.as_workspace), (ON, words.on), (OFF, words.off)]
        thumbs = _menu(switch, own, Name.FEEDBACK)
        blocks.append(named_field(Name.FEEDBACK, words.setting_feedback, thumbs))
        watching = named_field(
            Name.WATCHING, words.setting_watching, _menu([(UNSET, words.off), (ON, words.on)], own, Name.WATCHING)
        )
        blocks.append(watching | {"hint": inert(words.settings_watching_hint)})
    view = modal(SETTINGS_VIEW, words.settings_title, lang, blocks)
    return view | {"submit": inert(words.save), "private_metadata": Route(lang).pack()}


def owner_modal(lang: Lang, picked: Element | None, owner: str) -> View:
    """Return the form that sets the owner of an error; `picked` is the error as an option."""
    words = wording(lang)
    who: Element = {"type": "rich_text_input", "action_id": f"{SETTING}{OWNER}"}
    if owner:
        kind = "usergroup" if owner.startswith("S") else "user"
        mentioned = {"type": "rich_text_section", "elements": [{"type": kind, f"{kind}_id": owner}]}
        who["initial_value"] = {"type": "rich_text", "elements": [mentioned]}
    about: Block = {
        "type": "input",
        "block_id": LOOKUP,
        "label": inert(words.owner_error),
        "element": error_field(lang, picked),
    }
    whom = named_field(OWNER, words.owner_who, who) | {"optional": True, "hint": inert(words.owner_who_hint)}
    view = modal(OWNER_VIEW, words.owner_form, lang, [about, whom])
    return view | {"submit": inert(words.save), "private_metadata": Route(lang).pack()}


def _told(catalog: Catalog, own: Mapping[Name, str], lang: Lang, channel: str) -> list[str]:
    """Return one line a setting: all of a workspace, and those of a channel that were chosen for it."""
    words = wording(lang)
    unset = {Name.PLATFORM: words.as_set_up, Name.LANGUAGE: words.of_asker, Name.FEEDBACK: words.on}
    labels = {
        Name.PLATFORM: words.setting_platform,
        Name.LANGUAGE: words.setting_language,
        Name.FEEDBACK: words.setting_feedback,
        Name.WATCHING: words.setting_watching,
    }
    titles: dict[str, str] = dict(_platforms(catalog, lang)) | {ON: words.on, OFF: words.off}
    titles |= {each: wording(each).language for each in LANGS}
    told = dict(own) if channel else unset | dict(own)
    titled = {name: titles.get(value, value) for name, value in told.items()}
    return [f"{escape(label)}{words.colon}{escape(titled[name])}" for name, label in labels.items() if name in titled]


def _platforms(catalog: Catalog, lang: Lang) -> list[tuple[str, str]]:
    """Return the platforms of a table and their members, by the name that a setting has."""
    found: list[tuple[str, str]] = []
    for platform in catalog.platforms:
        found += [(platform.id, platform.title.in_(lang)), *platform.members]
    return found


def _menu(values: Sequence[tuple[str, str]], own: Mapping[Name, str], name: Name) -> Element:
    return menu(name, values, own.get(name, UNSET))


def _channels(chosen: str) -> Element:
    field: Element = {
        "type": "conversations_select",
        "action_id": f"{SETTING}{CHANNEL}",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if chosen:
        field["initial_conversation"] = chosen
    return field


def _left(count: int, words: Wording) -> list[Block]:
    return [note(inert(words.more_left(count)))] if count > 0 else []
