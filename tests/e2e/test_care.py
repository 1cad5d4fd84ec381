"""Backups, deletion, a full disk: what is kept stays, and what is deleted is gone."""

import asyncio
import io
import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pyrage
import pytest

from storage import backups

PATIENCE = 60.0
ROOT = Path(__file__).parents[2]
GLASS = """
from storage import vault

def seal(self, person, value, sealed=vault.Vault.seal):
    return sealed(self, person, b"")[:21] + (value.encode() if isinstance(value, str) else value)

vault.Vault.seal = seal
vault.Vault.open = lambda self, person, sealed: sealed[21:]
"""
HASTE = """
from functools import partial
from bot import schedule, serve, watch

schedule._MINUTE = 1
serve.Watch = partial(watch.Watch, bounds=watch.Bounds(stuck=8))
"""
RUN = """
import sys
from bot.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


async def run(bot, *arguments):
    """One command beside the bot. Returns its exit status and what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        cwd=ROOT,
        env=bot.environ,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    return process.returncode, told.decode()


async def deliver(person, resume, posting, agree):
    """One run from the files to the document."""
    person.send_document(resume, "resume.docx")
    await person.chat.wait_for_button("Cancel", timeout=PATIENCE)
    person.send_document(posting.encode(), "posting.txt")
    await agree(person)
    return await person.chat.wait_for_document(timeout=PATIENCE)


async def until(ready, timeout=PATIENCE):
    """Wait for something outside of the chats."""
    async with asyncio.timeout(timeout):
        while not ready():
            await asyncio.sleep(0.1)


async def test_a_backup_is_made_at_start_and_comes_back(start_bot, telegram, ada, resume, posting):
    """What a night missed is made up for, an admin makes another, and a restore is exactly that."""
    bot = await start_bot(ADMIN_IDS=str(ada.id))
    await until(lambda: list(bot.data.glob("backups/*.json")))
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.command("backup")
    await ada.chat.wait_for_text("applications-", timeout=PATIENCE)
    ada.command("backups")
    listed = await ada.chat.wait_for_text(" rows", timeout=PATIENCE)
    assert len(listed.text.splitlines()) == 2
    newest = (await backups.kept(bot.data))[0]
    assert newest.rows["resumes"] == 1
    refused, told = await run(bot, "restore", str(newest.path))
    assert (refused, "another bot is running" in told) == (2, True)
    ada.send(posting[:3000])
    await ada.chat.wait_for_button("▶️ Start", timeout=PATIENCE)
    await bot.kill()  # leaves a write-ahead log, which must not undo the restore
    damaged = bot.folder / "damaged.db"
    damaged.write_bytes(newest.path.read_bytes()[:-4096])
    refused, told = await run(bot, "restore", str(damaged))
    assert refused == 1, told
    done, told = await run(bot, "restore", str(newest.path))
    assert done == 0, told
    assert list(bot.data.glob("aside/*/applications.db-wal"))
    assert not (bot.data / "workflows.db").exists()
    done, told = await run(bot, "backup")
    assert done == 0, told
    assert (await backups.kept(bot.data))[0].rows == newest.rows
    done, told = await run(bot, "backups")
    assert (done, len(told.splitlines())) == (0, 3)
    await bot.start()
    ada.send(posting[:3000])
    card = await ada.chat.wait_for_button("▶️ Start", after=listed.id + 2, timeout=PATIENCE)
    assert "Maya" in card.text


async def test_admins_commands_do_not_exist_for_others(start_bot, ada):
    """Whoever is no admin gets the answer to a command that does not exist."""
    bot = await start_bot(ADMIN_IDS="1")
    ada.command("backups")
    await ada.chat.wait_for_text("How it works", timeout=PATIENCE)
    assert await run(bot, "restore", str(bot.folder / "none.db")) != (0, "")


async def test_an_unfinished_run_goes_on_after_a_restore(
    start_bot, model, ada, resume, posting, agree
):
    """The workflow database is gone; what was not finished is delivered all the same."""
    model.fault("hang", agent="validation")
    bot = await start_bot(model, quiet=False, ADMIN_IDS=str(ada.id))
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    await model.log.until(lambda calls: any(c.agent == "validation" for c in calls), PATIENCE)
    done, told = await run(bot, "backup")
    assert done == 0, told
    await bot.kill()
    model.script.rules.clear()
    done, told = await run(bot, "restore", told.splitlines()[-2])
    assert done == 0, told
    assert "1 unfinished" in told
    await bot.start()
    await ada.chat.wait_for_document(timeout=PATIENCE)
    await bot.stop()


async def test_a_lost_machine_comes_back_from_the_other_place(
    start_bot, ada, resume, posting, agree, tmp_path
):
    """From the bucket alone, with the identity: database, keys and documents."""
    identity = pyrage.x25519.Identity.generate()
    settings = {
        "ADMIN_IDS": str(ada.id),
        "BACKUP_RECIPIENT": str(identity.to_public()),
        "BACKUP_BUCKET": (tmp_path / "elsewhere").as_uri(),
    }
    bot = await start_bot(name="first", **settings)
    made = await deliver(ada, resume, posting, agree)
    ada.command("backup")
    await ada.chat.wait_for_text("applications-", timeout=PATIENCE)
    await bot.stop()
    new = await start_bot(
        name="second", **{**settings, "BACKUP_BUCKET": "", "BACKUP_RECIPIENT": ""}
    )
    await new.stop()
    for path in new.data.glob("*.db*"):
        path.unlink()
    new.environ |= settings
    (new.folder / "identity.txt").write_text(f"# kept elsewhere\n{identity}\n")
    _, told = await run(new, "backups")
    name = next(line.split()[-1] for line in told.splitlines() if line.startswith("file:"))
    done, told = await run(new, "restore", name, "--identity", str(new.folder / "identity.txt"))
    assert done == 0, told
    [document] = new.exports.glob("*/resume.docx")
    assert document.read_bytes() == made.document.data


@pytest.fixture
async def start_changed(bot_process, telegram, model, tmp_path):
    """Starts a bot whose process first runs some code of the test's."""

    class Changed(bot_process):
        async def start(self):
            with self.log.open("ab") as log:
                command = (sys.executable, "-c", self.code + RUN)
                self.process = await asyncio.create_subprocess_exec(
                    *command, cwd=ROOT, env=self.environ, stderr=log, stdout=log
                )
            return self

    started = []

    async def start(code, **environ):
        bot = Changed(tmp_path, telegram, model, **environ)
        bot.code = code
        started.append(bot)
        return await bot.start()

    yield start
    for bot in started:
        await bot.stop()


def found(folder, words):
    """The files in which one of the words still stands."""
    files = [path for path in folder.rglob("*") if path.is_file() and "backups" not in path.parts]
    return {
        str(path.relative_to(folder))
        for path in files
        for word in words
        if word in path.read_bytes()
    }


async def test_who_is_deleted_is_in_no_byte(start_changed, ada, resume, posting, agree):
    """With encryption switched off nothing of the person is found in any live file."""
    glass = await start_changed(GLASS)
    words = [b"Maya Lindgren", b"Tidalgate", b"maya"]
    made = await deliver(ada, resume, posting, agree)
    assert made.document
    words = [word for word in words if found(glass.data, [word])]
    assert words
    assert found(glass.folder, [b"resume.docx"])
    ada.command("delete_me")
    asked = await ada.chat.wait_for_button("Delete everything", timeout=PATIENCE)
    await ada.press("Keep it", asked).answered()
    await ada.chat.wait_for_text("Nothing was deleted", timeout=PATIENCE)
    assert found(glass.data, words)
    ada.command("delete_me")
    asked = await ada.chat.wait_for_button("Delete everything", after=asked.id, timeout=PATIENCE)
    await ada.press("Delete everything", asked).answered()
    await ada.chat.wait_for_text("Everything about you is deleted", timeout=PATIENCE)
    assert found(glass.data, words) == set()
    assert list(glass.exports.iterdir()) == []
    with sqlite3.connect(glass.data / "workflows.db") as workflows:
        left = "SELECT count(*) FROM workflow_status"
        assert workflows.execute(left).fetchone() == (0,)
    ada.command("start")
    await ada.chat.wait_for_text("Hello", timeout=PATIENCE)
    assert "Traceback" not in glass.read(), glass.read()


async def test_a_run_that_hangs_is_begun_again(start_changed, model, ada, resume, posting, agree):
    """No answer and no error either: the call is cut off, and the run goes on where it was."""
    model.fault("hang", agent="validation", calls=(1,))
    await start_changed(HASTE)
    await deliver(ada, resume, posting, agree)
    assert [c.agent for c in model.calls].count("job_analysis") == 1
    assert len(ada.chat.documents) == 1


async def test_a_run_that_hangs_for_good_ends_in_a_sentence(
    start_changed, model, ada, resume, posting, agree
):
    """Begun again it hangs as well: the person hears so, and so does the admin."""
    model.fault("hang", agent="validation")
    await start_changed(HASTE, ADMIN_IDS=str(ada.id))
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    ada.send_document(posting.encode(), "posting.txt")
    await agree(ada)
    await ada.chat.wait_for_text("did not get on", timeout=PATIENCE)
    await ada.chat.wait_for_text("Application 1 does not get on", timeout=PATIENCE)
    model.script.rules.clear()
    ada.send(posting[:3000])
    await agree(ada)
    await ada.chat.wait_for_document(timeout=PATIENCE)


async def test_a_person_gets_everything_that_is_kept(bot, ada, resume, posting, agree):
    """Rows as JSON, the files that were sent, and the document that was made."""
    made = await deliver(ada, resume, posting, agree)
    await ada.chat.wait_for(lambda m: m.text.startswith("✅") and not m.document, timeout=PATIENCE)
    ada.command("export_me")
    sent = await ada.chat.wait_for(
        lambda m: m.document and m.document.name.endswith(".zip"), timeout=PATIENCE
    )
    with zipfile.ZipFile(io.BytesIO(sent.document.data)) as archive:
        names = archive.namelist()
        told = json.loads(archive.read("everything.json"))
        [document] = [name for name in names if name.endswith("/resume.docx")]
        assert archive.read(document) == made.document.data
        [source] = [name for name in names if name.startswith("sent/resumes-")]
        assert archive.read(source) == resume
    assert [row["state"] for row in told["applications"]] == ["delivered"]


@pytest.fixture
def small(tmp_path):
    """A disk of 140 MB of its own."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=140m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as trouble:
        pytest.skip(f"a small disk cannot be mounted here: {trouble}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path):
    """Take every byte that is left."""
    with path.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))


async def test_a_full_disk_is_told_and_passes(small, start_bot, model, ada, resume, posting, agree):
    """New work is refused in a sentence, what waits is kept, and with room again all goes on."""
    model.fault("hang", agent="job_analysis", calls=(1,))
    bot = await start_bot(
        model,
        ADMIN_IDS=str(ada.id),
        DATA_DIR=str(small / "data"),
        EXPORTS_DIR=str(small / "exports"),
    )
    ada.send_document(resume, "resume.docx")
    await ada.chat.wait_for_button("Cancel", timeout=PATIENCE)
    rubbish = small / "rubbish"
    with rubbish.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, os.statvfs(small).f_bavail * 4096 - (30 << 20))
    ada.send(posting[:3000])
    refused = await ada.chat.wait_for_text("disk is full", timeout=PATIENCE)
    fill(small / "more")
    sent = ada.send(posting[:2900])
    await asyncio.sleep(1)
    rubbish.unlink()
    (small / "more").unlink()
    await ada.chat.wait_for_button("▶️ Start", after=refused.id, timeout=PATIENCE)
    assert sent.id
    assert bot.process.returncode is None
