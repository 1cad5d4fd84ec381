"""The main job, played out: a person, the real bot, a Telegram and a model on loopback."""

import argparse
import asyncio
import io
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import docx

from sandbox import model as models
from sandbox import telegram as telegrams
from sandbox import terminal
from sandbox.chats import Message
from sandbox.people import Person
from sandbox.world import World

ROOT = Path(__file__).parent.parent
FIRST_TOKEN, PACE = 0.8, 60.0  # seconds, tokens a second: a mid-sized hosted model in 2026
PATIENCE = 600.0  # seconds: a real model may take its time

_ENDINGS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".md": "text/markdown",
    ".txt": "text/plain",
}


async def play(resume: Path, posting: Path, picture: Path | None = None) -> Path:
    """Play the chat and show it. Returns the delivered file's place in exports/.

    *picture* gets the chat as it stands at the end, as an SVG.

    Raises TimeoutError or ValueError where the chat does not end in a document that opens.
    """
    async with AsyncExitStack() as stack:
        telegram = await stack.enter_async_context(telegrams.serve())
        ada = telegram.person("Ada Example")
        environ = await stack.enter_async_context(_environment(telegram))
        await stack.enter_async_context(terminal.show(telegram, ada.chat))
        await stack.enter_async_context(_bot(environ))
        delivered = await _talk(ada, resume, posting)
        if picture:
            terminal.draw(telegram, ada.chat, picture)
        return _check(delivered, Path(environ["EXPORTS_DIR"]))


async def _talk(ada: Person, resume: Path, posting: Path) -> Message:
    """What the person does: two messages and a button."""
    _send(ada, resume)
    card = await ada.chat.wait_for(lambda message: "Cancel" in message.labels, timeout=PATIENCE)
    _send(ada, posting)
    card = await ada.chat.wait_for_button("▶️ Start", after=card.id, timeout=PATIENCE)
    ada.press("▶️ Start", card)
    await ada.chat.until(lambda: "▶️ Start" not in card.labels, PATIENCE)
    if "Yes, start" in card.labels:
        ada.press("Yes, start", card)
    delivered = await ada.chat.wait_for(
        lambda message: message.document or message.text.startswith("⚠️ "),
        after=card.id,
        timeout=PATIENCE,
    )
    await ada.chat.until(lambda: not card.labels, PATIENCE)
    return delivered


def _send(ada: Person, file: Path) -> None:
    text = file.suffix == ".txt" and file.read_text()
    if text and len(text) <= 12_000:
        ada.paste(text)
    else:
        ada.send_document(file.read_bytes(), file.name, _ENDINGS.get(file.suffix.lower()))


def _check(delivered: Message, exports: Path) -> Path:
    """The exported file that arrived; it must open and be the one in the chat."""
    if delivered.document is None:
        raise ValueError(delivered.text)
    file = delivered.document.data
    docx.Document(io.BytesIO(file))
    newest_first = sorted(exports.glob("*/resume.docx"), key=lambda path: -path.stat().st_mtime)
    for path in newest_first:
        if path.read_bytes() == file:
            return path
    raise ValueError(f"the delivered file is not in {exports}")


@asynccontextmanager
async def _environment(telegram: World) -> AsyncIterator[dict[str, str]]:
    """The bot's settings: the sandbox's addresses, and a model unless one is set already."""
    with tempfile.TemporaryDirectory(prefix="resume-tailor-demo-") as data:
        environ = {
            **os.environ,
            "TELEGRAM_BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "ALLOWED_USER_IDS": "*",
            "DATA_DIR": data,
            "EXPORTS_DIR": os.environ.get("EXPORTS_DIR") or "exports",
            "LOG_LEVEL": os.environ.get("LOG_LEVEL") or "ERROR",
        }
        environ.pop("DATABASE_URL", None)
        chosen = ("OPENROUTER_API_KEY", "LLM_BASE_URL")
        if environ.get("MODEL") == "off" or any(environ.get(name) for name in chosen):
            yield environ
            return
        async with models.serve(first_token=FIRST_TOKEN, pace=PACE) as model:
            yield environ | {
                "OPENROUTER_API_KEY": "sandbox",
                "LLM_BASE_URL": f"{model.url}/api/v1",
                "LLM_NAME": "the sandbox model (rules at a model's pace, no AI)",
            }


@asynccontextmanager
async def _bot(environ: dict[str, str]) -> AsyncIterator[None]:
    """The real process, as `make run` starts it."""
    command = (sys.executable, "-m", "bot")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ)
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def main(arguments: Sequence[str]) -> int:
    """Play the demo; 0 only when the document arrived in the chat and opens."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.demo", description=__doc__)
    parser.add_argument("resume", type=Path, nargs="?", default=ROOT / "examples/resume.docx")
    parser.add_argument("posting", type=Path, nargs="?", default=ROOT / "examples/posting.txt")
    parser.add_argument("--picture", type=Path, metavar="SVG", help="draw the chat's end here")
    chosen = parser.parse_args(arguments)
    for file in (chosen.resume, chosen.posting):
        if not file.is_file():
            print(f"There is no file {str(file)!r}.", file=sys.stderr)
            return 2
    try:
        path = asyncio.run(play(chosen.resume, chosen.posting, chosen.picture))
    except (TimeoutError, ValueError) as trouble:
        print(f"No document arrived: {trouble}", file=sys.stderr)
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
