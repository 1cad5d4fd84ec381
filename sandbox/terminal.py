"""A chat in the terminal, as it happens: bubbles edited in place, or plain lines into a pipe."""

import asyncio
import io
import json
import re
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
from rich.align import Align
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.text import Text

from sandbox.chats import Chat, Version
from sandbox.journal import Event
from sandbox.world import World

_MOST_LINES = 12  # of a person's text: a pasted post is long, and known to who pasted it
_WIDEST = 76  # columns of a bubble
_STYLES = {"bold": "bold", "italic": "italic", "underline": "underline", "code": "cyan"}
_STYLES |= {"strikethrough": "strike", "pre": "cyan", "text_link": "underline blue"}
_STYLES |= {"blockquote": "dim", "expandable_blockquote": "dim", "url": "underline blue"}
_LONGEST_LINE = 1 << 20  # bytes of one event
_WEB_FONT = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # a picture fetches nothing
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

Seen = Mapping[str, Any]  # an event of the stream


class Viewer:
    """Shows what it is fed: live bubbles on a terminal, else lines that say only what is new."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console()
        live = self._console.is_terminal
        self._screen: Bubbles | Lines = Bubbles(self._console) if live else Lines(self._console)

    def __enter__(self) -> Self:
        self._screen.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._screen.stop()

    def feed(self, event: Seen) -> None:
        """Show one event of the stream; kinds that cannot be seen are passed over."""
        if event["kind"] in ("message", "edit"):
            self._screen.say(event)
        elif event["kind"] == "delete":
            self._screen.remove(event)
        elif note := _note(event):
            self._screen.note(note)


@asynccontextmanager
async def show(world: World, chat: Chat, console: Console | None = None) -> AsyncIterator[Viewer]:
    """Show *chat* of a server in this process while the context lasts, to its last event."""
    seen = 0

    def feed(event: Event) -> None:
        nonlocal seen
        seen = event.seq
        if event.chat == chat.id:
            viewer.feed(event.as_json())

    async def follow() -> None:
        async for event in world.journal.follow():
            feed(event)

    with Viewer(console) as viewer:
        task = asyncio.create_task(follow())
        try:
            yield viewer
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            for event in world.events[seen:]:
                feed(event)


def draw(world: World, chat: Chat, path: Path) -> None:
    """Draw *chat* as it stands now into the SVG file *path*."""
    console = Console(record=True, width=96, file=io.StringIO(), force_terminal=True)
    for message in chat.messages:
        for version in _telling(message.versions):
            shown = replace(message, **version)
            event = {"chat": chat.id, **shown.as_event()}
            event["entities"] = [entity.as_json() for entity in shown.entities]
            console.print(_bubble(event, _WIDEST))
    drawn = console.export_svg(title=f"A chat with {world.bot.name}")
    path.write_text(_WEB_FONT.sub("", drawn))


def _telling(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The last state of a message, and before it the one that said most."""
    fullest = max(versions, key=lambda version: version.text.count("✅"))
    chosen = [fullest, versions[-1]] if fullest.text.count("✅") > 1 else [versions[-1]]
    return [
        {"text": each.text, "entities": each.entities, "markup": each.markup} for each in chosen
    ]


async def watch(url: str, console: Console | None = None) -> None:
    """Show every chat of the server at *url* until it closes."""
    forever = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(timeout=forever, read_bufsize=_LONGEST_LINE) as session,
        session.get(f"{url}/sim/events") as stream,
    ):
        with Viewer(console) as viewer:
            while line := await stream.content.readline():
                viewer.feed(json.loads(line))


class Lines:
    """Plain lines. Of an edit, only lines that differ in more than their numbers."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._known: dict[object, Seen] = {}
        self._last: object = None

    def start(self) -> None:
        """Nothing is needed before the first line."""

    def stop(self) -> None:
        """Nothing is left after the last line."""

    def say(self, event: Seen) -> None:
        """A new message whole, or what is new in an edited one."""
        before = self._known.get(_key(event))
        self._known[_key(event)] = event
        lines = _shortened(event).splitlines()
        if before is not None:
            known = {_NUMBER.sub("0", line) for line in _shortened(before).splitlines()}
            lines = [line for line in lines if _NUMBER.sub("0", line) not in known]
        elif "file" in event:
            lines.insert(0, _file(event["file"]))
        labels = _labels(event)
        if labels and (before is None or labels != _labels(before)):
            lines.extend(labels.splitlines())
        for line in filter(str.strip, lines):
            again = self._last == _key(event)
            self._print(f"    {line}" if again else f"{event['sender']}: {line}")
            self._last = _key(event)

    def remove(self, event: Seen) -> None:
        """A line is printed for ever: it is only said that the message has gone."""
        self._print(f"(message {event['message']} deleted)")

    def note(self, text: str) -> None:
        """One line about what is no message."""
        self._last = None
        self._print(f"  — {text}")

    def _print(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)


class Bubbles:
    """The last screenful stays live, so that edits happen in place; what is above is history."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, vertical_overflow="visible")
        self._shown: dict[object, RenderableType] = {}
        self._texts: dict[object, str] = {}
        self._notes = 0

    def start(self) -> None:
        """Take the lower part of the terminal."""
        self._live.start()

    def stop(self) -> None:
        """Leave the last state standing."""
        self._live.stop()

    def say(self, event: Seen) -> None:
        """Draw a message where it stands; one that is history anew, if it says something new."""
        before, self._texts[_key(event)] = self._texts.get(_key(event)), event["text"]
        if _key(event) not in self._shown and before == event["text"]:
            return
        self._shown[_key(event)] = _bubble(event, min(_WIDEST, self._console.width * 3 // 4))
        self._draw()

    def remove(self, event: Seen) -> None:
        """Take the message away if it is not history yet."""
        self._shown.pop(_key(event), None)
        self._draw()

    def note(self, text: str) -> None:
        """A line in the middle."""
        self._notes += 1
        self._shown["note", self._notes] = Align.center(Text(text, style="dim"))
        self._draw()

    def _draw(self) -> None:
        while len(self._shown) > 1 and self._height() >= self._console.height:
            oldest = next(iter(self._shown))
            self._live.update(Group(*list(self._shown.values())[1:]))
            self._console.print(self._shown.pop(oldest))
        self._live.update(Group(*self._shown.values()), refresh=True)

    def _height(self) -> int:
        group = Group(*self._shown.values())
        return len(self._console.render_lines(group, pad=False))


def _key(event: Seen) -> tuple[int, int]:
    return event["chat"], event["message"]


def _note(event: Seen) -> str:
    if event["kind"] == "press":
        return f"{event['sender']} presses [{event['label']}]"
    if event["kind"] == "answer" and event["text"]:
        return f"pop-up: {event['text']}"
    return {"blocked": "the bot is blocked", "unblocked": "the bot is unblocked"}.get(
        event["kind"], ""
    )


def _shortened(event: Seen) -> str:
    """The text; of a person's long one, the beginning."""
    lines = str(event["text"]).splitlines()
    over = len(lines) - _MOST_LINES
    if event["bot"] or over <= 1:
        return "\n".join(lines)
    return "\n".join([*lines[:_MOST_LINES], f"… {over} more lines"])


def _file(file: Mapping[str, Any]) -> str:
    size = file["size"]
    shown = f"{size / 1024:,.0f} KB" if size >= 1024 else f"{size} bytes"
    if file["kind"] == "photo":
        return f"🖼 photo, {shown}"
    return f"📎 {file['name'] or 'a file without a name'}, {shown}"


def _labels(event: Seen) -> str:
    return "\n".join(" ".join(f"[{label}]" for label in row) for row in event["buttons"])


def _bubble(event: Seen, width: int) -> RenderableType:
    """A message as a box: the bot's on the left, a person's on the right."""
    body = Text(_shortened(event))
    if body.plain == event["text"]:
        _decorate(body, event["entities"])
    parts: list[RenderableType] = []
    if "file" in event:
        parts.append(Text(_file(event["file"]), style="bold"))
    if body.plain:
        parts.append(body)
    if event["buttons"]:
        parts.append(Text(_labels(event), style="bold green"))
    title = event["sender"] + (" (forwarded)" if event["forwarded"] else "")
    style = "cyan" if event["bot"] else "magenta"
    longest = max(cell_len(line) for part in parts for line in str(part).splitlines())
    fits = max(cell_len(title) + 6, min(width, longest + 4))
    panel = Panel(Group(*parts), title=title, title_align="left", border_style=style, width=fits)
    return Align.left(panel) if event["bot"] else Align.right(panel)


def _decorate(body: Text, entities: Sequence[Mapping[str, Any]]) -> None:
    """Style what is formatted; offsets come in UTF-16 units, rich counts characters."""
    units = body.plain.encode("utf-16-le")
    for entity in entities:
        if style := _STYLES.get(entity["type"]):
            start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
            first = len(units[:start].decode("utf-16-le"))
            body.stylize(style, first, first + len(units[start:end].decode("utf-16-le")))


def main() -> None:
    """Show the chats of the server whose url is the argument."""
    if len(sys.argv) != 2:
        sys.exit("usage: python -m sandbox.terminal URL")
    with suppress(KeyboardInterrupt):
        asyncio.run(watch(sys.argv[1]))


if __name__ == "__main__":
    main()
