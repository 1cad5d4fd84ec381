"""An honest model made of rules: it answers each agent from the request's text alone."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agents import (
    credentials,
    drafts,
    evidence,
    guard,
    implementation,
    job_analysis,
    phrases,
    polish,
    requirements,
    resume_optimization,
    terms,
    validation,
)
from agents.values import Agent, Analysis, Requirement
from documents import dates, language
from documents.edits import Edit, Op
from documents.resume import Fact, Kind, Resume, Section, Topic
from sandbox import rewording

_MOST = 20  # requirements
_QUOTE = 8  # words
_FEW = 40  # characters
_STOPS = (".", "。")
_POST = re.compile(r"<post-(\w+)>\n(.*)\n</post-\1>", re.DOTALL)


def answer(body: dict[str, Any]) -> str:
    """The JSON answer to the chat completions request *body*, the same for the same request.

    The agent is told by the name of the response's schema, or by the system message.
    """
    system, user = (_said(body, role) for role in ("system", "user"))
    return json.dumps(_MADE[_agent(body, system)](user), ensure_ascii=False, separators=(",", ":"))


def _said(body: Mapping[str, Any], role: str) -> str:
    texts = [message["content"] for message in body["messages"] if message["role"] == role]
    return "\n".join(map(_text, texts))


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _agent(body: Mapping[str, Any], system: str) -> Agent:
    named = body.get("response_format", {}).get("json_schema", {}).get("name", "")
    for agent, module in _MODULES.items():
        if named == agent or module in system:
            return agent
    raise ValueError(f"no agent asks like this: {named!r}")


def _analyse(user: str) -> dict[str, Any]:
    match = _POST.search(user)
    text = match[2] if match else user
    found = job_analysis.rules(text)
    return {
        "title": found.title,
        "company": found.company,
        "place": found.location,
        "lang": found.language,
        "needs": [_need(each, text) for each in found.requirements[:_MOST]],
        "block": list(found.blockers),
        "warn": list(found.warnings),
    }


def _need(requirement: Requirement, text: str) -> dict[str, Any]:
    quote = " ".join(requirement.quote.split()[:_QUOTE])
    stands = requirement.name in text
    return {
        "n": requirement.name,
        "q": "" if stands else quote,
        "m": requirement.must,
        "k": requirement.kind,
    }


def _plan(user: str) -> dict[str, Any]:
    rows = _rows(user)
    resume, analysis = _resume(rows[:-1]), _asked(rows[-1])
    by_rules = resume_optimization.draft(resume, analysis)
    proofs = resume_optimization.proofs(resume, analysis)
    plans = []
    for key, draft in by_rules.items():
        lines = [
            {"f": fact.id, "r": need.id, "c": []}
            for fact in draft.group.of(Kind.BULLET)
            if (need := _best(fact, analysis, proofs)) and _reworded(fact, need.name, resume)
        ]
        plan = {
            "k": key,
            "w": lines,
            "m": list(dict.fromkeys(draft.front)),
            "d": [],
            "a": [
                {"f": added.cites[0], "t": added.text, "b": added.anchor} for added in draft.added
            ],
        }
        if draft.edits() or lines:
            plans.append(plan)
    return {"p": plans}


def _best(
    fact: Fact, analysis: Analysis, proofs: Mapping[str, Sequence[evidence.Proof]]
) -> Requirement | None:
    needs = [n for n in analysis.requirements if any(p.fact.id == fact.id for p in proofs[n.id])]
    return min(needs, key=lambda need: need.kind == "experience", default=None)


def _reworded(fact: Fact, asked: str, resume: Resume) -> str:
    """The first rewording of *fact* that the guard lets pass, or ""."""
    for text in rewording.candidates(fact.text, asked, resume.language):
        if not guard.check(resume, [Edit(Op.REWRITE, fact.id, text, cites=(fact.id,))]):
            return text
    return ""


def _word(user: str) -> dict[str, Any]:
    request = _rows(user)[0]
    return {
        "l": [{"f": line["f"], "t": _wording(line, request["lang"])} for line in request["lines"]]
    }


def _wording(line: Mapping[str, Any], code: str) -> str:
    was = str(line["was"])
    if "bad" in line or not was:
        return was or "; ".join(line.get("may", {}).values())
    fact = Fact(line["f"], Kind.BULLET, was, "s", "e")
    resume = Resume((Section("s", Topic.EXPERIENCE, ""),), (fact,), code)
    return _reworded(fact, line.get("ask", ""), resume) or was


def _validate(user: str) -> dict[str, Any]:
    good, bad = [], []
    request = _rows(user)[0]
    for line in request["lines"]:
        doubt = _doubt(line, request["lang"])
        if doubt:
            bad.append({"f": line["f"], "w": doubt})
        else:
            good.append(line["f"])
    return {"ok": good, "no": bad}


def _doubt(line: Mapping[str, Any], code: str) -> str:
    """What the guard says against *line*, given only what the request shows."""
    proofs = [line["was"], *line.get("may", [])]
    told = [Fact(f"p{at}", Kind.SUMMARY, text, "s") for at, text in enumerate(proofs) if text]
    resume = Resume((Section("s", Topic.SUMMARY, ""),), tuple(told), code)
    cites = tuple(fact.id for fact in told)
    edit = Edit(Op.ADD, "new", line["now"], "", Kind.SUMMARY, cites)
    if line["was"]:
        edit = Edit(Op.REWRITE, told[0].id, line["now"], cites=cites)
    found = guard.check(resume, [edit])
    return f"{found[0].kind}: {found[0].text}"[:80] if found else ""


def _polish(user: str) -> dict[str, Any]:
    """A summary that names the musts that are proven below it, in the person's own words."""
    request = _rows(user)[0]
    summary, facts = request["summary"], request["facts"]
    top = [*request["headline"].values(), *summary.values()]
    known = [Fact(id, _line_kind(text), text, "s", "e") for id, text in facts.items()]
    id, before = next(reversed(summary.items()), ("", ""))
    own = [Fact(id, Kind.SUMMARY, before, "s")] if id else []
    resume = Resume((Section("s", Topic.SUMMARY, ""),), (*own, *known), request["lang"])
    base = Edit(Op.ADD, drafts.NEW_SUMMARY, "", "", Kind.SUMMARY)
    if id:
        base = Edit(Op.REWRITE, id, before, cites=(id,))
    unsaid = [name for name in request["must"] if not any(terms.find(name, t) for t in top)]
    asked = [(name, _proofs(known, name)) for name in unsaid]
    edit = phrases.append(resume, base, asked)
    return {"l": [{"f": edit.fact, "t": edit.text, "c": edit.cites}] if edit != base else []}


def _line_kind(text: str) -> Kind:
    """A sentence is a bullet; a few words are a skill, a title or a paper, which are not told."""
    return Kind.BULLET if len(text) > _FEW or text.endswith(_STOPS) else Kind.OTHER


def _proofs(facts: Sequence[Fact], name: str) -> list[evidence.Proof]:
    """What proves *name*; a degree, or a language with its level, is repeated whole."""
    if credentials.degree(name):
        high = (f for f in facts if credentials.degree(f.text) >= credentials.degree(name))
        return [evidence.Proof(fact, 0, len(fact.text)) for fact in high]
    codes = set(credentials.languages(name))
    if not codes:
        return list(evidence.mentions(facts, name))
    said = (fact for fact in facts if codes & set(credentials.languages(fact.text)))
    return [evidence.Proof(f, 0, len(f.text)) for f in said if credentials.level(f.text)]


def _rows(user: str) -> list[dict[str, Any]]:
    """The JSON values that *user* begins with, one a line."""
    rows = []
    for line in user.splitlines():
        if not line.startswith("{"):
            break
        rows.append(json.loads(line))
    return rows


def _asked(row: Mapping[str, Any]) -> Analysis:
    needs = [(id, name, must) for must in ("must", "nice") for id, name in row[must].items()]
    return Analysis(requirements=tuple(_requirement(*need) for need in needs))


def _requirement(id: str, name: str, must: str) -> Requirement:
    return Requirement(id, name, name, must == "must", requirements.tell(name))


def _resume(rows: Sequence[Mapping[str, Any]]) -> Resume:
    """The résumé as far as its rows show it."""
    sections, facts = [], []
    for row in rows:
        topic = Topic(row["t"]) if row["t"] in list(Topic) else Topic.OTHER
        sections.append(Section(row["k"], topic, ""))
        facts += _facts(row, topic)
    texts = " ".join(fact.text for fact in facts)
    return Resume(tuple(sections), tuple(facts), language.tell(texts))


def _facts(row: Mapping[str, Any], topic: Topic) -> list[Fact]:
    key, head = row["k"], [part for part in row.get("head", "").split(" | ") if part]
    entry = key if head else ""
    facts = [
        Fact(f"{key}.{at}", _head_kind(part, at, topic), part, key, entry)
        for at, part in enumerate(head)
    ]
    facts += [Fact(id, Kind.BULLET, text, key, entry) for id, text in row.get("b", {}).items()]
    for group, skills in row.get("s", {}).items():
        facts += [Fact(id, Kind.SKILL, text, key, "", group) for id, text in skills.items()]
    kind = _KINDS.get(topic, Kind.OTHER)
    return facts + [Fact(id, kind, text, key, entry) for id, text in row.get("x", {}).items()]


def _head_kind(part: str, at: int, topic: Topic) -> Kind:
    if dates.find(part):
        return Kind.DATES
    if at == 0:
        return Kind.DEGREE if topic is Topic.EDUCATION else Kind.TITLE
    return Kind.EMPLOYER


_KINDS = {
    Topic.CONTACT: Kind.HEADLINE,
    Topic.SUMMARY: Kind.SUMMARY,
    Topic.CERTIFICATES: Kind.CERTIFICATE,
    Topic.LANGUAGES: Kind.LANGUAGE,
    Topic.EDUCATION: Kind.DEGREE,
}
_MODULES = {
    Agent.JOB_ANALYSIS: job_analysis.SYSTEM,
    Agent.RESUME_OPTIMIZATION: resume_optimization.SYSTEM,
    Agent.IMPLEMENTATION: implementation.SYSTEM,
    Agent.VALIDATION: validation.SYSTEM,
    Agent.POLISH: polish.SYSTEM,
}
_MADE: dict[Agent, Callable[[str], dict[str, Any]]] = {
    Agent.JOB_ANALYSIS: _analyse,
    Agent.RESUME_OPTIMIZATION: _plan,
    Agent.IMPLEMENTATION: _word,
    Agent.VALIDATION: _validate,
    Agent.POLISH: _polish,
}
