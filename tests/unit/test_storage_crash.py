"""What was said to be kept is there after a kill, and nothing half done is."""

import asyncio
import sys
from pathlib import Path

from storage import applications, database, exports, inbox

ADA = 5550100
_WRITER = """
import asyncio, sys
from pathlib import Path
from storage import applications, database, exports, inbox
from tests.contract.storage import cases

async def run(data):
    db = await database.open(data)
    number = 0
    while True:
        number += 1
        await inbox.take(db, number, 5550100, "x" * 3000)
        made = await cases.application(db, 5550100)
        await applications.advance(db, made.id, "running", title=str(number))
        await exports.save(data / "exports", "Acme", "Engineer", {"a.docx": b"x" * 99999}, made.id)
        print(number, flush=True)

asyncio.run(run(Path(sys.argv[1])))
"""


async def test_a_kill_loses_nothing_that_was_kept(tmp_path: Path) -> None:
    """Three times over: each row and file that a killed process had announced is there, whole."""
    announced = 0
    for _ in range(3):
        announced += await _write_until_killed(tmp_path, rounds=5)
        db = await database.open(tmp_path)
        made = await applications.of(db, ADA, 1000)
        assert sum(entry.state == "running" for entry in made) >= announced
        assert all(entry.state == "running" or entry.title == "" for entry in made)
        assert len(await inbox.pending(db)) >= 5
        await db.close()
    folders = exports.owned(tmp_path / "exports")
    assert len(folders) >= announced
    files = [(folder / "a.docx") for _, folder in folders]
    assert {path.stat().st_size for path in files if path.exists()} == {99999}


async def _write_until_killed(data: Path, rounds: int) -> int:
    """Kill a writer in the middle of a round; gives how many it had announced."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _WRITER, str(data), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    for _ in range(rounds):
        assert await process.stdout.readline()
    process.kill()
    rest = await process.stdout.read()
    await process.wait()
    return rounds + len(rest.splitlines())
