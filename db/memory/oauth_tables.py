"""The tables of slack_sdk's OAuth stores, with its names of columns; each row of a bot belongs to a workspace, `team_id`.

They differ from the library's own in the types alone: ids are random, and text has no limit, for encrypted tokens.
"""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Boolean, Column, DateTime, Index, MetaData, Table, Text

from db.memory.tables import METADATA

OAUTH_METADATA = MetaData(naming_convention=METADATA.naming_convention)


def _new_id() -> str:
    return uuid4().hex


def _id() -> Column[str]:
    return Column("id", Text, primary_key=True, default=_new_id)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


BOTS = Table(
    "slack_bots",
    OAUTH_METADATA,
    _id(),
    _text("client_id"),
    _text("app_id"),
    Column("enterprise_id", Text),
    Column("enterprise_name", Text),
    Column("team_id", Text),
    Column("team_name", Text),
    Column("bot_token", Text),
    Column("bot_id", Text),
    Column("bot_user_id", Text),
    Column("bot_scopes", Text),
    Column("bot_refresh_token", Text),
    Column("bot_token_expires_at", DateTime),
    Column("is_enterprise_install", Boolean, nullable=False),
    Column("installed_at", DateTime, nullable=False),
    Index("ix_slack_bots_team_id", "team_id", "enterprise_id", "client_id", "installed_at"),
)
"""Installations. One for a whole organization of Enterprise Grid has an `enterprise_id` and no `team_id`."""

STATES = Table(
    "slack_oauth_states",
    OAUTH_METADATA,
    _id(),
    _text("state"),
    Column("expire_at", DateTime, nullable=False),
    Index("ix_slack_oauth_states_state", "state"),
    Index("ix_slack_oauth_states_expire_at", "expire_at"),
)
"""The states of installations that have begun: of a browser, not of a workspace."""
