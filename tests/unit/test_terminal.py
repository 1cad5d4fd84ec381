"""The chat in the terminal: edits in place on a screen, only news in a pipe."""

import asyncio
import io
import re

import pytest
from rich.console import Console

from sandbox import telegram, terminal

TOKEN = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|([^\x1b])", re.DOTALL)


def screen(output):
    """The lines that a terminal shows after *output*, with all that has scrolled by."""
    lines, row = [""], 0
    for match in TOKEN.finditer(output):
        argument, command, char = match.groups()
        if command == "A":
            row = max(0, row - int(argument or 1))
        elif command == "K":
            lines[row] = ""
        elif char == "\n":
            row += 1
            lines.extend([""] * (row + 1 - len(lines)))
        elif char and char != "\r":
            lines[row] += char
    return "\n".join(lines)


class Paper(io.StringIO):
    """What a console writes on; an event tells that it has."""

    def __init__(self):
        super().__init__()
        self.shown = asyncio.Event()

    def write(self, text):
        self.shown.set()
        return super().write(text)


def console(*, live, height=40):
    return Console(
        file=Paper(), force_terminal=live, width=80, height=height, _environ={"TERM": "xterm"}
    )


def output(made):
    return made.file.getvalue()


@pytest.fixture
def world():
    return telegram.World(clock=lambda: 0.0)


@pytest.fixture
def ada(world):
    return world.person("Ada Example")


def post(world, ada, text, *labels, **content):
    rows = [[{"text": label, "callback_data": label} for label in labels]]
    markup = {"inline_keyboard": rows} if labels else None
    return world.post(ada.chat, world.bot, text=text, markup=markup, **content)


def change(world, message, text, *labels):
    rows = [[{"text": label, "callback_data": label} for label in labels]]
    message.change(0.0, text, (), {"inline_keyboard": rows} if labels else None)
    world.journal.note("edit", message.chat.id, message.as_event())


def play(world, made):
    with terminal.Viewer(made) as viewer:
        for event in world.events:
            viewer.feed(event.as_json())
    return output(made)


def converse(world, ada):
    """A document, a card with buttons, a press, a status that changes."""
    ada.send_document(b"x" * 40_000, "resume.docx", caption="mine")
    post(world, ada, "Ready?", "Start", "Cancel")
    ada.press("Start")
    status = post(world, ada, "⏳ Job analysis 0 s\n▫️ Validation", "Stop", silent=True)
    for second in range(1, 60):
        change(world, status, f"⏳ Job analysis {second} s\n▫️ Validation", "Stop")
    change(world, status, "✅ Job analysis 59 s\n⏳ Validation", "Stop")
    post(world, ada, "Here it is.")
    change(world, status, "Done in 1 min.")
    world.journal.note("answer", ada.id, {"text": "Stopped", "alert": False, "message": 3})


def test_pipe_gets_only_what_is_new(world, ada):
    """Sixty ticks of a clock are no news; a finished step is one line."""
    converse(world, ada)
    assert play(world, console(live=False)).splitlines() == [
        "Ada Example: 📎 resume.docx, 39 KB",
        "    mine",
        "Sandbox Bot: Ready?",
        "    [Start] [Cancel]",
        "  — Ada Example presses [Start]",
        "Sandbox Bot: ⏳ Job analysis 0 s",
        "    ▫️ Validation",
        "    [Stop]",
        "    ✅ Job analysis 59 s",
        "    ⏳ Validation",
        "Sandbox Bot: Here it is.",
        "Sandbox Bot: Done in 1 min.",
        "  — pop-up: Stopped",
    ]


def test_screen_shows_each_message_once_as_it_is_now(world, ada):
    """On a terminal the status is edited in place: no old state is left standing."""
    converse(world, ada)
    shown = screen(play(world, console(live=True)))
    assert shown.count("Sandbox Bot") == 3
    assert "Done in 1 min." in shown
    assert "Job analysis" not in shown
    assert "[Stop]" not in shown
    assert "[Start] [Cancel]" in shown
    assert "📎 resume.docx, 39 KB" in shown


def test_person_is_on_the_right(world, ada):
    """Two sides: the bot's boxes begin at the left edge, the person's end at the right one."""
    ada.send("hello")
    post(world, ada, "hi")
    lines = screen(play(world, console(live=True))).splitlines()
    hers = next(line for line in lines if "hello" in line)
    its = next(line for line in lines if "hi " in line)
    assert hers.startswith(" ")
    assert its.startswith("│")


def test_long_chat_scrolls_and_keeps_its_history(world, ada):
    """What no longer fits on the screen stays above it, once."""
    for number in range(30):
        post(world, ada, f"message number {number}.")
    shown = screen(play(world, console(live=True, height=20)))
    assert [shown.count(f"message number {n}.") for n in range(30)] == [1] * 30


def test_edited_history_is_shown_again_only_with_news(world, ada):
    """A message that has scrolled away comes again when its text changes, not for its buttons."""
    old = post(world, ada, "old card", "Start")
    for number in range(10):
        post(world, ada, f"message {number}")
    change(world, old, "old card")
    assert screen(play(world, console(live=True, height=20))).count("old card") == 1
    change(world, old, "old card, new state")
    assert "old card, new state" in screen(play(world, console(live=True, height=20)))


def test_deleted_message_goes(world, ada):
    """A deleted bubble is taken away; a pipe is told."""
    ada.delete(post(world, ada, "oops"))
    assert "oops" not in screen(play(world, console(live=True)))
    assert "(message 1 deleted)" in play(world, console(live=False))


def test_long_paste_is_shortened(world, ada):
    """Of a long pasted post only the beginning is shown."""
    ada.send("\n".join(f"line {number}" for number in range(50)))
    shown = play(world, console(live=False))
    assert "line 11" in shown
    assert "line 12" not in shown
    assert "… 38 more lines" in shown


def test_formatting_is_shown(world, ada):
    """Bold is bold, at the right place behind an emoji; markup of the terminal is plain text."""
    ada.send("😀 <b>bold</b> [red]", html=True)
    assert "\x1b[1mbold\x1b[0m" in play(world, console(live=True))
    assert "bold [red]" in play(world, console(live=False))


def test_photos_forwards_and_blocks(world, ada):
    """Photos have a line, forwards a mark, a block a note."""
    gif = b"GIF89a\x10\x00\x10\x00"
    ada.send_photo(gif)
    ada.send_document(b"x")
    ada.forward("Wanted")
    ada.block()
    ada.unblock()
    for live in (True, False):
        shown = play(world, console(live=live))
        assert "🖼 photo, 10 bytes" in shown
        assert "a file without a name, 1 bytes" in shown
        assert "the bot is blocked" in shown
        assert "the bot is unblocked" in shown
    assert "Ada Example (forwarded)" in play(world, console(live=True))


async def test_shows_a_chat_to_its_last_event(world, ada):
    """What happens in the context is shown; other chats are not, and the end is not lost."""
    made = console(live=False)
    bob = world.person("Bob Example")
    async with terminal.show(world, ada.chat, made):
        ada.send("first")
        bob.send("secret")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert "first" in output(made)
        ada.send("last")
    assert "last" in output(made)
    assert "secret" not in output(made)


async def test_watches_a_server_elsewhere():
    """The stream of another process is shown until that closes."""
    made = console(live=False)
    async with telegram.serve() as server:
        ada = server.person()
        watching = asyncio.create_task(terminal.watch(server.url, made))
        ada.send("😀" * 4096)
        await asyncio.wait_for(made.file.shown.wait(), 5)
        server.close()
        async with asyncio.timeout(5):
            await watching
