"""The disaster drill: the machine is lost, and only the seconds in flight are gone."""

import asyncio
import shutil
import sqlite3
import sys
from pathlib import Path

import pyrage

from storage import backups

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
SEALED = ("people", "resumes", "postings", "applications", "steps", "versions", "evidence")


async def command(bot, *arguments):
    """One command beside the bot. Returns its exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *arguments),
        cwd=ROOT,
        env=bot.environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode, told.decode()


def rows(path):
    """How many rows each table of what counts has."""
    with sqlite3.connect(path) as connection:
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in SEALED
        }


async def test_a_lost_machine_costs_the_seconds_in_flight(
    start_bot, model, ada, resume, posting, agree, tmp_path
):
    """Run, back up, destroy data and exports, restore on empty folders, go on where it stood."""
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(f"{identity}\n")
    bot = await start_bot(
        model,
        quiet=False,
        BACKUP_BUCKET=(tmp_path / "elsewhere").as_uri(),
        BACKUP_RECIPIENT=str(identity.to_public()),
    )
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    first = await ada.chat.wait_for_document(timeout=PATIENCE)
    model.fault("hang", agent="validation")
    ada.send(f"{posting[:3000]}\nThe second post of the day.")
    before = await agree(ada)
    await model.log.until(
        lambda calls: sum(call.agent == "validation" for call in calls) > 1, PATIENCE
    )

    done, told = await command(bot, "backup")
    assert done == 0, told
    kept = rows((await backups.kept(bot.data))[0].path)
    name = (await backups.kept(bot.data))[0].path.name
    eve = ada.chat  # what is said from here on is in flight
    ada.send("In flight when the machine was lost.")
    await eve.until(lambda: len(eve.history) > before, PATIENCE)
    await bot.kill()
    shutil.rmtree(bot.data)
    shutil.rmtree(bot.exports)
    model.script.rules.clear()

    done, told = await command(bot, "restore", name, "--identity", str(tmp_path / "identity.txt"))
    assert done == 0, told
    assert "1 unfinished" in told
    assert rows(bot.data / "applications.db") == kept
    exported = [path.read_bytes() for path in bot.exports.glob("*/resume.docx")]
    assert exported == [first.document.data]

    await bot.start()
    second = await eve.wait_for_document(after=before, timeout=PATIENCE)
    assert second.document.data[:2] == b"PK"
    assert (
        len([m for m in eve.history if m.document and m.document.data == first.document.data]) == 1
    )
    ada.command("export_me")
    told = await eve.wait_for(
        lambda m: m.document and m.document.name.endswith(".zip"), timeout=PATIENCE
    )
    assert told.document
    assert await bot.stop() == 0
