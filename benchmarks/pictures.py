"""How many Word files get a picture, and at what cost: `python -m benchmarks.pictures [CORPUS]`.

The repository's own Word files and the ones that it writes for its own samples always run, with a
corpus also those of its résumés. Each program that makes pages has its turn alone, then all in
the order in which the bot asks them, with and without LibreOffice; where that is asked, which is
slow, only the files that came as Word files run. The last line is JSON.
"""

import argparse
import asyncio
import contextlib
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks import traps
from documents import child, container, fidelity, office, reader, visible, word, writer
from documents.errors import DocumentError
from documents.programs import ORDER, Program

_ROOT = Path(__file__).parents[1]
_SOURCES = (".docx", ".pdf", ".txt", ".md")
_WAYS: dict[str, tuple[Program, ...]] = {
    "light": (Program.LIGHT,),
    "plain": (Program.PLAIN,),
    "office": (Program.OFFICE,),
    "without office": (Program.LIGHT, Program.PLAIN),
    "all": ORDER,
}


def main(arguments: list[str] | None = None) -> int:
    """Prints a row for each way and the figures; 1 if any picture lacks a word."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--way", choices=_WAYS)
    parser.add_argument("--save", type=Path, help="a folder for the pictures")
    chosen = parser.parse_args(arguments)
    if chosen.way:
        if chosen.save:
            chosen.save.mkdir(parents=True, exist_ok=True)
        print(json.dumps(asyncio.run(_measure(chosen.corpus, _WAYS[chosen.way], chosen.save))))
        return 0
    ways = [way for way, by in _WAYS.items() if office.find() or Program.OFFICE not in by]
    figures = {way: _alone(way, chosen.corpus, chosen.save) for way in ways}
    for way, row in figures.items():
        print(f"{way}: {json.dumps(row)}")
    shipped = figures[ways[-1]]
    print(json.dumps(shipped | {"ways": {way: row["drawn"] for way, row in figures.items()}}))
    return 1 if min(row["recall"] for row in figures.values()) < 0.998 else 0


def _alone(way: str, corpus: Path | None, save: Path | None) -> dict[str, Any]:
    """The figures of one way, from a process of its own: peaks of memory cannot be set back."""
    command = [sys.executable, "-m", "benchmarks.pictures", "--way", way]
    command += [str(corpus)] if corpus else []
    command += ["--save", str(save / way)] if save else []
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


async def _measure(corpus: Path | None, by: Sequence[Program], save: Path | None) -> dict[str, Any]:
    seconds, sizes, recalls, without = [], [], [], []
    files = dict(_files(corpus, written=Program.OFFICE not in by))
    for name, data in files.items():
        begun = time.perf_counter()
        png = await child.draw(data, by)
        seconds.append(time.perf_counter() - begun)
        if png is None:
            without.append(name)
            continue
        sizes.append(len(png))
        pdf = await child.convert(data, by)
        recalls.append(_recall(data, pdf) if pdf else 0.0)
        if save:
            (save / f"{name}.png").write_bytes(png)
    return {
        "files": len(files),
        "drawn": len(sizes),
        "recall": round(min(recalls, default=0.0), 4),
        "median_s": round(statistics.median(seconds), 2),
        "slowest_s": round(max(seconds), 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10,
        "largest_kb": max(sizes, default=0) >> 10,
        "without": without,
    }


def _files(corpus: Path | None, *, written: bool) -> Iterator[tuple[str, bytes]]:
    """Word files as people send them, and as the bot writes them from other résumés."""
    for name, data in traps.build():
        yield f"trap {name}", data
    for path in _sources(corpus):
        if path.suffix == ".docx" or written:
            with contextlib.suppress(DocumentError):  # of files that are no résumé at all
                yield f"{path.parent.name} {path.name}", _docx(path)


def _docx(path: Path) -> bytes:
    data = path.read_bytes()
    read = reader.read(data, path.name)
    if read.format == "docx":
        return data
    return writer.render(data, read.format, read.resume, ())


def _sources(corpus: Path | None) -> Iterator[Path]:
    folders = [_ROOT / "examples", _ROOT / "benchmarks" / "samples"]
    folders += [corpus / "resumes", corpus / "layouts"] if corpus else []
    for folder in folders:
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.suffix in _SOURCES)


def _recall(docx: bytes, pdf: bytes) -> float:
    package = container.check(docx)
    with pypdfium2.PdfDocument(pdf) as pages:
        shown = visible.read(pages).shown
        hidden = fidelity.unshown(package, len(pages))
    lines = [line.text for line in word.read(package)[0] if line.place.part not in hidden]
    return fidelity.compare(lines, shown).recall


if __name__ == "__main__":
    sys.exit(main())
