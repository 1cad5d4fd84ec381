"""Bad files, a short row of each kind: a sentence or a harmless reading, no crash, no call."""

import subprocess
import sys
from pathlib import Path

from benchmarks import hostile, offline
from bot import texts_failures
from documents.errors import Damaged, DocumentError

ROOT = Path(__file__).parents[2]
SECRET = "a word that stands in one file only"


async def test_bad_files_are_answered(tmp_path: Path) -> None:
    """By the very judge of the benchmark; nothing points home, and no reader dies."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with offline.ear() as ear:
        files = list(hostile.short(ear.url, str(secret)))
        outcomes = await hostile.judge(files, SECRET, draw=False)
        assert [outcome for outcome in outcomes if outcome.fault] == []
        assert hostile.passes(hostile.summary(outcomes, ear.calls, hostile.memory()))
    assert len(files) >= 30
    assert {outcome.said for outcome in outcomes} > {"read", "Damaged", "Encrypted", "Unsupported"}


def test_what_must_not_be_is_told() -> None:
    """A crash, a missing answer and a connection each fail the benchmark."""
    crash = hostile.Outcome("a.pdf", "Damaged", 1.0, "crash: its reader ended with -11")
    leak = hostile.Outcome("a.docx", "read", 1.0, "leak: a secret")
    fine = hostile.Outcome("c.docx", "read", 0.1)
    assert hostile.passes(hostile.summary([fine], 0))
    assert not hostile.passes(hostile.summary([fine], 1))
    assert not hostile.passes(hostile.summary([fine], 0, (900, 200)))
    assert hostile.passes(hostile.summary([fine], 0, (900, 900)))
    for bad in (crash, leak):
        result = hostile.summary([fine, bad], 0)
        assert result["answered"] == 0.5
        assert not hostile.passes(result)


def test_every_error_of_a_file_has_its_own_sentence() -> None:
    """The taxonomy and the sentences go together; a death in the reader is no sentence."""
    kinds = [DocumentError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert all(kind in texts_failures.FAILURES for kind in kinds)
    assert hostile._sentence(Damaged("cut short")) == ("Damaged", "")
    assert hostile._sentence(Damaged("its reader ended with -11"))[1].startswith("crash")


def test_attempts_to_leave_are_counted() -> None:
    """In a network of its own, every kind of call is counted, where the system permits one."""
    code = "from benchmarks import offline; print(offline.enter() and offline.proven())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() in ("True", "False")
    with offline.ear() as ear:
        subprocess.run(
            [sys.executable, "-c", f"import urllib.request as u; u.urlopen({ear.url!r})"],
            check=False,
            capture_output=True,
        )
        assert ear.calls == 1
