"""How one text becomes another: nothing lost, nothing touched that could be kept."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import wording
from documents.wording import Change, Fresh, Kept, Piece

TEXTS = st.text(alphabet="ab 2,.é\n\t物ЖéּΩ_", max_size=40)


def carried_out(old: str, changes: list[Change]) -> str:
    """*old* after *changes*, made from the last to the first."""
    new = old
    for one in reversed(changes):
        new = new[: one.start] + wording.text(old, one.pieces) + new[one.end :]
    return new


@given(TEXTS)
def test_words_lose_nothing(text: str) -> None:
    """The words of a text, put together, are the text."""
    assert "".join(wording.words(text)) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("a cat, 2nd", ["a", " ", "cat", ",", " ", "2nd"]),
        ("two  spaces\tand\n", ["two", "  ", "spaces", "\t", "and", "\n"]),
        ("物流会社", ["物", "流", "会", "社"]),
        ("हिन्दी है", ["हिन्दी", " ", "है"]),
        ("e\u0301te\u0301", ["e\u0301te\u0301"]),
        ("\u0301a", ["\u0301", "a"]),
    ],
)
def test_words_keep_together_what_belongs_together(text: str, words: list[str]) -> None:
    """Letters keep their marks; Han characters, signs and breaks stand alone."""
    assert wording.words(text) == words


@given(TEXTS, TEXTS)
def test_the_pieces_of_a_new_text_say_it(old: str, new: str) -> None:
    """What is kept and what is new, put together, is the new text, wherever the old one begins."""
    assert wording.text(old, wording.pieces(old, new)) == new
    assert wording.text(f"{new}{old}", wording.pieces(old, new, len(new))) == new


@given(TEXTS, TEXTS)
def test_settled_changes_make_the_new_text(old: str, new: str) -> None:
    """The changes are in order, do not touch each other, and turn the old text into the new one."""
    changes = wording.settle(wording.pieces(old, new), len(old))
    assert carried_out(old, changes) == new
    assert all(a.end < b.start for a, b in itertools.pairwise(changes))


@given(st.permutations(range(6)), st.lists(st.integers(0, 6), max_size=3))
def test_items_that_change_places_are_taken_along(order: list[int], fresh: list[int]) -> None:
    """Kept pieces in any order, with new ones between them, come out as asked."""
    old = "".join(f"{number}{number}" for number in range(6))
    target: list[Piece] = [Kept(2 * number, 2 * number + 2) for number in order]
    for at in fresh:
        target.insert(at, Fresh("x"))
    assert carried_out(old, wording.settle(target, len(old))) == wording.text(old, target)


def test_the_longest_part_stays_where_it_is() -> None:
    """When the last of three goes first, it alone is moved."""
    target = [Kept(12, 15), Kept(6, 8), Kept(0, 10)]
    assert wording.text("Python, Go, SQL", target) == "SQL, Python, Go"
    assert wording.settle(target, 15) == [
        Change(0, 0, (Kept(12, 15), Kept(6, 8))),
        Change(10, 15),
    ]


def test_no_change_is_no_change() -> None:
    """A text that is kept needs nothing."""
    assert wording.settle(wording.pieces("same", "same"), 4) == []
    assert wording.settle([], 0) == []


def test_new_text_at_an_edge_looks_like_the_text_it_is_put_to() -> None:
    """Words before or after a span take the look of its first or last letter."""
    assert wording.pieces("cat", "big cat", 5)[0] == Fresh("big ", 5)
    assert wording.pieces("cat", "cat nap", 5)[-1] == Fresh(" nap", 7)
    assert wording.pieces("cat nap", "cat big nap", 5)[1].like is None  # type: ignore[union-attr]
    assert wording.pieces("", "cat", 5) == [Fresh("cat")]


def test_new_text_within_looks_like_what_it_replaces_or_stands_by() -> None:
    """Words between two that stay are asked for by the span that they take the place of."""
    asked = {(9, 9): 1, (9, 12): 2, (5, 12): 3}

    def usual(start: int, end: int) -> int:
        return asked[start, end]

    assert wording.pieces("cat nap", "cat big nap", 5, usual)[1] == Fresh("big ", 1)
    assert wording.pieces("cat nap", "cat hop", 5, usual)[-1] == Fresh("hop", 2)
    assert wording.pieces("cat-nap", "dozed", 5, usual) == [Fresh("dozed", 3)]


def test_texts_too_long_to_compare_are_replaced() -> None:
    """Two texts of thousands of words are not compared for minutes."""
    old, new = "a " * 3000, "b " * 3000
    assert wording.pieces(old, new) == [Fresh(new)]


@pytest.mark.parametrize(
    ("text", "legal"),
    [
        ("a\x00b\x1bc\x7f", "abc"),
        ("line\r\nline\rline\vline\fend", "line\nline\nline\nline\nend"),
        ("\ud800 alone", " alone"),
        ("\ufffe\uffff\U0001fffe", ""),
        ("tab\tand 物 🙂", "tab\tand 物 🙂"),
    ],
)
def test_what_xml_cannot_hold_is_left_out(text: str, legal: str) -> None:
    """Control characters, lone surrogates and non-characters go; line ends become one kind."""
    assert wording.legal(text) == legal
