"""Two JSON Resume files compared: whether the tailored one invents or loses anything."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from agents import comparison
from agents.comparison import NEW, plain
from agents.violations import Violation
from documents import jsonfields
from documents.resume import Fact, Resume, Topic

Node = Mapping[str, Any]

_KEYS = {
    Topic.EXPERIENCE: "work",
    Topic.VOLUNTEERING: "volunteer",
    Topic.EDUCATION: "education",
    Topic.PROJECTS: "projects",
    Topic.AWARDS: "awards",
    Topic.SKILLS: "skills",
    Topic.LANGUAGES: "languages",
    Topic.CERTIFICATES: "certificates",
    Topic.PUBLICATIONS: "publications",
    Topic.INTERESTS: "interests",
    Topic.REFERENCES: "references",
}
_PLAIN_KEYS = frozenset(["$schema", "meta", "x-facts", "basics", *_KEYS.values()])
_POINTER = re.compile(r"/(\d+)(?=/|$)")


class Unreadable(ValueError):
    """A file that is no JSON Resume: not an object, or without any fact in it."""


def compare(
    source: Node,
    tailored: Node,
    edits: Sequence[Any] | None = None,
    *,
    today: date | None = None,
) -> list[Violation]:
    """What *tailored* invents, changes or loses against *source*, two JSON Resume objects.

    Without *edits* a missing bullet, skill or interest is taken as dropped on purpose; with them
    only those that an edit {"op": "drop", "fact": …} names by path ("work[0].highlights[2]", or
    the same as a JSON pointer, RFC 6901) or by its text. `where` is a path of *tailored*, or of
    *source* for what is lost. Raises Unreadable.
    """
    before, after = _load(source, "source"), _load(tailored, "tailored")
    old, new = _Paths(source, before), _Paths(tailored, after)
    found = comparison.compare(before, after, _dropped(edits, old, before), today)
    moved = [replace(violation, where=_where(violation.where, old, new)) for violation in found]
    moved += _check_levels(source, tailored)
    moved += _check_unknown(source, tailored)
    return list(dict.fromkeys(moved))


def _load(tree: object, name: str) -> Resume:
    """The résumé of the fields alone: what "x-facts" says besides is nothing that a reader sees."""
    if not isinstance(tree, dict):
        raise Unreadable(f"{name} is not a JSON object")
    resume = jsonfields.load(tree)
    if not resume.facts:
        raise Unreadable(f"{name} has no field of a JSON Resume")
    return resume


class _Paths:
    """Where the facts of a résumé stand in its JSON."""

    def __init__(self, tree: Node, resume: Resume) -> None:
        self.leaves = list(_leaves(tree))
        self._paths: dict[str, str] = {}
        counts: dict[Topic, int] = {}
        rows: dict[str, str] = {}
        for fact in resume.facts:
            topic = resume.topic(fact)
            if fact.entry and fact.entry not in rows:
                rows[fact.entry] = f"{_KEYS[topic]}[{counts.get(topic, 0)}]"
                counts[topic] = counts.get(topic, 0) + 1
            self._paths[fact.id] = self._find(
                fact, rows.get(fact.entry, _KEYS.get(topic, "basics"))
            )

    def _find(self, fact: Fact, root: str) -> str:
        """The path of the value that *fact* is, or of the entry or section that holds it."""
        said = plain(fact.text)
        under = [(path, text) for path, text in self.leaves if path.startswith(root)]
        taken = set(self._paths.values())
        for path, text in under:
            if plain(text) == said and path not in taken:
                return path
        first = plain(fact.text.split(",")[0])
        return next((p.rpartition(".")[0] for p, t in under if plain(t) == first), root)

    def of(self, id: str) -> str:
        """The path of a fact."""
        return self._paths.get(id, id)

    def ids(self, resume: Resume, name: str) -> Iterator[str]:
        """The facts that *name* means: a path, a JSON pointer, or their text."""
        path = _POINTER.sub(r"[\1]", name).replace("/", ".").lstrip(".")
        for fact in resume.facts:
            if self.of(fact.id) == path or plain(fact.text) == plain(name):
                yield fact.id


def _leaves(node: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number of a tree, with its path."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list):
        for at, value in enumerate(node):
            yield from _leaves(value, f"{path}[{at}]")
    elif isinstance(node, (str, int, float)) and not isinstance(node, bool):
        yield path, str(node)


def _where(id: str, old: _Paths, new: _Paths) -> str:
    return new.of(id.removeprefix(NEW)) if id.startswith(NEW) else old.of(id)


def _dropped(edits: Sequence[Any] | None, paths: _Paths, resume: Resume) -> set[str] | None:
    if edits is None:
        return None
    names = [e["fact"] for e in edits if isinstance(e, dict) and e.get("op") == "drop"]
    return {id for name in names for id in paths.ids(resume, str(name))}


def _check_levels(source: Node, tailored: Node) -> Iterator[Violation]:
    """How well a skill is known may not change: JSON Resume has a field for it."""
    known = {plain(str(n.get("name"))): str(n.get("level") or "") for n in _nodes(source)}
    for at, node in enumerate(_nodes(tailored)):
        level, name = str(node.get("level") or ""), plain(str(node.get("name")))
        if level and plain(known.get(name, "")) != plain(level):
            yield Violation("level", f"skills[{at}].level", level, known.get(name, ""))


def _nodes(tree: Node) -> list[Node]:
    skills = tree.get("skills")
    return [node for node in skills if isinstance(node, dict)] if isinstance(skills, list) else []


def _check_unknown(source: Node, tailored: Node) -> Iterator[Violation]:
    """Fields of one's own making may say only what the source says in the same words."""
    said = "\n".join(plain(text) for _, text in _leaves(source))
    for path, text in _leaves({k: v for k, v in tailored.items() if k not in _PLAIN_KEYS}):
        if plain(text) not in said:
            yield Violation("invented", path, text)
