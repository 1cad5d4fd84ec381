"""A scripted model that lies: what it may say of each line of a résumé, true and untrue."""

import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from agents.model import Request, Usage
from agents.values import Agent
from benchmarks import lies
from benchmarks.lies import Base, Case
from documents import reader, template
from documents.edits import Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from sandbox import honest

_BROKEN = 0.02  # share of answers that end in the middle, whatever the rate of lies
_PERSON = (
    Fact("name", Kind.NAME, "Ada Example", "top"),
    Fact("mail", Kind.CONTACT, "a@b.io", "top"),
)


@dataclass
class Tales:
    """What can be said of one person: the file, what was read from it, lies and rewordings."""

    base: Base
    file: bytes
    resume: Resume
    lies: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # own line → class, lie
    honest: dict[str, list[str]] = field(default_factory=dict)  # own line → rewordings

    @property
    def posting(self) -> str:
        """A posting that asks for what the person has and for what they have not."""
        skills = [fact.text for fact in self.base.facts if fact.kind is Kind.SKILL]
        wanted = "\n".join(f"- {name}" for name in (*skills, *self.base.posted))
        return f"{self.base.fact('headline').text}\nRequirements:\n{wanted}\n"


def load() -> Iterator[Tales]:
    """The résumés of the guard's tables, each as a Word file."""
    for _, cases in itertools.groupby(lies.load(), key=lambda case: id(case.base)):
        first, *others = cases
        tales = _open(first.base)
        for case in (first, *others):
            _add(tales, case)
        yield tales


def _open(base: Base) -> Tales:
    plain = base.resume
    known = [
        replace(s, title="" if s.topic is Topic.CONTACT else s.title.title())
        for s in plain.sections
    ]
    sections = (Section("top", Topic.CONTACT, ""), *known)
    file = template.render(replace(plain, sections=sections, facts=(*_PERSON, *plain.facts)))
    return Tales(base, file, reader.read(file, "resume.docx").resume)


def _add(tales: Tales, case: Case) -> None:
    first = case.edits[0]
    if first.op is not Op.REWRITE or len({edit.fact for edit in case.edits}) > 1:
        return
    own = tales.base.fact(first.fact).text
    if case.kind == "faithful":
        if first.text != own:
            tales.honest.setdefault(own, []).append(first.text)
    else:
        tales.lies.setdefault(own, []).append((case.kind, first.text))


class Liar:
    """A model that lies in a share of what it says, and finds everything good that it is shown."""

    name = "Liar"

    def __init__(self, tales: Tales, rate: float, seed: str) -> None:
        self.tales = tales
        self.rate = rate
        self.random = random.Random(seed)
        self.told: dict[str, str] = {}  # fact id → the honest wording that it was given last
        self.lied: Counter[str] = Counter()  # class → lies
        self.planted: dict[str, str] = {}  # the words of a lie → its class
        self._says: dict[Agent, Callable[[dict[str, Any], str], None]] = {
            Agent.JOB_ANALYSIS: self._analyse,
            Agent.RESUME_OPTIMIZATION: self._plan,
            Agent.IMPLEMENTATION: self._word,
            Agent.VALIDATION: self._agree,
            Agent.POLISH: self._polish,
        }

    def id(self, _agent: Agent) -> str:
        """The same for every agent."""
        return "liar"

    async def stream(self, request: Request) -> AsyncIterator[str | Usage]:
        """An answer in the right form; now and then half of one."""
        said: dict[str, Any] = {}
        if request.agent in (Agent.JOB_ANALYSIS, Agent.RESUME_OPTIMIZATION):
            schema = {"json_schema": {"name": request.agent.value}}
            user = {"role": "user", "content": request.user}
            said = json.loads(honest.answer({"messages": [user], "response_format": schema}))
        self._says[request.agent](said, request.user)
        text = json.dumps(said, ensure_ascii=False)
        broken = self.random.random() < _BROKEN
        yield text[: len(text) // 2] if broken else text
        yield Usage()

    def _lies(self) -> bool:
        return self.random.random() < self.rate

    def _lie(self, own: str) -> str:
        """A lie about the line *own*, or ""."""
        known = self.tales.lies.get(own)
        if not known:
            return ""
        kind, text = self.random.choice(known)
        self.lied[kind] += 1
        self.planted[text] = kind
        return text

    def _own(self, id: str) -> str:
        fact = self.tales.resume.fact(id)
        return fact.text if fact else ""

    def _analyse(self, said: dict[str, Any], _user: str) -> None:
        if self._lies():
            said["needs"].append({"n": "Top Secret Clearance", "q": "", "m": True, "k": "other"})

    def _plan(self, said: dict[str, Any], user: str) -> None:
        """Every line is to be worded; bullets go to other roles, skills come from the posting."""
        rows = _rows(user)
        ids = [id for row in rows[:-1] for key in ("b", "x") for id in row.get(key, {})]
        bullets = [id for row in rows[:-1] for id in row.get("b", {})]
        said["p"] = [self._planned(row, ids, bullets) for row in rows[:-1]]

    def _planned(self, row: dict[str, Any], ids: list[str], bullets: list[str]) -> dict[str, Any]:
        lines = [{"f": id, "r": "", "c": ids} for key in ("b", "x") for id in row.get(key, {})]
        skills = [id for ids in row.get("s", {}).values() for id in ids]
        plan: dict[str, Any] = {"k": row["k"], "w": lines, "m": [], "d": [], "a": []}
        if self._lies():
            plan["m"] = self.random.sample(bullets, 2)
            plan["d"] = [*row.get("x", {}), row["k"]]
            added = zip(bullets, self.tales.base.posted, strict=False)
            plan["a"] = [{"f": f, "t": name, "b": skills[0]} for f, name in added if skills]
        return plan

    def _word(self, said: dict[str, Any], user: str) -> None:
        said["l"] = [self._line(line["f"], line["was"]) for line in _rows(user)[0]["lines"]]
        if self._lies():
            locked = [fact for fact in self.tales.resume.facts if fact.text in self.tales.lies]
            said["l"] += [{"f": fact.id, "t": self._lie(fact.text)} for fact in locked]

    def _line(self, id: str, own: str) -> dict[str, str]:
        self.told.pop(id, None)
        lie = self._lie(own) if self._lies() else ""
        if lie or own not in self.tales.honest:
            return {"f": id, "t": lie or own}
        self.told[id] = self.random.choice(self.tales.honest[own])
        return {"f": id, "t": self.told[id]}

    def _agree(self, said: dict[str, Any], user: str) -> None:
        said |= {"ok": [line["f"] for line in _rows(user)[0]["lines"]], "no": []}

    def _polish(self, said: dict[str, Any], user: str) -> None:
        shown = _rows(user)[0]
        cites = list(shown["facts"])
        ids = [id for key in ("headline", "summary", "lines") for id in shown[key]]
        ids += [fact.id for fact in self.tales.resume.of(Kind.TITLE, Kind.DATES, Kind.DEGREE)]
        lies = [(id, self._lie(self._own(id))) for id in ids if self._lies()]
        if self._lies():
            lies.append(("new-summary", self._lie(self.tales.base.fact("summary").text)))
        said["l"] = [{"f": id, "t": text, "c": [id, *cites]} for id, text in lies if text]


def _rows(user: str) -> list[dict[str, Any]]:
    """The JSON values that *user* begins with, one a line; a second try has words behind them."""
    rows = itertools.takewhile(lambda row: row.startswith("{"), user.splitlines())
    return [json.loads(row) for row in rows]
