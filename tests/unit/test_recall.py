"""What a run has loaded is kept while it lasts, and no longer."""

from bot.recall import Recall


class Source:
    """Something that is loaded, with a count of how often."""

    def __init__(self) -> None:
        self.loads = 0

    async def load(self) -> str:
        """The next state."""
        self.loads += 1
        return f"state {self.loads}"


async def test_a_run_loads_once():
    """The second question is answered from memory, for this run and this name alone."""
    recall, source = Recall(), Source()
    recall.begin(1)
    assert await recall.get(1, "resume", source.load) == "state 1"
    assert await recall.get(1, "resume", source.load) == "state 1"
    assert await recall.get(1, "plan", source.load) == "state 2"
    assert await recall.get(2, "resume", source.load) == "state 3"


async def test_what_was_made_need_not_be_loaded():
    """A step's result is kept by who made it."""
    recall, source = Recall(), Source()
    recall.begin(1)
    recall.put(1, "plan", "made")
    assert await recall.get(1, "plan", source.load) == "made"
    assert source.loads == 0


async def test_what_has_changed_is_loaded_anew():
    """In every run; also where it was just being loaded when it changed."""
    recall, source = Recall(), Source()
    recall.begin(1)
    recall.put(1, "resume", "kept")
    assert await recall.get(1, "model", source.load) == "state 1"
    recall.drop("model")
    assert await recall.get(1, "model", source.load) == "state 2"
    assert await recall.get(1, "resume", source.load) == "kept"
    recall.drop("model")

    async def slow() -> str:
        recall.drop("model")
        return await source.load()

    assert await recall.get(1, "model", slow) == "state 3"
    assert await recall.get(1, "model", source.load) == "state 4"


async def test_nothing_is_kept_of_what_is_not_under_way():
    """Before a run, after it, and for a run that this process does not work on."""
    recall, source = Recall(), Source()
    recall.put(1, "plan", "made")
    assert await recall.get(1, "plan", source.load) == "state 1"
    recall.begin(1)
    await recall.get(1, "plan", source.load)
    recall.end(1)
    assert await recall.get(1, "plan", source.load) == "state 3"
    recall.end(1)
