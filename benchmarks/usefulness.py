"""Does tailoring help? Hand-labelled pairs through the whole pipeline, with a model and without.

`python -m benchmarks.usefulness` reads `benchmarks/pairs/`: each file is a résumé, a posting, and
labels made by hand: `must` (a requirement that the résumé proves, and words of which one shows it),
`missing` (one that it does not), `denied` (one that it names only to say that the person did not do
it), `reword` (how a line begins, and a faithful rewording of it). The
résumés prove their musts late, so that an unchanged one surfaces nothing.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents import pipeline
from agents.model import Request, Usage
from agents.values import Agent
from documents import edits as editing
from documents import reader
from documents.edits import Edit
from documents.resume import Fact, Kind, Resume
from sandbox import honest

PAIRS = Path(__file__).with_name("pairs")
_UNREAD = (Kind.NAME, Kind.CONTACT)


@dataclass
class Pair:
    """A résumé, a posting, and what a person says about them."""

    name: str
    profession: str
    resume: Resume
    posting: str
    musts: list[tuple[str, ...]] = field(default_factory=list)  # words that show each
    missing: list[tuple[str, ...]] = field(default_factory=list)
    denied: list[tuple[str, ...]] = field(default_factory=list)
    rewordings: dict[str, str] = field(default_factory=dict)  # beginning → new line


@dataclass
class Score:
    """Counts of one run over all pairs."""

    justified: int = 0
    delivered: int = 0
    hidden: int = 0  # musts that the résumé proves where nobody looks first
    surfaced: int = 0
    unproven: int = 0
    misses: list[str] = field(default_factory=list)


class Hand:
    """An honest model whose rewordings were written by hand for one pair."""

    name = "Hand"

    def __init__(self, pair: Pair) -> None:
        self.pair = pair

    def id(self, agent: Agent) -> str:
        """Each pair has a hand of its own."""
        return f"{self.name} {id(self)} {agent}"

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """The honest answer, with the rewordings of the pair planned and worded."""
        schema = {"name": request.agent.value}
        said = json.loads(
            honest.answer(
                {
                    "messages": [{"role": "user", "content": request.user}],
                    "response_format": {"json_schema": schema},
                }
            )
        )
        if request.agent is Agent.RESUME_OPTIMIZATION:
            self._plan(said)
        if request.agent is Agent.IMPLEMENTATION:
            texts = dict(justified(self.pair))
            for line in said["l"]:
                line["t"] = texts.get(line["f"], line["t"])
        yield json.dumps(said, ensure_ascii=False)
        yield Usage()

    def _plan(self, said: dict[str, Any]) -> None:
        for id, _ in justified(self.pair):
            fact = self.pair.resume.fact(id)
            assert fact
            key = fact.entry or fact.section
            group = next((g for g in said["p"] if g["k"] == key), None)
            if group is None:
                group = {"k": key, "w": [], "m": [], "d": [], "a": []}
                said["p"].append(group)
            if id not in [line["f"] for line in group["w"]]:
                group["w"].append({"f": id, "r": "", "c": []})


def justified(pair: Pair) -> Iterator[tuple[str, str]]:
    """The facts that have a rewording made by hand, and it."""
    for begins, text in pair.rewordings.items():
        for fact in pair.resume.of(Kind.BULLET):
            if fact.text.startswith(begins):
                yield fact.id, text


def load(path: Path) -> Pair:
    """The pair in the file *path*."""
    head, resume, posting, labels = path.read_text(encoding="utf-8").split("--- ")
    text = resume.removeprefix("resume\n")
    pair = Pair(
        path.stem,
        head.removeprefix("profession:").strip(),
        reader.read(text.encode(), "resume.txt").resume,
        posting.removeprefix("posting\n"),
    )
    for line in labels.splitlines()[1:]:
        kind, _, rest = line.partition(": ")
        if kind == "reword":
            begins, new = rest.split(" => ")
            pair.rewordings[begins] = new
        elif kind in ("must", "missing", "denied"):
            words = tuple(word.strip().casefold() for word in rest.split("|")[1:])
            found = {"must": pair.musts, "missing": pair.missing, "denied": pair.denied}
            found[kind].append(words)
    return pair


async def run(pair: Pair, score: Score, *, by_hand: bool) -> None:
    """Tailor *pair* and add what came of it to *score*."""
    desk = pipeline.Desk(Hand(pair) if by_hand else None)
    done = await pipeline.tailor(desk, pair.resume, pair.posting)
    after = editing.apply(pair.resume, done.edits)
    if by_hand:
        _count_delivered(pair, score, done.edits)
    for words in pair.musts:
        if _early(pair.resume, words):
            continue
        score.hidden += 1
        if _early(after, words):
            score.surfaced += 1
        else:
            score.misses.append(f"{pair.name}: not surfaced: {words[0]}")
    before, text = _text(pair.resume.facts), _text(after.facts)
    for words in pair.missing:
        said = [word for word in words if word in text and word not in before]
        _count_unproven(pair, score, said)
    own = {fact.text for fact in pair.resume.facts}
    new = _text([fact for fact in after.facts if fact.text not in own])
    for words in pair.denied:
        _count_unproven(pair, score, [word for word in words if word in new])


def _count_unproven(pair: Pair, score: Score, said: Sequence[str]) -> None:
    score.unproven += bool(said)
    score.misses += [f"{pair.name}: unproven: {word}" for word in said]


def _count_delivered(pair: Pair, score: Score, edits: Sequence[Edit]) -> None:
    final = {edit.fact: edit.text for edit in edits}
    found = dict(justified(pair))
    for begins, text in pair.rewordings.items():
        score.justified += 1
        ids = [id for id, new in found.items() if new == text]
        if any(final.get(id) == text for id in ids):
            score.delivered += 1
        else:
            score.misses.append(f"{pair.name}: not delivered: {begins} => {text}")


def _early(resume: Resume, words: Sequence[str]) -> bool:
    """Whether one of *words* stands in the summary, or in the first third of the résumé."""
    facts = [fact for fact in resume.facts if fact.kind not in _UNREAD]
    total = sum(len(fact.text) for fact in facts)
    read = 0
    for fact in facts:
        read += len(fact.text)
        top = fact.kind is Kind.SUMMARY or read * 3 <= total
        if top and any(word in fact.text.casefold() for word in words):
            return True
    return False


def _text(facts: Sequence[Fact]) -> str:
    return "\n".join(fact.text for fact in facts).casefold()


async def main(pairs: Sequence[Pair]) -> int:
    """Run all *pairs*, print the misses, and the figures as JSON on the last line."""
    by_hand, by_rules = Score(), Score()
    for pair in pairs:
        await run(pair, by_hand, by_hand=True)
        await run(pair, by_rules, by_hand=False)
    for name, score in (("model", by_hand), ("rules", by_rules)):
        for miss in score.misses:
            print(f"{name}: {miss}")
    print(f"{len({pair.profession for pair in pairs})} professions, ", end="")
    print(f"{len({pair.resume.language for pair in pairs})} languages, ", end="")
    print(f"{by_hand.hidden} proven musts that stood late, {by_hand.justified} rewordings by hand")
    result = {
        "justified_delivered": round(by_hand.delivered / max(1, by_hand.justified), 4),
        "surfaced": round(by_hand.surfaced / max(1, by_hand.hidden), 4),
        "surfaced_rules": round(by_rules.surfaced / max(1, by_rules.hidden), 4),
        "unproven": by_hand.unproven + by_rules.unproven,
        "pairs": len(pairs),
    }
    print(json.dumps(result))
    good = result["justified_delivered"] >= 0.95 and result["surfaced"] >= 0.95
    return 0 if good and result["surfaced_rules"] >= 0.8 and not result["unproven"] else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=PAIRS)
    files = sorted(parser.parse_args().folder.glob("*.txt"))
    sys.exit(asyncio.run(main([load(file) for file in files])))
