"""Text as Telegram keeps it: trimmed, and with what it finds there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox import entities
from sandbox.entities import Entity


@pytest.mark.parametrize(
    ("text", "found", "kept", "left"),
    [
        ("  a b \n", [], "a b", []),
        ("a\rb\tc\x0bd", [], "ab c d", []),
        ("a\u202eb\u2028c", [Entity("bold", 2, 3)], "abc", [Entity("bold", 1, 2)]),
        (" \n\u200b", [], "", []),
        ("ab  ", [Entity("bold", 1, 3)], "ab", [Entity("bold", 1, 1)]),
        ("ab  ", [Entity("bold", 3, 1)], "ab", []),
        ("  ab", [Entity("bold", 2, 2)], "ab", [Entity("bold", 0, 2)]),
        (" \n ab", [Entity("bold", 1, 4)], "\n ab", [Entity("bold", 0, 4)]),
        ("a\rb", [Entity("bold", 0, 1)], "ab", [Entity("bold", 0, 1)]),
    ],
)
def test_clean(text, found, kept, left):
    """Control and direction characters go, ends are trimmed, entities move along."""
    assert entities.clean(text, found) == (kept, tuple(left))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("a/b and x/y/z", []),
        ("see https://example.com/a?b=c.", [("url", "https://example.com/a?b=c")]),
        ("at example.com, or Example.COM/jobs", [
            ("url", "example.com"), ("url", "Example.COM/jobs")
        ]),
        ("ada@example.com", [("email", "ada@example.com")]),
        ("ask @ada_example", [("mention", "@ada_example")]),
        ("#jobs #1 C#", [("hashtag", "#jobs")]),
        ("resume.docx node.js", []),
        ("😀 /help@sandbox_bot", [("bot_command", "/help@sandbox_bot")]),
    ],
)  # fmt: skip
def test_find(text, kinds):
    """Commands, links, addresses, names and tags are found in plain text."""
    units = text.encode("utf-16-le")
    found = [
        (entity.type, units[entity.offset * 2 : entity.end * 2].decode("utf-16-le"))
        for entity in entities.find(text)
    ]
    assert found == kinds


def test_nothing_is_found_in_code_and_links():
    """A link inside code or behind a text stays as it is."""
    code = Entity("code", 0, 19)
    assert entities.find("https://example.com /x", [code]) == (code, Entity("bot_command", 20, 2))


def test_at_most_a_hundred():
    """What is past the hundredth entity loses its effect."""
    many = [Entity("bold", index * 2, 1) for index in range(120)]
    assert len(entities.ordered(many)) == 100


def test_crossing_entities_are_left_out_of_html():
    """HTML nests; what does not is not shown."""
    crossing = [Entity("bold", 0, 2), Entity("italic", 1, 2)]
    assert entities.html("abc", crossing) == "<b>ab</b>c"


def test_mention_of_a_person_names_the_person():
    """A text_mention shows a user, as the Bot API does."""
    shown = Entity("text_mention", 0, 1, "tg://user?id=7").as_json()
    assert shown["user"]["id"] == 7


@settings(max_examples=50)
@given(st.text(max_size=40), st.integers(0, 20), st.integers(1, 20))
def test_cleaning_keeps_entities_inside(text, offset, length):
    """Whatever is cut away, no entity reaches past the text."""
    size = entities.units(text)
    given = [Entity("bold", offset, length)] if offset + length <= size else []
    kept, left = entities.clean(text, given)
    assert all(0 <= e.offset < e.end <= entities.units(kept) for e in left)
    assert entities.clean(kept, left)[0] == kept
