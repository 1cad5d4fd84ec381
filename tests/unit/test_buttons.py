"""Buttons: what they carry, and what is understood of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User

from bot import buttons
from documents.genre import Genre

ADA = User(1, "Ada", is_bot=False)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.sampled_from(["start", "is-posting", "stop"]), st.integers(0, 2**63))
def test_a_press_survives_the_round_trip(action, id):
    """What a button carries is what its press means, in at most 64 bytes."""
    press = buttons.Press(action, id)
    assert buttons.parse(press.data()) == press
    assert len(press.data().encode()) <= 64


@given(st.sampled_from(["word", "gap-skip"]), st.lists(st.integers(0, 10**12), max_size=3))
def test_a_press_in_a_review_says_which_edit_and_which_card(action, numbers):
    """Application, edit and step come back, in at most 64 bytes."""
    press = buttons.Press(action, *numbers)
    assert buttons.parse(press.data()) == press
    assert len(press.data().encode()) <= 64


@pytest.mark.parametrize(
    "data", [None, "", "v0:start:0", "v1:start", "v1:start:x", "v1:a:1:2", "v1:a:1:2:x"]
)
def test_other_data_means_nothing(data):
    """Another version's or damaged data is no press."""
    assert buttons.parse(data) is None


@given(st.text(max_size=64))
def test_any_data_is_parsed_or_refused(data):
    """No data raises."""
    buttons.parse(data)


def command(text):
    """A message that is a command, as Telegram marks it."""
    marked = [MessageEntity(MessageEntity.BOT_COMMAND, 0, len(text))]
    return Message(1, NOW, Chat(1, "private"), text=text, entities=marked)


@pytest.mark.parametrize(
    ("update", "urgent"),
    [
        (Update(1, callback_query=CallbackQuery("1", ADA, "c", data="v1:stop:7")), True),
        (Update(1, callback_query=CallbackQuery("1", ADA, "c", data="v1:start:0")), False),
        (Update(1, message=command("/cancel")), True),
        (Update(1, message=command("/cancel@a_bot")), True),
        (Update(1, message=command("/start")), False),
        (Update(1), False),
    ],
)
def test_only_stop_and_cancel_are_urgent(update, urgent):
    """Everything else waits for its turn in the chat."""
    assert buttons.urgent(update) is urgent


def test_a_whole_table_can_be_started_and_a_half_one_only_cleared():
    """Start stands under the card only when both are there."""
    whole = buttons.card(whole=True, newest=Genre.POSTING, id=3)
    half = buttons.card(whole=False, newest=Genre.RESUME, id=4)
    labels = [[button.text for button in row] for row in whole.inline_keyboard]
    assert labels == [["▶️ Start"], ["That's my résumé"], ["Replace…", "Cancel"]]
    labels = [[button.text for button in row] for row in half.inline_keyboard]
    assert labels == [["That's a job post"], ["Cancel"]]
