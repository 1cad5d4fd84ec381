"""Screenshots sent together become one text; what waits for its last piece is kept as it is."""

import hashlib
import inspect
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import links, pending, screenshots, texts
from bot.pending import Pending
from documents import errors
from documents.reading import Notice
from storage.desks import Desk

POST = [
    "Accountant at Example Ltd",
    "What you will do",
    "- Keep the books of two companies",
    "- Prepare the monthly closing",
    "- Talk to the auditors twice a year",
    "Requirements",
    "- Five years of experience",
    "- Sound knowledge of Excel",
    "Apply by 15 December",
]


def shots(*parts):
    """Screenshots that show these slices of the post."""
    return ["\n".join(POST[part]) for part in parts]


def test_screenshots_that_meet_are_put_one_below_the_other():
    """Nothing is lost, nothing is changed."""
    assert screenshots.join(shots(slice(0, 4), slice(4, 9))) == "\n".join(POST)
    assert screenshots.join(shots(slice(0, 9))) == "\n".join(POST)


@pytest.mark.parametrize("overlap", range(1, 5))
def test_what_two_screenshots_both_show_stands_there_once(overlap):
    """People scroll a little less than a screen."""
    assert screenshots.join(shots(slice(0, 5), slice(5 - overlap, 9))) == "\n".join(POST)


def test_the_phone_s_own_lines_at_a_seam_go_with_it():
    """The time above and the buttons below stand between the lines that both show."""
    first, second = shots(slice(0, 5), slice(3, 9))
    joined = screenshots.join([f"9:41\n{first}\nBack  Home", f"9:42 LTE\n\n{second}\nBack  Home"])
    assert joined == "\n".join(["9:41", *POST, "Back  Home"])


def test_lines_that_were_recognised_differently_are_the_same():
    """A letter may be wrong in one of the two."""
    first, second = shots(slice(0, 5), slice(3, 9))
    second = second.replace("Prepare the monthly", "Prepare tbe monthIy").replace("Talk", "Ta1k")
    assert screenshots.join([first, second]) == "\n".join(POST)


def test_a_word_that_comes_twice_is_no_seam():
    """Titles such as "Requirements" come again; too little to go by."""
    first, second = "Duties\nKeep books\nRequirements", "Requirements\nFive years"
    assert screenshots.join([first, second]) == f"{first}\n{second}"


@settings(deadline=None)
@given(st.data())
def test_however_a_page_is_photographed_it_is_put_together_again(data):
    """With cuts anywhere and any overlap, as long as its lines differ."""
    count = data.draw(st.integers(2, 30))
    marks = [hashlib.sha256(str(row).encode()).hexdigest() for row in range(count)]
    page = [f"{mark[:8]} {mark[8:16]} {mark[16:24]}" for mark in marks]
    cuts = sorted(data.draw(st.sets(st.integers(1, count - 1), max_size=4)))
    pages = []
    for start, end in pairwise([0, *cuts, count]):
        overlap = data.draw(st.integers(0, 3)) if start else 0
        pages.append("\n".join(page[max(start - overlap, 0) : end]))
    assert screenshots.join(pages) == "\n".join(page)


DESK = Desk(1, 1)
PENDING = Pending({1: "one", 2: "two"}, {"7": {3: "c", 1: "a"}, "8": {4: "d"}})


def test_what_waits_is_kept():
    """As JSON on the table; nothing is nothing."""
    assert pending.load(DESK) == Pending()
    assert pending.store(DESK, Pending()).pending == ""
    assert pending.load(pending.store(DESK, PENDING)) == PENDING


def test_what_was_taken_waits_no_longer():
    """A paste and an album may wait at the same time."""
    desk = pending.store(DESK, PENDING)
    assert pending.load(pending.without_pieces(desk)) == Pending({}, PENDING.albums)
    desk = pending.without_album(pending.without_pieces(desk), "7")
    assert pending.load(desk) == Pending({}, {"8": {4: "d"}})
    assert pending.without_album(desk, "8").pending == ""


LINK_ERRORS = [
    cls for _, cls in inspect.getmembers(links, inspect.isclass) if issubclass(cls, links.LinkError)
]


@pytest.mark.parametrize("cls", LINK_ERRORS, ids=lambda cls: cls.__name__)
def test_every_trouble_with_a_link_says_what_helps(cls):
    """Pasting the text or a screenshot always works."""
    assert "paste the text" in texts.unopened(cls())
    assert "screenshot" in texts.unopened(cls())
    assert cls in texts.FAILURES


def test_a_page_of_no_use_is_not_called_a_file():
    """Whatever the reader has against it."""
    for error in (errors.Empty(), errors.TooLarge(), errors.Walled()):
        assert "page" in texts.unopened(error)
        assert "screenshot" in texts.unopened(error)


def test_recognised_text_is_to_be_checked():
    """Letters may be wrong: the person is told."""
    assert "check" in texts.notice(Notice("recognised", 120))
