"""What is heard of a model's answer, and sleep that takes no time."""

from agents.model import Model, Request, Usage


class Naps:
    """Stands in for sleeping: notes the seconds, and goes on at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def gather(model: Model, request: Request, said: list[str | Usage]) -> None:
    """Put what comes into *said*, so that it is there after an error, too."""
    async for item in model.stream(request):
        said.append(item)  # noqa: PERF401  (what came before an error is wanted, too)


async def heard(model: Model, request: Request) -> tuple[str, list[Usage]]:
    """The whole answer, and its figures."""
    items = [item async for item in model.stream(request)]
    text = "".join(item for item in items if isinstance(item, str))
    return text, [item for item in items if isinstance(item, Usage)]
