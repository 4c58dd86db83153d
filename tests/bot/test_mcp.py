"""Coding agents ask as they do: through the client of the official library, over a pipe and over HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot import text_view, trained_table
from tests.harness import plain_http, starts
from tests.harness.installed import LocalSlack
from tests.harness.paylane import PAYLANE, foreign_in
from tests.harness.server import connected, environment, free_port, serving
from tests.harness.small_source import write_small_source

mcp = pytest.importorskip("mcp", reason="the extra mcp is not installed")
httpx2 = pytest.importorskip("httpx2", reason="the extra mcp is not installed")

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from mcp import Client
    from mcp.types import CallToolResult

    from bot.lookup.explain import Lookup
    from tests.harness.server import Server

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
TOKEN = "a-token-that-nobody-else-knows"
WITHOUT_LIBRARY = [
    sys.executable,
    "-c",
    "import sys; sys.modules['mcp'] = None; from bot.cli import main; main(sys.argv[1:])",
]
INITIALIZE: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "an older agent", "version": "1"},
    },
}


def _environment(table: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "IMERR_TABLE": str(table),
        "LANG": "C",
    }


def _over_stdio(table: Path, ask: Callable[[Client], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what `ask` returns
    """Return what `ask` returns of a client of `imerr mcp`."""

    async def asked() -> Any:  # noqa: ANN401 - as above
        started = mcp.StdioServerParameters(
            command=sys.executable, args=["-m", "bot", "mcp"], env=_environment(table), cwd=table.parent
        )
        async with mcp.Client(started) as client:
            return await ask(client)

    return asyncio.run(asked())


@asynccontextmanager
async def _http_client(url: str) -> AsyncIterator[Client]:
    async with httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"}) as http:
        transport = mcp.client.streamable_http.streamable_http_client(f"{url}/mcp", http_client=http)
        async with mcp.Client(transport) as client:
            yield client


def _over_http(url: str, question: str) -> CallToolResult:
    async def asked() -> Any:  # noqa: ANN401 - the library's class, which may not be there
        async with _http_client(url) as client:
            return await client.call_tool("explain_error", {"question": question})

    result: CallToolResult = asyncio.run(asked())
    return result


def _text(result: CallToolResult) -> str:
    (content,) = result.content
    assert content.type == "text"
    return content.text


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="module")
def server(table_path: Path, slack: LocalSlack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("mcp") / "log"
    with serving(table_path, slack, log, IMERR_MCP_TOKEN=TOKEN) as running:
        yield running


@dataclass(frozen=True)
class _Session:
    """What one agent is told between the start and the end of `imerr mcp`."""

    listed: Any
    answers: list[Any]
    in_english: Any
    refusals: list[Any]


QUESTIONS = ["606 on iOS", "拉人进群提示人数到上限了", "what a fine day", "9999"]
WRONG_CALLS: list[tuple[str, dict[str, Any], str]] = [
    ("explain_error", {}, "question has to be a text"),
    ("explain_error", {"question": " "}, "question has to be a text"),
    ("explain_error", {"question": 606}, "question has to be a text"),
    ("explain_error", {"question": "606", "language": "fr"}, "language has to be one of zh, en"),
    ("explain", {"question": "606"}, "There is one tool, explain_error."),
]


@pytest.fixture(scope="module")
def session(table_path: Path) -> _Session:
    async def ask(client: Client) -> _Session:
        return _Session(
            await client.list_tools(),
            [await client.call_tool("explain_error", {"question": question}) for question in QUESTIONS],
            await client.call_tool("explain_error", {"question": "群组满了", "language": "en"}),
            [await client.call_tool(name, asking) for name, asking, _ in WRONG_CALLS],
        )

    told: _Session = _over_stdio(table_path, ask)
    return told


def test_there_is_one_tool_that_changes_nothing(session: _Session) -> None:
    listed = session.listed

    (tool,) = listed.tools
    assert (tool.name, tool.annotations.read_only_hint) == ("explain_error", True)
    assert tool.input_schema["required"] == ["question"]


def test_an_agent_gets_what_a_program_gets(session: _Session, lookup: Lookup) -> None:
    results = session.answers

    assert [_text(result) for result in results] == [
        text_view.as_json(lookup.explain(question, "zh")) for question in QUESTIONS
    ]
    assert [result.structured_content for result in results] == [json.loads(_text(result)) for result in results]
    assert {result.structured_content["verdict"] for result in results} > {"exact", "none", "unknown_code"}


def test_the_language_can_be_chosen(session: _Session) -> None:
    result = session.in_english

    assert result.structured_content["lang"] == "en"
    assert result.structured_content["shown"][0]["title"] == "Group is full"


def test_a_wrong_call_is_told_what_to_correct(session: _Session) -> None:
    results = session.refusals

    assert [result.is_error for result in results] == [True] * len(WRONG_CALLS)
    assert [told for (_, _, told), result in zip(WRONG_CALLS, results, strict=True) if told not in _text(result)] == []


def test_a_new_table_is_taken_up_between_two_questions(tmp_path: Path) -> None:
    table = tmp_path / "imerr.sqlite3"
    source = write_small_source(tmp_path / "codes")
    trained_table.rebuild(table, source)

    async def ask(client: Client) -> tuple[Any, Any]:
        before = await client.call_tool("explain_error", {"question": "20"})
        alpha = source / "alpha.toml"
        alpha.write_text(alpha.read_text(encoding="utf-8").replace("Alpha twenty", "Alpha, anew"), encoding="utf-8")
        trained_table.rebuild(table, source)
        after = await client.call_tool("explain_error", {"question": "20", "language": "en"})
        return before.structured_content, after.structured_content

    before, after = _over_stdio(table, ask)

    assert (before["shown"][0]["code"], after["shown"][0]["title"]) == (20, "Alpha, anew")


def test_an_agent_is_told_of_the_tables_own_product(tmp_path: Path) -> None:
    table = tmp_path / "imerr.sqlite3"
    trained_table.rebuild(table, PAYLANE)

    async def ask(client: Client) -> tuple[Any, Any]:
        tools = await client.list_tools()
        return tools.tools[0], await client.call_tool("explain_error", {"question": "e-100", "language": "zh"})

    tool, refused = _over_stdio(table, ask)

    assert "an error of Paylane, the payments API" in tool.description
    assert "a code (E100), a constant (CARD_DECLINED)" in tool.description
    assert foreign_in(f"{tool.title} {tool.description}") == []
    assert tool.input_schema["properties"]["language"]["enum"] == ["en"]
    assert _text(refused) == "language has to be one of en, or left out"


def test_without_the_library_the_command_says_how_to_get_it(table_path: Path, tmp_path: Path) -> None:
    ended = starts.run([*WITHOUT_LIBRARY, "mcp"], env=environment(table_path, None, 1), cwd=tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith("imerr: Agents are served with the library mcp")
    assert "pip install 'imerr[mcp]'" in ended.stderr


def test_without_the_library_a_token_stops_the_start(table_path: Path, slack: LocalSlack, tmp_path: Path) -> None:
    changed = environment(table_path, slack, free_port(), IMERR_MCP_TOKEN=TOKEN)
    ended = starts.run([*WITHOUT_LIBRARY, "serve"], env=changed, cwd=tmp_path)

    assert ended.returncode == 2
    assert "imerr: IMERR_MCP_TOKEN is set. Agents are served with the library mcp" in ended.stderr


def test_over_http_an_agent_gets_the_same(server: Server, lookup: Lookup) -> None:
    result = _over_http(server.url, "606 on iOS")

    assert _text(result) == text_view.as_json(lookup.explain("606 on iOS", "zh"))


def test_an_agent_of_an_older_protocol_is_served_too(server: Server) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json, text/event-stream"}
    answered = plain_http.post(f"{server.url}/mcp", json=INITIALIZE, headers=headers, timeout=10)

    assert answered.status_code == 200
    assert answered.json()["result"]["serverInfo"]["name"] == "imerr"


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [("Authorization", "Bearer")],
        [("Authorization", f"Bearer {TOKEN}x")],
        [("Authorization", TOKEN)],
        [("Authorization", f"Basic {TOKEN}")],
        [("Authorization", f"Bearer {TOKEN}"), ("Authorization", f"Bearer {TOKEN}")],
    ],
    ids=["none", "empty", "another", "without its scheme", "of another scheme", "twice"],
)
def test_nothing_is_answered_without_the_token(server: Server, sent: list[tuple[str, str]]) -> None:
    answered = plain_http.post(f"{server.url}/mcp", json=INITIALIZE, headers=sent, timeout=10)

    assert (answered.status_code, answered.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert answered.json() == {"error": "Send IMERR_MCP_TOKEN as a bearer token."}


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_nothing_to_listen_to(server: Server, method: str) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "text/event-stream"}
    answered = plain_http.request(method, f"{server.url}/mcp", headers=headers, timeout=10)

    assert (answered.status_code, answered.headers["Allow"]) == (405, "POST")


def test_the_log_holds_the_verdict_alone(server: Server) -> None:
    _over_http(server.url, "606 from a customer of ours")

    assert {"event": "mcp", "outcome": "exact"}.items() <= next(
        line for line in reversed(server.lines()) if line["event"] == "mcp"
    ).items()
    logged = server.log.read_text(encoding="utf-8")
    assert "customer" not in logged
    assert TOKEN not in logged


def test_it_is_off_without_a_token(table_path: Path, slack: LocalSlack, tmp_path: Path) -> None:
    headers = {"Authorization": "Bearer"}
    with serving(table_path, slack, tmp_path / "log") as without:
        answered = plain_http.post(f"{without.url}/mcp", json=INITIALIZE, headers=headers, timeout=10)

    assert answered.status_code == 404


def test_over_socket_mode_agents_are_served_too(table_path: Path, slack: LocalSlack, tmp_path: Path) -> None:
    port = free_port()
    with connected(table_path, slack, tmp_path / "log", PORT=str(port), IMERR_MCP_TOKEN=TOKEN) as running:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/healthz")
        result = _over_http(url, "606 on iOS")
        status = running.stop()

    assert (result.is_error, status) == (False, 0)


def _wait_for(url: str) -> None:
    for _ in range(600):
        try:
            plain_http.get(url, timeout=1)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(url)
