"""The MCP server: one tool, which explains an error to a coding agent as `imerr explain --json` does to a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from mcp.server import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations

from bot import product, text_view
from bot.version import version
from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcp.server import ServerRequestContext
    from mcp.types import CallToolRequestParams, PaginatedRequestParams

    from bot.lookup.answer import Answer
    from db.catalog import Catalog
    from db.entry import Lang

    Explain = Callable[[str, Lang | None], Answer]

TOOL = "explain_error"
_DESCRIPTION = """\
Explain an error of {product}: what it is, why it happens and what to do, for the platform that the question names.
Takes a code ({code}), a constant ({name}), a pasted log or error object, or a sentence{in_languages}.
Returns JSON. The verdict is exact or match (answered), candidates (several could be meant: pick by `shown`), unknown_code or
none (no answer). `shown` holds the errors with platform, code, causes and actions; the same number may differ by platform."""
_QUESTION = {"type": "string", "description": "What is known of the error: code, constant, log or sentence."}
_LANGUAGE = "Language of the answer; default: the question's."


def build(explain: Explain, catalog: Catalog) -> Server[dict[str, Any]]:
    """Return the server that answers with `explain`, a function of a question and the language that was asked for.

    `catalog` tells which product's errors it explains, and in which languages.
    """
    languages = catalog.languages
    named, example = (
        product.name_in_full(catalog, catalog.spoken("en")),
        product.examples(catalog, catalog.spoken("en")),
    )
    tool = Tool(
        name=TOOL,
        title=f"Explain an error of {named}",
        description=_DESCRIPTION.format(
            product=named,
            code=example.code,
            name=example.name,
            in_languages=" in Chinese or English" if languages == LANGS else "",
        ),
        input_schema={
            "type": "object",
            "properties": {
                "question": _QUESTION,
                "language": {"type": "string", "enum": list(languages), "description": _LANGUAGE},
            },
            "required": ["question"],
            "additionalProperties": False,
        },
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )

    async def list_tools(_: ServerRequestContext[Any], __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool])

    async def call_tool(_: ServerRequestContext[Any], params: CallToolRequestParams) -> CallToolResult:
        if fault := _fault(params, languages):
            return CallToolResult(content=[TextContent(text=fault)], is_error=True)
        asked = params.arguments or {}
        told = text_view.as_json(explain(asked["question"], cast("Lang | None", asked.get("language"))))
        return CallToolResult(content=[TextContent(text=told)], structured_content=json.loads(told))

    return Server("imerr", version=version(), on_list_tools=list_tools, on_call_tool=call_tool)


async def over_stdio(server: Server[dict[str, Any]]) -> None:
    """Serve one client on standard input and output until it closes them."""
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


def _fault(params: CallToolRequestParams, languages: tuple[Lang, ...]) -> str:
    """Return what is wrong with a call, for its agent to correct; empty where nothing is: the library checks no arguments."""
    asked = params.arguments or {}
    question = asked.get("question")
    if params.name != TOOL:
        return f"There is one tool, {TOOL}."
    if not isinstance(question, str) or not question.strip():
        return "question has to be a text that is not empty, for example a code"
    if asked.get("language") not in {None, *languages}:
        return f"language has to be one of {', '.join(languages)}, or left out"
    return ""
