"""Where a database is: its URL, read into what the drivers take, and words for it without a password."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_SQLITE = ("sqlite", "sqlite+aiosqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+asyncpg")
_FOR_LIBPQ = {"channel_binding", "connect_timeout", "gssencmode", "pgbouncer", "sslcompression", "sslsni"}
"""Parameters of PostgreSQL's C library, which asyncpg would send to the server as settings."""
_NO_URL = "the address is no URL: a password's special characters are written as %XX"


@dataclass(frozen=True)
class Address:
    """The place of a database: `path` of a SQLite file, or else `dsn` for asyncpg."""

    path: Path | None = None
    dsn: str = field(default="", repr=False)
    place: str = ""
    """Words for logs and errors: the file, or the server and the database, without user and password."""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> Address:
        """Return the address in a URL: `sqlite:///PATH`, `postgres://…` or `postgresql://…`.

        Raises:
            ValueError: it is none of these; the message does not repeat the URL.

        """
        scheme, _, rest = url.strip().partition("://")
        if scheme in _SQLITE:
            path = rest.partition("?")[0].removeprefix("/")
            if not rest.startswith("/") or path in {"", ":memory:"}:
                raise ValueError("a SQLite address names its file: sqlite:///PATH")
            return cls(path=Path(path), place=path)
        if scheme not in _POSTGRESQL:
            raise ValueError("a database's address begins with sqlite:/// or postgresql://")
        try:
            parts = urlsplit(f"postgresql://{rest}")
            password = parts.password or ""
        except ValueError:
            raise ValueError(_NO_URL) from None
        # A part of the password would be taken for the server, and be named in errors.
        if parts.fragment or rest.count("@") != parts.netloc.count("@") or rest.count("@") > 1:
            raise ValueError(_NO_URL)
        query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in _FOR_LIBPQ]
        server = parts.netloc.rpartition("@")[2] or dict(query).get("host", "localhost")
        return cls(
            dsn=urlunsplit(parts._replace(query=urlencode(query, safe="/"))),
            place=f"PostgreSQL at {server}{parts.path}",
            password=password or dict(query).get("password", ""),
        )

    def without_password(self, text: str) -> str:
        """Return `text` with the password replaced, written in whatever way."""
        for form in filter(None, {self.password, unquote(self.password)}):
            text = text.replace(form, "***")
        return text
