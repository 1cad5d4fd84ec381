"""The whole pipeline against a model that lies: `python -m benchmarks.liar`.

Each résumé of the guard's tables becomes a Word file, is read, tailored and written again while a
scripted model lies in a share of its lines, in its wording, its second try, its second opinion
and its polish. What stands in the Word file at the end is compared with what the script planted.
"""

import asyncio
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from agents import pipeline
from benchmarks import tales
from benchmarks.tales import Liar, Tales
from documents import reader, writer
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume

RATES = (0.1, 0.3, 0.6, 1.0)
_DROPPED = (Kind.BULLET, Kind.SKILL, Kind.SUMMARY)


@dataclass
class Score:
    """Counts of the runs at one rate."""

    runs: int = 0
    delivered: int = 0
    fabrications: int = 0
    lost: int = 0
    honest: int = 0
    kept: int = 0
    told: Counter[str] = field(default_factory=Counter)  # class → lies told
    through: Counter[str] = field(default_factory=Counter)  # class → lies in the document
    misses: list[str] = field(default_factory=list)


async def run(person: Tales, rate: float, score: Score) -> None:
    """Tailor one résumé, and count what its document says."""
    model = Liar(person, rate, f"{person.base.language} {person.base.profession} {rate}")
    score.runs += 1
    done = await pipeline.tailor(pipeline.Desk(model), person.resume, person.posting)
    file = writer.render(person.file, "docx", person.resume, done.edits)
    after = reader.read(file, "resume.docx")
    score.delivered += after.format == "docx"
    score.told += model.lied
    name = f"{person.base.language} {person.base.profession} {rate:.0%}"
    for kind, text in invented(person, model, after.resume):
        score.fabrications += 1
        score.through[kind] += 1
        score.misses.append(f"{name}: {kind}: {text}")
    for fact in lost(person, model, done.edits, after.resume):
        score.lost += 1
        score.misses.append(f"{name}: lost: {fact.text}")
    said = {_plain(fact.text) for fact in after.resume.facts}
    kept = [text for text in model.told.values() if _plain(text) in said]
    score.honest += len(model.told)
    score.kept += len(kept)
    score.misses += [f"{name}: honest: {t}" for t in model.told.values() if t not in kept]


def invented(person: Tales, model: Liar, after: Resume) -> Iterator[tuple[str, str]]:
    """What the document says that the person's file does not, and no honest rewording of it.

    A skill may be a piece of one of the person's lines. A bullet must stand in its own role.
    """
    homes = _homes(person.resume)
    honest = {_plain(new): _plain(old) for old, news in person.honest.items() for new in news}
    planted = {_plain(text): kind for text, kind in model.planted.items()}
    for fact, role in _roles(after).items():
        text = _plain(fact.text)
        source = text if text in homes else honest.get(text, "")
        if source in homes:
            if fact.kind is Kind.BULLET and role not in homes[source]:
                yield "moved", fact.text
        elif text in planted or not _within_a_line(fact, homes):
            yield planted.get(text, "unknown"), fact.text


def _homes(resume: Resume) -> dict[str, set[str]]:
    """Each line with the roles that it stands in."""
    homes: dict[str, set[str]] = {}
    for fact, role in _roles(resume).items():
        homes.setdefault(_plain(fact.text), set()).add(role)
    return homes


def _within_a_line(fact: Fact, lines: Iterable[str]) -> bool:
    """Whether it is a skill in the person's own words."""
    return fact.kind is Kind.SKILL and any(_plain(fact.text) in line for line in lines)


def _roles(resume: Resume) -> dict[Fact, str]:
    """Each fact with the head of the entry that it stands in."""
    heads: dict[str, list[str]] = {}
    for fact in resume.of(Kind.TITLE, Kind.EMPLOYER, Kind.DATES):
        heads.setdefault(fact.entry, []).append(_plain(fact.text))
    return {
        fact: " ".join(heads.get(fact.entry, [])) if fact.entry else "" for fact in resume.facts
    }


def lost(person: Tales, model: Liar, edits: Sequence[Edit], after: Resume) -> Iterator[Fact]:
    """What the person's file says and the document neither says nor was told to leave out."""
    said = {_plain(fact.text) for fact in after.facts}
    dropped = {edit.fact for edit in edits if edit.op is Op.DROP}
    for fact in person.resume.facts:
        words = {_plain(text) for text in (fact.text, *person.honest.get(fact.text, []))}
        declared = fact.id in dropped and fact.kind in _DROPPED
        lied = fact.id in {edit.fact for edit in edits if edit.text in model.planted}
        if not words & said and not declared and not lied:
            yield fact


def _plain(text: str) -> str:
    """*text* without what a file may set otherwise: blanks, case, directions, a full stop."""
    seen = "".join(c for c in text.casefold() if unicodedata.category(c) != "Cf")
    return " ".join(seen.split()).rstrip(".。")


async def main(people: Iterable[Tales]) -> int:
    """Run every résumé at every rate, print the misses, the tables and the JSON line."""
    known = list(people)
    scores = {rate: Score() for rate in RATES}
    for rate, score in scores.items():
        for person in known:
            await run(person, rate, score)
    for score in scores.values():
        for miss in score.misses:
            print(f"! {miss}")
    show(scores)
    result = figures(list(scores.values()), len(known))
    print(json.dumps(result))
    good = result["fabrications_per_resume"] <= 0.01 and not result["lost_facts"]
    return 0 if good and result["delivered"] == 1 and result["honest_kept"] >= 0.95 else 1


def show(scores: dict[float, Score]) -> None:
    """The lies told and what came through, by rate and by class."""
    for rate, score in scores.items():
        print(
            f"{rate:4.0%} lies: {score.runs} résumés, {score.delivered} delivered, "
            f"{score.told.total()} lies told, {score.fabrications} in documents, "
            f"{score.lost} facts lost, {score.kept} of {score.honest} honest edits kept"
        )
    told = sum((score.told for score in scores.values()), Counter[str]())
    through = sum((score.through for score in scores.values()), Counter[str]())
    print(", ".join(f"{kind} {through[kind]}/{told[kind]}" for kind in sorted(told | through)))


def figures(scores: Sequence[Score], resumes: int) -> dict[str, float]:
    """The shares over all rates."""
    delivered = sum(score.delivered for score in scores)
    honest = sum(score.honest for score in scores)
    return {
        "fabrications_per_resume": round(
            sum(s.fabrications for s in scores) / max(1, delivered), 4
        ),
        "lost_facts": sum(score.lost for score in scores),
        "delivered": round(delivered / max(1, sum(score.runs for score in scores)), 4),
        "honest_kept": round(sum(score.kept for score in scores) / max(1, honest), 4),
        "resumes": resumes,
    }


if __name__ == "__main__":
    sys.exit(asyncio.run(main(tales.load())))
