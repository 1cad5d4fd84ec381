"""A résumé made of the fields of a JSON Resume, as other programs write them."""

from collections.abc import Callable, Iterator
from typing import Any

from documents import lines
from documents.resume import Fact, Kind, Resume, Section, Topic

Node = dict[str, Any]
Facts = Callable[[Node], Iterator[tuple[Kind, Any]]]

_TITLES = {
    Topic.CONTACT: "",
    Topic.SUMMARY: "Summary",
    Topic.EXPERIENCE: "Experience",
    Topic.VOLUNTEERING: "Volunteering",
    Topic.EDUCATION: "Education",
    Topic.PROJECTS: "Projects",
    Topic.SKILLS: "Skills",
    Topic.LANGUAGES: "Languages",
    Topic.CERTIFICATES: "Certificates",
    Topic.AWARDS: "Awards",
    Topic.PUBLICATIONS: "Publications",
    Topic.INTERESTS: "Interests",
    Topic.REFERENCES: "References",
}


def load(tree: Node) -> Resume:
    """The résumé that the fields of *tree* say; what is not as the schema has it is left out."""
    mint = _Mint()
    mint.contact(node_of(tree.get("basics")))
    for topic, key in ((Topic.EXPERIENCE, "work"), (Topic.VOLUNTEERING, "volunteer")):
        mint.entries(topic, tree.get(key), _role_facts)
    mint.entries(Topic.EDUCATION, tree.get("education"), _study_facts)
    mint.entries(Topic.PROJECTS, tree.get("projects"), _project_facts)
    mint.skills(tree.get("skills"))
    mint.rows(Topic.LANGUAGES, tree.get("languages"), Kind.LANGUAGE, ("language", "fluency"))
    mint.rows(
        Topic.CERTIFICATES, tree.get("certificates"), Kind.CERTIFICATE, ("name", "issuer", "date")
    )
    mint.entries(Topic.AWARDS, tree.get("awards"), _award_facts)
    names = ("name", "publisher", "releaseDate", "summary")
    mint.rows(Topic.PUBLICATIONS, tree.get("publications"), Kind.OTHER, names)
    mint.rows(Topic.INTERESTS, tree.get("interests"), Kind.OTHER, ("name", "keywords"))
    mint.rows(Topic.REFERENCES, tree.get("references"), Kind.OTHER, ("name", "reference"))
    return Resume(tuple(mint.sections), tuple(mint.facts))


class _Mint:
    """Makes sections and facts from the fields of a JSON Resume."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.facts: list[Fact] = []
        self._entries = 0

    def contact(self, basics: Node) -> None:
        """Name, headline, contact and summary."""
        self._section(Topic.CONTACT)
        place = node_of(basics.get("location"))
        self._fact(Kind.NAME, basics.get("name"))
        self._fact(Kind.HEADLINE, basics.get("label"))
        self._fact(Kind.LOCATION, _join(place, ("city", "region", "countryCode")))
        for key in ("email", "phone", "url"):
            self._fact(Kind.CONTACT, basics.get(key))
        self._fact(Kind.CONTACT, _join(place, ("address", "postalCode")))
        for profile in _nodes(basics.get("profiles")):
            self._fact(Kind.CONTACT, profile.get("url") or _join(profile, ("network", "username")))
        if basics.get("summary"):
            self._section(Topic.SUMMARY)
            self._fact(Kind.SUMMARY, basics["summary"])

    def entries(self, topic: Topic, found: Any, facts: Facts) -> None:
        """A section of entries; *facts* gives kind and text of each fact of one."""
        nodes = _nodes(found)
        if nodes:
            self._section(topic)
        for node in nodes:
            self._entries += 1
            for kind, text in facts(node):
                self._fact(kind, text, entry=f"r{self._entries}")

    def skills(self, found: Any) -> None:
        """Skills; the name of a list with keywords becomes their group."""
        nodes = _nodes(found)
        if nodes:
            self._section(Topic.SKILLS)
        for node in nodes:
            keywords = node.get("keywords")
            name = str(node.get("name") or "")
            for keyword in keywords if isinstance(keywords, list) else ():
                self._fact(Kind.SKILL, keyword, group=name)
            if not keywords:
                self._fact(Kind.SKILL, name)

    def rows(self, topic: Topic, found: Any, kind: Kind, keys: tuple[str, ...]) -> None:
        """A section of facts, each of some fields of a node."""
        nodes = _nodes(found)
        if nodes:
            self._section(topic)
        for node in nodes:
            self._fact(kind, _join(node, keys))

    def _section(self, topic: Topic) -> None:
        self.sections.append(Section(f"s{len(self.sections) + 1}", topic, _TITLES[topic]))

    def _fact(self, kind: Kind, text: Any, *, entry: str = "", group: str = "") -> None:
        said = " ".join(lines.sound(str(text or "")).split())
        if said:
            id, section = f"f{len(self.facts) + 1}", self.sections[-1].id
            self.facts.append(Fact(id, kind, said, section, entry, group))


def _role_facts(node: Node) -> Iterator[tuple[Kind, Any]]:
    yield Kind.TITLE, node.get("position")
    yield Kind.EMPLOYER, node.get("name") or node.get("organization")
    yield Kind.DATES, _period(node)
    yield Kind.LOCATION, node.get("location")
    yield from _duties(node, "summary")


def _study_facts(node: Node) -> Iterator[tuple[Kind, Any]]:
    yield Kind.DEGREE, _join(node, ("studyType", "area"))
    yield Kind.SCHOOL, node.get("institution")
    yield Kind.DATES, _period(node)
    yield Kind.BULLET, node.get("score")
    for course in _list(node.get("courses")):
        yield Kind.BULLET, course


def _project_facts(node: Node) -> Iterator[tuple[Kind, Any]]:
    yield Kind.TITLE, node.get("name")
    yield Kind.EMPLOYER, node.get("entity")
    yield Kind.DATES, _period(node)
    yield from _duties(node, "description")


def _award_facts(node: Node) -> Iterator[tuple[Kind, Any]]:
    yield Kind.TITLE, _join(node, ("title", "awarder"))
    yield Kind.DATES, node.get("date")
    yield Kind.BULLET, node.get("summary")


def _duties(node: Node, key: str) -> Iterator[tuple[Kind, Any]]:
    yield Kind.BULLET, node.get(key)
    for highlight in _list(node.get("highlights")):
        yield Kind.BULLET, highlight


def _period(node: Node) -> str:
    start, end = node.get("startDate"), node.get("endDate")
    if not start:
        return str(end or "")
    return f"{start} – {end or 'Present'}"


def node_of(value: Any) -> Node:
    """*value*, or an empty object where it is none."""
    return value if isinstance(value, dict) else {}


def _nodes(value: Any) -> list[Node]:
    return [node for node in _list(value) if isinstance(node, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _join(node: Node, keys: tuple[str, ...]) -> str:
    """Some fields of a node in one text."""
    values = [node.get(key) for key in keys]
    texts = [", ".join(map(str, v)) if isinstance(v, list) else str(v) for v in values if v]
    return ", ".join(texts)
