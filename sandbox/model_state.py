"""What a running sandbox model holds: its answers, its pace, its faults and its book of calls."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.model_calls import Call, Log
from sandbox.model_faults import Rule, Script
from sandbox.model_pace import Pace

Answer = Callable[[dict[str, Any]], str]  # a chat completions request in, the answer's JSON out


@dataclass
class Server:
    """A sandbox model. `url` has no path; `openrouter`, `plain` and `gemini` are base URLs on it.

    Calls must carry `key` where one is set. `usage` is the shape of OpenRouter's usage chunk
    ("empty", "null", "repeat"), or "rotate" for one after the other.
    """

    answer: Answer
    pace: Pace = field(default_factory=Pace)
    key: str = ""
    usage: str = "rotate"
    url: str = ""
    log: Log = field(default_factory=Log)
    script: Script = field(default_factory=Script)

    @property
    def openrouter(self) -> str:
        """Where OpenRouter's wire begins."""
        return f"{self.url}/api/v1"

    @property
    def plain(self) -> str:
        """Where the plain OpenAI-compatible wire begins."""
        return f"{self.url}/v1"

    @property
    def gemini(self) -> str:
        """Where Gemini's wire begins."""
        return f"{self.url}/gemini/v1beta"

    @property
    def calls(self) -> list[Call]:
        """All calls so far, oldest first."""
        return self.log.calls

    def fault(self, kind: str, **details: Any) -> None:
        """Order a fault. See sandbox.model_faults.Rule."""
        self.script.add(Rule(kind, **details))
