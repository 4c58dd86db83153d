"""How a workflow's step ends: with outputs or with a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.view.message import Json


async def complete(client: AsyncWebClient, execution: str, outputs: Json) -> None:
    """Hand a step's outputs to its workflow."""
    await client.functions_completeSuccess(function_execution_id=execution, outputs=outputs)


async def fail(client: AsyncWebClient, execution: str, sentence: str) -> None:
    """Tell a workflow why its step failed."""
    await client.functions_completeError(function_execution_id=execution, error=sentence)
