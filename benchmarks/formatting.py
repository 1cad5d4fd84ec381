"""Whether edited Word files keep their look: random plans over samples; JSON on the last line.

Usage: python -m benchmarks.formatting [CORPUS] [--plans N]

Edited by N random plans each (200 if it is not given) are the example, the eight traps, the
files that we write from scratch in eleven languages, and every DOCX résumé below CORPUS. Exit code
1 if a share is under its bar.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

import docx
from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks import looks, revisions, traps
from benchmarks.plans import plans
from documents import edits, reader, template, writer
from documents.edits import Edit
from documents.errors import DocumentError
from documents.resume import Resume, texts

HERE = Path(__file__).parent
ROOT = HERE.parent
BARS = {"fingerprint_equal": 1.0, "reopen": 1.0, "roundtrip": 0.995, "tracked": 1.0}
OPENED = 5  # plans of each sample that LibreOffice opens too, where it is installed
REVIEWER = ("Ada Example", datetime(2026, 1, 5, 9, tzinfo=UTC))


@dataclass
class Tally:
    """What was counted; facts for the round trip, plans for the rest."""

    plans: int = 0
    equal: int = 0
    opened: int = 0
    tracked: int = 0
    facts: int = 0
    found: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        mine, theirs = asdict(self), asdict(other)
        return Tally(**{key: mine[key] + theirs[key] for key in mine})


def main(arguments: Sequence[str]) -> int:
    """Run the benchmark; the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.formatting")
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--plans", type=int, default=200)
    given_ = parser.parse_args(arguments)
    started = time.monotonic()
    whole = Tally()
    failed_to_open: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, source, resume in _samples(given_.corpus):
            tally = _run(name, source, resume, given_.plans, Path(folder))
            whole += tally
            print(f"{name}: {tally}", flush=True)
        if office := shutil.which("soffice"):
            failed_to_open = _open(office, Path(folder))
    result = {
        "fingerprint_equal": whole.equal / max(1, whole.plans),
        "reopen": max(0.0, (whole.opened - len(failed_to_open)) / max(1, whole.plans)),
        "roundtrip": whole.found / max(1, whole.facts),
        "tracked": whole.tracked / max(1, whole.plans),
        "plans": whole.plans,
        "seconds": round(time.monotonic() - started),
    }
    print(json.dumps(result))
    return 0 if all(result[key] >= bar for key, bar in BARS.items()) else 1


def _samples(corpus: Path | None) -> Iterator[tuple[str, bytes, Resume]]:
    """Name, bytes and facts of the Word files that have facts."""
    for name, source in _files(corpus):
        try:
            yield name, source, reader.read(source).resume
        except DocumentError as error:
            print(f"{name}: not read ({type(error).__name__})")


def _files(corpus: Path | None) -> Iterator[tuple[str, bytes]]:
    yield "example", (ROOT / "examples" / "resume.docx").read_bytes()
    yield from traps.build()
    for path in sorted((HERE / "samples").glob("*.txt")):
        yield path.stem, template.render(reader.read(path.read_bytes(), path.name).resume)
    for path in sorted(corpus.rglob("*.docx")) if corpus else ():
        yield path.stem, path.read_bytes()


def _run(name: str, source: bytes, resume: Resume, count: int, folder: Path) -> Tally:
    tally = Tally()

    @seed(20260105)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plans(resume))
    def attempt(plan: tuple[Edit, ...]) -> None:
        done = _attempt(source, resume, plan, tally)
        if tally.plans <= OPENED:
            (folder / f"{name}-{tally.plans}.docx").write_bytes(done)

    attempt()
    return tally


def _attempt(source: bytes, resume: Resume, plan: Sequence[Edit], tally: Tally) -> bytes:
    """Make one plan's file and count what holds of it."""
    done = writer.render(source, "docx", resume, plan)
    marked = writer.render(source, "docx", resume, plan, tracked=REVIEWER)
    tally.plans += 1
    tally.equal += not looks.lost(source, done, resume, plan)
    tally.opened += bool(docx.Document(io.BytesIO(done)).element.body is not None)
    accepted, rejected = _settled(marked, "accept"), _settled(marked, "reject")
    tally.tracked += accepted == _settled(done, "accept") and rejected == _settled(source, "reject")
    wanted = texts(edits.apply(resume, plan).facts)
    read = texts(reader.read(done).resume.facts) if wanted else []
    blocks = SequenceMatcher(None, wanted, read, autojunk=False).get_matching_blocks()
    tally.facts += len(wanted)
    tally.found += sum(block.size for block in blocks)
    return done


def _settled(data: bytes, how: str) -> list[looks.Shape]:
    return looks.shape(revisions.settle(data, how))


def _open(office: str, folder: Path) -> list[str]:
    """The names of the files in *folder* that LibreOffice does not open."""
    files = sorted(folder.glob("*.docx"))
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(folder), *map(str, files)]
    subprocess.run(command, check=False, capture_output=True, timeout=900)
    return [path.name for path in files if not path.with_suffix(".pdf").exists()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
