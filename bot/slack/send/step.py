"""The result of a workflow step: outputs, or a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.view.message import Json


async def complete(client: AsyncWebClient, execution: str, outputs: Json) -> None:
    """Complete a step with its outputs."""
    # The SDK's method puts them into the address, which is too long for servers with two explanations.
    completed = {"function_execution_id": execution, "outputs": outputs}
    await client.api_call("functions.completeSuccess", json=completed)


async def fail(client: AsyncWebClient, execution: str, sentence: str) -> None:
    """Fail a step with a sentence for its workflow."""
    await client.functions_completeError(function_execution_id=execution, error=sentence)
