"""What can go wrong between us and a model.

ModelError
├── Unavailable    overloaded, rate-limited, unreachable, cut off, silent: again helps
├── Rejected       key, credit, region or request refused: again does not help
├── Declined       the model will not answer this content: again does not help
└── BadAnswer      an answer outside the schema: again helps once, with the complaint
"""

from agents.values import Spent


class ModelError(Exception):
    """A model gave no usable answer. `again` tells whether the same call may succeed later.

    The message is ours and short: it never holds a prompt, an answer, a key or a provider's words.
    """

    again = False
    spent: Spent | None = None  # what the failed calls came to all the same, where it is known


class Unavailable(ModelError):
    """The provider cannot answer now; `retry_after` is its own word for when, in seconds."""

    again = True

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Rejected(ModelError):
    """The provider refuses the key, the credit or the request itself."""


class Declined(ModelError):
    """The model or its moderation refuses this content."""


class BadAnswer(ModelError):
    """The answer does not fit the schema."""

    again = True
