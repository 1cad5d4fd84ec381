"""The port to a model: one request in, a stream of text out, and what it came to."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from agents.values import Agent, Spent

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Request:
    """One call. The stable part of the prompt stands first, so that providers can cache it."""

    agent: Agent
    system: str
    user: str
    schema: Mapping[str, Any]  # JSON Schema of the answer, strict
    session: str = ""  # same for all calls of one application: keeps the provider's cache warm
    max_tokens: int = 4000


@dataclass(frozen=True, slots=True)
class Usage:
    """What a call came to, in tokens and USD (None where the provider does not say)."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    model: str = field(default="", compare=False)  # which one the provider was asked for

    def spent(self) -> Spent:
        """Return it as what one call spent."""
        return Spent(
            1,
            self.input_tokens,
            self.cached_tokens,
            self.output_tokens,
            self.cost,
            model=self.model,
        )


@dataclass(frozen=True, slots=True)
class Price:
    """What a model costs, in USD per million tokens. Thoughts are billed as output."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """Return what a call cost, in USD."""
        fresh = usage.input_tokens - usage.cached_tokens
        inward = fresh * self.input + usage.cached_tokens * self.cached
        return (inward + usage.output_tokens * self.output) / 1e6


class Model(Protocol):
    """Something that answers requests."""

    @property
    def name(self) -> str:
        """The provider in words a person knows, for the consent sentence."""
        ...

    def id(self, agent: Agent) -> str:
        """Which model answers *agent*, at which provider: a part of cache keys."""
        ...

    def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """Yield the answer's text as it arrives, then one Usage.

        The stream ends normally only after the provider said that the answer is complete.
        Raises agents.errors.ModelError; closing the iterator ends the call at once.
        """
        ...


@asynccontextmanager
async def closing(stream: AsyncIterator[_T]) -> AsyncIterator[AsyncIterator[_T]]:
    """Close `stream` on the way out: a loop that is left early does not do it by itself."""
    try:
        yield stream
    finally:
        if isinstance(stream, AsyncGenerator):
            await stream.aclose()
