"""Where the agents work: asking the model, showing what is found, and taking a refusal."""

from dataclasses import dataclass, field, replace
from datetime import date
from types import ModuleType
from typing import TypeVar

from pydantic import BaseModel

from agents import asking, findings, schema, timeline
from agents.errors import ModelError
from agents.findings import Findings
from agents.model import Model, Request
from agents.values import Agent, Emit, Spent, Started, ignore

_Answer = TypeVar("_Answer", bound=BaseModel)
_TROUBLE = 120  # characters


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the agents work: who answers, who watches, which application it is for, and when.

    A role that still goes on counts up to `today` where years of work are summed.
    """

    model: Model | None
    emit: Emit = ignore
    session: str = ""
    today: date = field(default_factory=timeline.today)

    def begin(self, agent: Agent, read: findings.Reader) -> Findings:
        """Say that *agent* has begun; what tells its findings."""
        self.emit(Started(agent))
        return Findings(self.emit, agent, read)

    async def ask(
        self,
        agent: Agent,
        words: ModuleType,
        prompt: str,
        answer: type[_Answer],
        show: Findings | None = None,
        most: int = 3000,
    ) -> tuple[_Answer | None, Spent]:
        """The model's answer to *agent* of at most *most* tokens, or None if rules have to do.

        *words* is the agent's module. Never raises for a model's trouble: `Spent` has its name.
        """
        if self.model is None:
            return None, self.unasked()
        shape = schema.strict(answer)
        request = Request(agent, words.SYSTEM, prompt, shape, self.session, most)
        try:
            return await asking.ask(self.model, request, answer, show)
        except ModelError as error:
            trouble = f"{type(error).__name__}: {error}"[:_TROUBLE]
            return None, replace(error.spent or Spent(), by_rules=True, trouble=trouble)

    def unasked(self) -> Spent:
        """What work without a question to the model comes to."""
        return Spent() if self.model else Spent(by_rules=True, trouble="no model")
