"""How much of résumés the reader gets right: `python -m benchmarks.reading [CORPUS]`.

The repository's own samples (thirteen languages, eight Word traps) always run. With a corpus its
files run too: those with a truth written by hand are scored, the others must be read or refused.
The last line is JSON; the exit status says whether the bars are met.
"""

import argparse
import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import traps, truth
from documents import child
from documents.errors import DocumentError
from documents.reading import Reading

_HERE = Path(__file__).parent
_SKIPPED = (".json", ".yaml", ".tsv")
_BARS = {"recall": 0.99, "ordered": 0.98, "traps": 8}
_LEAST = {"files": 60, "truths": 20, "languages": 8}  # with a corpus


@dataclass(slots=True)
class Case:
    """A file, and what it says if somebody wrote that down."""

    name: str
    data: bytes
    truth: dict[str, Any] | None = None
    trap: bool = False
    language: str = ""


@dataclass(slots=True)
class Outcome:
    """What became of a case."""

    case: Case
    seconds: float
    reading: Reading | None = None
    refusal: str = ""
    score: truth.Score | None = None


def main(arguments: list[str] | None = None) -> int:
    """Reads all cases, prints what went wrong and the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpus", nargs="?", type=Path)
    corpus = parser.parse_args(arguments).corpus
    cases = [*own(), *(foreign(corpus) if corpus else ())]
    outcomes = asyncio.run(_read_all(cases))
    for outcome in outcomes:
        _show(outcome)
    figures = summarise(outcomes)
    faults = list(_faults(figures, outcomes, with_corpus=bool(corpus)))
    print("\n".join(faults))
    print(json.dumps(figures))
    return 1 if faults else 0


def own() -> Iterator[Case]:
    """The repository's own cases."""
    for name, data in traps.build():
        yield Case(f"trap {name}.docx", data, traps.TRUTH, trap=True, language="en")
    for path in sorted((_HERE / "samples").iterdir()):
        if path.suffix != ".json":
            said = truth.load(path.with_suffix(".truth.json"))
            yield Case(path.name, path.read_bytes(), said, language=said["language"])


def foreign(corpus: Path) -> Iterator[Case]:
    """The cases of a corpus: résumés, posts and layouts; truths beside them or in `truths/`."""
    if not corpus.is_dir():
        print(f"{corpus} is absent: only the repository's own samples run")
        return
    known = _truths(corpus)
    languages = _languages(corpus)
    for path in sorted(p for p in corpus.glob("*/*") if p.suffix not in _SKIPPED):
        said = known.get(path)
        name = f"{path.parent.name}/{path.name}"
        language = said["language"] if said else languages.get(name, "")
        yield Case(name, path.read_bytes(), said, language=language)


def summarise(outcomes: list[Outcome]) -> dict[str, float]:
    """The figures of the run."""
    scores = [outcome.score for outcome in outcomes if outcome.score]
    fields = sum(score.fields for score in scores)
    bullets = sum(score.bullets for score in scores)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "recall": round(sum(score.found for score in scores) / fields, 4),
        "ordered": round(sum(score.ordered for score in scores) / bullets, 4),
        "traps": sum(o.case.trap and _is_right(o.score) for o in outcomes),
        "hidden_chars": sum(score.hidden for score in scores),
        "files": len(outcomes),
        "median_s": round(statistics.median(outcome.seconds for outcome in outcomes), 3),
        "peak_mb": round(peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)),
    }


async def _read_all(cases: list[Case]) -> list[Outcome]:
    return [await _read(case) for case in cases]


async def _read(case: Case) -> Outcome:
    start = time.perf_counter()
    try:
        reading = await child.read(case.data, case.name)
    except DocumentError as error:
        refusal = f"{type(error).__name__}: {error}"
        return Outcome(case, time.perf_counter() - start, refusal=refusal)
    outcome = Outcome(case, time.perf_counter() - start, reading)
    if case.truth is not None:
        outcome.score = truth.score(case.truth, reading)
    return outcome


def _is_right(score: truth.Score | None) -> bool:
    return score is not None and not score.missed and not score.hidden


def _show(outcome: Outcome) -> None:
    score = outcome.score
    if outcome.refusal:
        print(f"{outcome.case.name}: {outcome.refusal}")
    elif score is not None and not _is_right(score):
        print(f"{outcome.case.name}: {score.found}/{score.fields} fields, hidden {score.hidden}")
        for missed in score.missed:
            print(f"    {missed}")


def _faults(
    figures: dict[str, float], outcomes: list[Outcome], *, with_corpus: bool
) -> Iterator[str]:
    """Why the run fails, if it does."""
    for key, least in _BARS.items():
        if figures[key] < least:
            yield f"{key} is {figures[key]}, should be {least} at least"
    if figures["hidden_chars"]:
        yield f"{figures['hidden_chars']} characters of unseen text were used"
    for outcome in outcomes:
        if outcome.case.truth is not None and outcome.refusal:
            yield f"{outcome.case.name} has a truth and was refused: {outcome.refusal}"
    if with_corpus:
        counts = {
            "files": len(outcomes),
            "truths": sum(outcome.score is not None for outcome in outcomes),
            "languages": len({o.case.language for o in outcomes if o.reading} - {""}),
        }
        for key, least in _LEAST.items():
            if counts[key] < least:
                yield f"{key}: {counts[key]}, should be {least} at least"


def _truths(corpus: Path) -> dict[Path, dict[str, Any]]:
    """What the files of *corpus* say, where somebody wrote it down."""
    found: dict[Path, dict[str, Any]] = {}
    for path in corpus.glob("*/*.truth.json"):
        found[Path(str(path).replace(".truth.json", ".pdf"))] = truth.load(path)
    for path in corpus.glob("resumes/rendercv__*.pdf"):
        source = corpus / "resumes" / "rendercv__John_Doe_Classic.yaml"
        if source.exists():
            found[path] = truth.load(source)
    for path in sorted((_HERE / "truths").glob("*.json")):
        said = truth.load(path)
        found |= {file: said for pattern in said["files"] for file in corpus.glob(pattern)}
    return found


def _languages(corpus: Path) -> dict[str, str]:
    """The languages of the files as the corpus's index has them, and those that their names say."""
    index = corpus / "INDEX.tsv"
    rows = index.read_text(encoding="utf-8").splitlines()[1:] if index.exists() else []
    cells = [row.split("\t") for row in rows]
    named = {f"layouts/intl_{code}.docx": code for code in ("ar", "he", "ja", "ru", "zh")}
    return {row[0]: row[6] for row in cells if len(row) > 6} | named


if __name__ == "__main__":
    sys.exit(main())
