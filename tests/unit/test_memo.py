"""What was worked out about texts: kept, and forgotten when somebody goes."""

from agents import privacy, terms
from documents import memo
from documents.resume import Fact, Kind, Resume


def test_a_result_is_worked_out_once_until_it_is_forgotten():
    """A second question is answered from memory, a third after forgetting is not."""
    asked = []

    @memo.kept(2)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length("Ada"), length("Ada")] == [3, 3]
    memo.forget()
    assert length("Ada") == 3
    assert asked == ["Ada", "Ada"]


def test_nothing_of_a_text_is_left_after_forgetting():
    """Neither the words that were looked for nor the lines that were veiled."""
    name = Fact("f1", Kind.NAME, "Ada Example", "")
    line = Fact("f2", Kind.BULLET, "Ada kept 3 looms running.", "")
    privacy.sendable(Resume((), (name, line)))
    assert terms.find("looms", line.text)
    assert terms.find.cache_info().currsize
    memo.forget()
    assert terms.find.cache_info().currsize == 0
    assert privacy._veiled.cache_info().currsize == 0
